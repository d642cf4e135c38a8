// The credentials of a panel: which of the ways to be let in a reader takes, and what was pasted for it. They are never in an
// address, a sample or a log.
import { allKeys, isKey, keepKey, recallKey, type Kept, type Login } from "./tryit-kept";
import { load } from "./load";
import { loadModel, type Credential, type Model } from "./tryit-model";

/** What the script offers that is loaded when somebody signs in, or looks at what is kept. */
export interface KeyScript {
	/** Fills in the form to sign in. */
	login(place: HTMLElement, id: string, model: Model, keys: Keys): void;
	/** Gets a new token for one that has ended. */
	refresh(login: Login): Promise<{ credential: Credential; login: Login } | null>;
	/** Shows all that is kept, to forget it. */
	showKept(changed: () => void, closed: () => void): void;
}

/** The fields of a scheme. */
interface Group {
	element: HTMLElement;
	id: string;
	realm: string;
	label: string;
	fields: HTMLInputElement[];
	login?: Login;
}

export class Keys {
	readonly #form: HTMLFormElement;
	readonly #said: (text: string) => void;
	readonly #groups: Group[];
	readonly #ways: HTMLSelectElement | null;
	readonly #lasting: HTMLInputElement | null;
	readonly #forget: HTMLButtonElement | null;
	readonly #all: HTMLButtonElement | null;

	constructor(form: HTMLFormElement, said: (text: string) => void) {
		this.#form = form;
		this.#said = said;
		this.#groups = [...form.querySelectorAll<HTMLElement>("[data-realm]")].map((element) => ({
			element,
			id: element.dataset.scheme!,
			realm: element.dataset.realm!,
			label: element.dataset.label!,
			fields: [...element.querySelectorAll<HTMLInputElement>("input[data-part]")],
		}));
		this.#ways = form.querySelector("select[name=way]");
		this.#lasting = form.querySelector("input[name=lasting]");
		this.#forget = form.querySelector("[data-forget]");
		this.#all = form.querySelector("[data-kept]");
		for (const group of this.#groups) {
			for (const field of group.fields) {
				field.addEventListener("input", () => this.#changed(group));
			}
			const login = group.element.querySelector<HTMLDetailsElement>("details[data-login]");
			// Somebody may have been faster than this script.
			if (login?.open) {
				void this.#open(login, group);
			} else {
				login?.addEventListener("toggle", () => void this.#open(login, group), { once: true });
			}
			if (!empty(group)) {
				this.#keep(group);
			}
		}
		for (const button of form.querySelectorAll<HTMLButtonElement>("[data-show]")) {
			button.addEventListener("click", () => show(button));
		}
		this.#ways?.addEventListener("change", () => this.#show());
		this.#lasting?.addEventListener("change", () => this.#groups.forEach((group) => this.#keep(group)));
		this.#forget?.addEventListener("click", () => this.#forgetShown());
		this.#all?.addEventListener("click", () => void this.#showKept());
		this.#restore();
		this.#chooseWay();
		// A page from the back/forward cache has what was known when it was left, and another tab may have forgotten.
		addEventListener("pageshow", (event) => event.persisted && this.#restore());
		addEventListener("storage", ({ key, storageArea }) => storageArea === window.localStorage && isKey(key) && this.#restore());
	}

	/** What there is for the way that is chosen, by scheme. */
	credentials(): Record<string, Credential> {
		return Object.fromEntries(this.#shown().flatMap((group) => (empty(group) ? [] : [[group.id, credentialOf(group)]])));
	}

	/** Gets new tokens for those that have ended. One that can't be had is said, and the server has the last word on the old one. */
	async fresh(): Promise<void> {
		for (const group of this.#shown()) {
			const { login } = group;
			if (login?.refresh && (login.expires ?? Infinity) < Date.now() + 10_000) {
				const made = await (await this.#script())?.refresh(login);
				if (made) {
					this.set(group.id, made.credential, made.login);
				} else {
					group.element.querySelector(".tryit-error")!.textContent = "This token has ended, and there was no new one to be had. Sign in again.";
				}
			}
		}
	}

	/** Takes what somebody got by signing in. */
	set(id: string, credential: Credential, login?: Login): void {
		const group = this.#groups.find((one) => one.id === id);
		if (group) {
			for (const field of group.fields) {
				field.value = credential[field.dataset.part as keyof Credential] ?? "";
			}
			this.#changed(group, login);
			this.#form.dispatchEvent(new Event("input", { bubbles: true }));
		}
	}

	/** What is known of an earlier sign-in. */
	login(id: string): Login | undefined {
		return this.#groups.find((one) => one.id === id)?.login;
	}

	/** Leads to the first field that a refused credential may be in. It reports whether there is one. */
	point(words: string): boolean {
		const group = this.#shown().find(empty) ?? this.#shown()[0];
		const error = group?.element.querySelector<HTMLElement>(".tryit-error");
		const field = group?.fields[0];
		if (!group || !field || !error) {
			return false;
		}
		error.textContent = words;
		group.fields.forEach((one) => one.setAttribute("aria-invalid", "true"));
		field.focus();
		field.select();
		return true;
	}

	/** The groups of the way that is chosen. */
	#shown(): Group[] {
		return this.#groups.filter(({ element }) => !this.#ways || element.dataset.ways!.split(" ").includes(this.#ways.value));
	}

	#show(): void {
		const shown = this.#shown();
		for (const group of this.#groups) {
			group.element.hidden = !shown.includes(group);
		}
		if (this.#lasting) {
			this.#lasting.closest<HTMLElement>("label")!.hidden = shown.length === 0;
		}
		if (this.#forget) {
			this.#forget.hidden = shown.every(empty);
			this.#forget.textContent = shown.length > 1 ? "Forget them" : "Forget it";
		}
		if (this.#all) {
			this.#all.hidden = allKeys().length === 0;
		}
	}

	#restore(): void {
		for (const group of this.#groups) {
			const found = recallKey(group.realm);
			group.login = found?.kept.login;
			for (const field of group.fields) {
				field.value = found?.kept.credential[field.dataset.part as keyof Credential] ?? "";
			}
			if (found && this.#lasting) {
				this.#lasting.checked = found.lasting;
			}
		}
		this.#show();
	}

	/** Chooses the first way that everything is there for. After that it is the reader who chooses. */
	#chooseWay(): void {
		const filled = [...(this.#ways?.options ?? [])].find(({ value }) => {
			const of = this.#groups.filter(({ element }) => element.dataset.ways!.split(" ").includes(value));
			return of.length > 0 && !of.some(empty);
		});
		if (filled) {
			this.#ways!.value = filled.value;
		}
		this.#show();
	}

	#changed(group: Group, login = group.login): void {
		// What is pasted comes from elsewhere: the next one can't be got in its place.
		const pasted = login && recallKey(group.realm)?.kept.credential.value !== credentialOf(group).value && login === group.login;
		group.login = pasted ? { client: login.client, ...(login.secret && { secret: login.secret }), scopes: login.scopes } : login;
		group.fields.forEach((field) => field.removeAttribute("aria-invalid"));
		group.element.querySelector(".tryit-error")!.textContent = "";
		this.#keep(group);
		this.#show();
	}

	#keep(group: Group): void {
		const kept: Kept = { label: group.label, host: group.element.dataset.host ?? "", credential: credentialOf(group), ...(group.login && { login: group.login }) };
		keepKey(group.realm, empty(group) ? null : kept, this.#lasting?.checked);
	}

	#forgetShown(): void {
		const shown = this.#shown();
		for (const group of shown) {
			group.fields.forEach((field) => (field.value = ""));
			group.login = undefined;
			this.#changed(group);
		}
		this.#said(shown.length > 1 ? "The credentials are forgotten." : "It is forgotten.");
		this.#form.dispatchEvent(new Event("input", { bubbles: true }));
		shown[0]?.fields[0]?.focus();
	}

	async #showKept(): Promise<void> {
		(await this.#script())?.showKept(
			() => this.#restore(),
			() => this.#all!.hidden && this.#shown()[0]?.fields[0]?.focus(), // where the focus came from is gone
		);
	}

	async #open(place: HTMLElement, group: Group): Promise<void> {
		const [script, model] = await Promise.all([this.#script(), loadModel(this.#form).catch(() => null)]);
		if (script && model) {
			script.login(place, group.id, model, this);
		} else {
			this.#said("What signs you in did not load. Look at your connection and reload the page.");
		}
	}

	async #script(): Promise<KeyScript | null> {
		try {
			const holder = self as unknown as { docsiteKeys?: KeyScript };
			if (!holder.docsiteKeys) {
				await load("script", { src: this.#form.dataset.keys! });
			}
			return holder.docsiteKeys ?? null;
		} catch {
			return null;
		}
	}
}

function empty(group: Group): boolean {
	return group.fields.every((field) => field.value === "");
}

function credentialOf(group: Group): Credential {
	return Object.fromEntries(group.fields.filter((field) => field.value !== "").map((field) => [field.dataset.part!, field.value]));
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
