// A field of the panel's form: the labelled place of a value. What is in it (widgets in the files
// beside this) depends on the schema, and on what a reader wrote as text: a value that the schema
// doesn't foresee is shown as the JSON that it is, so that nothing is ever lost.
import { element } from "./element";
import { typeOf, type Tree } from "./json-tree";
import type { Misfit } from "./tryit-check";
import type { Schema } from "./tryit-model";
import { kindOf, kindWords, shapeOf, type Defs, type Kind, type Shape } from "./tryit-shape";

/** What all fields of a form have to do with. */
export interface Form {
	defs: Defs;
	/** Values are sent as plain text, not as JSON: those of parameters. */
	plain: boolean;
	/** Bytes are sent as they are: parts of a form can be files. */
	files: boolean;
	/** The content type of a part of the whole. */
	partType(name: string): string | undefined;
	/** Something was filled in; structure tells that it wasn't by typing. */
	changed(field: Field | null, structure?: boolean): void;
	/** Tells a screen reader. */
	say(text: string): void;
	/** Makes what a field holds. */
	widget(form: Form, spec: Spec, shape: Shape, kind: Kind | "as it is" | "file", field: Field): Widget;
}

/** What a field is for. */
export interface Spec {
	name: string;
	schema: Schema | boolean;
	required: boolean;
	/** How deep it is in others. */
	depth: number;
	/** Where a parameter goes; what kind of value it is otherwise. */
	note?: string;
	/** What an empty field shows, if it isn't the schema's default. */
	placeholder?: string;
	/** The content type of a part. */
	mediaType?: string;
	/** Without the schema's description: the page has it beside. */
	brief?: boolean;
	/** The member that a choice has settled: nobody needs to see it. */
	tag?: string;
	/** The label is for those who don't see that it is an item of a list, or a choice. */
	unnamed?: boolean;
	/** It is an item of a list: one that has fields of its own has its label all the same. */
	item?: boolean;
}

/** What a field holds. */
export interface Widget {
	readonly element: HTMLElement;
	/** What has the label; none of a group. */
	readonly control?: HTMLElement;
	/** What is filled in; undefined if that is nothing. */
	read(): Tree | undefined;
	set(value: Tree | undefined): void;
	/** The field of a member or an item. */
	child?(step: string | number): Field | undefined;
	/** Which of several schemas is chosen. */
	chosen?(all: (Schema | boolean)[]): number | undefined;
	/** Why what is filled in makes no value at all. */
	problem?(): string;
}

let made = 0;

/** An id that nothing else on the page has. */
export function newId(): string {
	return `try-f${++made}`;
}

const fields = new WeakMap<Element, Field>();

export class Field {
	readonly element: HTMLElement;
	readonly spec: Spec;
	readonly shape: Shape;
	readonly id = newId();
	readonly #form: Form;
	readonly #kind: Kind | "file";
	readonly #head: HTMLElement;
	readonly #room = element("div", "tryit-room");
	readonly #error: HTMLElement;
	readonly #hint: HTMLElement | null;
	readonly #tools = element("span", "tryit-tools");
	readonly #null: HTMLButtonElement | null;
	readonly #add: HTMLButtonElement | null;
	#widget: Widget | null = null;
	#isNull = false;
	/** What was in a group that a reader took away. */
	#kept: Tree | undefined;
	/** A reader has been here, so what is wrong may be said. */
	touched = false;

	constructor(form: Form, spec: Spec, value: Tree | undefined) {
		this.#form = form;
		this.spec = spec;
		this.shape = shapeOf(form.defs, spec.schema);
		this.#kind = form.files && isFile(this.shape, spec.mediaType, form.defs) ? "file" : kindOf(this.shape);
		const grouped = this.#grouped;
		this.element = element("div", grouped ? "tryit-field tryit-group" : "tryit-field");
		const label = element("label", spec.unnamed && !(spec.item && grouped) ? "tryit-name unseen" : "tryit-name", element("code", "", spec.name));
		label.id = `${this.id}-label`;
		this.#head = element("div", "tryit-label", label);
		// What a field of a text can't show by itself.
		const kind = this.#kind === "number" ? kindWords(form.defs, spec.schema) : undefined;
		for (const note of spec.unnamed ? [] : [spec.note, kind, spec.required && "required", this.shape.deprecated && "deprecated"]) {
			if (note) {
				label.append(" ", element("span", "tryit-in", note));
			}
		}
		this.#head.append(this.#tools);
		this.#null = this.shape.nullable && !form.plain && !["value", "yes or no", "null"].includes(this.#kind) ? this.#button("null", () => this.#toggleNull()) : null;
		this.#null?.setAttribute("aria-pressed", "false");
		this.#add = grouped && !spec.required ? this.#button("Add", () => this.#toggle()) : null;
		// Where links lead is said beside, in the reference.
		const description = spec.brief ? "" : (this.shape.description ?? "").replace(/ \((https?:\/)?\/[^)]*\)/g, "");
		this.#hint = description ? element("p", "tryit-hint", description) : null;
		this.#error = element("p", "tryit-error");
		this.#error.id = `${this.id}-error`;
		this.element.append(this.#head, ...(grouped && this.#hint ? [this.#hint] : []), this.#room, ...(!grouped && this.#hint ? [this.#hint] : []), this.#error);
		if (this.#hint) {
			this.#hint.id = `${this.id}-hint`;
		}
		if (grouped) {
			this.element.role = "group";
			this.element.setAttribute("aria-labelledby", label.id);
			this.element.setAttribute("aria-describedby", this.#described());
		}
		if (label.matches(".unseen") && !this.#null && !this.#add) {
			this.#head.classList.add("tryit-bare");
		}
		fields.set(this.element, this);
		this.set(value);
	}

	/** The field whose element it is. */
	static of(element: Element): Field | undefined {
		return fields.get(element);
	}

	/** Puts buttons beside the label: those of an item of a list. */
	addTools(...tools: HTMLElement[]): void {
		this.#head.classList.remove("tryit-bare");
		this.#tools.append(...tools);
	}

	/** Calls it something else: an item that has moved. */
	rename(name: string): void {
		this.#head.querySelector("code")!.textContent = name;
	}

	read(): Tree | undefined {
		return this.#isNull ? { kind: "leaf", text: "null" } : this.#widget?.read();
	}

	/** Fills in a value; a part that the form has no place for stays in it as JSON. */
	set(value: Tree | undefined): void {
		const none = value === undefined && this.#grouped && !this.spec.required;
		const isNull = this.#null !== null && value !== undefined && typeOf(value) === "null";
		this.#become(none || isNull ? null : this.#fitting(value), isNull);
		this.#widget?.set(value);
	}

	child(step: string | number): Field | undefined {
		return this.#widget?.child?.(step);
	}

	chosen(all: (Schema | boolean)[]): number | undefined {
		return this.#widget?.chosen?.(all);
	}

	/** Why what is filled in makes no value. */
	problem(): string {
		return this.#widget?.problem?.() ?? "";
	}

	/** Says what is wrong, or that nothing is any more. */
	say(message: string): void {
		if (this.#error.textContent === message) {
			return;
		}
		this.#error.textContent = message;
		const at = this.#widget?.control;
		if (message) {
			at?.setAttribute("aria-invalid", "true");
		} else {
			at?.removeAttribute("aria-invalid");
		}
	}

	/** What is said to be wrong. */
	get said(): string {
		return this.#error.textContent;
	}

	/** Where the focus goes. */
	get target(): HTMLElement {
		return this.#widget?.control ?? firstControl(this.#room) ?? firstControl(this.element) ?? this.element;
	}

	get #grouped(): boolean {
		return this.#kind === "object" || this.#kind === "list" || this.#kind === "choice";
	}

	#described(): string {
		return (this.#hint ? `${this.id}-hint ` : "") + `${this.id}-error`;
	}

	#fitting(value: Tree | undefined): Kind | "as it is" | "file" {
		if (value === undefined) {
			return this.#kind;
		}
		if (value.kind === "file" || (this.#kind === "file" && value.kind !== "object")) {
			return "file";
		}
		const type = typeOf(value);
		const kinds: Record<string, Kind[]> = { object: ["object"], array: ["list"], string: ["text"], number: ["number"], boolean: ["yes or no"], null: ["null"] };
		const fits = ["choice", "value", "fixed"].includes(this.#kind) || kinds[type]!.includes(this.#kind as Kind) || (type === "null" && this.shape.nullable);
		// Anything plain can be written where numbers and texts are.
		const plain = this.#form.plain && (this.#kind === "any" || this.#kind === "text" || this.#kind === "number") && value.kind === "leaf";
		return fits || plain || (this.#kind === "list" && this.#form.files) ? this.#kind : "as it is";
	}

	/** Holds another widget, or none. */
	#become(kind: Kind | "as it is" | "file" | null, isNull = false): void {
		this.#isNull = isNull;
		this.#null?.setAttribute("aria-pressed", String(isNull));
		this.#widget = kind === null ? null : this.#form.widget(this.#form, this.spec, this.shape, kind, this);
		const control = this.#widget?.control;
		if (control) {
			control.id = this.id;
			control.setAttribute("aria-describedby", this.#described());
		}
		(this.#head.firstElementChild as HTMLLabelElement).htmlFor = control ? this.id : "";
		this.#room.replaceChildren(...(this.#widget ? [this.#widget.element] : isNull ? [element("p", "tryit-hint", "It is null.")] : []));
		this.#room.hidden = this.#room.childElementCount === 0;
		if (this.#add) {
			this.#add.firstChild!.textContent = this.#widget || isNull ? "Remove" : "Add";
		}
	}

	#toggle(): void {
		const away = this.#widget !== null || this.#isNull;
		if (away) {
			this.#kept = this.read();
			this.#become(null);
		} else {
			this.#become(this.#fitting(this.#kept));
			this.#widget?.set(this.#kept);
		}
		this.say("");
		this.#form.changed(this, true);
		this.#form.say(away ? `${this.spec.name} is not sent.` : `${this.spec.name} is there.`);
		if (!away) {
			firstControl(this.#room)?.focus();
		}
	}

	#toggleNull(): void {
		this.#become(this.#isNull ? (this.#grouped && !this.spec.required ? null : this.#kind) : null, !this.#isNull);
		this.#widget?.set(undefined);
		this.say("");
		this.#form.changed(this, true);
	}

	#button(words: string, act: () => void): HTMLButtonElement {
		const button = element("button", "tryit-link", words, element("span", "unseen", ` ${this.spec.name}`));
		button.type = "button";
		button.addEventListener("click", act);
		this.#tools.append(button);
		return button;
	}
}

/** The first thing in a place that can be used. */
export function firstControl(place: Element): HTMLElement | undefined {
	return [...place.querySelectorAll<HTMLElement>("input, select, textarea, summary, button")].find((control) => control.checkVisibility());
}

/** Reports a part of a form that is a file, or a list of them. */
export function isFile(shape: Shape, mediaType: string | undefined, defs: Defs): boolean {
	if (kindOf(shape) === "list") {
		return shape.items !== undefined && isFile(shapeOf(defs, shape.items), mediaType, defs);
	}
	const kind = kindOf(shape);
	if (kind !== "text" && kind !== "any") {
		return false;
	}
	const type = shape.contentMediaType ?? mediaType ?? "";
	const bytes = type !== "" && !/^text\/|json|xml|\*\/\*/.test(type) && shape.contentEncoding === undefined && (kind === "any" || shape.contentMediaType !== undefined);
	return shape.format === "binary" || bytes;
}

/** The field that a path leads to, or the last one on the way there. */
export function fieldAt(root: Field, path: Misfit["path"]): Field {
	let at = root;
	for (const step of path) {
		const next = at.child(step);
		if (!next) {
			break;
		}
		at = next;
	}
	return at;
}

/** A value in a line, for an empty field: its default, or an example. */
export function placeholderOf(spec: Spec, shape: Shape, otherwise: string): string {
	const value = shape.default ?? shape.examples?.[0];
	const text = spec.placeholder ?? (value === undefined ? otherwise : typeof value === "string" ? value : JSON.stringify(value));
	return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
