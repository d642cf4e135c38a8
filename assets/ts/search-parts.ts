// The index as it comes: a head, and parts that are loaded when they are wanted. All are scripts that push what they hold,
// so they also work in pages that are opened from a folder; docsite/search writes them.

/** What the head says. */
export interface Head {
	folder?: string;
	kinds: number[];
	terms: string;
	shown: string;
	words?: Record<string, string>;
}

type Pushed = [name: string, values: unknown];

/** What pages and parts know the search by: a list until its script is there. */
export interface Queue {
	push(...parts: Pushed[]): void;
}

const parts = new Map<string, unknown>();
const loading = new Map<string, Promise<unknown>>();

/** Takes what was pushed before this script came, and all that will be. */
export function receive(early: unknown): Queue {
	const queue = {
		push(...pushed: Pushed[]) {
			for (const [name, values] of pushed) {
				parts.set(name, values);
			}
		},
	};
	if (Array.isArray(early)) {
		queue.push(...(early as Pushed[]));
	}
	return queue;
}

/** Loads a script. It is asked for again if it didn't come. */
function script(url: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const element = document.createElement("script");
		element.src = url;
		element.onload = () => resolve();
		element.onerror = () => {
			element.remove();
			reject(new Error(`${url} did not load`));
		};
		document.head.append(element);
	});
}

/** The parts of the index whose head is at an address. */
export class Parts {
	#at: string;
	head!: Head;

	constructor(at: string) {
		this.#at = at;
	}

	/** Reads the head, or another one if the site was published anew while this page was open. */
	async open(again = false): Promise<Head> {
		if (again) {
			parts.clear();
			loading.clear();
		}
		if (!parts.has("head")) {
			await script(again ? `${this.#at}?${Date.now()}` : this.#at);
		}
		this.head = parts.get("head") as Head;
		return this.head;
	}

	/** A part, loaded unless it is there. */
	async get<T>(name: string): Promise<T> {
		if (!parts.has(name)) {
			let wanted = loading.get(name);
			if (!wanted) {
				wanted = script(this.#at.replace(/[^/]*$/, `${this.head.folder}/${name}.js`));
				loading.set(name, wanted);
				wanted.catch(() => loading.delete(name));
			}
			await wanted;
		}
		return parts.get(name) as T;
	}
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const values = new Uint8Array(128);
for (let i = 0; i < digits.length; i++) {
	values[digits.charCodeAt(i)] = i;
}

/** The numbers of a text: five bits a digit, the lowest first, and one that says that more follow. */
export function numbers(text: string): number[] {
	const all: number[] = [];
	let n = 0;
	let shift = 0;
	for (let i = 0; i < text.length; i++) {
		const value = values[text.charCodeAt(i)]!;
		n |= (value & 31) << shift;
		shift += 5;
		if (value < 32) {
			all.push(n);
			n = shift = 0;
		}
	}
	return all;
}

/** The words of a list in order, each written as how much of it is that of the word before, and the rest. */
export function sortedWords(text: string): string[] {
	const all = text.split(" ");
	all.pop(); // a space ends the last one, too
	let before = "";
	return all.map((word) => (before = before.slice(0, values[word.charCodeAt(0)]!) + word.slice(1)));
}

/** Orders words as the index does: by the numbers of their characters, which a browser does for most of them only. */
export function compare(a: string, b: string): number {
	const length = Math.min(a.length, b.length);
	for (let i = 0; i < length; i++) {
		const x = a.charCodeAt(i);
		const y = b.charCodeAt(i);
		if (x !== y) {
			const outside = (n: number) => (n >= 0xd800 && n < 0xe000 ? n + 0x10000 : n);
			return outside(x) - outside(y);
		}
	}
	return a.length - b.length;
}

/** The last of the words in order that is not after one; -1 if all are. */
export function floor(words: string[], word: string): number {
	let low = 0;
	let high = words.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (compare(words[middle]!, word) <= 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low - 1;
}
