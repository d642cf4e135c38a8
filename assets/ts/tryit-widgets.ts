// What fields of plain values hold: a line or several of text, a choice of values, a value that is
// always the same, and any value at all, as JSON.
import { element } from "./element";
import { equal, isText, isTree, leafOf, parseTree, printTree, textOf, treeOf, typeOf, type Tree } from "./json-tree";
import { newId, placeholderOf, type Field, type Form, type Spec, type Widget } from "./tryit-field";
import { formatExample } from "./tryit-format";
import { typesOf, type Shape } from "./tryit-shape";

/** So many characters fit into a line. */
const longLine = 60;

/** A text or a number. Of parameters also anything else that is plain: all of them are sent as text. */
export class TextWidget implements Widget {
	element: HTMLElement;
	control: HTMLInputElement | HTMLTextAreaElement;
	readonly #number: boolean;
	readonly #plain: boolean;
	readonly #changed: () => void;
	#was: Tree | undefined;
	#shown = "";

	constructor(form: Form, spec: Spec, shape: Shape, field: Field) {
		this.#number = !typesOf(shape).includes("string") && /number|integer/.test(typesOf(shape).join());
		this.#plain = form.plain;
		const long = !this.#number && ((shape.maxLength ?? 0) > 5000 || shape.contentMediaType !== undefined);
		this.control = element(long ? "textarea" : "input", "");
		if (this.control instanceof HTMLInputElement) {
			this.control.type = shape.format === "date" ? "date" : shape.format === "password" ? "password" : "text";
			if (typesOf(shape).some((type) => type === "integer" || type === "number")) {
				this.control.inputMode = (shape.minimum ?? -1) < 0 ? "text" : typesOf(shape).includes("integer") ? "numeric" : "decimal";
			}
		} else {
			this.control.rows = 2;
		}
		Object.assign(this.control, { autocomplete: "off", spellcheck: false, autocapitalize: "off", required: spec.required });
		this.control.placeholder = placeholderOf(spec, shape, formatExample(shape.format));
		this.#changed = () => form.changed(field);
		this.#listen();
		const control = () => this.control;
		const more = shape.format === "date-time" ? nowButton(control) : shape.format === "byte" || shape.contentEncoding === "base64" ? fileButton(control, form) : null;
		const offer = shape.known ? knownTexts(this.control, shape.known) : null;
		this.element = more || offer ? element("div", more ? "tryit-with" : "tryit-room", this.control, ...(more ? [more] : []), ...(offer ? [offer] : [])) : this.control;
	}

	read(): Tree | undefined {
		const text = this.control.value;
		if (text === this.#shown) {
			return this.#was;
		}
		if (text === "") {
			return undefined;
		}
		return this.#read(text);
	}

	#read(text: string): Tree {
		const number = this.#number ? parseTree(text.trim()) : undefined;
		return number && isTree(number) && typeOf(number) === "number" ? number : leafOf(text);
	}

	set(value: Tree | undefined): void {
		const text = value === undefined ? "" : textOf(value);
		if (this.control instanceof HTMLInputElement && this.control.type === "date" && text !== "" && !/^\d{4}-\d\d-\d\d$/.test(text)) {
			this.control.type = "text"; // what is there is no day, and shouldn't vanish
		}
		// What is long is to be seen whole. Parameters stay as the page had them.
		if ((/[\r\n]/.test(text) || (text.length > longLine && !this.#plain)) && this.control instanceof HTMLInputElement && this.control.type === "text") {
			this.#widen();
		}
		this.control.value = text;
		this.#shown = this.control.value;
		// Of a parameter a long number is remembered as text, which it is sent as anyway.
		this.#was = this.#plain && isText(value) ? this.#read(text) : value;
	}

	/** Hears what is typed. A line that is to have another one becomes a field of several, which loses nothing. */
	#listen(): void {
		this.control.addEventListener("input", () => this.#changed());
		if (this.control instanceof HTMLTextAreaElement || this.control.type !== "text" || this.#number) {
			return;
		}
		const insert = (event: Event, text: string) => {
			const { selectionStart, selectionEnd } = this.control;
			event.preventDefault();
			this.#widen();
			this.control.focus();
			this.control.setRangeText(text, selectionStart!, selectionEnd!, "end");
			this.#changed();
		};
		this.control.addEventListener("paste", (event) => {
			const text = (event as ClipboardEvent).clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n") ?? "";
			if (text.trim().includes("\n")) {
				insert(event, text);
			}
		});
		this.control.addEventListener("keydown", (event) => {
			const { key, shiftKey, isComposing } = event as KeyboardEvent;
			if (key === "Enter" && shiftKey && !isComposing) {
				insert(event, "\n");
			}
		});
	}

	/** Puts a field of several lines in the place of one. */
	#widen(): void {
		const line = this.control;
		const { id, value, placeholder, required } = line;
		this.control = Object.assign(element("textarea", ""), { id, value, placeholder, required, rows: 2, spellcheck: false, autocapitalize: "off" });
		for (const name of ["aria-describedby", "aria-invalid"].filter((name) => line.hasAttribute(name))) {
			this.control.setAttribute(name, line.getAttribute(name)!);
		}
		line.replaceWith(this.control);
		this.element = this.element === line ? this.control : this.element;
		this.#listen();
	}
}

/** Texts to pick from, where any other does as well. */
function knownTexts(control: HTMLInputElement | HTMLTextAreaElement, texts: string[]): HTMLDataListElement {
	const list = element("datalist", "", ...texts.map((text) => new Option("", text)));
	list.id = newId();
	control.setAttribute("list", list.id);
	return list;
}

/** Fills in the time that it is. */
function nowButton(control: () => HTMLInputElement | HTMLTextAreaElement): HTMLElement {
	return small("Now", (button) => {
		type(control(), new Date().toISOString().replace(/\.\d+/, ""));
		button.focus();
	});
}

/** Fills in a file's bytes in Base64. */
function fileButton(control: () => HTMLInputElement | HTMLTextAreaElement, form: Form): HTMLElement {
	return small("From a file", () => {
		const picker = element("input", "");
		picker.type = "file";
		picker.addEventListener("change", () => {
			const file = picker.files?.[0];
			if (file) {
				const reader = new FileReader();
				reader.addEventListener("load", () => {
					type(control(), String(reader.result).replace(/^[^,]*,/, ""));
					form.say(`${file.name} is filled in.`);
				});
				reader.readAsDataURL(file);
			}
		});
		picker.click();
	});
}

function small(words: string, act: (button: HTMLButtonElement) => void): HTMLButtonElement {
	const button = element("button", "button tryit-small", words);
	button.type = "button";
	button.addEventListener("click", () => act(button));
	return button;
}

/** Fills in what a reader could have typed. */
function type(control: HTMLInputElement | HTMLTextAreaElement, text: string): void {
	control.value = text;
	control.dispatchEvent(new Event("input", { bubbles: true }));
}

/** One of some values. */
export class PickWidget implements Widget {
	readonly element: HTMLSelectElement;
	readonly control: HTMLSelectElement;
	readonly #values: Tree[] = [];

	constructor(form: Form, spec: Spec, shape: Shape, field: Field) {
		this.element = this.control = element("select", "");
		this.control.required = spec.required;
		const otherwise = shape.default === undefined ? "" : ` (default ${typeof shape.default === "string" ? shape.default : JSON.stringify(shape.default)})`;
		this.control.append(new Option(spec.required ? "Choose" : `Not sent${otherwise}`, ""));
		const values = shape.enum ?? (shape.const !== undefined ? [shape.const] : typesOf(shape).includes("boolean") ? [true, false] : []);
		values.forEach((value, i) => this.#offer(treeOf(value), shape.labels?.[i]));
		if (shape.nullable || typesOf(shape).includes("null")) {
			this.#offer(treeOf(null));
		}
		this.control.addEventListener("change", () => form.changed(field));
	}

	read(): Tree | undefined {
		return this.#values[this.control.selectedIndex - 1];
	}

	set(value: Tree | undefined): void {
		let at = value === undefined ? -1 : this.#values.findIndex((one) => equal(one, value) || (isText(value) && textOf(value) === textOf(one)));
		if (value !== undefined && at < 0) {
			at = this.#offer(value) - 1; // not one of them, but what was written
		} else if (value !== undefined) {
			this.#values[at] = value;
		}
		this.control.selectedIndex = at + 1;
	}

	#offer(value: Tree, label = ""): number {
		const text = textOf(value) || '""';
		this.control.append(new Option(label && label !== text ? `${text}: ${label}` : text, ""));
		return this.#values.push(value);
	}
}

/** A value that is always the same. */
export class FixedWidget implements Widget {
	readonly element: HTMLElement;
	#value: Tree;

	constructor(shape: Shape) {
		this.#value = treeOf(shape.const);
		this.element = element("p", "tryit-fixed", element("code", "", printTree(this.#value, false)));
	}

	read(): Tree {
		return this.#value;
	}

	set(value: Tree | undefined): void {
		if (value !== undefined) {
			this.#value = value;
			this.element.firstElementChild!.textContent = printTree(value, false);
		}
	}
}

/** Any value, as JSON. */
export class JSONWidget implements Widget {
	readonly element: HTMLTextAreaElement;
	readonly control: HTMLTextAreaElement;
	#was: Tree | undefined;
	#shown = "";

	constructor(form: Form, spec: Spec, shape: Shape, field: Field) {
		this.element = this.control = element("textarea", "tryit-json");
		Object.assign(this.control, { rows: 2, spellcheck: false, autocapitalize: "off", required: spec.required });
		this.control.placeholder = placeholderOf(spec, shape, "JSON");
		this.control.addEventListener("input", () => form.changed(field));
	}

	read(): Tree | undefined {
		const text = this.control.value;
		if (text === this.#shown) {
			return this.#was;
		}
		const read = text.trim() === "" ? undefined : parseTree(text);
		return read && isTree(read) ? read : undefined;
	}

	set(value: Tree | undefined): void {
		this.control.value = value === undefined ? "" : printTree(value);
		this.#shown = this.control.value;
		this.#was = value;
	}

	problem(): string {
		const text = this.control.value;
		const read = text.trim() === "" ? undefined : parseTree(text);
		return read && !isTree(read) ? `This isn't JSON yet. Line ${read.line}, column ${read.column}: ${read.message}.` : "";
	}
}
