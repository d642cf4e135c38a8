// The panel on an operation's page that sends a request, through the site's own proxy, and shows
// what comes back. The page has the form; tryit-wake.ts loads this when somebody uses it.
import { showAnswer, showProblem, sayAnswer, type Answer, type Problem } from "./tryit-answer";
import { siteRoot } from "./tryit-keys";
import type { Input } from "./tryit-model";
import { Panel } from "./tryit-panel";
import { Unsendable } from "./tryit-wrong";

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
		form.addEventListener("submit", () => void this.#submit());
		this.#cancel.addEventListener("click", () => this.#running?.abort());
	}

	async #submit(): Promise<void> {
		if (this.#running) {
			return;
		}
		let message: string;
		try {
			await this.#panel.ready();
			message = toProxy(this.#panel.sendable());
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
	return JSON.stringify({ server: { index: server.index }, values, credentials, ...(body !== undefined && { mediaType, body }) });
}

/** Sends the message; what comes back is what to show and what to say. */
async function post(to: URL, message: string, signal: AbortSignal): Promise<[Node[], string]> {
	const problem = (title: string, detail: string): [Node[], string] => [showProblem({ title, detail }), `${title}. ${detail}`];
	let response: Response;
	let bytes: ArrayBuffer;
	try {
		const form = new FormData();
		form.append("message", new Blob([message], { type: "application/json" }));
		response = await fetch(to, { method: "POST", headers: { "x-try-it": "1" }, body: form, cache: "no-store", redirect: "error", signal });
		bytes = await response.arrayBuffer();
	} catch {
		if (signal.aborted) {
			return [[], "Cancelled. The server may have carried it out all the same."];
		}
		return problem("This site can't be reached", "The request goes through the site that these pages come from, and that doesn't answer. Are you online?");
	}
	try {
		if (response.ok) {
			const answer = open(new Uint8Array(bytes));
			if ("title" in answer) {
				return problem(answer.title, answer.detail);
			}
			return [showAnswer(answer), sayAnswer(answer)];
		}
		const { title, detail } = JSON.parse(new TextDecoder().decode(bytes)) as Problem;
		if (title && detail) {
			return problem(title, detail);
		}
	} catch {
		// Something between the reader and the site has answered in its place.
	}
	return problem("This site gave no answer that the panel can read", `It was ${response.status} ${response.statusText}. Reload the page and send it again.`);
}

/** What is in the frames that the proxy answers with. One that has no end throws. */
function open(bytes: Uint8Array): Answer | Problem {
	const view = new DataView(bytes.buffer);
	let head = {};
	const body = new Uint8Array(bytes.length);
	let length = 0;
	for (let at = 0; ; ) {
		const from = at + 5;
		const kind = String.fromCharCode(view.getUint8(at));
		at = from + view.getUint32(at + 1);
		const payload = bytes.subarray(from, at);
		if (kind === "D") {
			body.set(payload, length);
			length += payload.length;
			continue;
		}
		const json = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
		if (kind === "P") {
			return json as unknown as Problem;
		}
		if (kind === "H") {
			head = json;
			continue;
		}
		const whole = body.subarray(0, length);
		try {
			const text = new TextDecoder("utf-8", { fatal: !json.truncated }).decode(whole);
			return { ...head, ...json, body: text, encoding: "text" } as Answer;
		} catch {
			return { ...head, ...json, body: btoa(Array.from(whole, (byte) => String.fromCharCode(byte)).join("")), encoding: "base64" } as Answer;
		}
	}
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-tryit]")) {
	new Sending(form);
}
