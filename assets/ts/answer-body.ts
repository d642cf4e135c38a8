// The body of an answer, as it is shown when all of it is there.
import { differencesOf, type Difference, type Expected, type Known } from "./answer-check";
import { fileName, kindOfBody, typeOfBody, type Kind } from "./answer-kind";
import { hexDump, invalidAt, layOutXML, textBlock } from "./answer-text";
import { JSONView, type Remarks } from "./answer-tree";
import { headerOf, redirects, sizeWords } from "./answer-words";
import { toClipboard } from "./copy";
import { element } from "./element";
import { readJSON } from "./json";
import { layOutText, lazyTree } from "./json-lazy";
import { joined, type Head } from "./tryit-frames";

/** More than this isn't laid out: it would keep a phone busy. */
const mostLaidOut = 2_000_000;
const mostXML = 300_000;
const mostSaid = 300_000;
const mostUnpacked = 25 << 20;
const mostDumped = 2048;

/** An answer whose body is there. */
export interface Whole {
	head: Head;
	bytes: Uint8Array<ArrayBuffer>;
	/** There is more, or there was to be. */
	cut: boolean;
	expected: Expected;
}

export interface Shown {
	nodes: Node[];
	differences: Difference[];
	/** Leads to the part that a difference is about. */
	reveal?(difference: Difference): void;
}

/** Shows a body; what it holds on to is freed when the next one comes. */
export class BodyView {
	readonly #known: Known;
	readonly #said: (text: string) => void;
	#addresses: string[] = [];

	constructor(known: Known, said: (text: string) => void) {
		this.#known = known;
		this.#said = said;
	}

	free(): void {
		this.#addresses.forEach((address) => URL.revokeObjectURL(address));
		this.#addresses = [];
	}

	async show(whole: Whole): Promise<Shown> {
		const notes: Node[] = [];
		const packed = headerOf(whole.head.headers, "content-encoding")?.trim().toLowerCase();
		if (packed && packed !== "identity") {
			const unpacked = await unpack(whole.bytes, packed);
			if (!unpacked) {
				return { nodes: [note(`The body is packed with ${packed}, and can't be unpacked here.`), ...this.save(whole, whole.bytes, `.${packed.replace(/[^a-z]+/g, "-")}`)], differences: [] };
			}
			if (unpacked.cut) {
				notes.push(note(`This is the beginning: what comes after the first ${sizeWords(unpacked.bytes.length)} is too much to unpack, or damaged.`, true));
			}
			whole = { ...whole, bytes: unpacked.bytes, cut: whole.cut || unpacked.cut };
		}
		const { bytes } = whole;
		const type = typeOfBody(whole.head.headers);
		const kind = kindOfBody(type, bytes);
		if (bytes.length === 0 || kind === "none") {
			return { nodes: [note(whole.cut ? "Nothing of the body came." : "The answer has no body.")], differences: [] };
		}
		if (kind === "image" || kind === "audio" || kind === "video") {
			return { nodes: [this.#media(kind, type, bytes), ...this.save(whole, bytes)], differences: [] };
		}
		if (kind === "binary") {
			return { nodes: [note(`The body is ${type || "no text"}, and isn't shown.`), ...this.save(whole, bytes)], differences: [] };
		}
		const text = decode(bytes, headerOf(whole.head.headers, "content-type") ?? "", whole.cut);
		if (typeof text === "number") {
			const words = `The body says that it is ${type || "text"}, but from byte ${text.toLocaleString("en")} on it isn't UTF-8. These are its bytes there.`;
			const dump = hexDump(bytes, Math.max(0, text - 64), mostDumped);
			const dumped = textBlock(dump);
			dumped.classList.add("tryit-dump");
			return { nodes: [note(words, true), this.#block(dumped, () => dump), ...this.save(whole, bytes)], differences: [] };
		}
		const shown = this.#text(whole, kind, type, text, notes);
		return { ...shown, nodes: [...notes, ...shown.nodes, ...this.save(whole, bytes)] };
	}

	#text(whole: Whole, kind: Kind, type: string, text: string, notes: Node[]): Shown {
		const plain = (made = text): Shown => ({ nodes: [this.#block(textBlock(made), () => made)], differences: [] });
		switch (kind) {
			case "json":
				return this.#json(whole, text, notes) ?? plain();
			case "xml":
				return plain(text.length <= mostXML ? layOutXML(text) : text);
			case "html":
				if (/json/.test(this.#known.model.accept) && !redirects(whole.head)) {
					notes.push(note("The server answered with a page, not with JSON. An address that is wrong, or something that stands before the API, does that. Its source is shown; nothing of it runs.", true));
				} else {
					notes.push(note(`The source is shown; nothing of a page (${type}) runs here.`));
				}
		}
		return plain();
	}

	#json(whole: Whole, text: string, notes: Node[]): Shown | undefined {
		if (text.length > mostLaidOut) {
			notes.push(note(`${sizeWords(whole.bytes.length)} are too much to lay out, so the body is shown as it came.`));
			return undefined;
		}
		try {
			JSON.parse(text);
		} catch {
			if (whole.cut) {
				notes.push(note("It ends in the middle, so it is shown as it came."));
			} else {
				const fault = text.length <= mostSaid ? readJSON(text) : [];
				const where = Array.isArray(fault) ? "" : `: line ${fault.line}, column ${fault.column}: ${fault.message}`;
				notes.push(note(`The body says that it is JSON, but it isn't${where}.`, true));
			}
			return undefined;
		}
		const root = lazyTree(text);
		const differences = whole.expected.schema ? differencesOf(this.#known, whole.expected.schema, root) : [];
		const remarks: Remarks = new Map();
		for (const { at, message } of differences) {
			if (at) {
				remarks.set(at, [...(remarks.get(at) ?? []), message]);
			}
		}
		const view = new JSONView(root, remarks);
		view.element.tabIndex = 0;
		view.element.setAttribute("role", "group");
		view.element.setAttribute("aria-label", "Body");
		return { nodes: [this.#block(view.element, () => layOutText(text))], differences, reveal: ({ way }) => view.reveal(way) };
	}

	#block(inside: HTMLElement, text: () => string): HTMLElement {
		const copy = element("button", "copy", "Copy", element("span", "unseen", " the body"));
		copy.type = "button";
		const label = [...copy.childNodes];
		copy.addEventListener("click", async () => {
			if ("done" in copy.dataset) {
				return;
			}
			const copied = await toClipboard(text());
			const said = copied ? "Copied" : "Press Ctrl+C";
			if (!copied) {
				getSelection()?.selectAllChildren(inside);
			}
			copy.dataset.done = "";
			copy.replaceChildren(said);
			this.#said(said);
			setTimeout(() => {
				copy.replaceChildren(...label);
				delete copy.dataset.done;
			}, 2000);
		});
		return element("div", "code tryit-code", copy, inside);
	}

	/** The type is one of those that a browser only draws or plays: the server's own word is never taken for more. */
	#media(kind: "image" | "audio" | "video", type: string, bytes: Uint8Array<ArrayBuffer>): HTMLElement {
		const address = this.#address(new Blob([bytes], { type }));
		const words = element("figcaption", "tryit-hint", type);
		const shown = element(kind === "image" ? "img" : kind, "tryit-media") as HTMLImageElement | HTMLMediaElement;
		shown.addEventListener("error", () => {
			shown.remove();
			words.textContent = `The body says that it is ${type}, but the browser can't show it.`;
		});
		if (shown instanceof HTMLImageElement) {
			shown.alt = "The picture that was answered";
			shown.addEventListener("load", () => (words.textContent = `${type}, ${shown.naturalWidth} × ${shown.naturalHeight}`));
		} else {
			shown.controls = true;
			shown.setAttribute("aria-label", "What was answered");
		}
		shown.src = address;
		return element("figure", "tryit-figure", shown, words);
	}

	/** Saved is what came, unpacked where that can be done. The type is not the answer's: a page or a drawing could carry a script. */
	save({ head, cut }: Pick<Whole, "head" | "cut">, bytes: Uint8Array<ArrayBuffer>, packed = ""): Node[] {
		const name = fileName(head.headers, typeOfBody(head.headers), this.#known.model.operation) + packed;
		const save = element("a", "button tryit-small", cut ? "Save what came" : "Save", element("span", "unseen", ` the body as ${name}`));
		save.href = this.#address(new Blob([bytes], { type: "application/octet-stream" }));
		save.download = name;
		save.title = name;
		return [element("p", "tryit-save", save, element("span", "tryit-hint", name))];
	}

	#address(blob: Blob): string {
		const address = URL.createObjectURL(blob);
		this.#addresses.push(address);
		return address;
	}
}

/** A line about the body; a warning if something isn't as it should be. */
export function note(text: string, warning = false): HTMLElement {
	return element("p", warning ? "tryit-warning" : "tryit-hint", text);
}

/** The text of a body in the code that it says, or where it stops being UTF-8. */
function decode(bytes: Uint8Array<ArrayBuffer>, contentType: string, cut: boolean): string | number {
	const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? "utf-8";
	if (!/^utf-?8$/i.test(charset)) {
		try {
			return new TextDecoder(charset).decode(bytes);
		} catch {
			// No code that is known: it may be UTF-8.
		}
	}
	const bad = invalidAt(bytes, cut);
	return bad < 0 ? new TextDecoder().decode(bytes, { stream: cut }) : bad;
}

/** The body unpacked, up to where it becomes too long or is damaged; undefined if that can't be done. */
async function unpack(bytes: Uint8Array<ArrayBuffer>, packed: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; cut: boolean } | undefined> {
	let unpacking: DecompressionStream;
	try {
		unpacking = new DecompressionStream((packed === "x-gzip" ? "gzip" : packed === "br" ? "brotli" : packed) as CompressionFormat); // more of them in some browsers
	} catch {
		return undefined;
	}
	const chunks: Uint8Array<ArrayBuffer>[] = [];
	let room = mostUnpacked;
	const reader = new Blob([bytes]).stream().pipeThrough(unpacking).getReader();
	try {
		while (room > 0) {
			const { done, value } = await reader.read();
			if (done) {
				return { bytes: joined(chunks), cut: false };
			}
			chunks.push((value as Uint8Array<ArrayBuffer>).subarray(0, room));
			room -= value.length;
		}
	} catch {
		return chunks.length > 0 ? { bytes: joined(chunks), cut: true } : undefined;
	}
	reader.cancel().catch(() => {});
	return { bytes: joined(chunks), cut: true };
}
