// The editor of the body's text. It is a text field; when a reader first goes there, an editor that
// knows JSON and the schema is loaded and takes its place, and works on the same text.
import { load } from "./load";
import type { Schema } from "./tryit-model";

/** Something that is wrong with a part of the text. */
export interface Mark {
	from: number;
	to: number;
	words: string;
	kind: "fault" | "misfit";
}

/** What an editor asks of the panel. */
export interface Knows {
	marks(text: string): Mark[];
	/** What the text should be. */
	schema(): { schema: Schema; defs: Record<string, Schema> } | null;
	/** The text is of a kind that the editor knows. */
	wanted(): boolean;
}

/** What the editor's own script offers. */
export interface Loaded {
	/** Puts an editor in the place of a text field. What is written is in the field at once, with an event "input". */
	open(field: HTMLTextAreaElement, knows: Knows): Opened;
}

export interface Opened {
	element: HTMLElement;
	target: HTMLElement;
	/** Takes the text of the field, if it is another. */
	sync(): void;
	focus(at?: number): void;
	close(): void;
}

export class Editor {
	readonly #field: HTMLTextAreaElement;
	#opened: Opened | null = null;
	#hidden: boolean;

	constructor(field: HTMLTextAreaElement, url: string, knows: Knows) {
		this.#field = field;
		this.#hidden = field.hidden;
		let loading = false;
		let composing = false;
		field.addEventListener("compositionstart", () => (composing = true));
		field.addEventListener("compositionend", () => (composing = false));
		// A character that is being put together is waited for.
		const settled = () => (composing ? new Promise((resolve) => field.addEventListener("compositionend", () => setTimeout(resolve), { once: true })) : undefined);
		const here = () => {
			if (!url || loading || this.#opened || !knows.wanted()) {
				return;
			}
			loading = true;
			// Without it the text field goes on being one.
			load("script", { src: url })
				.then(settled)
				.then(() => knows.wanted() && !this.#hidden && this.#open(knows))
				.catch(() => {})
				.finally(() => (loading = false));
		};
		field.addEventListener("focus", here);
		if (document.activeElement === field) {
			here(); // that is what woke the panel
		}
	}

	/** What has the focus while somebody writes. */
	get target(): HTMLElement {
		return this.#opened?.target ?? this.#field;
	}

	set hidden(hidden: boolean) {
		this.#hidden = hidden;
		this.#field.hidden = hidden || this.#opened !== null;
		if (this.#opened) {
			this.#opened.element.hidden = hidden;
		}
	}

	sync(): void {
		this.#opened?.sync();
	}

	focus(at?: number): void {
		if (this.#opened) {
			this.#opened.focus(at);
			return;
		}
		this.#field.focus();
		if (at !== undefined) {
			this.#field.setSelectionRange(at, Math.min(at + 1, this.#field.value.length));
		}
	}

	/** Goes back to the plain field: the text is of another kind now. */
	leave(): void {
		this.#opened?.close();
		this.#opened = null;
		this.#field.hidden = this.#hidden;
	}

	#open(knows: Knows): void {
		const { docsiteEditor } = self as unknown as { docsiteEditor: Loaded };
		this.#opened = docsiteEditor.open(this.#field, knows);
	}
}
