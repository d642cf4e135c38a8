// The panel on an operation's page that sends a request, through the site's own proxy, and shows
// what comes back. The page has the form; this fills in what only a script can do.
import { showAnswer, showProblem, sayAnswer, type Answer, type Problem } from "./tryit-answer";
import { siteRoot } from "./tryit-keys";
import { Panel, Unsendable, type Input } from "./tryit-panel";

/** The Send button of a panel and what comes of it. */
class Sending {
	readonly #form: HTMLFormElement;
	readonly #panel: Panel;
	readonly #said: HTMLElement;
	readonly #answer: HTMLElement;
	readonly #send: HTMLButtonElement;
	readonly #cancel: HTMLButtonElement;
	#running: AbortController | null = null;

	constructor(form: HTMLFormElement) {
		const panel = form.parentElement!;
		this.#form = form;
		this.#said = panel.querySelector("[data-said]")!;
		this.#answer = panel.querySelector("[data-answer]")!;
		this.#send = form.querySelector("[data-send]")!;
		this.#cancel = form.querySelector("[data-cancel]")!;
		this.#panel = new Panel(form, (text) => this.#say(text));
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			void this.#submit();
		});
		form.addEventListener("keydown", (event) => {
			if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
				event.preventDefault();
				form.requestSubmit();
			}
		});
		this.#cancel.addEventListener("click", () => this.#running?.abort());
	}

	async #submit(): Promise<void> {
		if (this.#running) {
			return;
		}
		let message: string;
		try {
			await this.#panel.ready();
			message = toProxy(this.#panel.input());
		} catch (wrong) {
			if (!(wrong instanceof Unsendable)) {
				throw wrong;
			}
			this.#show([], ""); // an answer that is there is not this request's
			this.#say(wrong.message, "wrong");
			wrong.show();
			return;
		}
		const running = new AbortController();
		this.#busy(running);
		try {
			this.#show(...(await post(new URL(this.#form.dataset.proxy!, siteRoot()), message, running.signal)));
		} finally {
			this.#busy(null);
		}
	}

	#show(nodes: Node[], words: string): void {
		this.#answer.replaceChildren(...nodes);
		this.#answer.hidden = nodes.length === 0;
		this.#say(words, nodes.length > 0 ? "unseen" : "shown");
		if (nodes.length > 0) {
			this.#answer.scrollIntoView({ block: "nearest" });
		}
	}

	/** Tells a screen reader; others read it too, where nothing else shows it. */
	#say(text: string, how: "shown" | "wrong" | "unseen" = "shown"): void {
		this.#said.textContent = text;
		this.#said.classList.toggle("tryit-wrong", how === "wrong");
		this.#said.classList.toggle("unseen", how === "unseen");
	}

	#busy(running: AbortController | null): void {
		this.#running = running;
		this.#send.toggleAttribute("data-busy", running !== null);
		this.#send.setAttribute("aria-disabled", String(running !== null));
		const focused = document.activeElement === this.#cancel;
		this.#cancel.hidden = running === null;
		this.#answer.setAttribute("aria-busy", String(running !== null));
		if (running) {
			this.#say("Sending.");
		} else if (focused) {
			this.#send.focus(); // what had the focus is gone
		}
	}
}

/** What the proxy is told. */
function toProxy({ server, values, credentials, mediaType, body }: Input): string {
	return JSON.stringify({ upstream: server.index, values, credentials, ...(body !== undefined && { mediaType, body }) });
}

/** Sends the message; what comes back is what to show and what to say. */
async function post(to: URL, message: string, signal: AbortSignal): Promise<[Node[], string]> {
	const problem = (title: string, detail: string): [Node[], string] => [showProblem({ title, detail }), `${title}. ${detail}`];
	let response: Response;
	let text: string;
	try {
		response = await fetch(to, { method: "POST", headers: { "content-type": "application/json" }, body: message, cache: "no-store", redirect: "error", signal });
		text = await response.text();
	} catch {
		if (signal.aborted) {
			return [[], "Cancelled. The server may have carried it out all the same."];
		}
		return problem("This site can't be reached", "The request goes through the site that these pages come from, and that doesn't answer. Are you online?");
	}
	try {
		if (response.ok) {
			const answer = JSON.parse(text) as Answer;
			return [showAnswer(answer), sayAnswer(answer)];
		}
		const { title, detail } = JSON.parse(text) as Problem;
		if (title && detail) {
			return problem(title, detail);
		}
	} catch {
		// Something between the reader and the site has answered in its place.
	}
	return problem("This site gave no answer that the panel can read", `It was ${response.status} ${response.statusText}. Reload the page and send it again.`);
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-tryit]")) {
	new Sending(form);
}
