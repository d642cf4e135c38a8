// The panel on an operation's page that sends a request, through the site's own proxy, and shows
// what comes back. The page has the form; tryit-wake.ts loads this when somebody uses it.
import type { AnswerScript } from "./answers";
import { load } from "./load";
import { siteRoot } from "./site-root";
import { check, placeOf } from "./tryit-check";
import { Panel } from "./tryit-panel";
import type { Sending } from "./tryit-sending";
import type { Way } from "./tryit-send";
import { Unsendable } from "./tryit-wrong";

/** A form, its Send button, and what becomes of a call. The part that sends is loaded when somebody is about to. */
class Composer {
	readonly #form: HTMLFormElement;
	readonly #panel: Panel;
	readonly #said: HTMLElement;
	#sending: Promise<Sending> | null = null;
	#starting = false;

	constructor(form: HTMLFormElement) {
		this.#form = form;
		this.#said = form.parentElement!.querySelector("[data-said]")!;
		this.#panel = new Panel(form, (text) => this.#say(text));
		form.addEventListener("submit", () => void this.#submit());
		for (const kind of ["focus", "pointerenter"]) {
			form.querySelector("[data-send]")!.addEventListener(kind, () => void this.#ready().catch(() => {}), { once: true });
		}
	}

	async #submit(): Promise<void> {
		if (this.#starting) {
			return;
		}
		this.#starting = true;
		this.#say("Sending.");
		let sending: Sending | null = null;
		try {
			sending = await this.#ready();
			this.#starting = false;
			await sending.submit(async () => {
				await this.#panel.keys.fresh();
				return this.#panel.sendable();
			});
		} catch (wrong) {
			if (!(wrong instanceof Unsendable)) {
				throw wrong;
			}
			sending?.clear(); // an answer that is there is not this request's
			this.#say(wrong.message, "wrong");
			wrong.show();
		} finally {
			this.#starting = false;
		}
	}

	/** What sends, loaded once; asked for again if it didn't come. */
	#ready(): Promise<Sending> {
		this.#sending ??= this.#load();
		this.#sending.catch(() => (this.#sending = null));
		return this.#sending;
	}

	async #load(): Promise<Sending> {
		const [model] = await Promise.all([this.#panel.ready(), this.#script()]);
		const { docsiteAnswers } = self as unknown as { docsiteAnswers: AnswerScript };
		return docsiteAnswers.open({ form: this.#form, model, check, placeOf, way: this.#way(), say: (text, how) => this.#say(text, how), pointToKey: (words) => this.#panel.keys.point(words) });
	}

	async #script(): Promise<void> {
		try {
			await load("script", { src: this.#form.dataset.answers! });
		} catch {
			throw new Unsendable("What sends requests did not load. Look at your connection and try again.", this.#form);
		}
	}

	/** Through the proxy, or straight to the API where there is none. */
	#way(): Way {
		const { proxy, direct } = this.#form.dataset;
		return proxy === undefined ? { direct: direct! } : { proxy: new URL(proxy, siteRoot()) };
	}

	/** Tells a screen reader; others read it too, where nothing else shows it. */
	#say(text: string, how: "shown" | "wrong" | "unseen" = "shown"): void {
		this.#said.textContent = text;
		this.#said.classList.toggle("tryit-wrong", how === "wrong");
		this.#said.classList.toggle("unseen", how === "unseen");
	}
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-tryit]")) {
	new Composer(form);
}
