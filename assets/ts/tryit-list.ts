// The items of a list: added, taken away and moved with buttons, so that keys alone are enough.
import { element } from "./element";
import type { Tree } from "./json-tree";
import { Field, type Form, type Spec, type Widget } from "./tryit-field";
import type { Shape } from "./tryit-shape";

interface Item {
	field: Field;
	element: HTMLElement;
	/** To move it, and to take it away. */
	tools: HTMLButtonElement[];
}

export class ListWidget implements Widget {
	readonly element = element("div", "tryit-members");
	readonly #form: Form;
	readonly #spec: Spec;
	readonly #shape: Shape;
	readonly #field: Field;
	readonly #list = element("ol", "tryit-items");
	readonly #add = element("button", "tryit-link", "Add an item");
	#items: Item[] = [];
	/** An empty list was written, which is something else than none. */
	#empty = false;

	constructor(form: Form, spec: Spec, shape: Shape, field: Field) {
		this.#form = form;
		this.#spec = spec;
		this.#shape = shape;
		this.#field = field;
		this.#list.role = "list"; // styles without marks take it away in some browsers
		this.#add.type = "button";
		this.#add.append(element("span", "unseen", ` to ${spec.name}`));
		this.#add.addEventListener("click", () => {
			const { field: made } = this.#insert(undefined);
			this.#form.changed(this.#field, true);
			made.target.focus();
		});
		this.element.append(this.#list, this.#add);
	}

	read(): Tree | undefined {
		// Of an item that nobody has filled in there is nothing to send.
		const items = this.#items.map(({ field }) => field.read()).filter((value) => value !== undefined);
		return items.length === 0 && !this.#empty && this.#form.plain ? undefined : { kind: "list", items };
	}

	set(value: Tree | undefined): void {
		this.#items = [];
		this.#list.replaceChildren();
		this.#empty = value?.kind === "list" && value.items.length === 0;
		const items = value?.kind === "list" ? value.items : value ? [value] : [];
		const least = value === undefined ? Math.min(Math.max(this.#shape.minItems ?? 0, this.#spec.required ? 1 : 0), 3) : 0;
		for (const item of items.length > 0 ? items : Array<undefined>(least).fill(undefined)) {
			this.#insert(item);
		}
	}

	/** The field of an item: those that are empty don't count. */
	child(step: string | number): Field | undefined {
		return this.#items.filter(({ field }) => field.read() !== undefined)[Number(step)]?.field;
	}

	#insert(value: Tree | undefined): Item {
		const at = this.#items.length;
		const { prefixItems = [], items = true } = this.#shape;
		const field = new Field(this.#form, { name: `${at + 1}`, schema: prefixItems[at] ?? items, required: true, depth: this.#spec.depth + 1, unnamed: true, item: true, brief: at > 0, mediaType: this.#spec.mediaType }, value);
		const item: Item = { field, element: element("li", "tryit-item", field.element), tools: [] };
		item.tools.push(
			this.#tool("↑", "Move up", () => this.#move(item, -1)),
			this.#tool("↓", "Move down", () => this.#move(item, 1)),
			this.#tool("×", "Remove", () => this.#remove(item)),
		);
		const tools = element("span", "tryit-itemtools", ...item.tools);
		// What has fields of its own needs the whole width.
		if (field.element.role === "group") {
			item.element.classList.add("tryit-card");
			field.addTools(tools);
		} else {
			item.element.append(tools);
		}
		this.#items.push(item);
		this.#list.append(item.element);
		this.#number();
		return item;
	}

	#tool(sign: string, words: string, act: () => void): HTMLButtonElement {
		const button = element("button", "tryit-tool", sign);
		button.type = "button";
		button.dataset.words = words;
		button.addEventListener("click", act);
		return button;
	}

	/** Numbers items anew, and says which of them can't go further. */
	#number(): void {
		this.#items.forEach(({ field, tools }, i) => {
			field.rename(`${this.#spec.name} ${i + 1}`);
			for (const button of tools) {
				button.setAttribute("aria-label", `${button.dataset.words} item ${i + 1} of ${this.#spec.name}`);
				const end = (button.textContent === "↑" && i === 0) || (button.textContent === "↓" && i === this.#items.length - 1);
				button.setAttribute("aria-disabled", String(end));
			}
		});
	}

	#move(item: Item, by: 1 | -1): void {
		const from = this.#items.indexOf(item);
		const to = from + by;
		const other = this.#items[to];
		if (!other) {
			return;
		}
		const focused = document.activeElement as HTMLElement | null;
		this.#items[from] = other;
		this.#items[to] = item;
		this.#list.insertBefore(by < 0 ? item.element : other.element, by < 0 ? other.element : item.element);
		focused?.focus();
		this.#number();
		this.#form.changed(this.#field, true);
		this.#form.say(`Moved to ${to + 1} of ${this.#items.length}.`);
	}

	#remove(item: Item): void {
		const at = this.#items.indexOf(item);
		this.#items.splice(at, 1);
		item.element.remove();
		this.#number();
		this.#form.changed(this.#field, true);
		this.#form.say(`Removed. ${this.#items.length} left.`);
		const next = this.#items[Math.min(at, this.#items.length - 1)];
		(next?.tools.at(-1) ?? this.#add).focus();
	}
}
