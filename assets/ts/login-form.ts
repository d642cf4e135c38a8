// The form to sign in with, below the field of a token.
import { element } from "./element";
import { begin, clientToken, endpointsOf, finish, LoginError, type Endpoints, type Got } from "./login-oauth";
import { answerOf, callbackAddress, openWindow } from "./login-popup";
import type { Keys } from "./tryit-keys";
import type { Login } from "./tryit-kept";
import type { Model, Scheme } from "./tryit-model";

let forms = 0;

/** A way to get a token. */
type Get = (signal: AbortSignal) => Promise<Got>;

/** Fills in the form for a scheme. */
export async function fillLogin(place: HTMLElement, id: string, model: Model, keys: Keys): Promise<void> {
	const scheme = model.schemes[id]!;
	const room = element("div", "tryit-login-form");
	place.append(room);
	if (location.protocol === "file:" || !isSecureContext) {
		room.append(hint("Signing in needs a page that came from a server by https. Get a token in another way and paste it above."));
		return;
	}
	try {
		room.append(hint("Asking the provider for its addresses."));
		const endpoints = await endpointsOf(scheme, new URL(model.servers[0]!.url.replace(/\{[^}]*\}/g, "x"), location.href).href);
		if (!endpoints.authorize && !endpoints.clientToken) {
			room.replaceChildren(hint("The description doesn't say where to sign in. Get a token in another way and paste it above."));
			return;
		}
		new LoginForm(room, place.closest("form")!, id, scheme, model, endpoints, keys);
	} catch (wrong) {
		room.replaceChildren(hint(wordsOf(wrong)));
	}
}

class LoginForm {
	readonly #keys: Keys;
	readonly #id: string;
	readonly #endpoints: Endpoints;
	readonly #redirect: string;
	readonly #client: HTMLInputElement;
	readonly #secret: HTMLInputElement;
	readonly #scopes: HTMLElement;
	readonly #said = element("p", "tryit-said");
	readonly #cancel = button("Cancel", "button tryit-small");
	readonly #buttons: HTMLButtonElement[] = [];
	#running: AbortController | null = null;

	constructor(room: HTMLElement, form: HTMLFormElement, id: string, scheme: Scheme, model: Model, endpoints: Endpoints, keys: Keys) {
		this.#keys = keys;
		this.#id = id;
		this.#endpoints = endpoints;
		this.#redirect = callbackAddress(form);
		const known = keys.login(id);
		const [client, clientField] = field("Client id", "text", known?.client ?? "");
		const [secret, secretField] = field("Client secret, if the server wants one", "password", known?.secret ?? "");
		this.#client = clientField;
		this.#secret = secretField;
		const needed = new Set(model.security.flat().flatMap((requirement) => (requirement.id === id ? requirement.scopes : [])));
		const wanted = known?.scopes ?? (scheme.kind === "openIdConnect" ? ["openid", ...needed] : [...needed]);
		this.#scopes = scopeList({ ...endpoints.clientScopes, ...endpoints.scopes, ...Object.fromEntries([...needed].filter((scope) => !(scope in endpoints.scopes)).map((scope) => [scope, ""])) }, new Set(wanted));
		this.#said.setAttribute("role", "status");
		this.#cancel.hidden = true;
		this.#cancel.addEventListener("click", () => this.#running?.abort());
		room.replaceChildren(client, secret, this.#scopes);
		if (endpoints.authorize) {
			const { host } = endpoints.authorize;
			room.append(hint("Register this address of the site with your client, as where to come back to: ", element("code", "", this.#redirect)));
			this.#add("Sign in", `At ${host}, in a window of its own`, (signal) => this.#signIn(signal));
		}
		if (endpoints.clientToken) {
			this.#add("Get a token with the secret", `From ${endpoints.clientToken.host}; nobody signs in`, (signal) => clientToken(endpoints.clientToken!, this.#login(), signal));
		}
		room.append(element("p", "tryit-actions", ...this.#buttons, this.#cancel), this.#said);
	}

	#add(words: string, title: string, get: Get): void {
		const one = button(words, "button");
		one.title = title;
		one.addEventListener("click", () => void this.#run(get));
		this.#buttons.push(one);
	}

	async #run(get: Get): Promise<void> {
		if (this.#running) {
			return;
		}
		if (this.#client.value.trim() === "") {
			this.#tell("A client id is needed: the one that the provider gave you for this site.", true);
			this.#client.focus();
			return;
		}
		const running = new AbortController();
		this.#busy(running);
		try {
			const { credential, login } = await get(running.signal);
			this.#keys.set(this.#id, credential, login);
			this.#tell(login.expires ? `You have a token. It ends at ${new Date(login.expires).toLocaleTimeString()}${login.refresh ? ", and is then renewed" : ""}.` : "You have a token.");
		} catch (wrong) {
			this.#tell(wordsOf(wrong), true);
		} finally {
			this.#busy(null);
		}
	}

	#login(): Login {
		const scopes = [...this.#scopes.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value);
		return { client: this.#client.value.trim(), ...(this.#secret.value !== "" && { secret: this.#secret.value }), scopes };
	}

	async #signIn(signal: AbortSignal): Promise<Got> {
		const opened = openWindow();
		this.#tell("Sign in in the other window.");
		try {
			const login = this.#login();
			const attempt = await begin(this.#endpoints, login.client, login.scopes ?? [], this.#redirect);
			const came = await answerOf(attempt, opened, signal);
			this.#tell("You are back. Getting the token.");
			return await finish(attempt, this.#endpoints, came, login, signal);
		} catch (wrong) {
			opened.close();
			throw wrong;
		}
	}

	#busy(running: AbortController | null): void {
		const focused = document.activeElement === this.#cancel;
		this.#running = running;
		this.#cancel.hidden = running === null;
		this.#buttons.forEach((one) => one.setAttribute("aria-disabled", String(running !== null)));
		if (focused) {
			this.#buttons[0]?.focus();
		}
	}

	#tell(words: string, wrong = false): void {
		this.#said.textContent = words;
		this.#said.classList.toggle("tryit-wrong", wrong);
	}
}

function wordsOf(wrong: unknown): string {
	if (wrong instanceof LoginError) {
		return wrong.message;
	}
	throw wrong;
}

function hint(...inside: (Node | string)[]): HTMLElement {
	return element("p", "tryit-hint", ...inside);
}

function button(words: string, className: string): HTMLButtonElement {
	const made = element("button", className, words);
	made.type = "button";
	return made;
}

function field(words: string, type: string, value: string): [HTMLElement, HTMLInputElement] {
	const input = element("input", "");
	input.type = type;
	input.value = value;
	input.id = `try-login-${++forms}`;
	input.autocomplete = "off";
	input.spellcheck = false;
	const label = element("label", "", words);
	label.htmlFor = input.id;
	return [element("div", "tryit-field", label, input), input];
}

function scopeList(scopes: Record<string, string>, wanted: Set<string>): HTMLElement {
	const all = Object.entries(scopes);
	const list = element("fieldset", "tryit-scopes", element("legend", "", "Scopes"));
	list.hidden = all.length === 0;
	for (const [scope, words] of all) {
		const box = element("input", "");
		box.type = "checkbox";
		box.value = scope;
		box.checked = wanted.has(scope);
		list.append(element("label", "", box, element("span", "", element("code", "", scope), words ? ` ${words}` : "")));
	}
	return list;
}
