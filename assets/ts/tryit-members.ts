// The fields of an object: those that its schema names, the required ones first to be seen, and any
// that a map or a reader's own text has beside them.
import { element } from "./element";
import { leafOf, type Member, type Tree } from "./json-tree";
import { Field, newId, type Form, type Spec, type Widget } from "./tryit-field";
import type { Schema } from "./tryit-model";
import { shapeOf, type Shape } from "./tryit-shape";

/** So many fields are shown at once, though they needn't be filled in. */
const fewFields = 4;

export class MembersWidget implements Widget {
	readonly element = element("div", "tryit-members");
	readonly #form: Form;
	readonly #spec: Spec;
	readonly #field: Field;
	readonly #properties: [name: string, schema: Schema | boolean, required: boolean][];
	readonly #fields = new Map<string, Field>();
	readonly #main = element("div", "tryit-members");
	readonly #more: HTMLDetailsElement;
	readonly #entries: Entries;
	/** Members of fields that nobody has opened. */
	#order: string[] = [];

	constructor(form: Form, spec: Spec, shape: Shape, field: Field) {
		this.#form = form;
		this.#spec = spec;
		this.#field = field;
		this.#properties = Object.entries(shape.properties ?? {})
			.filter(([, schema]) => !shapeOf(form.defs, schema).readOnly)
			.map(([name, schema]) => [name, schema, shape.required?.includes(name) ?? false]);
		for (const name of shape.required ?? []) {
			if (!Object.hasOwn(shape.properties ?? {}, name)) {
				this.#properties.push([name, mapValue(shape) ?? true, true]);
			}
		}
		this.#more = element("details", "tryit-more", element("summary", ""));
		// What hardly anybody fills in isn't made before it is wanted: some schemas refer to themselves.
		this.#more.addEventListener("toggle", () => this.#more.open && this.#reveal());
		this.#entries = new Entries(form, spec, shape, field);
		this.element.append(this.#main, this.#more, this.#entries.element);
	}

	read(): Tree {
		const read = new Map<string, Tree>();
		for (const [name, field] of this.#fields) {
			const value = field.read();
			if (value !== undefined) {
				read.set(name, value);
			}
		}
		const members: Member[] = [];
		const others = this.#entries.read();
		const take = (name: string) => {
			const value = read.get(name);
			if (value !== undefined) {
				members.push({ name, value });
				read.delete(name);
			}
		};
		// Where a reader has written them in some order, it stays.
		for (const name of this.#order) {
			const other = others.findIndex((member) => member.name === name);
			if (other >= 0) {
				members.push(...others.splice(other, 1));
			} else {
				take(name);
			}
		}
		this.#properties.forEach(([name]) => take(name));
		return { kind: "object", members: [...members, ...others] };
	}

	set(value: Tree | undefined): void {
		const members = value?.kind === "object" ? value.members : [];
		this.#order = members.map((member) => member.name);
		this.#fields.clear();
		this.#main.replaceChildren();
		this.#more.open = false;
		this.#more.replaceChildren(this.#more.firstElementChild!);
		const known = new Set(this.#properties.map(([name]) => name));
		const last = new Map(members.map((member) => [member.name, member]));
		const shown = this.#properties.filter(([name, , required]) => required || last.has(name));
		const rest = this.#properties.filter(([name, , required]) => !required && !last.has(name));
		const few = this.#spec.depth === 0 || shown.length === 0 ? 2 * fewFields : fewFields;
		for (const [name, schema, required] of rest.length <= few ? this.#properties : shown) {
			this.#add(this.#main, name, schema, required, last.get(name)?.value);
		}
		const left = rest.length <= few ? 0 : rest.length;
		this.#more.hidden = left === 0;
		this.#more.firstElementChild!.textContent = shown.length === 0 ? `${left} fields` : `${left} more fields`;
		this.#entries.set(members.filter((member) => !known.has(member.name) || last.get(member.name) !== member));
	}

	child(step: string | number): Field | undefined {
		return this.#fields.get(String(step)) ?? this.#entries.child(String(step));
	}

	#reveal(): void {
		for (const [name, schema, required] of this.#properties) {
			if (!this.#fields.has(name)) {
				this.#add(this.#more, name, schema, required, undefined);
			}
		}
	}

	#add(to: HTMLElement, name: string, schema: Schema | boolean, required: boolean, value: Tree | undefined): void {
		const { depth, tag } = this.#spec;
		const field = new Field(this.#form, { name, schema, required, depth: depth + 1, mediaType: depth === 0 ? this.#form.partType(name) : undefined }, value);
		field.element.hidden = name === tag;
		this.#fields.set(name, field);
		to.append(field.element);
	}

	problem(): string {
		return this.#entries.problem([...this.#fields].flatMap(([name, field]) => (field.read() === undefined ? [] : [name])));
	}
}

/** What the values of a map are; undefined for an object that is none. */
function mapValue({ additionalProperties, patternProperties, properties, unevaluatedProperties }: Shape): Schema | boolean | undefined {
	if (typeof additionalProperties === "object" || (additionalProperties === true && !properties)) {
		return additionalProperties;
	}
	const patterns = Object.values(patternProperties ?? {});
	if (patterns.length > 0) {
		return patterns.length === 1 ? patterns[0] : true;
	}
	return additionalProperties ?? (typeof unevaluatedProperties === "object" ? unevaluatedProperties : properties ? undefined : true);
}

interface Entry {
	name: HTMLInputElement;
	field: Field;
	element: HTMLElement;
}

/** The members that the schema doesn't name. */
class Entries {
	readonly element = element("div", "tryit-members");
	readonly #form: Form;
	readonly #spec: Spec;
	readonly #field: Field;
	readonly #schema: Schema | boolean;
	readonly #list = element("div", "tryit-members");
	#entries: Entry[] = [];

	constructor(form: Form, spec: Spec, shape: Shape, field: Field) {
		this.#form = form;
		this.#spec = spec;
		this.#field = field;
		const values = mapValue(shape);
		this.#schema = values || true;
		this.element.append(this.#list);
		if (values !== undefined && values !== false) {
			const add = element("button", "tryit-link", shape.properties ? "Add another field" : "Add an entry", element("span", "unseen", ` to ${spec.name}`));
			add.type = "button";
			add.addEventListener("click", () => {
				this.#add("", undefined).name.focus();
				form.changed(field, true);
			});
			this.element.append(add);
		}
	}

	read(): Member[] {
		return this.#entries.flatMap(({ name, field }) => {
			const value = field.read() ?? (name.value !== "" ? leafOf("") : undefined);
			return value === undefined ? [] : [{ name: name.value, value }];
		});
	}

	set(members: Member[]): void {
		this.#entries = [];
		this.#list.replaceChildren();
		for (const { name, value } of members) {
			this.#add(name, value);
		}
	}

	child(name: string): Field | undefined {
		return this.#entries.findLast((entry) => entry.name.value === name)?.field;
	}

	/** A name that is there twice, or that a field has, would send one of the values only. */
	problem(others: string[]): string {
		const names = [...others, ...this.#entries.map((entry) => entry.name.value)];
		const twice = names.find((name, i) => names.indexOf(name) < i);
		return twice === undefined ? "" : `${twice === "" ? "Two entries without a name are" : `${twice} is`} there twice. Give each a name of its own.`;
	}

	#add(text: string, value: Tree | undefined): Entry {
		const name = element("input", "tryit-key");
		Object.assign(name, { type: "text", id: newId(), value: text, placeholder: "name", autocomplete: "off", spellcheck: false, autocapitalize: "off" });
		const label = element("label", "unseen", "Name");
		label.htmlFor = name.id;
		const field = new Field(this.#form, { name: text || "Value", schema: this.#schema, required: true, depth: this.#spec.depth + 1, unnamed: true, brief: this.#entries.length > 0 }, value);
		const remove = element("button", "tryit-tool", "×");
		remove.type = "button";
		remove.ariaLabel = `Remove ${text || "the entry"}`;
		// What has fields of its own is below its name, anything else beside it.
		const inside = field.element.role === "group" ? [remove, field.element] : [field.element, remove];
		const entry: Entry = { name, field, element: element("div", "tryit-entry", label, name, ...inside) };
		name.addEventListener("input", () => {
			field.rename(name.value || "Value");
			remove.ariaLabel = `Remove ${name.value || "the entry"}`;
			this.#form.changed(this.#field);
		});
		remove.addEventListener("click", () => {
			const next = this.#list.nextElementSibling as HTMLElement | null;
			this.#entries = this.#entries.filter((one) => one !== entry);
			entry.element.remove();
			this.#form.changed(this.#field, true);
			(this.#entries.at(-1)?.name ?? next)?.focus();
			this.#form.say(`${name.value || "The entry"} is removed.`);
		});
		this.#entries.push(entry);
		this.#list.append(entry.element);
		return entry;
	}
}
