// JSON as a tree whose parts are found when somebody looks at them: a body of megabytes costs what is shown of it.
import type { Leaf, List, Member, Members, Tree } from "./json-tree";

/** The tree of a text that JSON.parse has taken. */
export function lazyTree(text: string): Tree {
	return node(text, blank(text, 0), text.length);
}

const quote = 34;
const comma = 44;
const colon = 58;
const openList = 91;
const closeList = 93;
const backslash = 92;
const openObject = 123;
const closeObject = 125;

function node(text: string, start: number, end: number): Tree {
	switch (text.charCodeAt(start)) {
		case openList:
			return new LazyList(text, start, end);
		case openObject:
			return new LazyMembers(text, start, end);
	}
	return { kind: "leaf", start, end, text: text.slice(start, end).trimEnd() } satisfies Leaf;
}

class LazyList implements List {
	readonly kind = "list";
	#items: Tree[] | undefined;

	constructor(
		readonly source: string,
		readonly start: number,
		readonly end: number,
	) {}

	get items(): Tree[] {
		return (this.#items ??= parts(this.source, this.start).map(([start, end]) => node(this.source, start, end)));
	}
}

class LazyMembers implements Members {
	readonly kind = "object";
	#members: Member[] | undefined;

	constructor(
		readonly source: string,
		readonly start: number,
		readonly end: number,
	) {}

	get members(): Member[] {
		return (this.#members ??= parts(this.source, this.start).map(([start, end]) => {
			const close = endOfString(this.source, start);
			const name = JSON.parse(this.source.slice(start, close)) as string;
			return { name, start, value: node(this.source, blank(this.source, this.source.indexOf(":", close) + 1), end) };
		}));
	}
}

/** Where the items of a list, or the members of an object, begin and end. What is inside them is only walked over. */
function parts(text: string, start: number): [start: number, end: number][] {
	const found: [number, number][] = [];
	let depth = 0;
	let from = blank(text, start + 1);
	for (let at = start + 1; at < text.length; at++) {
		switch (text.charCodeAt(at)) {
			case quote:
				at = endOfString(text, at) - 1;
				break;
			case openList:
			case openObject:
				depth++;
				break;
			case comma:
				if (depth === 0) {
					found.push([from, at]);
					from = blank(text, at + 1);
				}
				break;
			case closeList:
			case closeObject:
				if (depth-- === 0) {
					if (from < at) {
						found.push([from, at]);
					}
					return found;
				}
		}
	}
	return found;
}

/** The place after the closing quote. */
function endOfString(text: string, start: number): number {
	for (let at = start + 1; at < text.length; at++) {
		const c = text.charCodeAt(at);
		if (c === backslash) {
			at++;
		} else if (c === quote) {
			return at + 1;
		}
	}
	return text.length;
}

/** The next place that is no white space. */
function blank(text: string, at: number): number {
	while (at < text.length && text.charCodeAt(at) <= 32) {
		at++;
	}
	return at;
}

/** The text laid out, two spaces a level. */
export function layOutText(text: string): string {
	let made = "";
	let depth = 0;
	let fresh = false; // the last mark opened something
	const line = () => `\n${"  ".repeat(Math.min(depth, 40))}`;
	for (let at = blank(text, 0); at < text.length; at = blank(text, at)) {
		const c = text.charCodeAt(at);
		if (c === closeList || c === closeObject) {
			depth--;
			made += (fresh ? "" : line()) + text[at++];
			fresh = false;
			continue;
		}
		if (fresh) {
			made += line();
			fresh = false;
		}
		if (c === openList || c === openObject) {
			depth++;
			fresh = true;
			made += text[at++];
		} else if (c === comma || c === colon) {
			made += c === comma ? `,${line()}` : ": ";
			at++;
		} else {
			const end = c === quote ? endOfString(text, at) : endOfWord(text, at);
			made += text.slice(at, end);
			at = end;
		}
	}
	return made;
}

function endOfWord(text: string, at: number): number {
	while (at < text.length && !/[\s,\]}]/.test(text[at]!)) {
		at++;
	}
	return at;
}
