// One of several schemas ("oneOf", "anyOf", or several types): which one, and its fields.
import { element } from "./element";
import { isText, memberOf, textOf, type Tree } from "./json-tree";
import { check } from "./tryit-check";
import { Field, isFile, type Form, type Spec, type Widget } from "./tryit-field";
import type { Schema } from "./tryit-model";
import { branchesOf, shapeOf, type Branch, type Shape } from "./tryit-shape";

export class ChoiceWidget implements Widget {
	readonly element: HTMLElement;
	readonly control = element("select", "");
	readonly #form: Form;
	readonly #spec: Spec;
	readonly #shape: Shape;
	readonly #branches: Branch[];
	readonly #room = element("div", "tryit-branch");
	/** What was filled in for each, to come back to. */
	readonly #kept = new Map<number, Tree | undefined>();
	#at = 0;
	#inner: Field | null = null;

	constructor(form: Form, spec: Spec, shape: Shape, field: Field, branches = branchesOf(form.defs, shape)) {
		this.#form = form;
		this.#spec = spec;
		this.#shape = shape;
		this.#branches = branches;
		this.control.append(...this.#branches.map(({ label }) => new Option(label)));
		this.control.addEventListener("change", () => {
			this.#kept.set(this.#at, this.#inner?.read());
			this.#choose(this.control.selectedIndex, this.#carried(this.control.selectedIndex));
			form.changed(field, true);
		});
		this.element = element("div", "tryit-members", this.control, this.#room);
	}

	read(): Tree | undefined {
		return this.#inner?.read();
	}

	set(value: Tree | undefined): void {
		this.#choose(value === undefined ? 0 : this.#best(value), value);
	}

	child(step: string | number): Field | undefined {
		return this.#inner?.child(step);
	}

	chosen(all: (Schema | boolean)[]): number | undefined {
		const { choice } = this.#shape;
		if (choice?.all.length === all.length && choice.all.every((part, i) => part === all[i])) {
			return this.#at;
		}
		// The check knows them with null, which is no choice of a form.
		const at = all.indexOf(this.#branches[this.#at]!.of);
		return at >= 0 ? at : this.#inner?.chosen(all);
	}

	problem(): string {
		return this.#inner?.problem() ?? "";
	}

	#choose(at: number, value: Tree | undefined): void {
		this.#at = at;
		this.control.selectedIndex = at;
		const { schema } = this.#branches[at]!;
		this.#inner = new Field(this.#form, { ...this.#spec, name: this.#spec.name, schema, required: true, depth: this.#spec.depth + 1, note: "", unnamed: true, item: false, brief: true, tag: this.#branches[at]!.value === undefined ? undefined : this.#shape.discriminator!.propertyName }, value);
		this.#room.replaceChildren(this.#inner.element);
	}

	/** The schema that a value is of: the one that its discriminator says, else that which it fits best. */
	#best(value: Tree): number {
		const name = this.#shape.discriminator?.propertyName;
		const said = name === undefined ? undefined : memberOf(value, name);
		const named = said && isText(said) ? this.#branches.findIndex((branch) => branch.value === textOf(said)) : -1;
		if (named >= 0) {
			return named;
		}
		let best = 0;
		let least = Infinity;
		this.#branches.forEach(({ schema }, i) => {
			const wrong = check(this.#form.defs, schema, value).reduce((sum, { path, missing }) => sum + (path.length === 0 ? 100 : missing ? 3 : 1), this.#unlike(schema, value));
			if (wrong < least) {
				[best, least] = [i, wrong];
			}
		});
		return best;
	}

	/** What no rule of a schema forbids, but tells that a value isn't meant for it: members it doesn't name, a text for a file. */
	#unlike(schema: Schema | boolean, value: Tree): number {
		const { defs, files } = this.#form;
		const shape = shapeOf(defs, schema);
		if (value.kind === "object") {
			return value.members.filter(({ name }) => !Object.hasOwn(shape.properties ?? {}, name)).length * 2;
		}
		const file = value.kind === "file" || (value.kind === "list" && value.items.some((item) => item.kind === "file"));
		return !files || file === isFile(shape, this.#spec.mediaType, defs) ? 0 : file ? 100 : 2;
	}

	/** What was there for a schema before. What it has in common with the one before it is as it was left last. */
	#carried(at: number): Tree | undefined {
		const kept = this.#kept.get(at);
		const before = this.#kept.get(this.#at);
		const next = shapeOf(this.#form.defs, this.#branches[at]!.schema);
		if (before?.kind !== "object" || !next.properties || (kept && kept.kind !== "object")) {
			return kept;
		}
		const tag = this.#shape.discriminator?.propertyName;
		const common = before.members.filter(({ name, value }) => {
			const schema = Object.hasOwn(next.properties!, name) && name !== tag ? next.properties![name]! : undefined;
			return schema !== undefined && check(this.#form.defs, schema, value).length === 0;
		});
		const left = kept?.members.map((member) => common.find(({ name }) => name === member.name) ?? member) ?? [];
		const members = [...left, ...common.filter(({ name }) => !left.some((member) => member.name === name))];
		return members.length > 0 ? { kind: "object", members } : kept;
	}
}
