// What comes back of a call, in the panel: the status and what it means, how long it took, the headers, the body, and where it is
// not what the description says. Nothing of it is ever read as HTML.
import { BodyView, note } from "./answer-body";
import { expectedOf, pieceWords, type Difference, type Expected, type Known } from "./answer-check";
import { kindOfBody, typeOfBody } from "./answer-kind";
import { eventSplitter, lineSplitter, StreamView, type Piece, type Splitter } from "./answer-stream";
import { headerOf, meaning, redirects, sizeWords, timeWords } from "./answer-words";
import { element } from "./element";
import { lazyTree } from "./json-lazy";
import { joined, type Head, type Problem } from "./tryit-frames";
import type { Outcome } from "./tryit-send";

const mostDifferences = 20;
const mostKept = 26 << 20;

export class AnswerView {
	readonly #known: Known;
	readonly #place: HTMLElement;
	readonly #body: BodyView;
	#chunks: Uint8Array<ArrayBuffer>[] = [];
	#bytes = 0;
	#head: Head | null = null;
	/** When the request was sent, as performance.now has it. */
	#sent = 0;
	#expected: Expected = { differences: [] };
	#facts = element("span", "tryit-fact");
	#stream: { view: StreamView; splitter: Splitter } | null = null;

	/** said tells a screen reader what sighted readers see happen. */
	constructor(known: Known, place: HTMLElement, said: (text: string) => void) {
		this.#known = known;
		this.#place = place;
		this.#body = new BodyView(known, said);
	}

	/** Forgets the answer that is there. */
	clear(): void {
		this.#body.free();
		this.#chunks = [];
		this.#bytes = 0;
		this.#head = null;
		this.#stream = null;
		this.#place.replaceChildren();
		this.#place.hidden = true;
	}

	/** The answer begins. */
	begin(head: Head): void {
		this.clear();
		this.#head = head;
		this.#sent = performance.now() - head.milliseconds;
		const status = element("span", "status", `${head.status} ${head.statusText}`.trim());
		status.dataset.class = String(head.status)[0];
		this.#facts = element("span", "tryit-fact");
		this.#tell(timeWords(head.milliseconds));
		const words = meaning(this.#known.model, head);
		this.#show(
			element("p", "tryit-head", status, this.#facts),
			...(words ? [element("p", "tryit-meaning", words)] : []),
			...facts(head),
			headersOf(head),
		);
		const type = typeOfBody(head.headers);
		this.#expected = expectedOf(this.#known.model, head.status, type, 1);
		const kind = kindOfBody(type, new Uint8Array(0));
		if (kind === "events" || kind === "lines") {
			const view = new StreamView(kind === "events" ? "event" : "line");
			this.#stream = { view, splitter: kind === "events" ? eventSplitter() : lineSplitter() };
			this.#show(view.element);
		}
	}

	/** More of the body has come. */
	take(bytes: Uint8Array<ArrayBuffer>): void {
		this.#bytes += bytes.length;
		if (this.#bytes <= mostKept) {
			this.#chunks.push(bytes);
		}
		this.#tell(timeWords(this.#milliseconds), `${sizeWords(this.#bytes)} so far`);
		this.#stream?.view.add(this.#stream.splitter.take(bytes), this.#remark);
	}

	/** Nothing more comes. It returns what to say of it. */
	async end({ head, end, problem, cancelled }: Outcome): Promise<string> {
		if (!head) {
			this.clear();
			if (problem) {
				this.#show(problemBlock(problem));
			}
			return problem ? `${problem.title}. ${problem.detail}` : "";
		}
		const milliseconds = end?.milliseconds ?? this.#milliseconds;
		this.#tell(timeWords(milliseconds), sizeWords(this.#bytes));
		const cut = !end || end.truncated;
		if (problem) {
			this.#show(problemBlock(problem));
		} else if (cancelled) {
			this.#show(note("You have ended the answer here."));
		} else if (end?.truncated) {
			this.#show(note(`This is the beginning: the answer has more than the ${sizeWords(end.bytes)} that are taken.`, true));
		}
		const { differences } = expectedOf(this.#known.model, head.status, typeOfBody(head.headers), this.#bytes);
		const bytes = joined(this.#chunks);
		this.#chunks = [];
		if (this.#stream) {
			this.#stream.view.add(this.#stream.splitter.end(), this.#remark);
			this.#stream.view.end(this.#remark);
			this.#differences(differences);
			if (this.#bytes > 0 && this.#bytes <= mostKept) {
				this.#show(...this.#body.save({ head, cut }, bytes));
			}
		} else {
			const shown = await this.#body.show({ head, bytes, cut, expected: this.#expected });
			differences.push(...shown.differences);
			this.#differences(differences, shown.reveal);
			this.#show(...shown.nodes);
		}
		const fits = differences.length > 0 ? ` It differs from the description in ${differences.length === 1 ? "one place" : `${differences.length} places`}.` : "";
		const how = problem ? `${problem.title}. ${problem.detail}` : `after ${timeWords(milliseconds)}, ${sizeWords(this.#bytes)}.`;
		return `${head.status} ${head.statusText}`.trim() + `, ${how}${fits}`;
	}

	get #milliseconds(): number {
		return Math.round(performance.now() - this.#sent);
	}

	readonly #remark = ({ text }: Piece): string => {
		if (!this.#expected.itemSchema) {
			return "";
		}
		try {
			JSON.parse(text);
		} catch {
			return "This is not JSON.";
		}
		return pieceWords(this.#known, this.#expected.itemSchema, lazyTree(text));
	};

	#differences(all: Difference[], reveal?: (difference: Difference) => void): void {
		if (all.length === 0) {
			return;
		}
		const list = element("ul", "");
		for (const difference of all.slice(0, mostDifferences)) {
			const place = difference.place === "" ? [] : [element("code", "", difference.place), ": "];
			if (reveal && difference.at) {
				const button = element("button", "tryit-link", ...(place.length > 0 ? place.slice(0, 1) : ["The body"]));
				button.type = "button";
				button.addEventListener("click", () => reveal(difference));
				list.append(element("li", "", button, `: ${difference.message}`));
			} else {
				list.append(element("li", "", ...place, difference.message));
			}
		}
		if (all.length > mostDifferences) {
			list.append(element("li", "", `and ${all.length - mostDifferences} more`));
		}
		const count = all.length === 1 ? "One difference" : `${all.length} differences`;
		const fold = element("details", "tryit-differences", element("summary", "", `${count} from the description`), list);
		fold.open = all.length <= 5;
		this.#show(fold);
	}

	#tell(...facts: string[]): void {
		this.#facts.textContent = facts.join(" · ");
	}

	#show(...nodes: Node[]): void {
		this.#place.append(...nodes);
		this.#place.hidden = false;
	}
}

/** Why there is no answer, or no end of it. */
function problemBlock(problem: Problem): HTMLElement {
	return element("div", "tryit-problem", element("p", "tryit-problem-title", problem.title), element("p", "", problem.detail));
}

/** What nobody should have to look for among the headers. */
function facts(head: Head): Node[] {
	const location = redirects(head) ? headerOf(head.headers, "location") : undefined;
	const id = headerOf(head.headers, "x-request-id") ?? headerOf(head.headers, "request-id");
	const fact = (name: string, value?: string) => (value ? [element("p", "tryit-id", `${name} `, element("code", "", value))] : []);
	return [...fact("Location", location), ...fact("Request id", id)];
}

function headersOf(head: Head): Node {
	const list = element("dl", "tryit-headers");
	for (const [name, value] of head.headers) {
		list.append(element("div", "", element("dt", "", name), element("dd", "", value)));
	}
	return element("details", "tryit-fold", element("summary", "", `Headers (${head.headers.length})`), list);
}
