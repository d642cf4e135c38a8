// What a reader types, taken apart as the index is: docsite/search/word.go says how, and its testdata/words.txt holds both
// to it.

/** A word, or a name such as sendMessage: then with the words in it. */
export interface Word {
	term: string;
	parts: string[];
}

const maxTerm = 32;
const maxPath = 120;

/** How letters are typed by those who don't have them, where Unicode doesn't say. */
const spelling: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ł: "l", ı: "i", ς: "σ" };

const upper = /\p{Lu}/u;
const lower = /[\p{L}\p{M}]/u;
const digit = /\p{N}/u;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u;
const mark = /\p{M}/u;

type Class = "" | "lower" | "upper" | "digit" | "unspaced" | "hyphen" | "quote";

function classOf(c: string | undefined): Class {
	if (c === undefined) {
		return "";
	}
	if (c === "_" || c === "-") {
		return "hyphen";
	}
	if (c === "'" || c === "’") {
		return "quote";
	}
	if (unspaced.test(c)) {
		return "unspaced";
	}
	return upper.test(c) ? "upper" : lower.test(c) ? "lower" : digit.test(c) ? "digit" : "";
}

/** Takes the accents off, and makes one character of those that differ only in how they look. Case stays. */
export function fold(text: string): string {
	return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFKC");
}

function lowered(c: string): string {
	const small = c.toLowerCase();
	return spelling[small] ?? small;
}

function shorten(text: string, most: number): string {
	return text.length > most ? [...text].slice(0, most).join("") : text;
}

/** The words of a text. Scripts that put no spaces between words come as pairs of characters. */
export function split(text: string): Word[] {
	const words: Word[] = [];
	const chars = [...fold(text)];
	const classes = chars.map(classOf);
	let parts: string[] = [""];
	let last: Class = "";

	const end = () => {
		last = "";
		const all = parts.filter(Boolean);
		parts = [""];
		if (all.length > 0) {
			const inside = all.length > 1 ? all.filter((part) => [...part].length > 1 || part > "\x7f").map((part) => shorten(part, maxTerm)) : [];
			words.push({ term: shorten(all.join(""), maxTerm), parts: inside });
		}
	};
	const wordAhead = (i: number) => ["lower", "upper", "digit"].includes(classes[i] ?? "");
	const lowersAhead = (i: number) => classes[i] === "lower" && (chars[i] !== "s" || classes[i + 1] === "lower");

	for (let i = 0; i < chars.length; i++) {
		const c = chars[i]!;
		const kind = classes[i]!;
		if (kind === "") {
			end();
		} else if (kind === "hyphen" || kind === "quote") {
			if (last === "" || !wordAhead(i + 1)) {
				end();
			} else if (kind === "hyphen") {
				parts.push("");
				last = "";
			}
		} else if (kind === "unspaced") {
			end();
			const from = i;
			while (classes[i + 1] === "unspaced" || (classes[i + 1] === "lower" && mark.test(chars[i + 1]!))) {
				i++;
				words.push({ term: chars[i - 1]! + chars[i]!, parts: [] });
			}
			if (i === from) {
				words.push({ term: c, parts: [] });
			}
		} else {
			if (kind === "upper" && (last === "lower" || last === "digit" || (last === "upper" && lowersAhead(i + 1)))) {
				parts.push("");
			}
			last = kind;
			parts[parts.length - 1] += lowered(c);
		}
	}
	end();
	return words;
}

/** A path, or a name with slashes in it, as one term; "" for anything else. */
export function pathTerm(text: string): string {
	if (!text.includes("/")) {
		return "";
	}
	let term = "/";
	let count = 1;
	for (const c of fold(text)) {
		const kind = classOf(c);
		if (c === "/" ? term.endsWith("/") : kind === "" || kind === "hyphen" || kind === "quote") {
			continue;
		}
		term += c === "/" ? c : c.toLowerCase();
		if (++count >= maxPath) {
			break;
		}
	}
	term = term.replace(/\/$/, "");
	return term.length > 1 ? term : "";
}
