import { numbers, type Parts } from "./search-parts";

/** What is shown of an entry. */
export type Row = [title: string, url: string, crumb: string, method: string, path: string, text: string];

/** What is shown of the entries of an index. */
export class Rows {
	#parts: Parts;
	#starts: number[] = []; // the first entry of each part
	#rows = new Map<number, Row[]>();

	constructor(parts: Parts) {
		this.#parts = parts;
		this.reset();
	}

	/** Starts again with the head that there is now. */
	reset(): void {
		let start = 0;
		this.#starts = numbers(this.#parts.head.shown).map((count) => (start += count) - count);
		this.#rows.clear();
	}

	/** Loads the parts that entries are in. */
	async load(entries: number[]): Promise<void> {
		const wanted = new Set(entries.map((entry) => this.#part(entry)));
		await Promise.all([...wanted].map(async (part) => this.#rows.set(part, decode(await this.#parts.get(`e${part}`)))));
	}

	/** An entry that has been loaded. */
	get(entry: number): Row {
		const part = this.#part(entry);
		return this.#rows.get(part)![entry - this.#starts[part]!]!;
	}

	#part(entry: number): number {
		return this.#starts.findLastIndex((start) => start <= entry);
	}
}

/** Completes the entries of a part: a 0 stands for what the one before has, an address that is only an anchor is on its page. */
function decode(rows: (string | 0)[][]): Row[] {
	let before: string[] = [];
	return rows.map((row) => {
		const full = Array.from({ length: 6 }, (_, i) => (row[i] === 0 ? before[i]! : ((row[i] as string | undefined) ?? "")));
		if (full[1]!.startsWith("#")) {
			full[1] = before[1]!.replace(/#.*/, "") + (full[1] === "#" ? "" : full[1]);
		}
		before = full;
		return full as Row;
	});
}
