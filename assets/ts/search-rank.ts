// Which entries fit what a reader types, the best first.
import { floor, numbers, type Parts, sortedWords } from "./search-parts";
import { alike } from "./search-spelling";
import { pathTerm, split, type Word } from "./search-words";

/** An entry that was found. */
export interface Hit {
	entry: number;
	score: number;
}

/** What was found. */
export interface Found {
	hits: Hit[];
	/** The words to mark in results. */
	marks: string[];
	/** What was read for a word that is nowhere: "mesage" as "message". */
	meant: Map<string, string>;
}

/** How much a level is worth: docsite/search/term.go says what each is. */
const worth = [0.6, 1, 2, 3.5, 4.5, 6, 8, 11];

/** How much the kinds of entries are worth, in the order of docsite/search. */
const kindWorth = [1.07, 1, 1.1, 0.95, 1, 0.84];

/** More words than that make a search no better. */
const mostWords = 8;

/** Of how many parts of terms all that start as a word does are read: docsite/search/leaf.go. */
const leafSpan = 3;

/** Terms, and where each is. */
interface Leaf {
	words: string[];
	postings: string[];
}

/** A word that is looked for, and in which entries it was found with which score. */
class Wanted {
	readonly scores = new Map<number, number>();

	constructor(readonly word: string) {}

	put(entry: number, score: number): void {
		const before = this.scores.get(entry);
		if (before === undefined || before < score) {
			this.scores.set(entry, score);
		}
	}
}

/** Finds entries by what an index holds. */
export class Finder {
	#parts: Parts;
	#bounds: string[] = [];
	#ends: number[] = []; // of the entries of each kind
	#leaves = new Map<string, Leaf>();

	constructor(parts: Parts) {
		this.#parts = parts;
		this.reset();
	}

	/** Starts again with the head that there is now. */
	reset(): void {
		this.#bounds = sortedWords(this.#parts.head.terms);
		let end = 0;
		this.#ends = this.#parts.head.kinds.map((count) => (end += count));
		this.#leaves.clear();
	}

	async find(text: string): Promise<Found> {
		const words: Word[] = [];
		const groups: Wanted[][] = []; // of each word what is looked for: itself, or if it is a name the words in it
		const known = new Map<string, Wanted>();
		const work: Promise<void>[] = [];
		const want = (term: string): Wanted => {
			let wanted = known.get(term);
			if (!wanted) {
				wanted = new Wanted(term);
				known.set(term, wanted);
				work.push(this.#word(wanted));
			}
			return wanted;
		};
		for (const chunk of text.split(/\s+/)) {
			const inside: Wanted[] = [];
			for (const word of split(chunk).slice(0, mostWords - words.length)) {
				const group = (word.parts.length > 0 ? word.parts : [word.term]).map(want);
				words.push(word);
				groups.push(group);
				inside.push(...group);
				if (word.parts.length > 0) {
					work.push(this.#starting(word.term, 1.3, group));
				}
			}
			const path = pathTerm(chunk);
			if (path) {
				work.push(this.#starting(path, 4, inside));
			}
		}
		await Promise.all(work);

		const all = [...known.values()];
		const meant = new Map<string, string>();
		let hits = this.#rank(all);
		if (all.length > 0 && !hits.some((hit) => all.every((wanted) => wanted.scores.has(hit.entry)))) {
			await this.#lenient(words, groups, meant);
			hits = this.#rank(all);
		}
		return { hits, marks: [...new Set([...all.map(({ word }) => word), ...meant.values()].flatMap(forms))], meant };
	}

	/** Finds a word, in its singular and plural too. */
	async #word(wanted: Wanted): Promise<void> {
		const others = forms(wanted.word).slice(1);
		await Promise.all([this.#starting(wanted.word, 1, [wanted]), ...others.map((word) => this.#exactly(word, 0.9, [wanted]))]);
	}

	/** Where nothing has all words: two that are one, and words with a typing error. */
	async #lenient(words: Word[], groups: Wanted[][], meant: Map<string, string>): Promise<void> {
		const work: Promise<void>[] = [];
		for (let i = 0; i + 1 < words.length; i++) {
			const joined = words[i]!.term + words[i + 1]!.term;
			if (/^[a-z0-9]+$/.test(joined)) {
				work.push(this.#exactly(joined, 1, [...groups[i]!, ...groups[i + 1]!]));
			}
		}
		const misspelt = [...new Set(groups.flat())].filter(({ word, scores }) => word.length >= 4 && scores.size <= 3);
		if (misspelt.length > 0) {
			const known = sortedWords(await this.#parts.get<string>("s0"));
			for (const wanted of misspelt) {
				const near = alike(wanted.word, known);
				if (near.length > 0 && wanted.scores.size === 0) {
					meant.set(wanted.word, near[0]!.word);
				}
				for (const { word, distance } of near) {
					work.push(...forms(word).map((form) => this.#exactly(form, distance > 1 ? 0.45 : 0.7, [wanted])));
				}
			}
		}
		await Promise.all(work);
	}

	/** Finds the entries with a term, or with one that starts so. */
	async #starting(prefix: string, factor: number, wanted: Wanted[]): Promise<void> {
		const first = Math.max(floor(this.#bounds, prefix), 0);
		const last = Math.max(floor(this.#bounds, `${prefix}\u{10ffff}`), 0);
		const wide = last - first >= leafSpan;
		const numbers = new Set([first]);
		if (wide) {
			numbers.add(Math.max(floor(this.#bounds, `${prefix}*`), 0));
		} else {
			for (let n = first; n <= last; n++) {
				numbers.add(n);
			}
		}
		const leaves = await Promise.all([...numbers].map((n) => this.#leaf(n)));
		for (const { words, postings } of leaves) {
			for (let i = Math.max(floor(words, prefix), 0); i < words.length; i++) {
				const word = words[i]!;
				if (word === prefix) {
					put(postings[i]!, factor, wanted);
				} else if (wide ? word === `${prefix}*` : word.startsWith(prefix) && !word.endsWith("*")) {
					put(postings[i]!, factor * (wide ? 0.6 : 0.55 + (0.35 * prefix.length) / word.length), wanted);
				} else if (word > prefix && !word.startsWith(prefix)) {
					break;
				}
			}
		}
	}

	/** Finds the entries with just this term. */
	async #exactly(word: string, factor: number, wanted: Wanted[]): Promise<void> {
		const leaf = await this.#leaf(Math.max(floor(this.#bounds, word), 0));
		const i = floor(leaf.words, word);
		if (leaf.words[i] === word) {
			put(leaf.postings[i]!, factor, wanted);
		}
	}

	async #leaf(n: number): Promise<Leaf> {
		const name = `t${n}`;
		let leaf = this.#leaves.get(name);
		if (!leaf) {
			const [words, postings] = (await this.#parts.get<[string, string] | undefined>(name)) ?? ["", ""];
			leaf = { words: sortedWords(words), postings: postings.split(" ") };
			this.#leaves.set(name, leaf);
		}
		return leaf;
	}

	/** Puts what was found for each word together. An entry without some of them counts little, or not at all if others have more. */
	#rank(all: Wanted[]): Hit[] {
		const weights = all.map(({ word, scores }) => Math.log(1 + this.#ends.at(-1)! / (scores.size + 1)) * (word > "\x7f" ? 1 : Math.min(1, (word.length + 1) / 4)));
		const total = weights.reduce((sum, weight) => sum + weight, 0);
		const sums = new Map<number, [score: number, weight: number]>();
		all.forEach(({ scores }, i) => {
			for (const [entry, score] of scores) {
				// By the root: all words in a title go before one that is the title and others that are somewhere.
				const weighed = Math.sqrt(score) * weights[i]!;
				const sum = sums.get(entry);
				if (sum) {
					sum[0] += weighed;
					sum[1] += weights[i]!;
				} else {
					sums.set(entry, [weighed, weights[i]!]);
				}
			}
		});
		let most = 0;
		for (const [, weight] of sums.values()) {
			most = Math.max(most, weight);
		}
		const hits: Hit[] = [];
		for (const [entry, [score, weight]] of sums) {
			if (weight > 0.7 * most) {
				const covered = weight / total;
				hits.push({ entry, score: score * covered ** 3 * kindWorth[this.#ends.findIndex((end) => entry < end)]! });
			}
		}
		return hits.sort((a, b) => b.score - a.score || a.entry - b.entry);
	}
}

/** Notes the entries of a term for words. */
function put(postings: string, factor: number, wanted: Wanted[]): void {
	let entry = 0;
	for (const n of numbers(postings)) {
		entry += n >>> 3;
		for (const one of wanted) {
			one.put(entry, worth[n & 7]! * factor);
		}
	}
}

/** A word, and what it may be in the singular or the plural. */
function forms(word: string): string[] {
	if (word.length < 4 || !/^[a-z]+$/.test(word)) {
		return [word];
	}
	if (word.endsWith("ies")) {
		return [word, `${word.slice(0, -3)}y`];
	}
	if (word.endsWith("s") && !word.endsWith("ss")) {
		return word.endsWith("es") ? [word, word.slice(0, -1), word.slice(0, -2)] : [word, word.slice(0, -1)];
	}
	return word.endsWith("y") ? [word, `${word.slice(0, -1)}ies`] : [word];
}
