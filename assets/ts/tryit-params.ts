// The parameters: each is a field as those of a body are. The page comes with plain fields for
// them, so that nothing moves when these take their place.
import { isText, textOf, treeOf, typeOf, type Tree } from "./json-tree";
import { FieldForm, type Owner } from "./tryit-form";
import { table, type Input, type Model, type Param } from "./tryit-model";
import { Unsendable } from "./tryit-wrong";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export class Params {
	readonly #fields: { param: Param; form: FieldForm }[] = [];

	/** Takes the place of the page's plain fields, with what is filled in there. */
	constructor(root: HTMLElement, model: Model, owner: Owner) {
		for (const control of root.querySelectorAll<Control>("[data-in]")) {
			const param = model.params.find(({ in: place, name }) => place === control.dataset.in && name === control.dataset.name);
			if (!param) {
				continue;
			}
			const spec = { name: param.name, schema: param.schema, required: param.required, depth: 0, note: param.in, placeholder: (control instanceof HTMLSelectElement ? "" : control.placeholder) || undefined, brief: true };
			const form = new FieldForm(model.defs, param.mediaType && /json|urlencoded/.test(param.mediaType) ? "json" : "plain", spec, written(control), owner);
			const focused = document.activeElement === control;
			const at = focused && control instanceof HTMLInputElement ? control.selectionStart : null;
			control.closest(".tryit-field")!.replaceWith(form.root.element);
			this.#fields.push({ param, form });
			if (focused) {
				const { target } = form.root;
				target.focus({ preventScroll: true });
				if (at !== null && target instanceof HTMLInputElement && target.type === "text") {
					target.setSelectionRange(at, at);
				}
			}
		}
	}

	/** What is filled in. Without a value that is required there is no request; its field says so unless it is asked quietly. */
	values(quiet = false): Input["values"] {
		const values: Input["values"] = table();
		for (const { param, form } of this.#fields) {
			const value = form.root.read();
			if (value === undefined || (isText(value) && textOf(value) === "")) {
				if (param.required) {
					throw new Unsendable(`${param.name} is required.`, ((quiet ? undefined : form.check(true)) ?? form.root).target);
				}
				continue;
			}
			if (form.root.problem()) {
				throw new Unsendable(`${param.name}: ${form.root.problem()}`, ((quiet ? undefined : form.check(true)) ?? form.root).target);
			}
			(values[param.in] ??= table())[param.name] = plain(value);
		}
		return values;
	}

	fill(values: Input["values"]): void {
		for (const { param, form } of this.#fields) {
			const value = values[param.in]?.[param.name];
			form.set(value === undefined ? undefined : treeOf(value));
		}
	}

	/** The first field whose value its schema doesn't allow. All of them say what is wrong. */
	wrong(): HTMLElement | undefined {
		const wrong = this.#fields.map(({ form }) => (form.root.read() === undefined ? undefined : form.check(true)));
		return wrong.find((field) => field !== undefined)?.target;
	}
}

/** What is in a field that came with the page. */
function written(control: Control): Tree | undefined {
	if (control.value === "") {
		return undefined;
	}
	if (control.dataset.kind === "list") {
		return treeOf(control.value.split("\n").filter((line) => line !== ""));
	}
	if (control.dataset.kind === "json") {
		try {
			return treeOf(JSON.parse(control.value));
		} catch {
			// Somebody is in the middle of writing it.
		}
	}
	return treeOf(control.value);
}

/** A value of JavaScript; numbers that it would round stay texts. */
function plain(value: Tree): unknown {
	switch (value.kind) {
		case "list":
			return value.items.map(plain);
		case "object":
			return Object.fromEntries(value.members.map((member) => [member.name, plain(member.value)]));
		case "file":
			return null;
	}
	const made: unknown = JSON.parse(value.text);
	return typeOf(value) === "number" && String(made) !== value.text ? value.text : made;
}
