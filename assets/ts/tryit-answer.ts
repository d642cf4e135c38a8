import { element } from "./element";
import { layOut, readJSON, type Token } from "./json";

/** An answer of the server, as the proxy hands it on. */
export interface Answer {
	status: number;
	statusText: string;
	headers: [name: string, value: string][];
	body: string;
	encoding: "text" | "base64";
	bytes: number;
	truncated: boolean;
	milliseconds: number;
}

/** Why there is none. */
export interface Problem {
	title: string;
	detail: string;
}

// Colouring more than this would keep a phone busy for a while.
const colouredLength = 300_000;

/** The answer for a page. Nothing of it is ever read as HTML. */
export function showAnswer(answer: Answer): Node[] {
	const status = element("span", "status", `${answer.status} ${answer.statusText}`.trim());
	status.dataset.class = String(answer.status)[0];
	const head = element("p", "tryit-head", status, element("span", "tryit-fact", `${answer.milliseconds} ms`), element("span", "tryit-fact", size(answer)));
	const id = header(answer, "x-request-id") ?? header(answer, "request-id");
	const nodes: Node[] = [head];
	if (id) {
		nodes.push(element("p", "tryit-id", "Request id ", element("code", "", id)));
	}
	nodes.push(headers(answer), body(answer));
	if (answer.truncated) {
		nodes.push(element("p", "tryit-hint", `This is the beginning: the answer has more than ${size(answer)}.`));
	}
	return nodes;
}

export function showProblem(problem: Problem): Node[] {
	return [element("div", "tryit-problem", element("p", "tryit-problem-title", problem.title), element("p", "", problem.detail))];
}

/** What a screen reader says when the answer is there. */
export function sayAnswer(answer: Answer): string {
	return `${answer.status} ${answer.statusText}, after ${answer.milliseconds} ms, ${size(answer)}.`;
}

function header(answer: Answer, name: string): string | undefined {
	return answer.headers.find(([n]) => n.toLowerCase() === name)?.[1];
}

function size(answer: Answer): string {
	const n = answer.bytes;
	if (n < 1000) {
		return n === 1 ? "1 byte" : `${n} bytes`;
	}
	return n < 1_000_000 ? `${(n / 1000).toFixed(1)} kB` : `${(n / 1_000_000).toFixed(1)} MB`;
}

function headers(answer: Answer): Node {
	const list = element("dl", "tryit-headers");
	for (const [name, value] of answer.headers) {
		list.append(element("div", "", element("dt", "", name), element("dd", "", value)));
	}
	return element("details", "tryit-fold", element("summary", "", `Headers (${answer.headers.length})`), list);
}

function body(answer: Answer): Node {
	if (answer.bytes === 0) {
		return element("p", "tryit-hint", "The answer has no body.");
	}
	if (answer.encoding === "base64") {
		return download(answer);
	}
	const code = element("code", "");
	const tokens = answer.body.length <= colouredLength ? readJSON(answer.body) : null;
	if (Array.isArray(tokens)) {
		code.append(coloured(tokens));
	} else {
		code.append(answer.body);
	}
	const pre = element("pre", "", code);
	pre.tabIndex = 0;
	const copy = element("button", "copy", "Copy", element("span", "unseen", " the answer's body"));
	copy.type = "button";
	copy.dataset.copy = "";
	return element("div", "code tryit-code", copy, pre);
}

/** JSON laid out, its parts in the colours of the site's code blocks. */
function coloured(tokens: Token[]): DocumentFragment {
	const classes: Record<Token["kind"], string> = { name: "nt", string: "s", number: "m", word: "kc", mark: "" };
	const all = document.createDocumentFragment();
	let plain = "";
	for (const [before, token] of layOut(tokens)) {
		plain += before;
		if (token.kind === "mark") {
			plain += token.text;
			continue;
		}
		all.append(plain, element("span", classes[token.kind], token.text));
		plain = "";
	}
	all.append(plain);
	return all;
}

/** A body that is no text can be saved. */
function download(answer: Answer): Node {
	const type = header(answer, "content-type") ?? "application/octet-stream";
	const bytes = Uint8Array.from(atob(answer.body), (c) => c.charCodeAt(0));
	const save = element("button", "button tryit-small", "Save it");
	save.type = "button";
	save.addEventListener("click", () => {
		const link = document.createElement("a");
		// The type is not the answer's: a page or a drawing could carry a script.
		link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
		link.download = "answer";
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
	});
	return element("p", "tryit-hint", `The body is ${type}. `, save);
}
