import { fold } from "./search-words";

/** A text with what was looked for marked: words that start with one of those, in any case and with any accents. */
export function marked(text: string, words: string[]): (string | HTMLElement)[] {
	const { plain, at } = flat(text);
	const out: (string | HTMLElement)[] = [];
	let done = 0;
	for (let i = 0; i < plain.length; ) {
		const length = starts(text, plain, at, i) ? longest(plain, i, words) : 0;
		if (length === 0) {
			i++;
			continue;
		}
		const from = at[i]!;
		const to = at[i + length] ?? text.length;
		const mark = document.createElement("mark");
		mark.textContent = text.slice(from, to);
		out.push(text.slice(done, from), mark);
		done = to;
		i += length;
	}
	out.push(text.slice(done));
	return out.filter((part) => part !== "");
}

/** The text as the index has it, and where in the text each of its characters is. */
function flat(text: string): { plain: string; at: number[] } {
	let plain = "";
	const at: number[] = [];
	let i = 0;
	for (const c of text) {
		const folded = fold(c).toLowerCase();
		for (let n = 0; n < folded.length; n++) {
			at.push(i);
		}
		plain += folded;
		i += c.length;
	}
	return { plain, at };
}

const letter = /[\p{L}\p{N}]/u;
const spaced = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u;

/** Reports whether a word may start at a character: after what is no letter, or where a name has a capital. */
function starts(text: string, plain: string, at: number[], i: number): boolean {
	if (i === 0 || !letter.test(plain[i - 1]!) || !spaced.test(plain[i]!)) {
		return true;
	}
	const c = text[at[i]!]!;
	return c !== c.toLowerCase() && at[i] !== at[i - 1];
}

function longest(plain: string, i: number, words: string[]): number {
	return words.reduce((most, word) => (word.length > most && plain.startsWith(word, i) ? word.length : most), 0);
}
