// How languages write texts and values, and what several of them have in common.
import { textOf, typeOf, type Tree } from "./json-tree";
import { separator, type Part, type Piece, type Plan } from "./sample-plan";
import type { Secret } from "./tryit-model";
import { escapeQuery } from "./tryit-serialize";
import { quote } from "./tryit-value";

/** A language: what writes its samples. */
export type Language = (plan: Plan) => string;

/** What something is to a language: a text of it, a secret of it. */
type Write<T> = (value: T) => string;

/** The content type, or "": a form makes its own. */
export function contentType(p: Plan): string {
	return p.body === "none" || p.body === "form" ? "" : p.mediaType;
}

/** The headers with their values as a language writes them: the content type first, if there is one. */
export function literalHeaders(p: Plan, write: Write<Piece[]>): [name: string, value: string][] {
	const kind = contentType(p);
	const all = p.headers.map(([name, value]): [string, string] => [name, write(value)]);
	return kind ? [["content-type", write([kind])], ...all] : all;
}

/** The URL below the base with the secrets in its query. */
export function addressed(p: Plan): Piece[] {
	return [p.rest, ...p.query.flatMap((s, i): Piece[] => [`${i > 0 ? "&" : separator(p)}${escapeQuery(s.name)}=`, s])];
}

/** The content type of a part, for clients that don't say by themselves that a file is bytes. */
export function partType(part: Part): string {
	return part.mediaType || (part.file ? "application/octet-stream" : "");
}

/** Reports whether a part that is no file has a content type, for which some clients have no words. */
export function typed(p: Plan): boolean {
	return p.parts.some((part) => !part.file && part.mediaType !== "");
}

/** What stands before the content of a part. */
export function partHead(part: Part): string {
	const kind = partType(part);
	const file = part.file ? `; filename="${quoteless(part.fileName)}"` : "";
	return `Content-Disposition: form-data; name="${quoteless(part.name)}"${file}${kind ? `\r\nContent-Type: ${kind}` : ""}\r\n\r\n`;
}

/** A name as browsers write it in quotes. */
export function quoteless(s: string): string {
	return s.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

export function hasFile(p: Plan): boolean {
	return p.body === "file" || p.parts.some((part) => part.file);
}

/** Writes pieces as a language that adds texts up: "Bearer " + token. */
export function sum(all: Piece[], plus: string, text: Write<string>, secret: Write<Secret>): string {
	const parts: string[] = [];
	for (let i = 0; i < all.length; i++) {
		let piece = all[i]!;
		if (typeof piece !== "string") {
			parts.push(secret(piece));
			continue;
		}
		for (let next = all[i + 1]; typeof next === "string"; next = all[++i + 1]) {
			piece += next;
		}
		parts.push(text(piece));
	}
	return parts.length > 0 ? parts.join(plus) : text("");
}

/** Writes pieces as a language that has places in its texts: Bearer ${token}. */
export function filled(all: Piece[], text: Write<string>, secret: Write<Secret>): string {
	return sum(all, "", text, secret);
}

/** Writes a value that may be a text without secrets, a secret alone, or both. */
export function either(all: Piece[], text: Write<string>, secret: Write<Secret>, both: Write<Piece[]>): string {
	if (all.every((piece) => typeof piece === "string")) {
		return text(all.join(""));
	}
	const [only] = all;
	return all.length === 1 && typeof only === "object" ? secret(only) : both(all);
}

export const variable = (s: Secret) => s.var;

/** api_key for apiKey. */
export function snakeCase(name: string): string {
	return name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
}

export const snakeVariable = (s: Secret) => snakeCase(s.var);

/** The text as a string of JSON, which TypeScript, Python, C#, Java and Go read the same. */
export const quoted = quote;

/** Replaces texts by others: where several are at the same place, the first. */
export function replacer(pairs: Record<string, string>): Write<string> {
	const any = new RegExp(
		Object.keys(pairs)
			.map((from) => from.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
			.join("|"),
		"g",
	);
	return (s) => s.replace(any, (found) => pairs[found]!);
}

/** What a place in a format would be. */
export const braceless = replacer({ "{": "{{", "}": "}}" });

/** How a language writes values that JSON has too. */
export interface Syntax {
	indent: string;
	/** Of an object. */
	open: string;
	end: string;
	/** An object without members, if that is written in another way. */
	empty?: string;
	assign: string;
	key: Write<string>;
	text: Write<string>;
	words: { null: string; true: string; false: string };
}

/** The start of a line. It ends somewhere: of values that stand a thousand deep in each other it would be most of the text. */
function pad(syntax: Syntax, depth: number): string {
	return syntax.indent.repeat(Math.min(depth, 40));
}

/** Writes the value in the language. What is short and holds no object stands in one line. */
export function literal(value: Tree, syntax: Syntax, depth: number): string {
	switch (value.kind) {
		case "list":
			return literalList(value.items, syntax, depth);
		case "object":
			if (value.members.length === 0) {
				return syntax.empty ?? syntax.open + syntax.end;
			}
			return `${syntax.open}\n${value.members.map((member) => `${pad(syntax, depth + 1)}${syntax.key(member.name)}${syntax.assign}${literal(member.value, syntax, depth + 1)},\n`).join("")}${pad(syntax, depth)}${syntax.end}`;
	}
	if (typeOf(value) === "string") {
		return syntax.text(textOf(value));
	}
	const word = textOf(value);
	return word in syntax.words ? syntax.words[word as keyof Syntax["words"]] : word;
}

/** How many bytes an array in one line can have. */
const lineLength = 60;

function literalList(items: Tree[], syntax: Syntax, depth: number): string {
	const parts = items.map((item) => literal(item, syntax, depth + 1));
	const line = parts.join(", ");
	if (line.length <= lineLength && !line.includes("\n") && bytes(line) <= lineLength) {
		return `[${line}]`;
	}
	const before = pad(syntax, depth + 1);
	return `[\n${before}${parts.join(`,\n${before}`)},\n${pad(syntax, depth)}]`;
}

function bytes(s: string): number {
	return new TextEncoder().encode(s).length;
}
