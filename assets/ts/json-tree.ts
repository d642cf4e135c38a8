// JSON as a tree that forgets nothing: numbers stay as long as they were written, members in their
// order, and each part knows where in the text it stands.
import { layOut, readJSON, type Fault, type Token } from "./json";

/** A value, as a form and an editor share it. */
export type Tree = Leaf | List | Members | Attached;

/** A plain value, by its text in JSON. */
export interface Leaf extends Place {
	kind: "leaf";
	text: string;
}

/** An array. */
export interface List extends Place {
	kind: "list";
	items: Tree[];
}

/** An object. */
export interface Members extends Place {
	kind: "object";
	members: Member[];
}

/** A member of an object. A name may be there twice, in what a reader wrote. */
export interface Member {
	name: string;
	value: Tree;
	/** Where its name stands. */
	start?: number;
}

/** A file that is sent in place of a value. In a text there is none. */
export interface Attached extends Place {
	kind: "file";
	file: File;
}

interface Place {
	start?: number;
	end?: number;
}

/** The tree of a text, or what is wrong with it. */
export function parseTree(text: string): Tree | Fault {
	const tokens = readJSON(text);
	return Array.isArray(tokens) ? build(tokens) : tokens;
}

/** Reports whether a text became a tree. */
export function isTree(read: Tree | Fault): read is Tree {
	return "kind" in read;
}

/** Not by recursion: a text may be deeper than a stack. */
function build(tokens: Token[]): Tree {
	const open: (List | Members)[] = [];
	let name: { name: string; start: number } | undefined;
	for (const { kind, text, start } of tokens) {
		const end = start + text.length;
		let made: Tree;
		if (kind === "name") {
			name = { name: JSON.parse(text) as string, start };
			continue;
		} else if (text === "{") {
			made = { kind: "object", members: [], start };
		} else if (text === "[") {
			made = { kind: "list", items: [], start };
		} else if (kind === "mark") {
			if (text === "}" || text === "]") {
				const closed = open.pop()!;
				closed.end = end;
				if (open.length === 0) {
					return closed;
				}
			}
			continue;
		} else {
			made = { kind: "leaf", text, start, end };
		}
		const holder = open.at(-1);
		if (holder?.kind === "list") {
			holder.items.push(made);
		} else if (holder) {
			holder.members.push({ ...name!, value: made });
		}
		if (made.kind !== "leaf") {
			open.push(made);
		} else if (!holder) {
			return made;
		}
	}
	throw new Error("a text of JSON has a value");
}

/** The text of a tree, laid out or in one line. Files are left out: the value of their member is null. */
export function printTree(tree: Tree, laidOut = true): string {
	const text = compact(tree);
	const tokens = laidOut ? readJSON(text) : [];
	if (!Array.isArray(tokens) || !laidOut) {
		return text;
	}
	let all = "";
	for (const [before, token] of layOut(tokens)) {
		all += before + token.text;
	}
	return all;
}

function compact(tree: Tree): string {
	switch (tree.kind) {
		case "leaf":
			return tree.text;
		case "file":
			return "null";
		case "list":
			return `[${tree.items.map(compact).join(",")}]`;
		case "object":
			return `{${tree.members.map(({ name, value }) => `${JSON.stringify(name)}:${compact(value)}`).join(",")}}`;
	}
}

/** The tree of a value of JavaScript. */
export function treeOf(value: unknown): Tree {
	return parseTree(JSON.stringify(value) ?? "null") as Tree;
}

/** A plain value that is text. */
export function leafOf(text: string): Leaf {
	return { kind: "leaf", text: JSON.stringify(text) };
}

/** What a leaf is as text: a text without its quotes. */
export function textOf(tree: Tree): string {
	return isText(tree) ? (JSON.parse((tree as Leaf).text) as string) : printTree(tree, false);
}

/** Reports a value that is text. */
export function isText(tree: Tree | undefined): boolean {
	return tree?.kind === "leaf" && tree.text[0] === '"';
}

/** The type of a value, by its name in JSON Schema. */
export function typeOf(tree: Tree): "string" | "number" | "boolean" | "null" | "array" | "object" {
	switch (tree.kind) {
		case "list":
			return "array";
		case "object":
			return "object";
		case "file":
			return "string";
	}
	const first = tree.text[0]!;
	return first === '"' ? "string" : first === "n" ? "null" : /[tf]/.test(first) ? "boolean" : "number";
}

/** A member of an object: of several of one name the last, as readers of JSON have it. */
export function memberOf(tree: Tree | undefined, name: string): Tree | undefined {
	return tree?.kind === "object" ? tree.members.findLast((member) => member.name === name)?.value : undefined;
}

/** Deeper than this no values are equal: they may be deeper than a stack. */
const deepest = 200;

/** Reports values that are equal as JSON Schema has it: 1 and 1.0 are, and the order of members is nothing. */
export function equal(a: Tree, b: Tree, depth = 0): boolean {
	if (depth > deepest) {
		return false;
	}
	if (a.kind === "leaf" && b.kind === "leaf") {
		return a.text === b.text || (typeOf(a) === typeOf(b) && (isText(a) ? textOf(a) === textOf(b) : typeOf(a) === "number" && sameNumber(a.text, b.text)));
	}
	if (a.kind === "list" && b.kind === "list") {
		return a.items.length === b.items.length && a.items.every((item, i) => equal(item, b.items[i]!, depth + 1));
	}
	if (a.kind === "object" && b.kind === "object") {
		let others: Map<string, Tree> | undefined; // where the order isn't the same
		return a.members.length === b.members.length && a.members.every(({ name, value }, i) => {
			const beside = b.members[i]!;
			const other = beside.name === name ? beside.value : (others ??= new Map(b.members.map((one) => [one.name, one.value]))).get(name);
			return other !== undefined && equal(value, other, depth + 1);
		});
	}
	return false;
}

/** Long numbers are rounded alike, so that they are only equal if they are written alike. */
function sameNumber(a: string, b: string): boolean {
	return Number(a) === Number(b) && Math.max(a.length, b.length) < 16;
}
