// A body of JSON, laid out, to fold and unfold. What is folded isn't there yet, so a large body costs what is seen of it.
import { counted } from "./answer-words";
import { element } from "./element";
import type { Tree } from "./json-tree";

/** What is said of a part beside it. */
export type Remarks = Map<Tree, string[]>;

const openLines = 800; // unfolded at first
const openCharacters = 4_000_000; // walked over to find them
const atOnce = 200;
const longText = 4_000;

/** A tree of lines; "reveal" unfolds the way to a part. */
export class JSONView {
	readonly element = element("div", "tryit-tree");
	readonly #remarks: Remarks;
	#lines = openLines;
	#characters = openCharacters;
	readonly #shown = new Map<Tree, HTMLElement>();

	constructor(root: Tree, remarks: Remarks) {
		this.#remarks = remarks;
		this.element.append(this.#line(root, undefined, ""));
		this.#lines = 0; // what is unfolded later unfolds alone
	}

	/** Unfolds the way to the last of the parts, each of which is in the one before, and puts the focus there. */
	reveal(way: Tree[]): void {
		for (const part of way) {
			const line = this.#shown.get(part);
			if (line instanceof HTMLDetailsElement) {
				line.open = true;
				fill(line);
			}
		}
		const line = way.map((part) => this.#shown.get(part)).findLast((shown) => shown);
		const target = line instanceof HTMLDetailsElement ? line.querySelector("summary") : line;
		target?.setAttribute("tabindex", "0");
		target?.focus();
		target?.scrollIntoView({ block: "center" });
	}

	#line(value: Tree, name: string | undefined, after: string): HTMLElement {
		this.#lines--;
		const key = name === undefined ? [] : [element("span", "nt", JSON.stringify(name)), ": "];
		const line = value.kind === "list" || value.kind === "object" ? this.#fold(value, key, after) : element("div", "tryit-line", ...key, ...leaf(value), after);
		const remarks = this.#remarks.get(value);
		if (remarks) {
			line.classList.add("tryit-misfit");
			(line.querySelector("summary") ?? line).append(...remarks.map((text) => element("span", "tryit-remark", ` ${text}`)));
		}
		this.#shown.set(value, line);
		return line;
	}

	#fold(value: Extract<Tree, { kind: "list" | "object" }>, key: (Node | string)[], after: string): HTMLElement {
		const [open, close] = value.kind === "list" ? ["[", "]"] : ["{", "}"];
		const { start = 0, end = 0 } = value;
		const walk = end - start;
		if (walk <= 16 && isEmpty(value)) {
			return element("div", "tryit-line", ...key, open + close + after);
		}
		const summary = element("summary", "tryit-line", ...key, open);
		const fold = element("details", "tryit-node", summary);
		const unfolded = this.#lines > 0 && this.#characters > walk;
		let words: string | undefined;
		const make = () => {
			const inside = element("div", "tryit-inside");
			words = this.#children(value, inside);
			fold.append(inside, element("div", "tryit-line", close + after));
		};
		if (unfolded) {
			this.#characters -= walk;
			fold.open = true;
			make();
		} else {
			later.set(fold, make);
		}
		const count = words ?? (walk < 20_000 ? countWords(value) : "");
		summary.append(element("span", "tryit-folded", ` … ${close}${after}`, ...(count ? [element("span", "tryit-count", ` ${count}`)] : [])));
		fold.addEventListener("toggle", () => fold.open && fill(fold));
		return fold;
	}

	/** The lines of what is in a list or an object, the first of many; it returns how many there are, in words. */
	#children(value: Extract<Tree, { kind: "list" | "object" }>, into: HTMLElement): string {
		const all: { name?: string; value: Tree }[] = value.kind === "object" ? value.members : value.items.map((item) => ({ value: item }));
		const more = (from: number) => {
			const some = all.slice(from, from + atOnce);
			into.append(...some.map((child, i) => this.#line(child.value, child.name, from + i < all.length - 1 ? "," : "")));
			const left = all.length - from - some.length;
			if (left > 0) {
				const button = element("button", "tryit-link", `Show ${Math.min(left, atOnce)} more of ${left.toLocaleString("en")}`);
				button.type = "button";
				button.addEventListener("click", () => {
					const last = button.previousElementSibling;
					button.remove();
					more(from + some.length);
					const next = last?.nextElementSibling?.querySelector("summary") ?? last?.nextElementSibling;
					next?.setAttribute("tabindex", "0");
					(next as HTMLElement | null | undefined)?.focus({ preventScroll: true });
				});
				into.append(button);
			}
		};
		more(0);
		return counted(all.length, value.kind === "object" ? "member" : "item");
	}
}

/** What makes the inside of a fold when it is first opened. */
const later = new WeakMap<HTMLDetailsElement, () => void>();

function fill(fold: HTMLDetailsElement): void {
	const make = later.get(fold);
	later.delete(fold);
	make?.();
}

function isEmpty(value: Tree): boolean {
	return (value.kind === "list" && value.items.length === 0) || (value.kind === "object" && value.members.length === 0);
}

function countWords(value: Tree): string {
	return value.kind === "list" ? counted(value.items.length, "item") : value.kind === "object" ? counted(value.members.length, "member") : "";
}

/** A plain value in its colour. A very long text shows its beginning. */
function leaf(value: Tree): (Node | string)[] {
	const text = value.kind === "leaf" ? value.text : "";
	const colour = text[0] === '"' ? "s" : /^[tfn]/.test(text) ? "kc" : "m";
	if (text.length <= longText) {
		return [element("span", colour, text)];
	}
	const shown = element("span", colour, `${text.slice(0, 200)}…`);
	const more = element("button", "tryit-link", `Show all ${text.length.toLocaleString("en")} characters`);
	more.type = "button";
	more.addEventListener("click", () => {
		shown.textContent = text;
		more.remove();
	});
	return [shown, " ", more];
}
