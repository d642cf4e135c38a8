// The life of a call on a panel: Send, what is seen while it runs, how it is cancelled, what comes back, and what to do then.
import type { Known } from "./answer-check";
import { AnswerView } from "./tryit-answer";
import { retrySeconds, waitWords } from "./answer-words";
import { element } from "./element";
import type { Head } from "./tryit-frames";
import type { Input } from "./tryit-model";
import { send, type Outcome, type Way } from "./tryit-send";

/** What the panel lends to it. */
export interface Lent extends Known {
	form: HTMLFormElement;
	way: Way;
	/** Says something to everybody, to a screen reader alone, or as a mistake. */
	say(text: string, how?: "shown" | "wrong" | "unseen"): void;
	/** Leads to the field of a credential that was refused. */
	pointToKey(words: string): boolean;
}

/** A call that is over, for whoever keeps a history: the detail of the event "tryit:sent". */
export interface Sent {
	input: Input;
	status: number | null;
	statusText: string;
	milliseconds: number;
}

export class Sending {
	readonly #lent: Lent;
	readonly #view: AnswerView;
	readonly #place: HTMLElement;
	readonly #send: HTMLButtonElement;
	readonly #cancel: HTMLButtonElement;
	readonly #note: HTMLElement;
	#running: AbortController | null = null;
	/** Until when the server takes no requests, as Date.now has it. */
	#waitsUntil = 0;
	#ticking = 0;

	constructor(lent: Lent) {
		const { form } = lent;
		const panel = form.parentElement!;
		this.#lent = lent;
		this.#place = panel.querySelector("[data-answer]")!;
		this.#send = form.querySelector("[data-send]")!;
		this.#cancel = form.querySelector("[data-cancel]")!;
		this.#note = element("p", "tryit-wait");
		this.#note.hidden = true;
		this.#place.before(this.#note);
		this.#view = new AnswerView(lent, this.#place, (text) => lent.say(text, "unseen"));
		this.#cancel.addEventListener("click", () => this.#running?.abort());
		panel.addEventListener("keydown", (event) => {
			if (event.key === "Escape" && this.#running && !event.defaultPrevented && !event.isComposing) {
				event.preventDefault();
				this.#running.abort();
			}
		});
	}

	/** An answer that is there is not that of what the panel holds now. */
	clear(): void {
		this.#view.clear();
	}

	/** Sends the call that is made then, unless the server has asked to wait. */
	async submit(make: () => Promise<Input>): Promise<void> {
		if (this.#running) {
			return;
		}
		if (this.#waitsUntil > Date.now()) {
			this.#lent.say(`The server takes no requests for ${left(this.#waitsUntil)} yet. "Send now" sends it all the same.`, "wrong");
			return;
		}
		this.#wait(0);
		const running = new AbortController();
		this.#busy(running);
		const slow = setTimeout(() => this.#lent.say("Still waiting for the server."), 5000);
		try {
			const input = await make();
			if (running.signal.aborted) {
				this.#lent.say("Cancelled. Nothing was sent.");
				return;
			}
			const started = performance.now();
			const outcome = await send(this.#lent.model, input, {
				way: this.#lent.way,
				signal: running.signal,
				onHead: (head) => {
					clearTimeout(slow);
					this.#view.begin(head);
					this.#lent.say(`${head.status} ${head.statusText}`.trim(), "unseen");
				},
				onData: (bytes) => this.#view.take(bytes),
			});
			await this.#ended(input, outcome, Math.round(performance.now() - started));
		} finally {
			clearTimeout(slow);
			this.#busy(null);
		}
	}

	async #ended(input: Input, outcome: Outcome, milliseconds: number): Promise<void> {
		const { head, problem, cancelled } = outcome;
		const words = await this.#view.end(outcome);
		if (cancelled) {
			this.#lent.say("Cancelled. The server may have carried it out all the same.");
		} else {
			this.#lent.say(words, "unseen");
			this.#place.scrollIntoView({ block: "nearest" });
			this.#advise(input, head);
			this.#wait((head && retrySeconds(head)) ?? problem?.retryAfter ?? 0);
		}
		const sent: Sent = { input, status: head?.status ?? null, statusText: head?.statusText ?? problem?.title ?? "", milliseconds: outcome.end?.milliseconds ?? milliseconds };
		this.#lent.form.dispatchEvent(new CustomEvent("tryit:sent", { detail: sent }));
	}

	/** Says what to do about a credential that wasn't enough, and leads there. */
	#advise({ credentials }: Input, head: Head | null): void {
		if (head?.status !== 401 && head?.status !== 403) {
			return;
		}
		const given = Object.keys(credentials).length > 0;
		const words =
			head.status === 403
				? given
					? "The server knows this, but doesn't allow the call with it: it may lack a right or a scope."
					: "The server doesn't allow the call without this."
				: given
					? "The server didn't take this: it may be mistyped, have ended, or be for another server."
					: "The server wants this.";
		this.#lent.pointToKey(words);
	}

	/** Counts down until the server takes requests again. */
	#wait(time: number): void {
		clearInterval(this.#ticking);
		this.#waitsUntil = time > 0 ? Date.now() + time * 1000 : 0;
		if (this.#note.contains(document.activeElement)) {
			this.#send.focus(); // what has the focus goes
		}
		this.#note.hidden = time <= 0;
		this.#send.setAttribute("aria-disabled", String(time > 0));
		if (time <= 0) {
			return;
		}
		const words = element("span", "");
		const now = element("button", "tryit-link", "Send now");
		now.type = "button";
		now.addEventListener("click", () => {
			this.#wait(0);
			this.#lent.form.requestSubmit(); // what the form has now
		});
		this.#note.replaceChildren(words, " ", now);
		const tick = () => {
			if (this.#waitsUntil <= Date.now()) {
				this.#wait(0);
				this.#lent.say("The server takes requests again.");
				return;
			}
			words.textContent = `The server asks to wait: ${left(this.#waitsUntil)} to go.`;
		};
		tick();
		this.#ticking = window.setInterval(tick, 1000);
	}

	#busy(running: AbortController | null): void {
		const focused = document.activeElement === this.#cancel;
		this.#running = running;
		this.#send.toggleAttribute("data-busy", running !== null);
		this.#send.setAttribute("aria-disabled", String(running !== null || this.#waitsUntil > Date.now()));
		this.#cancel.hidden = running === null;
		this.#place.setAttribute("aria-busy", String(running !== null));
		if (running) {
			this.#lent.say("Sending.");
		} else if (focused) {
			this.#send.focus(); // what had the focus is gone
		}
	}
}

function left(until: number): string {
	return waitWords(Math.ceil((until - Date.now()) / 1000));
}
