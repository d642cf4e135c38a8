// What a reader fills in on an operation's panel, and what that makes: the input of a request. The
// page has the form; how it is sent and what comes back is not its business.
import { Body } from "./tryit-body";
import { Keys } from "./tryit-keys";

/** What a reader has filled in to send a request. */
export interface Input {
	server: { index: number; variables: Record<string, string> };
	values: Record<string, Record<string, unknown>>;
	credentials: Record<string, { value?: string; username?: string; password?: string }>;
	mediaType: string;
	body?: string;
	bodyFile?: File;
	parts?: { name: string; value?: string; file?: File; fileName?: string; mediaType?: string }[];
}

/** What is filled in wrongly, and where. */
export class Unsendable extends Error {
	constructor(
		message: string,
		readonly field: HTMLElement,
	) {
		super(message);
	}

	/** Brings the field into view and puts the focus there. */
	show(): void {
		for (let at = this.field.closest("details"); at; at = at.parentElement!.closest("details")) {
			at.open = true;
		}
		this.field.focus();
	}
}

/** The form of an operation. It says "tryit:change" (an event of the form) when anything in it changed. */
export class Panel {
	readonly form: HTMLFormElement;
	readonly keys: Keys;
	readonly #body: Body | null;

	constructor(form: HTMLFormElement, said: (text: string) => void) {
		this.form = form;
		this.keys = new Keys(form, said);
		const body = form.querySelector<HTMLTextAreaElement>("textarea[name=body]");
		this.#body = body && new Body(form, body);
		for (const kind of ["input", "change"]) {
			form.addEventListener(kind, () => this.#changed());
		}
	}

	/** Waits for what is loaded only when somebody uses the panel. */
	async ready(): Promise<void> {}

	/** What is filled in. It throws [Unsendable] for what makes no request. */
	input(): Input {
		const values = this.#values();
		if (this.#body && !this.#body.check()) {
			this.#body.showFault();
			throw new Unsendable("The body is not JSON yet.", this.form.querySelector("textarea[name=body]")!);
		}
		const server = this.form.querySelector<HTMLSelectElement>("select[name=upstream]");
		return {
			server: { index: Number(server?.value ?? 0), variables: {} },
			values,
			credentials: this.keys.credentials(),
			mediaType: this.#body?.mediaType ?? "",
			...(this.#body && { body: this.#body.text }),
		};
	}

	/** Fills the form in, with what a link or the history remembers. Credentials stay as they are. */
	fill(input: Input): void {
		for (const field of this.#fields()) {
			const { in: place, name, kind } = field.dataset as Record<string, string>;
			field.value = write(input.values[place!]?.[name!], kind!);
		}
		if (this.#body && input.body !== undefined) {
			this.#body.fill(input.body, input.mediaType);
		}
		this.#changed();
	}

	#changed(): void {
		this.form.dispatchEvent(new CustomEvent("tryit:change"));
	}

	#fields(): NodeListOf<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement> {
		return this.form.querySelectorAll("[data-in]");
	}

	#values(): Input["values"] {
		const values: Input["values"] = {};
		for (const field of this.#fields()) {
			const { in: place, name, kind } = field.dataset as Record<string, string>;
			field.removeAttribute("aria-invalid");
			if (field.value === "") {
				if (field.required) {
					field.setAttribute("aria-invalid", "true");
					throw new Unsendable(`${name} is needed.`, field);
				}
				continue;
			}
			(values[place!] ??= {})[name!] = read(field, name!, kind!);
		}
		return values;
	}
}

/** A field's value as the proxy takes it. */
function read(field: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement, name: string, kind: string): unknown {
	switch (kind) {
		case "list":
			return field.value.split("\n").filter((line) => line !== "");
		case "json":
			try {
				return JSON.parse(field.value);
			} catch {
				field.setAttribute("aria-invalid", "true");
				throw new Unsendable(`${name} is not JSON yet.`, field);
			}
	}
	return field.value;
}

/** A value as its field shows it. */
function write(value: unknown, kind: string): string {
	if (value === undefined) {
		return "";
	}
	if (kind === "list" && Array.isArray(value)) {
		return value.join("\n");
	}
	return typeof value === "string" && kind !== "json" ? value : JSON.stringify(value);
}
