// Answers that come piece by piece: server-sent events, and JSON in lines. Each piece is shown when it is there.
import { layOutText } from "./json-lazy";
import { element } from "./element";

/** A piece of a stream. */
export interface Piece {
	text: string;
	event?: string;
	id?: string;
}

/** Takes the bytes of a stream as they come. */
export interface Splitter {
	take(bytes: Uint8Array<ArrayBuffer>): Piece[];
	/** What is left when the stream ends. */
	end(): Piece[];
}

/** Splits text at line ends: LF, CR LF, CR. */
class Lines {
	readonly #decoder = new TextDecoder("utf-8");
	readonly #separator: RegExp;
	#rest = "";
	#held = ""; // a CR, which a LF may follow

	constructor(separator: RegExp) {
		this.#separator = separator;
	}

	take(bytes: Uint8Array<ArrayBuffer> | null): string[] {
		const text = this.#held + (bytes ? this.#decoder.decode(bytes, { stream: true }) : this.#decoder.decode());
		this.#held = bytes && text.endsWith("\r") ? "\r" : "";
		// Only what is new is looked through: a line may be as long as the answer.
		const lines = text.slice(0, text.length - this.#held.length).split(this.#separator);
		lines[0] = this.#rest + lines[0]!;
		this.#rest = lines.pop()!;
		return bytes || this.#rest === "" ? lines : [...lines, this.#rest];
	}
}

/** Events as the HTML standard reads them. */
export function eventSplitter(): Splitter {
	const lines = new Lines(/\r\n|\n|\r/);
	let data: string[] = [];
	let event = "";
	let id: string | undefined;
	const read = (all: string[]) => {
		const pieces: Piece[] = [];
		for (const line of all) {
			const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line)!;
			if (line === "") {
				if (data.length > 0) {
					pieces.push({ text: data.join("\n"), ...(event && { event }), ...(id && { id }) });
				}
				[data, event, id] = [[], "", undefined];
			} else if (field === "data") {
				data.push(value!);
			} else if (field === "event") {
				event = value!;
			} else if (field === "id") {
				id = value;
			}
		}
		return pieces;
	};
	return { take: (bytes) => read(lines.take(bytes)), end: () => read([...lines.take(null), ""]) };
}

/** One value a line; the record separator of json-seq ends one as well. */
export function lineSplitter(): Splitter {
	const lines = new Lines(/[\r\n\x1e]+/);
	const read = (all: string[]) => all.filter((line) => line.trim() !== "").map((text) => ({ text }));
	return { take: (bytes) => read(lines.take(bytes)), end: () => read(lines.take(null)) };
}

const mostShown = 500;
const laidOut = 20_000;

/** The list of what has come. Of an endless stream the last pieces are kept. */
export class StreamView {
	readonly #list = element("ol", "tryit-events");
	readonly #note = element("p", "tryit-hint", "Waiting for the first.");
	readonly element = element("div", "tryit-stream", this.#note, this.#list);
	readonly #started = performance.now();
	readonly #noun: string;
	#count = 0;
	#waiting: Piece[] = [];

	constructor(noun: string) {
		this.#noun = noun;
		this.#list.tabIndex = 0;
		this.#list.setAttribute("aria-label", `What has come, ${noun} by ${noun}`);
	}

	get count(): number {
		return this.#count;
	}

	/** Shows the pieces, with what is to be said of each. All that come before the next picture are shown in it. */
	add(pieces: Piece[], remark: (piece: Piece) => string): void {
		if (pieces.length === 0) {
			return;
		}
		if (this.#waiting.length === 0) {
			requestAnimationFrame(() => this.#show(remark));
			setTimeout(() => this.#show(remark), 250); // a tab in the background has no pictures
		}
		this.#waiting.push(...pieces);
		this.#count += pieces.length;
		this.#waiting = this.#waiting.slice(-mostShown);
	}

	#show(remark: (piece: Piece) => string): void {
		if (this.#waiting.length === 0) {
			return;
		}
		const down = this.#list.scrollTop + this.#list.clientHeight > this.#list.scrollHeight - 24;
		const since = `${((performance.now() - this.#started) / 1000).toFixed(1)} s`;
		this.#list.append(...this.#waiting.map((piece) => item(piece, since, remark(piece))));
		this.#waiting = [];
		for (let extra = this.#list.childElementCount - mostShown; extra > 0; extra--) {
			this.#list.firstElementChild!.remove();
		}
		const some = this.#count > mostShown ? ` The last ${mostShown} are shown.` : "";
		this.#note.textContent = `${this.#count.toLocaleString("en")} ${this.#noun}${this.#count === 1 ? "" : "s"}.${some}`;
		if (down) {
			this.#list.scrollTop = this.#list.scrollHeight;
		}
	}

	/** The stream has ended. */
	end(remark: (piece: Piece) => string): void {
		this.#show(remark);
		if (this.#count === 0) {
			this.#note.textContent = `Not one ${this.#noun} came.`;
		}
	}
}

function item({ text, event, id }: Piece, since: string, remark: string): HTMLElement {
	const head = element("div", "tryit-event", ...(event ? [element("b", "", event)] : []), ...(id ? [element("span", "", `id ${id}`)] : []), element("span", "", since));
	const made = element("li", "", head, element("pre", "", element("code", "", shown(text))));
	if (remark) {
		made.classList.add("tryit-misfit");
		made.append(element("span", "tryit-remark", remark));
	}
	return made;
}

function shown(text: string): string {
	const some = text.length > laidOut ? `${text.slice(0, laidOut)}…` : text;
	try {
		JSON.parse(some);
		return layOutText(some);
	} catch {
		return some;
	}
}
