// A form of fields: what each holds, when it is checked, and where it says what is wrong.
import { check, type Misfit } from "./tryit-check";
import { ChoiceWidget } from "./tryit-choice";
import { Field, fieldAt, type Form, type Spec, type Widget } from "./tryit-field";
import { FileWidget } from "./tryit-file";
import { ListWidget } from "./tryit-list";
import { MembersWidget } from "./tryit-members";
import type { Body, Schema } from "./tryit-model";
import type { Defs, Kind, Shape } from "./tryit-shape";
import type { Tree } from "./json-tree";
import { unionOf } from "./tryit-union";
import { FixedWidget, JSONWidget, PickWidget, TextWidget } from "./tryit-widgets";

/** What is told to whoever has the form. */
export interface Owner {
	changed(): void;
	say(text: string): void;
}

/** Deeper than this a value is shown as JSON: nobody finds a way through so many frames. */
const deepest = 12;

// Saying what is wrong with every letter would be rude.
const pause = 600;

export class FieldForm implements Form {
	readonly defs: Defs;
	readonly plain: boolean;
	readonly files: boolean;
	readonly root: Field;
	readonly #owner: Owner;
	readonly #encoding: Body["encoding"];
	readonly #said = new Set<Field>();
	#timer = 0;

	constructor(defs: Defs, kind: "plain" | "files" | "json", spec: Spec, value: Tree | undefined, owner: Owner, encoding: Body["encoding"] = {}) {
		this.defs = defs;
		this.#encoding = encoding;
		this.plain = kind === "plain";
		this.files = kind === "files";
		this.#owner = owner;
		this.root = new Field(this, spec, value);
		this.root.element.addEventListener("focusout", (event) => afterPress(() => this.#left(event.target as Element)));
	}

	/** Makes what a field holds. */
	widget(form: Form, spec: Spec, shape: Shape, kind: Kind | "as it is" | "file", field: Field): Widget {
		if (spec.depth > deepest && ["object", "list", "choice"].includes(kind)) {
			kind = "any";
		}
		switch (kind) {
			case "object": {
				const union = unionOf(form.defs, shape);
				return union ? new ChoiceWidget(form, spec, shape, field, union) : new MembersWidget(form, spec, shape, field);
			}
			case "list":
				return new ListWidget(form, spec, shape, field);
			case "choice":
				return new ChoiceWidget(form, spec, shape, field);
			case "file":
				return new FileWidget(form, spec, shape, field);
			case "fixed":
				return spec.required && !form.plain ? new FixedWidget(shape) : new PickWidget(form, spec, shape, field);
			case "value":
			case "yes or no":
			case "null":
				return new PickWidget(form, spec, shape, field);
			case "any":
			case "as it is":
				return form.plain && kind === "any" ? new TextWidget(form, spec, shape, field) : new JSONWidget(form, spec, shape, field);
			default:
				return new TextWidget(form, spec, shape, field);
		}
	}

	partType(name: string): string | undefined {
		return Object.hasOwn(this.#encoding, name) ? this.#encoding[name]!.contentType : undefined;
	}

	changed(field: Field | null, structure = false): void {
		this.#owner.changed();
		clearTimeout(this.#timer);
		if (field?.said || structure) {
			this.check(false); // what is mended is mended at once
		}
		this.#timer = setTimeout(() => {
			if (field && !structure) {
				field.touched = true;
			}
			this.check(false);
		}, pause);
	}

	say(text: string): void {
		this.#owner.say(text);
	}

	set(value: Tree | undefined): void {
		this.#said.clear();
		this.root.set(value);
	}

	/** Says at each field what is wrong with it: at those that a reader has been to, or at all. It returns the first. */
	check(all: boolean): Field | undefined {
		const wrong = this.#wrong();
		const shown = new Map<Field, string>();
		let first: Field | undefined;
		for (const [field, message] of wrong) {
			if (!shown.has(field) && (all || field.touched)) {
				shown.set(field, message);
				first ??= field;
			}
		}
		for (const field of this.#said) {
			if (!shown.has(field)) {
				field.say("");
				this.#said.delete(field);
			}
		}
		for (const [field, message] of shown) {
			if (field.said !== message && !all && field.element.contains(document.activeElement)) {
				this.say(`${field.spec.name}: ${message}`);
			}
			field.say(message);
			field.touched = true;
			this.#said.add(field);
		}
		return first;
	}

	#wrong(): [Field, string][] {
		const value = this.root.read();
		const problems = this.#problems();
		if (value === undefined) {
			return [...problems, ...(this.root.spec.required && problems.length === 0 ? [[this.root, `${this.root.spec.name} is required.`] as [Field, string]] : [])];
		}
		const chosen = (path: Misfit["path"], all: (Schema | boolean)[]) => {
			const field = fieldAt(this.root, path);
			return field.chosen(all);
		};
		const misfits = check(this.defs, this.root.spec.schema, value, { chosen });
		return [...problems, ...misfits.map(({ path, message }) => [fieldAt(this.root, path), message] as [Field, string])];
	}

	/** What isn't a value at all, wherever it is. */
	#problems(): [Field, string][] {
		const found: [Field, string][] = [];
		for (const element of [this.root.element, ...this.root.element.querySelectorAll(".tryit-field")]) {
			const field = Field.of(element);
			const problem = field?.problem();
			if (field && problem) {
				found.push([field, problem]);
			}
		}
		return found;
	}

	/** A reader is done with a control. */
	#left(control: Element): void {
		for (let at = control.closest(".tryit-field"); at; at = at.parentElement?.closest(".tryit-field") ?? null) {
			const field = Field.of(at);
			// Of a group only what is in it was looked at: that more is required is no news yet.
			if (field && (field.read() !== undefined || field.said)) {
				field.touched = true;
			}
		}
		clearTimeout(this.#timer);
		this.check(false);
	}
}

let pressed = false;
addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ["pointerup", "pointercancel"]) {
	addEventListener(end, () => (pressed = false), true);
}

/** What is under the pointer must not move away while it is being pressed. */
function afterPress(act: () => void): void {
	if (pressed) {
		addEventListener("click", () => act(), { once: true });
	} else {
		act();
	}
}
