// What a reader fills in on an operation's panel, and what that makes: the input of a request. How
// it is sent and what comes back is not its business.
import { Beside } from "./tryit-beside";
import { Body } from "./tryit-body";
import { Keys } from "./tryit-keys";
import { loadModel, type Input, type Model } from "./tryit-model";
import { Params } from "./tryit-params";
import { Servers } from "./tryit-servers";
import { Unsendable } from "./tryit-wrong";

/** The form of an operation. It says "tryit:change" (an event of the form) when anything in it changed. */
export class Panel {
	readonly form: HTMLFormElement;
	readonly keys: Keys;
	/** Tells everybody, a screen reader too. */
	readonly say: (text: string) => void;
	readonly #servers: Servers;
	readonly #beside: Beside;
	readonly #body: Body | null;
	#params: Params | null = null;
	/** The input that readers were told doesn't fit: they may send it all the same. */
	#insisted = "";

	constructor(form: HTMLFormElement, said: (text: string) => void) {
		this.form = form;
		this.say = said;
		this.keys = new Keys(form, said);
		this.#servers = new Servers(form);
		this.#body = form.querySelector("textarea[name=body]") ? new Body(form, this.#owner) : null;
		for (const kind of ["input", "change"]) {
			form.addEventListener(kind, () => this.#changed());
		}
		this.#beside = new Beside(this);
		const use = () => void this.ready().catch(() => {});
		for (const kind of ["focusin", "pointerdown", "dragenter"]) {
			form.addEventListener(kind, use, { once: true });
		}
		if ("used" in form.dataset) {
			use(); // that is what woke it
		}
	}

	/** Waits for what is loaded only when somebody uses the panel. It throws [Unsendable] if it doesn't come. */
	async ready(): Promise<Model> {
		let model: Model;
		try {
			model = await loadModel(this.form);
		} catch {
			throw new Unsendable("What the panel knows of this operation did not load. Look at your connection and try again.", this.form);
		}
		if (!this.#params) {
			holdStill(this.form, () => {
				this.#params = new Params(this.form, model, this.#owner);
				this.#body?.open(model);
			});
			this.#beside.load();
		}
		return model;
	}

	/** What is filled in, once the panel is ready. It throws [Unsendable] for what makes no request. */
	input(quiet = false): Input {
		return {
			server: this.#servers.value(),
			values: this.#params?.values(quiet) ?? {},
			credentials: this.keys.credentials(),
			mediaType: "",
			...this.#body?.input(quiet),
		};
	}

	/** The same, without a word about what is wrong: null if it makes no request yet. */
	peek(): Input | null {
		try {
			return this.input(true);
		} catch (wrong) {
			if (wrong instanceof Unsendable) {
				return null;
			}
			throw wrong;
		}
	}

	/**
	 * The same, to be sent. What the description doesn't allow is pointed out once; sent again without
	 * a change it goes: the description may be wrong, and the server's own words are worth to be seen.
	 */
	sendable(): Input {
		const input = this.input();
		const wrong = this.#params?.wrong() ?? this.#body?.wrong();
		const now = JSON.stringify(input);
		if (wrong && this.#insisted !== now) {
			this.#insisted = now;
			throw new Unsendable("This doesn't fit the description. Send it again to send it as it is.", wrong);
		}
		return input;
	}

	/** Fills the form in, with what a link or the history remembers. Credentials and files stay as they are. */
	async fill(input: Input): Promise<void> {
		await this.ready();
		this.#servers.fill(input.server);
		this.#params?.fill(input.values);
		this.#body?.fill(input);
		this.#changed();
	}

	get #owner() {
		return { changed: () => this.#changed(), say: this.say };
	}

	#changed(): void {
		this.form.dispatchEvent(new CustomEvent("tryit:change"));
	}
}

/** Makes other fields of the page's, and keeps what a reader points at under the pointer, if those above it become taller. */
function holdStill(form: HTMLFormElement, act: () => void): void {
	const parts = () => [...form.querySelectorAll(":scope > *, :scope > .tryit-more > *")];
	const at = parts().findLastIndex((part) => part.matches(":hover, :focus-within"));
	const before = parts()[at]?.getBoundingClientRect().top;
	act();
	const after = parts()[at]?.getBoundingClientRect().top;
	if (before !== undefined && after !== undefined && after !== before) {
		scrollBy({ top: after - before, behavior: "instant" });
	}
}
