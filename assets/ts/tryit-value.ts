// Values as requests have them: package document's words for the text of one, and for its JSON.
import { textOf, typeOf, type Tree } from "./json-tree";

/** How many items or members a value has. */
export function size(value: Tree): number {
	return value.kind === "list" ? value.items.length : value.kind === "object" ? value.members.length : 0;
}

/** A plain value as text. A nested one has no form in OpenAPI; it becomes JSON. */
export function text(value: Tree): string {
	switch (value.kind) {
		case "file":
			return "";
		case "leaf":
			return typeOf(value) === "null" ? "" : wellFormed(textOf(value));
	}
	return writeJSON(value);
}

/** A value as JSON in one line. */
export function writeJSON(value: Tree): string {
	switch (value.kind) {
		case "list":
			return `[${value.items.map(writeJSON).join(",")}]`;
		case "object":
			return `{${value.members.map((member) => `${quote(member.name)}:${writeJSON(member.value)}`).join(",")}}`;
		case "file":
			return "null";
	}
	return typeOf(value) === "string" ? quote(textOf(value)) : value.text;
}

// What people can't see, and what turns the text around it, is written by number.
const hidden = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"\\]/g;
const escapes: Record<string, string> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text as a string of JSON. */
export function quote(s: string): string {
	return `"${wellFormed(s).replace(hidden, (c) => escapes[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

/** The text without halves of characters, which nothing that is sent can have. */
export function wellFormed(s: string): string {
	return s.replace(/\p{Surrogate}/gu, "\ufffd");
}

// Not \s: that is wider than what Go's package unicode calls white space.
const spaces = "\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const space = new RegExp(`[${spaces}]+`, "g");
const around = new RegExp(`^[${spaces}]+|[${spaces}]+$`, "g");

/** The text without the white space around it. */
export function trim(s: string): string {
	return s.replace(around, "");
}

/** The text in one line, its white space as single spaces. */
export function oneLine(s: string): string {
	return trim(s).replace(space, " ");
}
