/**
 * The credentials that a reader has pasted. They are kept for this tab, so that the page of the
 * next operation has them too, and for this site alone: another site of the same origin may
 * document another API. They are never in an address, a sample or a log.
 */
export class Keys {
	readonly #fields: HTMLInputElement[];
	readonly #forget: HTMLButtonElement | null;
	readonly #prefix = `docsite.key ${siteRoot().pathname} `;

	constructor(form: HTMLFormElement, said: (text: string) => void) {
		this.#fields = [...form.querySelectorAll<HTMLInputElement>("input[data-scheme]")];
		this.#forget = form.querySelector<HTMLButtonElement>("[data-forget]");
		for (const field of this.#fields) {
			field.addEventListener("input", () => this.#keep(field));
			if (field.value !== "") {
				this.#keep(field); // somebody was faster than this script
			}
		}
		for (const button of form.querySelectorAll<HTMLButtonElement>("[data-show]")) {
			button.addEventListener("click", () => show(button));
		}
		this.#forget?.addEventListener("click", () => {
			this.forget();
			said(this.#fields.length > 1 ? "The credentials are forgotten." : "The key is forgotten.");
			this.#fields[0]?.focus();
		});
		this.#restore();
		// A page from the back/forward cache has what was known when it was left.
		addEventListener("pageshow", (event) => event.persisted && this.#restore());
	}

	/** What there is, by scheme, as the proxy takes it. */
	credentials(): Record<string, Record<string, string>> {
		const all: Record<string, Record<string, string>> = {};
		for (const field of this.#fields) {
			if (field.value !== "") {
				(all[field.dataset.scheme!] ??= {})[field.dataset.part!] = field.value;
			}
		}
		return all;
	}

	/** Empties the fields and the tab's memory of them. */
	forget(): void {
		for (const field of this.#fields) {
			field.value = "";
			this.#keep(field);
		}
	}

	#restore(): void {
		for (const field of this.#fields) {
			try {
				field.value = sessionStorage.getItem(this.#name(field)) ?? "";
			} catch {
				// Without storage a key is there for this page.
			}
		}
		this.#offer();
	}

	#keep(field: HTMLInputElement): void {
		try {
			if (field.value === "") {
				sessionStorage.removeItem(this.#name(field));
			} else {
				sessionStorage.setItem(this.#name(field), field.value);
			}
		} catch {
			// As above.
		}
		this.#offer();
	}

	#offer(): void {
		if (this.#forget) {
			this.#forget.hidden = !this.#fields.some((field) => field.value !== "");
			this.#forget.textContent = this.#fields.length > 1 ? "Forget them" : "Forget key";
		}
	}

	#name(field: HTMLInputElement): string {
		return `${this.#prefix}${field.dataset.scheme} ${field.dataset.part}`;
	}
}

/** The address of the site's first page. */
export function siteRoot(): URL {
	return new URL(document.documentElement.dataset.root ?? "./", location.href);
}

function show(button: HTMLButtonElement): void {
	const field = document.getElementById(button.getAttribute("aria-controls") ?? "");
	if (field instanceof HTMLInputElement) {
		const shown = field.type === "password";
		field.type = shown ? "text" : "password";
		button.textContent = shown ? "Hide" : "Show";
		button.setAttribute("aria-pressed", String(shown));
	}
}
