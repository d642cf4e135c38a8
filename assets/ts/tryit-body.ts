import { readJSON } from "./json";

/** The editor of the body: a text field that knows the spec's examples and what JSON is. */
export class Body {
	readonly #field: HTMLTextAreaElement;
	readonly #error: HTMLElement;
	readonly #reset: HTMLButtonElement;
	readonly #type: HTMLInputElement | HTMLSelectElement;
	#example: string;

	constructor(form: HTMLFormElement, field: HTMLTextAreaElement) {
		this.#field = field;
		this.#error = form.querySelector("#try-body-error")!;
		this.#reset = form.querySelector("[data-reset]")!;
		this.#type = form.querySelector("[name=mediaType]")!;
		this.#example = field.value;
		field.addEventListener("input", () => this.#changed());
		// Saying what is wrong while somebody still types would be rude.
		field.addEventListener("change", () => this.check());
		this.#reset.addEventListener("click", () => {
			this.#fill(this.#example);
			field.focus();
		});
		for (const select of form.querySelectorAll<HTMLSelectElement>("select[name=example], select[name=mediaType]")) {
			select.addEventListener("change", () => this.#fill(select.selectedOptions[0]?.dataset.text ?? ""));
		}
		this.#changed();
	}

	get text(): string {
		return this.#field.value;
	}

	get mediaType(): string {
		return this.#type.value;
	}

	/**
	 * Shows what is wrong with the text, and reports whether nothing is. The page keeps a line free
	 * for it: Send must not move away while it is being pressed.
	 */
	check(): boolean {
		const holder = this.#type instanceof HTMLSelectElement ? this.#type.selectedOptions[0] : this.#type;
		const fault = "json" in (holder?.dataset ?? {}) && this.text.trim() !== "" ? readJSON(this.text) : [];
		if (Array.isArray(fault)) {
			this.#error.textContent = "";
			this.#field.removeAttribute("aria-invalid");
			return true;
		}
		this.#error.textContent = `Line ${fault.line}, column ${fault.column}: ${fault.message}.`;
		this.#field.setAttribute("aria-invalid", "true");
		return false;
	}

	/** Puts the cursor where the text is wrong. */
	showFault(): void {
		const fault = readJSON(this.text);
		this.#field.focus();
		if (!Array.isArray(fault)) {
			this.#field.setSelectionRange(fault.offset, Math.min(fault.offset + 1, this.text.length));
		}
	}

	/** Puts a text in that is no example. */
	fill(text: string, mediaType: string): void {
		if (mediaType) {
			this.#type.value = mediaType;
		}
		this.#field.value = text;
		this.#changed();
		this.check();
	}

	#fill(text: string): void {
		this.#example = text;
		this.#field.value = text;
		this.#changed();
		this.check();
	}

	#changed(): void {
		this.#field.rows = Math.min(Math.max(this.text.split("\n").length, 4), 20);
		this.#reset.hidden = this.text === this.#example;
		if (this.#field.hasAttribute("aria-invalid")) {
			this.check();
		}
	}
}
