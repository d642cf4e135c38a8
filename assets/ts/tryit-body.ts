// The body: as a form of fields, or as text. The text is what counts; the form writes into it, and
// reads it when it is shown. Of a form the text is the JSON of its fields, without their files.
import { element } from "./element";
import { isTree, parseTree, printTree, treeOf, type Tree } from "./json-tree";
import { check, placeOf, type Misfit } from "./tryit-check";
import { Editor, type Mark } from "./tryit-editor";
import { isFile } from "./tryit-field";
import { FieldForm, type Owner } from "./tryit-form";
import { lean } from "./tryit-lean";
import type { Body as BodyModel, Input, Model } from "./tryit-model";
import { encodeParts } from "./tryit-parts";
import { encodeForm } from "./tryit-serialize";
import { shapeOf } from "./tryit-shape";
import { Unsendable } from "./tryit-wrong";

type Kind = BodyModel["kind"];

/** A content type, as the page has it. */
type Holder = HTMLInputElement | HTMLOptionElement;

export class Body {
	readonly #owner: Owner;
	readonly #field: HTMLTextAreaElement;
	readonly #error: HTMLElement;
	readonly #reset: HTMLButtonElement;
	/** Leaves what is required alone, of an example as it came. */
	readonly #lean = element("button", "tryit-link", "Required only");
	readonly #types: HTMLInputElement | HTMLSelectElement;
	readonly #examples: HTMLSelectElement;
	readonly #views: HTMLElement;
	readonly #room: HTMLElement;
	readonly #editor: Editor;
	#model: Model | null = null;
	/** The view that was chosen before there was a model to make it of. */
	#wanted: boolean | undefined;
	#form: FieldForm | null = null;
	#example = "";
	/** What was written for a content type that isn't chosen any more. */
	#kept = new Map<string, string>();
	#files: Tree | undefined;
	#type: Holder;

	constructor(form: HTMLFormElement, owner: Owner) {
		this.#owner = owner;
		const one = <E extends Element>(selector: string) => form.querySelector<E>(selector)!;
		this.#field = one("textarea[name=body]");
		this.#error = one("#try-body-error");
		this.#reset = one("[data-reset]");
		this.#types = one("[name=mediaType]");
		this.#examples = one("select[name=example]");
		this.#views = one("[data-views]");
		this.#room = one("[data-bodyform]");
		this.#type = this.#holder();
		this.#example = this.#field.defaultValue;
		this.#editor = new Editor(this.#field, form.dataset.editor ?? "", {
			marks: (text) => this.#marks(text),
			schema: () => this.#model && { schema: this.#schema() ?? {}, defs: this.#model.defs },
			wanted: () => this.#kind !== "text" && this.#kind !== "binary",
		});
		this.#field.addEventListener("input", () => this.#written());
		// Saying what is wrong while somebody still types would be rude.
		this.#field.addEventListener("change", () => this.check());
		this.#reset.addEventListener("click", () => {
			this.#put(this.#example);
			(this.#form?.root.target ?? this.#editor).focus();
		});
		this.#lean.type = "button";
		this.#lean.addEventListener("click", () => {
			this.#put(this.#leanest() ?? "");
			this.#reset.focus();
			this.#owner.say("Only what is required is left.");
		});
		this.#reset.before(this.#lean);
		this.#examples.addEventListener("change", () => this.#put((this.#example = this.#examples.selectedOptions[0]?.dataset.text ?? "")));
		this.#types.addEventListener("change", () => this.#changeType());
		for (const button of this.#views.querySelectorAll("button")) {
			button.addEventListener("click", () => void this.#view(button.dataset.view === "form"));
		}
		this.#size();
	}

	/** The model is there, so forms can be made. */
	open(model: Model): void {
		this.#model = model;
		if (this.#wanted ?? this.#fieldsFirst) {
			this.#view(true);
		}
		this.#size();
	}

	get #kind(): Kind {
		return this.#type.dataset.kind as Kind;
	}

	/** What is sent as a form is filled in as one, unless a reader wants it otherwise. */
	get #fieldsFirst(): boolean {
		return this.#kind === "form" || this.#kind === "multipart" || this.#kind === "binary";
	}

	/** What is filled in; it throws [Unsendable] for what makes no body, and shows where that is unless it is asked quietly. */
	input(quiet = false): Pick<Input, "mediaType" | "body" | "bodyFile" | "parts" | "fields"> {
		const mediaType = this.#type.value;
		const body = this.#model?.bodies.find((one) => one.mediaType === mediaType);
		if (this.#kind === "binary") {
			const value = this.#form?.root.read();
			return { mediaType, ...(value?.kind === "file" ? { bodyFile: value.file } : {}) };
		}
		if (quiet ? !this.#form && this.#structured && !isTree(parseTree(this.#field.value.trim() || "{}")) : !this.check()) {
			if (!quiet) {
				this.#showFault();
			}
			throw new Unsendable("The body is not JSON yet.", this.#form?.root.target ?? this.#editor.target);
		}
		const text = this.#field.value;
		if (!this.#fieldsFirst || !body) {
			return { mediaType, body: text };
		}
		const value = this.#form?.root.read() ?? (text.trim() === "" ? { kind: "object", members: [] } : (parseTree(text) as Tree));
		const whole = this.#form ? value : withFiles(value, this.#files)!;
		return this.#kind === "form" ? { mediaType, body: encodeForm(body.encoding, whole), fields: text } : { mediaType, parts: encodeParts(body.encoding, whole), fields: text };
	}

	/** The first field that doesn't fit, in the form. The text says it beside, and isn't held back. */
	wrong(): HTMLElement | undefined {
		return this.#form?.check(true)?.target;
	}

	/** Puts in what a link or the history remembers. */
	fill(input: Pick<Input, "mediaType" | "body" | "fields">): void {
		if (input.mediaType && this.#types.value !== input.mediaType) {
			this.#types.value = input.mediaType;
			this.#changeType();
		}
		const text = input.fields ?? input.body;
		if (text !== undefined) {
			this.#put(text);
		}
	}

	/**
	 * Shows what is wrong with the text, and reports whether it can be sent. The page keeps a line
	 * free for it: Send must not move away while it is being pressed.
	 */
	check(): boolean {
		const fault = this.#form === null && this.#kind !== "text" ? this.#marks(this.#field.value)[0] : undefined;
		this.#error.textContent = fault?.words ?? "";
		this.#error.classList.toggle("tryit-advice", fault?.kind === "misfit");
		this.#field.toggleAttribute("aria-invalid", false);
		if (fault?.kind !== "fault") {
			return true;
		}
		this.#field.setAttribute("aria-invalid", "true");
		return false;
	}

	#showFault(): void {
		const [fault] = this.#marks(this.#field.value);
		this.#editor.focus(fault?.from);
	}

	/** Where the text isn't JSON, or isn't what the schema asks for. */
	#marks(text: string): Mark[] {
		if (text.trim() === "" || this.#kind === "text") {
			return [];
		}
		const read = parseTree(text);
		if (!isTree(read)) {
			return [{ from: read.offset, to: Math.min(read.offset + 1, text.length), words: `Line ${read.line}, column ${read.column}: ${read.message}.`, kind: "fault" }];
		}
		const schema = this.#schema();
		if (!schema || !this.#model) {
			return [];
		}
		return check(this.#model.defs, schema, read)
			.slice(0, 50)
			.map((misfit) => mark(misfit));
	}

	#schema() {
		return this.#model?.bodies.find((one) => one.mediaType === this.#type.value)?.schema;
	}

	/** Shows the form, or the text. */
	#view(form: boolean): void {
		if (!this.#model) {
			this.#wanted = form; // the model comes in a moment
			return;
		}
		const text = this.#field.value;
		const read = text.trim() === "" ? undefined : parseTree(text);
		if (form && read && !isTree(read) && this.#kind !== "binary") {
			this.check();
			this.#owner.say("The form can't show what isn't JSON yet.");
			this.#showFault();
			return;
		}
		if (form) {
			this.#make(read as Tree | undefined);
		} else {
			this.#files = this.#form?.root.read() ?? this.#files;
			this.#form = null;
			this.#room.replaceChildren();
			this.check();
		}
		this.#room.hidden = !form;
		this.#editor.hidden = form;
		for (const button of this.#views.querySelectorAll("button")) {
			button.setAttribute("aria-pressed", String((button.dataset.view === "form") === form));
		}
	}

	#make(value: Tree | undefined): void {
		this.#error.textContent = "";
		const binary = this.#kind === "binary";
		const kind = binary || this.#kind === "multipart" ? "files" : this.#kind === "form" ? "plain" : "json";
		const schema = binary ? { format: "binary" } : (this.#schema() ?? {});
		const spec = { name: "Body", schema, required: this.#model!.bodyRequired || !binary, depth: 0, unnamed: true, brief: true, mediaType: binary ? this.#type.value : undefined };
		this.#form = new FieldForm(this.#model!.defs, kind, spec, binary ? undefined : withFiles(value, this.#files), {
			say: (words) => this.#owner.say(words),
			changed: () => {
				const value = this.#form!.root.read();
				this.#field.value = value === undefined || value.kind === "file" ? "" : printTree(withoutFiles(value));
				this.#editor.sync();
				this.#size();
				this.#owner.changed();
			},
		}, this.#model!.bodies.find((one) => one.mediaType === this.#type.value)?.encoding);
		this.#room.replaceChildren(this.#form.root.element);
	}

	/** Puts a text in its place, whichever view is there. */
	#put(text: string): void {
		this.#field.value = text;
		this.#editor.sync();
		if (this.#form) {
			const read = parseTree(text);
			this.#files = this.#form.root.read() ?? this.#files;
			if (text.trim() === "" || isTree(read)) {
				this.#form.set(text.trim() === "" ? undefined : withFiles(read as Tree, this.#files));
			} else {
				this.#view(false);
			}
		}
		this.#size();
		this.check();
		this.#owner.changed();
	}

	#changeType(): void {
		const edited = this.#field.value !== this.#example;
		const was = this.#type;
		this.#kept.set(was.value, this.#field.value);
		const text = this.#field.value;
		const structured = this.#structured;
		this.#type = this.#holder();
		this.#example = this.#type.dataset.text ?? "";
		const body = this.#model?.bodies.find((one) => one.mediaType === this.#type.value);
		const examples = body?.examples ?? [];
		this.#examples.replaceChildren(
			...examples.map((example) => {
				const option = new Option(example.label);
				option.dataset.text = example.text ?? printTree(this.#shown(body!, treeOf(example.value)));
				return option;
			}),
		);
		this.#examples.hidden = examples.length < 2;
		this.#views.hidden = this.#kind === "text" || this.#kind === "binary";
		// What is written as JSON for one type is JSON for another.
		const carried = edited && structured && this.#structured ? text : undefined;
		this.#form = null;
		this.#field.value = this.#kept.get(this.#type.value) ?? carried ?? this.#example;
		this.#editor.sync();
		this.#editor.leave();
		this.#view(this.#fieldsFirst);
		this.#size();
		this.check();
		this.#owner.changed();
	}

	/** An example without the files, which none can show. */
	#shown({ kind, schema, encoding }: BodyModel, value: Tree): Tree {
		const { defs } = this.#model!;
		const { properties = {} } = shapeOf(defs, schema);
		const isOne = (name: string) => Object.hasOwn(properties, name) && isFile(shapeOf(defs, properties[name]), encoding[name]?.contentType, defs);
		return kind === "multipart" && value.kind === "object" ? { ...value, members: value.members.filter(({ name }) => !isOne(name)) } : value;
	}

	get #structured(): boolean {
		return this.#kind !== "text" && this.#kind !== "binary";
	}

	#holder(): Holder {
		return this.#types instanceof HTMLSelectElement ? this.#types.selectedOptions[0]! : this.#types;
	}

	#written(): void {
		this.#editor.sync();
		this.#size();
		if (this.#field.hasAttribute("aria-invalid")) {
			this.check();
		}
	}

	#size(): void {
		this.#field.rows = Math.min(Math.max(this.#field.value.split("\n").length, 4), 20);
		this.#reset.hidden = this.#field.value === this.#example;
		this.#lean.hidden = !this.#reset.hidden || this.#leanest() === undefined;
	}

	/** The example with what is required alone; undefined if there is nothing else in it. */
	#leanest(): string | undefined {
		const read = this.#structured && this.#model ? parseTree(this.#example) : undefined;
		if (!read || !isTree(read)) {
			return undefined;
		}
		const all = printTree(read);
		const left = printTree(lean(this.#model!.defs, this.#schema() ?? true, read));
		return left === all ? undefined : left;
	}
}

function mark({ path, message, at, missing }: Misfit): Mark {
	const place = placeOf(missing ? path.slice(0, -1) : path);
	// What is missing is marked where its object begins.
	const from = at.start ?? 0;
	const to = missing ? from + 1 : (at.end ?? from + 1);
	return { from, to, words: place ? `${place}: ${message}` : message, kind: "misfit" };
}

/** A form's value as a text can show it. Files are always members of the whole. */
function withoutFiles(value: Tree): Tree {
	return value.kind === "object" ? { ...value, members: value.members.filter((member) => !holdsFiles(member.value)) } : value;
}

/** The files of a value in another, unless that has something in their place. */
function withFiles(value: Tree | undefined, files: Tree | undefined): Tree | undefined {
	const held = files?.kind === "object" ? files.members.filter((member) => holdsFiles(member.value)) : [];
	if (held.length === 0 || (value !== undefined && value.kind !== "object")) {
		return value;
	}
	const members = value?.members ?? [];
	return { kind: "object", members: [...members, ...held.filter(({ name }) => !members.some((member) => member.name === name))] };
}

function holdsFiles(value: Tree): boolean {
	return value.kind === "file" || (value.kind === "list" && value.items.some((item) => item.kind === "file"));
}
