// What one can do with what is filled in besides sending it: copy it as a command or as a link, and get back to an earlier call.
import { toClipboard } from "./copy";
import { LiveSamples } from "./sample-live";
import type { Follower } from "./tryit-beside";
import { draftOf, keepDraft } from "./tryit-draft";
import { filesOf, History } from "./tryit-history";
import { linkOf, mark, readLink } from "./tryit-link";
import { InputError, type Model } from "./tryit-model";
import type { Panel } from "./tryit-panel";
import type { Sent } from "./tryit-sending";
import { inputOf, readState, stateOf, type State } from "./tryit-state";

const look = "Look at it: nothing is sent until you send it.";

export class Share implements Follower {
	readonly #panel: Panel;
	readonly #model: Model;
	readonly #samples: LiveSamples;
	readonly #history: History;

	constructor(panel: Panel, model: Model) {
		const place = panel.form.querySelector<HTMLElement>("[data-beside]")!;
		this.#panel = panel;
		this.#model = model;
		this.#samples = new LiveSamples(panel, model, place);
		this.#history = new History(
			model,
			place,
			(state, when, files) => void this.#fill(state, `Filled in as it was sent at ${when}.`, look, files),
			() => {
				panel.say("The history is cleared.");
				panel.form.querySelector<HTMLElement>("[data-share]")?.focus();
			},
		);
		addEventListener("hashchange", () => void this.#read());
		const draft = location.hash.startsWith(mark) ? null : draftOf(panel.form);
		keepDraft(panel.form, () => this.#written());
		void (draft === null ? this.#read() : this.#goOn(draft));
	}

	async press({ dataset }: HTMLButtonElement): Promise<void> {
		await (dataset.share === "link" ? this.#copyLink() : this.#copyCommand());
	}

	sent(call: Sent): void {
		this.#history.add(call);
	}

	async #copyCommand(): Promise<void> {
		let command: string;
		try {
			command = this.#samples.write(this.#panel.input(), "curl");
		} catch (wrong) {
			if (!(wrong instanceof InputError)) {
				throw wrong;
			}
			this.#panel.say(`There is no command for this: ${wrong.message}.`);
			return;
		}
		const copied = await toClipboard(command.trimEnd());
		this.#panel.say(copied ? "The cURL command is copied." : "The browser doesn't let this page copy. The cURL sample has the command: select it there.");
	}

	async #copyLink(): Promise<void> {
		const { state, left } = stateOf(this.#model, this.#panel.input());
		const link = linkOf(state);
		if ("wrong" in link) {
			this.#panel.say(link.wrong);
			return;
		}
		const address = new URL(link.hash, location.href).href;
		const copied = await toClipboard(address);
		if (!copied) {
			history.replaceState(history.state, "", address);
		}
		const without = left.length > 0 ? `credentials, files and ${left.join(", ")}` : "credentials and files";
		this.#panel.say(`The link is ${copied ? "copied" : "in the address bar"}. It fills in this form, without ${without}.`);
	}

	/** Fills in the form from the page's address. It is for the reader to send it. */
	async #read(): Promise<void> {
		if (!location.hash.startsWith(mark)) {
			return;
		}
		const state = readLink(this.#model, location.hash);
		if ("wrong" in state) {
			this.#panel.say(state.wrong);
		} else {
			await this.#fill(state, "Filled in from the link.", look);
		}
		this.#panel.form.parentElement!.scrollIntoView({ block: "start" });
	}

	/** What is filled in, as a text; undefined if it makes no request yet. */
	#written(): string | undefined {
		const input = this.#panel.peek();
		return input ? JSON.stringify({ state: { ...stateOf(this.#model, input).state, server: input.server }, fields: this.#view("form")?.ariaPressed === "true", files: filesOf(input) }) : undefined;
	}

	/** Fills in what was left here. */
	async #goOn(draft: string): Promise<void> {
		let told: { state?: unknown; fields?: unknown; files?: unknown } | null;
		try {
			told = JSON.parse(draft);
		} catch {
			return;
		}
		const state = readState(this.#model, told?.state);
		if (!state || this.#panel.form.matches(":focus-within")) {
			return; // somebody is faster
		}
		// Whoever has chosen a host for their key has done so here: no link can.
		const { server } = told!.state as State;
		if (server && Number.isInteger(server.index) && Object.values(server.variables ?? 0).every((value) => typeof value === "string")) {
			state.server = { index: server.index, variables: server.variables ?? {} };
		}
		const files = Array.isArray(told?.files) ? told.files.filter((name) => typeof name === "string") : [];
		await this.#fill(state, "Filled in as you left it.", "", files);
		this.#view(told?.fields === true ? "form" : "text")?.click();
	}

	/** The button for the form, or the text, of the body. */
	#view(name: "form" | "text"): HTMLButtonElement | null {
		return this.#panel.form.querySelector<HTMLButtonElement>(`[data-views]:not([hidden]) [data-view=${name}]`);
	}

	async #fill(state: State, words: string, more: string, files: string[] = []): Promise<void> {
		await this.#panel.fill(inputOf(state));
		const there = filesOf(this.#panel.peek() ?? inputOf(state));
		const gone = files.filter((name) => !there.includes(name)).map((name) => name || "the file");
		// Whoever is to send it sees all of it.
		if (this.#model.params.some((p) => !p.required && state.values[p.in]?.[p.name] !== undefined)) {
			this.#panel.form.querySelectorAll<HTMLDetailsElement>("details.tryit-more").forEach((more) => (more.open = true));
		}
		const pick = gone.length > 0 ? ` Files aren't kept: pick ${gone.join(", ")} again.` : "";
		this.#panel.say(`${words}${pick} ${more}`.trimEnd());
	}
}
