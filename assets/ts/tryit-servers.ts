// Which server a call goes to, and what its variables are. The page offers no other than the operator allows, and the proxy
// takes no other.

export class Servers {
	readonly #choice: HTMLSelectElement | null;
	readonly #variables: HTMLElement[];

	constructor(form: HTMLFormElement) {
		this.#choice = form.querySelector("select[name=upstream]");
		this.#variables = [...form.querySelectorAll<HTMLElement>("[data-server]")];
		this.#choice?.addEventListener("change", () => this.#show());
		this.#show(); // browsers remember what was chosen
	}

	/** The choice as requests are made of it. */
	value(): { index: number; variables: Record<string, string> } {
		const variables: Record<string, string> = {};
		for (const field of this.#shown()?.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[data-variable]") ?? []) {
			// Nothing typed is the default, which is shown in the empty field.
			if (field.value.trim() !== "") {
				variables[field.dataset.variable!] = field.value.trim();
			}
		}
		return { index: this.#index, variables };
	}

	/** Takes a choice that was remembered, as far as it is still offered. */
	fill({ index, variables }: { index: number; variables: Record<string, string> }): void {
		if (this.#choice?.querySelector(`option[value="${Number(index)}"]`)) {
			this.#choice.value = String(index);
		}
		this.#show();
		for (const field of this.#shown()?.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[data-variable]") ?? []) {
			const value = Object.hasOwn(variables, field.dataset.variable!) ? variables[field.dataset.variable!]! : undefined;
			if (value !== undefined && (!(field instanceof HTMLSelectElement) || [...field.options].some((option) => option.value === value))) {
				field.value = value;
			}
		}
	}

	get #index(): number {
		return Number(this.#choice?.value ?? 0);
	}

	#shown(): HTMLElement | undefined {
		return this.#variables.find((one) => Number(one.dataset.server) === this.#index);
	}

	#show(): void {
		const shown = this.#shown();
		for (const one of this.#variables) {
			one.hidden = one !== shown;
		}
	}
}
