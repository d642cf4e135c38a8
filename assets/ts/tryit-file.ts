// Files: picked, or dropped onto their field.
import { sizeWords } from "./answer-words";
import { element } from "./element";
import { printTree, type Tree } from "./json-tree";
import type { Field, Form, Spec, Widget } from "./tryit-field";
import { kindOf, type Shape } from "./tryit-shape";

export class FileWidget implements Widget {
	readonly element: HTMLElement;
	readonly control = element("input", "");
	readonly #form: Form;
	readonly #field: Field;
	readonly #many: boolean;
	readonly #list = element("ul", "tryit-files");
	#files: File[] = [];
	/** What is sent in place of a file: a reader wrote it as text. */
	#text: Tree | undefined;

	constructor(form: Form, spec: Spec, shape: Shape, field: Field) {
		this.#form = form;
		this.#field = field;
		this.#many = kindOf(shape) === "list";
		Object.assign(this.control, { type: "file", multiple: this.#many, required: spec.required });
		this.control.accept = (shape.contentMediaType ?? spec.mediaType ?? "").replace(/^\*\/\*$|^application\/octet-stream$/, "");
		this.control.addEventListener("change", () => {
			this.#take([...(this.control.files ?? [])]);
			this.control.value = ""; // so that the same file can be picked once more
		});
		this.#list.role = "list";
		this.element = element("div", "tryit-drop", this.control, element("span", "tryit-hint", this.#many ? "or drop files here" : "or drop it here"), this.#list);
		this.element.addEventListener("dragover", (event) => {
			if (event.dataTransfer?.types.includes("Files")) {
				event.preventDefault();
				event.dataTransfer.dropEffect = "copy";
				this.element.dataset.over = "";
			}
		});
		this.element.addEventListener("dragleave", () => delete this.element.dataset.over);
		this.element.addEventListener("drop", (event) => {
			event.preventDefault();
			delete this.element.dataset.over;
			this.#take([...(event.dataTransfer?.files ?? [])]);
		});
	}

	read(): Tree | undefined {
		const files: Tree[] = this.#files.map((file) => ({ kind: "file", file }));
		return files.length === 0 ? this.#text : this.#many ? { kind: "list", items: files } : files[0];
	}

	set(value: Tree | undefined): void {
		const trees = value?.kind === "list" ? value.items : value ? [value] : [];
		this.#files = trees.flatMap((tree) => (tree.kind === "file" ? [tree.file] : []));
		this.#text = this.#files.length === 0 && trees.length > 0 ? value : undefined;
		this.#show();
	}

	#take(files: File[]): void {
		if (files.length === 0) {
			return;
		}
		this.#files = this.#many ? [...this.#files, ...files] : files.slice(0, 1);
		this.#show();
		this.#form.changed(this.#field, true);
		this.#form.say(files.map((file) => file.name).join(", ") + (files.length === 1 ? " is attached." : " are attached."));
	}

	#show(): void {
		const files = this.#files.map((file) => this.#row(file.name, sizeWords(file.size), () => (this.#files = this.#files.filter((one) => one !== file))));
		const text = this.#text && files.length === 0 ? [this.#row(printTree(this.#text, false).slice(0, 80), "is sent in its place", () => (this.#text = undefined))] : [];
		this.#list.replaceChildren(...files, ...text);
		this.#list.hidden = this.#list.childElementCount === 0;
	}

	#row(name: string, about: string, take: () => void): HTMLElement {
		const remove = element("button", "tryit-tool", "×");
		remove.type = "button";
		remove.setAttribute("aria-label", `Remove ${name}`);
		remove.addEventListener("click", () => {
			take();
			this.#show();
			this.#form.changed(this.#field, true);
			this.control.focus();
		});
		return element("li", "", element("code", "", name), element("span", "tryit-hint", about), remove);
	}
}
