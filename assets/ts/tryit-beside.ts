// What stands beside the form and follows it: the samples, links to what is filled in, and the calls that were sent. It is a
// script of its own, which comes when the form is first used.
import { load } from "./load";
import { draftOf } from "./tryit-draft";
import type { Model } from "./tryit-model";
import type { Panel } from "./tryit-panel";
import type { Sent } from "./tryit-sending";
import { Unsendable } from "./tryit-wrong";

/** What that script offers. */
export interface BesideScript {
	open(panel: Panel, model: Model): Follower;
}

export interface Follower {
	/** Does what a button stands for. It throws [Unsendable] if what is filled in makes no request. */
	press(button: HTMLButtonElement): Promise<void>;
	/** Takes note of a call that is over. */
	sent(call: Sent): void;
}

export class Beside {
	readonly #panel: Panel;
	#follower: Promise<Follower | null> | null = null;

	constructor(panel: Panel) {
		this.#panel = panel;
		for (const button of panel.form.querySelectorAll<HTMLButtonElement>("[data-share]")) {
			button.addEventListener("click", () => void this.#press(button));
		}
		panel.form.addEventListener("tryit:sent", async (event) => {
			const follower = await this.load();
			follower?.sent((event as CustomEvent<Sent>).detail);
		});
		const look = () => void (location.hash.startsWith("#try=") && this.load()); // a link with inputs
		addEventListener("hashchange", look);
		look();
		if (draftOf(panel.form) !== null) {
			void this.load();
		}
	}

	/** Loads the script, and asks for it again if it didn't come. Without it a form is none the less one. */
	async load(): Promise<Follower | null> {
		this.#follower ??= this.#open();
		const follower = await this.#follower;
		if (!follower) {
			this.#follower = null;
		}
		return follower;
	}

	async #open(): Promise<Follower | null> {
		let model: Model;
		try {
			model = await this.#panel.ready();
			await load("script", { src: this.#panel.form.dataset.samples! });
		} catch {
			return null;
		}
		return (self as unknown as { docsiteBeside: BesideScript }).docsiteBeside.open(this.#panel, model);
	}

	async #press(button: HTMLButtonElement): Promise<void> {
		try {
			const follower = await this.load();
			if (!follower) {
				throw new Unsendable("The script for this did not load. Look at your connection and try again.", button);
			}
			await follower.press(button);
		} catch (wrong) {
			if (!(wrong instanceof Unsendable)) {
				throw wrong;
			}
			this.#panel.say(wrong.message);
			wrong.show();
		}
	}
}
