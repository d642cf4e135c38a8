// A body as text: in pieces that a browser lays out at once, XML with a line for each element, bytes that are no text as a dump.
import { element } from "./element";

const piece = 100_000;

/** Text in a block of code. Of a long one the beginning is shown, and more when a reader asks for it. */
export function textBlock(text: string): HTMLElement {
	const code = element("code", "");
	const pre = element("pre", "", code);
	pre.tabIndex = 0;
	const holder = element("div", "", pre);
	const more = element("button", "button tryit-small", "");
	more.type = "button";
	let at = 0;
	const next = () => {
		let end = Math.min(at + piece, text.length);
		const line = text.lastIndexOf("\n", end) + 1;
		end = end < text.length && line > at ? line : end;
		code.append(text.slice(at, end));
		at = end;
		more.textContent = `Show more: ${(text.length - at).toLocaleString("en")} characters are left`;
		more.hidden = at >= text.length;
	};
	next();
	more.addEventListener("click", () => {
		next();
		if (more.hidden) {
			pre.focus({ preventScroll: true });
		}
	});
	holder.append(more);
	return holder;
}

/** A comment, a section, an instruction, a declaration, a tag or text. Whatever begins as one is no other: who sends it can't have all be read for each. */
const token = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<!(?!--|\[)[^[>]*(?:\[[\s\S]*?\]\s*)?>|<\/?[^\s"'<>=!?][^\s"'<>=]*(?:\s+[^\s"'<>=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*\/?>|[^<]+/y;

/** XML with each element on a line of its own, but for those that hold nothing but text. Text that isn't XML stays as it is. */
export function layOutXML(text: string): string {
	const parts: string[] = [];
	for (token.lastIndex = 0; token.lastIndex < text.length; ) {
		const found = token.exec(text);
		if (!found) {
			return text;
		}
		parts.push(found[0]);
	}
	let made = "";
	let depth = 0;
	let inline = false; // text has come: what closes stays on the line
	for (const [i, part] of parts.entries()) {
		const isText = part[0] !== "<" || part.startsWith("<![CDATA[");
		if (isText && part.trim() === "") {
			continue;
		}
		const closing = part.startsWith("</");
		depth -= closing ? 1 : 0;
		if (depth < 0) {
			return text;
		}
		const empty = closing && /^<[^!?/]/.test(parts[i - 1] ?? "") && !parts[i - 1]!.endsWith("/>");
		made += made === "" || isText || inline || empty ? part : `\n${"  ".repeat(Math.min(depth, 40))}${part}`;
		depth += /^<[^!?/]/.test(part) && !part.endsWith("/>") ? 1 : 0;
		inline = isText;
	}
	return depth === 0 ? made : text;
}

/** Where bytes stop being UTF-8; -1 if they don't. The last few may be the beginning of a character that was cut. */
export function invalidAt(bytes: Uint8Array<ArrayBuffer>, cut: boolean): number {
	const fits = (end: number, whole: boolean) => {
		try {
			new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end), { stream: !whole });
			return true;
		} catch {
			return false;
		}
	};
	if (fits(bytes.length, !cut)) {
		return -1;
	}
	let [good, bad] = [0, bytes.length];
	while (bad - good > 1) {
		const middle = (good + bad) >> 1;
		[good, bad] = fits(middle, false) ? [middle, bad] : [good, middle];
	}
	return good;
}

/** Bytes as a dump: sixteen a line, with the characters that they would be. */
export function hexDump(bytes: Uint8Array, from: number, count: number): string {
	const lines: string[] = [];
	const first = from - (from % 8);
	for (let at = first; at < Math.min(first + count, bytes.length); at += 8) {
		const row = [...bytes.subarray(at, at + 8)];
		const hex = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
		const text = row.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : "·")).join("");
		lines.push(`${at.toString(16).padStart(8, "0")}  ${hex.padEnd(23)}  ${text}`);
	}
	return lines.join("\n");
}
