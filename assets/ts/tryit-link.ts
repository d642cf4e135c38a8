// A link to a page with what is filled in there: "#try=" and a text of JSON in base64url. Whoever follows one may have it from
// anybody, so it is read with care, and fills in a form that everybody sees; it never sends anything.
import type { Model } from "./tryit-model";
import { readState, type State } from "./tryit-state";

/** How such a part of an address begins. */
export const mark = "#try=";

/** What programs that links are pasted into can take. */
const longest = 16_000;

/** What has no place in a name or a line: what can't be seen, and what turns the text around it. */
const unseemly = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/u;

/** The part of the address for a state, or why there is none. */
export function linkOf({ server, values, mediaType, text }: State): { hash: string } | { wrong: string } {
	const chosen = server.index > 0 || Object.keys(server.variables).length > 0;
	const told = { v: 1, ...(chosen && { server }), values, ...(mediaType && { mediaType }), ...(text !== undefined && { text }) };
	if (!seemly(told)) {
		return { wrong: "What is filled in has characters that can't be seen, or line breaks outside of the body. A link can't have those." };
	}
	const bytes = new TextEncoder().encode(JSON.stringify(told));
	const letters = bytes.length > longest ? "" : btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
	return letters && letters.length <= longest ? { hash: mark + letters } : { wrong: "What is filled in is too long for a link." };
}

/** The state that a part of an address is for, or why there is none. */
export function readLink(model: Model, hash: string): State | { wrong: string } {
	const damaged = { wrong: "The link is damaged, so nothing is filled in. As a rule a part of it is missing." };
	const letters = hash.slice(mark.length);
	if (letters.length > longest || !/^[\w-]+$/.test(letters)) {
		return damaged;
	}
	let told: unknown;
	try {
		const bytes = Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
		told = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch {
		return damaged;
	}
	if (!seemly(told)) {
		return { wrong: "The link has characters that can't be seen. Nobody needs those for good, so nothing is filled in." };
	}
	return ((told as { v?: unknown } | null)?.v === 1 && readState(model, told)) || damaged;
}

/** Reports whether all texts are ones that people can read. The text of the body may have lines. */
function seemly(told: unknown): boolean {
	const open: { value: unknown; depth: number; lines?: boolean }[] = [{ value: told, depth: 0 }];
	for (let next = open.pop(); next; next = open.pop()) {
		const { value, depth, lines } = next;
		if (depth > 100 || (typeof value === "string" && unseemly.test(lines ? value.replace(/[\t\r\n]/g, "") : value))) {
			return false;
		}
		if (typeof value === "object" && value !== null) {
			for (const [name, member] of Object.entries(value)) {
				open.push({ value: name, depth }, { value: member, depth: depth + 1, lines: depth === 0 && name === "text" });
			}
		}
	}
	return !(isText(told) && hidden(told.text));
}

function isText(told: unknown): told is { text: string } {
	return typeof (told as { text?: unknown } | null)?.text === "string";
}

/** Reports a text of JSON with such characters written by number: a form would show what they stand for. */
function hidden(text: string): boolean {
	return [...text.matchAll(/\\u([0-9a-f]{4})/gi)].some(([, digits]) => unseemly.test(String.fromCharCode(parseInt(digits!, 16)).replace(/[\ud800-\udfff\t\r\n]/, "")));
}
