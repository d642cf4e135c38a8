// Sends a call, through the proxy or straight to the API, and hands on the answer while it comes. Whatever goes wrong on the way
// is an outcome, with words for a reader; nothing is thrown.
import type { DirectScript } from "./direct";
import { load } from "./load";
import { readFrames, type End, type Head, type Problem } from "./tryit-frames";
import type { Input, Model } from "./tryit-model";

/** The way that a call takes: by the proxy at an address, or from the page to the API, by the script at an address. */
export type Way = { proxy: URL } | { direct: string };

export interface Sending {
	way: Way;
	/** Ends the call. */
	signal: AbortSignal;
	onHead(head: Head): void;
	onData(bytes: Uint8Array<ArrayBuffer>): void;
}

/** What became of a call. There may be a head and then a problem: an answer that broke off. */
export interface Outcome {
	head: Head | null;
	end: End | null;
	problem: Problem | null;
	cancelled: boolean;
}

/** What a call has come to so far; "done" gives it. */
export class Progress {
	readonly started = performance.now();
	head: Head | null = null;
	bytes = 0;

	constructor(readonly sending: Sending) {}

	gotHead(head: Head): void {
		this.head = head;
		this.sending.onHead(head);
	}

	gotData(bytes: Uint8Array<ArrayBuffer>): void {
		this.bytes += bytes.length;
		this.sending.onData(bytes);
	}

	get milliseconds(): number {
		return Math.round(performance.now() - this.started);
	}

	done(last: { end?: End; problem?: Problem }): Outcome {
		const { aborted: cancelled } = this.sending.signal;
		return { head: this.head, end: cancelled ? null : (last.end ?? null), problem: cancelled ? null : (last.problem ?? null), cancelled };
	}
}

/** Sends the call and waits for its end. */
export function send(model: Model, input: Input, sending: Sending): Promise<Outcome> {
	const progress = new Progress(sending);
	return "proxy" in sending.way ? sendThrough(sending.way.proxy, model, input, progress) : sendBy(sending.way.direct, model, input, progress);
}

/** Most pages have a proxy, so what does without one is a script of its own. */
async function sendBy(script: string, model: Model, input: Input, progress: Progress): Promise<Outcome> {
	const holder = self as unknown as { docsiteDirect?: DirectScript };
	try {
		if (!holder.docsiteDirect) {
			await load("script", { src: script });
		}
	} catch {
		return progress.done({ problem: navigator.onLine ? { code: "not_loaded", title: "What sends requests did not load", detail: "It comes from this site. Look at your connection and send it again; nothing was sent." } : offline(true) });
	}
	return holder.docsiteDirect!.send(model, input, progress);
}

/** The proxy waits for the server, for a message that is on its way, and between two parts: longer than that, and it is gone. */
const arrival = 60_000;
const usualSeconds = 30;
const between = 90_000;

async function sendThrough(to: URL, model: Model, input: Input, progress: Progress): Promise<Outcome> {
	const watch = new Watch(progress.sending.signal);
	watch.wait(arrival + Math.max(usualSeconds, model.sample.seconds) * 1000 + 15_000);
	try {
		const response = await fetch(to, { method: "POST", headers: { "x-try-it": "1" }, body: message(input), cache: "no-store", redirect: "error", signal: watch.signal });
		if (!response.ok || !response.body || !response.headers.get("content-type")?.startsWith("application/vnd.docsite.tryit")) {
			return progress.done({ problem: await refusal(response) });
		}
		watch.wait(between);
		for await (const frame of readFrames(response.body)) {
			watch.wait(between);
			switch (frame.kind) {
				case "H":
					progress.gotHead(frame.head);
					break;
				case "D":
					progress.gotData(frame.bytes);
					break;
				case "E":
					return progress.done({ end: frame.end });
				case "P":
					return progress.done({ problem: frame.problem });
			}
		}
		return progress.done({ problem: lost("proxy_gone", to) });
	} catch {
		return progress.done({ problem: lost(watch.late ? "proxy_silent" : progress.head ? "proxy_gone" : "proxy_unreachable", to) });
	} finally {
		watch.end();
	}
}

/** A description may ask for more, and a browser would take that for no time at all. */
const longest = 2 ** 31 - 1;

/** Ends a wait that takes too long, and follows the reader's own wish to end it. */
export class Watch {
	readonly #own = new AbortController();
	readonly signal: AbortSignal;
	late = false;
	#timer = 0;

	constructor(wish: AbortSignal) {
		this.signal = AbortSignal.any([wish, this.#own.signal]);
	}

	/** Begins to wait anew. */
	wait(milliseconds: number): void {
		clearTimeout(this.#timer);
		this.#timer = window.setTimeout(() => {
			this.late = true;
			this.#own.abort();
		}, Math.min(milliseconds, longest));
	}

	end(): void {
		clearTimeout(this.#timer);
		this.#own.abort();
	}
}

/** What the proxy is posted: a message, and the files that it names. */
function message({ server, values, credentials, mediaType, body, bodyFile, parts }: Input): FormData {
	const files: File[] = [];
	const named = (file: File) => `f${files.push(file) - 1}`;
	const text = JSON.stringify({
		server,
		values,
		credentials,
		mediaType,
		...(bodyFile ? { bodyFile: named(bodyFile) } : parts ? { parts: parts.map(({ file, ...part }) => ({ ...part, ...(file && { file: named(file) }) })) } : { body }),
	});
	const form = new FormData();
	form.append("message", new Blob([text], { type: "application/json" }));
	files.forEach((file, i) => form.append(`f${i}`, file));
	return form;
}

/** Why the proxy sent nothing, in its own words. Something between the reader and the site may have answered in its place. */
async function refusal(response: Response): Promise<Problem> {
	try {
		const said = (await response.json()) as Problem;
		if (typeof said.title === "string" && typeof said.detail === "string" && !response.ok) {
			return said;
		}
	} catch {
		// It is no problem of ours.
	}
	return {
		code: "proxy_strange",
		title: "The proxy gave no answer that the panel can read",
		detail: `It was ${response.status} ${response.statusText}`.trimEnd() + ". Something between you and it may have answered in its place. Reload the page and send it again.",
	};
}

type Loss = "proxy_unreachable" | "proxy_silent" | "proxy_gone";

/** What it means that the proxy is gone. */
function lost(code: Loss, to: URL): Problem {
	if (!navigator.onLine) {
		return offline(code === "proxy_unreachable");
	}
	const said: Record<Loss, [string, string]> = {
		proxy_unreachable: ["The proxy can't be reached", unreached(to)],
		proxy_silent: ["The proxy stopped answering", "It said nothing for longer than it ever waits for a server. Send it again; the server may have carried it out all the same."],
		proxy_gone: ["The connection to the proxy broke", "The answer ended before it was complete. What came until then is shown; the server may have carried the request out."],
	};
	const [title, detail] = said[code];
	return { code, title, detail };
}

/** What may be wrong with a proxy that doesn't answer. A page isn't told whether it is down or not for this site. */
function unreached(to: URL): string {
	if (to.origin === location.origin) {
		return "Requests go through the proxy of this site, and that doesn't answer. Is it running, and do you still reach the site?";
	}
	return location.protocol === "file:"
		? "Pages that are opened from the disk can't use a proxy. Open the site by its address."
		: `Requests go through ${to.host}, and that doesn't answer to this page. Is it running, and is it for pages of ${location.origin}? Whoever runs it names them with --site-origin.`;
}

/** Says that the reader's own connection is the reason. */
export function offline(unsent: boolean): Problem {
	return { code: "offline", title: "You are offline", detail: unsent ? "Nothing was sent. Send it again when you have a connection." : "The answer broke off. The server may have carried it out all the same." };
}
