// Whether a text has what a pattern of the description looks for. The browser's own expressions take for ever over some patterns
// and a few letters, ^(a+)+$ for one, and nothing can stop them. So they are asked for single characters only, and all
// that a pattern says of their order is followed here, each of its places at once: no text is walked twice, and
// what still takes too long is given up.

/** What a match has to pass: a character, or a place between two. */
interface Step {
	passes(text: string[], at: number, effort: Effort): boolean;
	/** The characters that it takes: one or none. */
	takes: 0 | 1;
	next: number[];
}

type Part =
	| { kind: "step"; passes: Step["passes"]; takes: 0 | 1 }
	| { kind: "row" | "choice"; parts: Part[] }
	| { kind: "loop"; part: Part; least: number; most: number };

/** Longer texts and larger patterns aren't looked at. */
const longest = 2_000;
const mostSteps = 10_000;

/** How much work patterns may be; it becomes less. */
export interface Effort {
	left: number;
}

const known = new Map<string, Pattern | null>();

/** Reports whether a pattern is found in a text. What can't be read, or takes too long, is found in any. */
export function matches(pattern: string, text: string, effort: Effort): boolean {
	if (effort.left <= 0 || text.length > longest) {
		return true;
	}
	let read = known.get(pattern);
	if (read === undefined) {
		try {
			new RegExp(pattern); // what is well-formed is simple to read
			read = new Pattern(new Reader(pattern).all());
		} catch {
			read = null;
		}
		known.set(pattern, read);
		effort.left -= read?.size ?? 0;
	}
	return !read || read.found([...text], effort);
}

class Pattern {
	readonly #steps: Step[] = [{ passes: () => true, takes: 0, next: [] }]; // the first is the end
	readonly #first: number;
	/** When a step was last come to. */
	readonly #seen: number[] = [];
	#now = 0;

	constructor(part: Part) {
		this.#first = this.#write(part, 0);
	}

	get size(): number {
		return this.#steps.length;
	}

	/** Reports a match: anywhere, or from a place on, or from there to just another. There is one when the effort is too much. */
	found(text: string[], effort: Effort, from?: number, to?: number): boolean {
		let here: number[] = [];
		for (let at = from ?? 0; at <= (to ?? text.length); at++) {
			this.#now++;
			const open = from === undefined || at === from ? [this.#first, ...here] : here;
			if (open.length === 0) {
				return false;
			}
			here = [];
			while (open.length > 0) {
				const i = open.pop()!;
				if (this.#seen[i] === this.#now) {
					continue;
				}
				this.#seen[i] = this.#now;
				if (--effort.left <= 0 || (i === 0 && (to === undefined || at === to))) {
					return true;
				}
				const { passes, takes, next } = this.#steps[i]!;
				if (passes(text, at, effort)) {
					(takes ? here : open).push(...next);
				}
			}
		}
		return false;
	}

	/** Writes the steps of a part, the last of them first, and returns where they begin. */
	#write(part: Part, next: number): number {
		switch (part.kind) {
			case "step":
				return this.#step({ ...part, next: [next] });
			case "row":
				return part.parts.reduceRight((after, one) => this.#write(one, after), next);
			case "choice":
				return this.#step({ passes: () => true, takes: 0, next: part.parts.map((one) => this.#write(one, next)) });
		}
		const fork = (ways: number[]) => this.#step({ passes: () => true, takes: 0, next: ways });
		let { least, most } = part;
		let at = next;
		if (most > longest) {
			at = fork([next]);
			this.#steps[at]!.next.push(this.#write(part.part, at));
			most = least;
		}
		for (; most > least; most--) {
			at = fork([this.#write(part.part, at), next]);
		}
		for (let after = -1; least > 0 && at !== after; least--) {
			after = at;
			at = this.#write(part.part, at); // nothing, at times, and then once is enough
		}
		return at;
	}

	#step(step: Step): number {
		if (this.#steps.length > mostSteps) {
			throw new Error("too large");
		}
		return this.#steps.push(step) - 1;
	}
}

/** Reads a pattern that is well-formed. */
class Reader {
	readonly #pattern: string;
	#at = 0;

	constructor(pattern: string) {
		this.#pattern = pattern;
	}

	/** Everything up to where the group ends that this is in. */
	all(): Part {
		const ways: Part[] = [];
		let row: Part[] = [];
		for (;;) {
			if (this.#at >= this.#pattern.length || this.#take(/\)/y)) {
				ways.push({ kind: "row", parts: row });
				return ways.length === 1 ? ways[0]! : { kind: "choice", parts: ways };
			}
			if (this.#take(/\|/y)) {
				ways.push({ kind: "row", parts: row });
				row = [];
			} else {
				row.push(this.#repeated(this.#one()));
			}
		}
	}

	#take(what: RegExp): RegExpExecArray | null {
		what.lastIndex = this.#at;
		const taken = what.exec(this.#pattern);
		this.#at += taken?.[0].length ?? 0;
		return taken;
	}

	#one(): Part {
		const group = this.#take(/\((\?(:|<?[=!]|<[^>]*>)|(?!\?))/y);
		if (group) {
			const inside = this.all();
			return /[=!]$/.test(group[0]) ? look(inside, group[0].includes("<"), group[0].endsWith("=")) : inside;
		}
		const place = this.#take(/\^|\$|\\b/iy)?.[0];
		if (place) {
			return { kind: "step", passes: places[place]!, takes: 0 };
		}
		// What refers to a group needs to know what that was.
		if (this.#take(/\(|\\[1-9k]|\\0\d/y)) {
			throw new Error("another language");
		}
		const [source] = this.#take(/\\u\{[^}]*\}|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\x..|\\c.|\\p\{[^}]*\}|\\P\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|./suy)!;
		return { kind: "step", passes: character(source), takes: 1 };
	}

	#repeated(part: Part): Part {
		const times = this.#take(/(?:([*+?])|\{(\d+)(,(\d*))?\})\??/y);
		if (!times) {
			return part;
		}
		const [, sign, from = sign === "+" ? "1" : "0", many, to] = times;
		// No text has as many characters as some patterns ask for.
		const least = Math.min(Number(from), longest + 1);
		return { kind: "loop", part, least, most: sign === "?" ? 1 : sign || (many && !to) ? Infinity : to ? Number(to) : least };
	}
}

/** What is ahead of a place, or behind it, without going there. */
function look(part: Part, behind: boolean, wanted: boolean): Part {
	const pattern = new Pattern(part);
	const passes: Step["passes"] = (text, at, effort) => {
		let found = false;
		for (let from = at; !found && from >= (behind ? 0 : at); from--) {
			found = pattern.found(text, effort, from, behind ? at : undefined);
		}
		return found === wanted;
	};
	return { kind: "step", passes, takes: 0 };
}

const word = (text: string[], at: number) => /^[0-9A-Za-z_]$/.test(text[at] ?? "");

const places: Record<string, Step["passes"]> = {
	"^": (_, at) => at === 0,
	$: (text, at) => at === text.length,
	"\\b": (text, at) => word(text, at) !== word(text, at - 1),
	"\\B": (text, at) => word(text, at) === word(text, at - 1),
};

/** The test for a character, as the pattern writes it. */
function character(source: string): Step["passes"] {
	const plain = source.replace(/^\\(?=[^a-z0-9])/i, "");
	if (plain !== source || /^[^\\[.]/.test(source)) {
		return (text, at) => text[at] === plain;
	}
	const one = new RegExp(`^${source}$`, "u");
	const answers = new Map<string, boolean>();
	return (text, at) => {
		const c = text[at];
		if (c === undefined) {
			return false;
		}
		let fits = answers.get(c);
		if (fits === undefined) {
			fits = one.test(c);
			answers.set(c, fits);
		}
		return fits;
	};
}
