import type { Hit } from "./search-rank";

/** The groups of results, by what they are called, and the kinds of entries in each, which docsite/search has in this order. */
const names: [name: string, kinds: number[]][] = [
	["Guides", [0, 1]],
	["Operations", [2]],
	["Webhooks", [3]],
	["Schemas", [4]],
	["Fields", [5]],
];

/** How many results of a group are shown at first, and then. */
export const few = 5;
const many = 20;

/** A group of results. */
export class Group {
	readonly entries: number[] = [];
	best = 0;
	#shown = few;

	constructor(readonly name: string) {}

	/** The entries that are shown. */
	get shown(): number[] {
		return this.entries.slice(0, this.#shown);
	}

	/** How many come when more are asked for. */
	get more(): number {
		return Math.max(0, Math.min(this.entries.length, this.#next) - this.#shown);
	}

	get #next(): number {
		return this.#shown < many ? many : this.#shown + many;
	}

	grow(): void {
		this.#shown = this.#next;
	}
}

/** Sorts what was found into groups: that of the best result first, but fields last, which there are most of. */
export function arrange(hits: Hit[], kinds: number[]): Group[] {
	const groups = names.map(([name]) => new Group(name));
	let end = 0;
	const ends = kinds.map((count) => (end += count));
	for (const { entry, score } of hits) {
		const kind = ends.findIndex((after) => entry < after);
		const group = groups[names.findIndex(([, of]) => of.includes(kind))]!;
		group.best ||= score;
		group.entries.push(entry);
	}
	const last = groups.pop()!;
	groups.sort((a, b) => b.best - a.best);
	return [...groups, last].filter(({ entries }) => entries.length > 0);
}
