// The last calls of a page, on the reader's device alone, and without secrets. Each fills in the form again.
import { element } from "./element";
import { siteRoot } from "./site-root";
import { recall, remember } from "./storage";
import type { Input, Model } from "./tryit-model";
import type { Sent } from "./tryit-sending";
import { readState, stateOf, type State } from "./tryit-state";

/** A call as it is kept. */
interface Call {
	/** When it was over, as Date.now has it. */
	at: number;
	status: number | null;
	statusText: string;
	milliseconds: number;
	state: State;
	/** The names of the files that were sent; of a body that is one, "". They aren't kept themselves. */
	files?: string[];
}

const most = 20;
/** A text of more characters than this isn't kept: a device has room for a few million of them. */
const longest = 10_000;

export class History {
	readonly #model: Model;
	readonly #name: string;
	readonly #fill: (state: State, when: string, files: string[]) => void;
	readonly #cleared: () => void;
	readonly #box = element("details", "tryit-fold tryit-history");
	readonly #title = element("summary", "");
	readonly #list = element("ol", "tryit-calls");

	/** Shows the calls in a place. */
	constructor(model: Model, place: HTMLElement, fill: (state: State, when: string, files: string[]) => void, cleared: () => void) {
		this.#model = model;
		this.#name = `calls ${siteRoot().pathname} ${model.operation}`;
		this.#fill = fill;
		this.#cleared = cleared;
		const clear = element("button", "tryit-link", "Clear the history");
		clear.type = "button";
		clear.addEventListener("click", () => {
			remember(this.#name, null);
			this.#show();
			this.#cleared();
		});
		this.#list.setAttribute("role", "list"); // without its numbers some readers wouldn't say that it is one
		this.#box.append(this.#title, this.#list, element("p", "tryit-hint", "Kept on this device, without credentials and files. "), clear);
		place.append(this.#box);
		this.#show();
		addEventListener("storage", ({ key }) => key?.endsWith(this.#name) && this.#show()); // another tab has sent one
	}

	add({ input, status, statusText, milliseconds }: Sent): void {
		const { state } = stateOf(this.#model, input);
		if ((state.text?.length ?? 0) > longest) {
			delete state.text;
		}
		const files = filesOf(input);
		const call: Call = { at: Date.now(), status, statusText: statusText.slice(0, 100), milliseconds, state, ...(files.length > 0 && { files }) };
		remember(this.#name, JSON.stringify([call, ...this.#calls()].slice(0, most)));
		this.#show();
	}

	/** What is kept, as far as it is what was written here. */
	#calls(): Call[] {
		let kept: unknown;
		try {
			kept = JSON.parse(recall(this.#name) ?? "[]");
		} catch {
			return [];
		}
		return (Array.isArray(kept) ? (kept as Partial<Call>[]) : []).slice(0, most).flatMap((call) => {
			const state = readState(this.#model, call?.state);
			const { at, status, statusText, milliseconds, files: sent } = call ?? {};
			const files = Array.isArray(sent) ? sent.filter((name) => typeof name === "string") : [];
			const known = typeof at === "number" && typeof milliseconds === "number" && typeof statusText === "string" && (status === null || typeof status === "number");
			return state && known ? [{ at, status, statusText, milliseconds, state, files }] : [];
		});
	}

	#show(): void {
		const calls = this.#calls();
		this.#box.hidden = calls.length === 0;
		this.#title.textContent = `History (${calls.length})`;
		this.#list.replaceChildren(...calls.map((call) => this.#row(call)));
	}

	#row({ at, status, statusText, milliseconds, state, files = [] }: Call): HTMLElement {
		const when = moment(at);
		const time = element("time", "", when);
		time.dateTime = new Date(at).toISOString();
		const outcome = status === null ? statusText || "Cancelled" : `${status} ${statusText}`.trim();
		const word = element("span", `tryit-outcome${status !== null && status < 400 ? "" : " tryit-wrong"}`, outcome);
		const button = element("button", "tryit-call", time, " ", word, " ", element("span", "tryit-hint", `${milliseconds} ms ${summary(state)}`.trim()));
		button.type = "button";
		button.title = "Fill in the form as it was";
		button.addEventListener("click", () => this.#fill(state, when, files));
		return element("li", "", button);
	}
}

/** The names of an input's files. */
export function filesOf({ parts = [], bodyFile }: Input): string[] {
	return bodyFile ? [""] : [...new Set(parts.flatMap(({ name, file }) => (file ? [name] : [])))];
}

/** The time, and the day if that isn't today. */
function moment(at: number): string {
	const date = new Date(at);
	const time: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit", second: "2-digit" };
	return date.toDateString() === new Date().toDateString() ? date.toLocaleTimeString([], time) : date.toLocaleString([], { ...time, day: "numeric", month: "short" });
}

/** What tells a call from others: its values, and how its body begins. */
function summary({ values, text }: State): string {
	const named = Object.values(values).flatMap((place) => Object.entries(place).map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`));
	return [...named, ...(text ? [text.replace(/\s+/g, " ")] : [])].join(" ").slice(0, 120);
}
