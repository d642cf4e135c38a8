// JSON as text: where it is wrong, how it looks laid out, what its parts are. The text is never
// turned into values and back, so that numbers stay as long as they were written.

/** A part of a JSON text. */
export interface Token {
	kind: "name" | "string" | "number" | "word" | "mark";
	text: string;
	start: number;
}

/** What is wrong with a text, in words, and where. Lines and columns count from 1. */
export interface Fault {
	message: string;
	line: number;
	column: number;
	offset: number;
}

const part = /[{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const space = /[ \t\r\n]*/y;

class Wrong extends Error {
	constructor(
		message: string,
		readonly offset: number,
	) {
		super(message);
	}
}

/** The parts of the text; it throws where the text has something that is none. */
function scan(text: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	for (;;) {
		space.lastIndex = at;
		space.exec(text);
		at = space.lastIndex;
		if (at === text.length) {
			return tokens;
		}
		part.lastIndex = at;
		const found = part.exec(text)?.[0];
		if (found === undefined || (/[\w.]$/.test(found) && /[\w.]/.test(text[at + found.length] ?? ""))) {
			throw new Wrong(unknown(text, at), at);
		}
		tokens.push({ kind: kindOf(found), text: found, start: at });
		at += found.length;
	}
}

function kindOf(text: string): Token["kind"] {
	if (text[0] === '"') {
		return "string";
	}
	return /^[{}[\],:]$/.test(text) ? "mark" : /^[tfn]/.test(text) ? "word" : "number";
}

/** Says what stands there instead of JSON. */
function unknown(text: string, at: number): string {
	const rest = text.slice(at, at + 24);
	if (rest[0] === '"') {
		return "this text is not closed by a quote on its line, or has an unknown escape";
	}
	if (rest[0] === "'") {
		return 'text stands between double quotes, "like this"';
	}
	const word = /^[\w$.+-]+/.exec(rest)?.[0];
	return word ? `${word} is not JSON; text needs double quotes` : `${rest[0]} is not expected here`;
}

/** Walks over one value; it returns the place after it. Names of members become tokens of their own kind. */
function value(tokens: Token[], at: number, end: number): number {
	// What is open, innermost last: its closing mark.
	const open: string[] = [];
	for (;;) {
		const token = need(tokens, at++, end, "a value");
		if (token.text === "{" || token.text === "[") {
			const close = token.text === "{" ? "}" : "]";
			if (tokens[at]?.text !== close) {
				open.push(close);
				at = close === "}" ? name(tokens, at, end) : at;
				continue;
			}
			at++;
		} else if (token.kind === "mark") {
			const trailing = tokens[at - 2]?.text === ",";
			throw new Wrong(trailing ? "there is nothing after the last comma; leave the comma out" : `${token.text} stands where a value should`, token.start);
		}
		// A value is complete: what holds it goes on or is complete as well.
		for (;;) {
			const close = open.at(-1);
			if (close === undefined) {
				return at;
			}
			const next = need(tokens, at, end, `a comma or ${close}`);
			if (next.text === ",") {
				at = close === "}" ? name(tokens, at + 1, end) : at + 1;
				break;
			}
			if (next.text !== close) {
				throw new Wrong(`a comma or ${close} is missing before ${next.text}`, next.start);
			}
			open.pop();
			at++;
		}
	}
}

function name(tokens: Token[], at: number, end: number): number {
	const token = need(tokens, at, end, "a name");
	if (token.kind !== "string") {
		const trailing = token.text === "}" && tokens[at - 1]?.text === ",";
		throw new Wrong(trailing ? "there is nothing after the last comma; leave the comma out" : "a name in double quotes is missing", token.start);
	}
	token.kind = "name";
	const colon = need(tokens, at + 1, end, "a colon");
	if (colon.text !== ":") {
		throw new Wrong(`a colon is missing before ${colon.text}`, colon.start);
	}
	return at + 2;
}

function need(tokens: Token[], at: number, end: number, what: string): Token {
	const token = tokens[at];
	if (!token) {
		throw new Wrong(`the text ends where ${what} should follow`, end);
	}
	return token;
}

/** The parts of the text if it is JSON, else what is wrong with it. */
export function readJSON(text: string): Token[] | Fault {
	try {
		const tokens = scan(text);
		const after = tokens[value(tokens, 0, text.length)];
		if (after) {
			throw new Wrong(`there is more after the end: ${after.text}`, after.start);
		}
		return tokens;
	} catch (wrong) {
		if (!(wrong instanceof Wrong)) {
			throw wrong;
		}
		const before = text.slice(0, wrong.offset).split("\n");
		return { message: wrong.message, line: before.length, column: (before.at(-1) ?? "").length + 1, offset: wrong.offset };
	}
}

/** Lays the parts out, two spaces a level; each comes with the white space before it. */
export function* layOut(tokens: Token[]): Generator<[before: string, token: Token]> {
	let depth = 0;
	let before = "";
	const line = () => `\n${"  ".repeat(Math.min(depth, 40))}`;
	for (const [i, token] of tokens.entries()) {
		const closing = token.text === "}" || token.text === "]";
		const empty = closing && /^[{[]$/.test(tokens[i - 1]?.text ?? "");
		if (closing && token.kind === "mark") {
			depth--;
			before = empty ? "" : line();
		}
		yield [before, token];
		before = "";
		if (token.kind !== "mark") {
			continue;
		}
		switch (token.text) {
			case "{":
			case "[":
				depth++;
				before = line();
				break;
			case ",":
				before = line();
				break;
			case ":":
				before = " ";
		}
	}
}
