// What an answer means, in words: its status, its size, and what to do about it.
import type { Head } from "./tryit-frames";
import type { Model, Response as Described } from "./tryit-model";

/** The first header of a name. */
export function headerOf(headers: [string, string][], name: string): string | undefined {
	return headers.find(([other]) => other.toLowerCase() === name)?.[1];
}

/** Whether callers are sent elsewhere, which is shown and not followed. */
export function redirects({ status }: Head): boolean {
	return status >= 300 && status < 400 && status !== 304;
}

/** What the description says of a status: of it alone, of its class, or of all others. */
export function described(model: Model, status: number): Described | undefined {
	for (const name of [String(status), `${String(status)[0]}XX`, `${String(status)[0]}xx`, "default"]) {
		if (Object.hasOwn(model.responses, name)) {
			return model.responses[name];
		}
	}
	return undefined;
}

const usual: Record<number, string> = {
	400: "The server can't make sense of the request.",
	401: "The server doesn't know who is asking.",
	403: "The server knows who is asking, and says no.",
	404: "There is nothing there: look at the parameters of the path.",
	405: "The server doesn't take this method here.",
	406: "The server has no answer of a kind that was asked for.",
	409: "The request doesn't go with what is there now.",
	413: "The request is too large for the server.",
	415: "The server doesn't take a body of this type.",
	422: "The server understands the request, but something in it isn't right.",
	429: "Too many requests have been sent.",
	500: "Something went wrong at the server.",
	502: "What stands before the server got no good answer from it.",
	503: "The server takes no requests at the moment.",
	504: "What stands before the server waited too long for it.",
};

/** What a status means: in the description's words, else in those that everybody uses. */
export function meaning(model: Model, head: Head): string {
	const { status } = head;
	const said = described(model, status)?.description;
	if (said) {
		return said;
	}
	if (redirects(head)) {
		return "The server sends callers elsewhere. Redirects are shown, not followed.";
	}
	return usual[status] ?? (status >= 500 ? usual[500]! : status >= 400 ? usual[400]! : "");
}

/** "1 byte", "12.3 kB". */
export function sizeWords(n: number): string {
	if (n < 1000) {
		return n === 1 ? "1 byte" : `${n} bytes`;
	}
	return n < 1_000_000 ? `${(n / 1000).toFixed(1)} kB` : `${(n / 1_000_000).toFixed(1)} MB`;
}

/** "340 ms", "12.3 s". */
export function timeWords(milliseconds: number): string {
	return milliseconds < 10_000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** "1,234 items". */
export function counted(n: number, noun: string): string {
	return `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
}

/** "90 seconds", "5 minutes", "3 days": never less than there is to wait. */
export function waitWords(seconds: number): string {
	const [size, noun] = ([[86_400, "day"], [3600, "hour"], [60, "minute"]] as const).find(([size]) => seconds > 2 * size) ?? [1, "second"];
	return counted(Math.max(1, Math.ceil(seconds / size)), noun);
}

/** Seconds until the server takes requests again, if it says so: in seconds, or by a date. */
export function retrySeconds(head: Head): number | undefined {
	if (head.status !== 429 && head.status !== 503) {
		return undefined;
	}
	const said = headerOf(head.headers, "retry-after")?.trim();
	if (said === undefined || !/^(?:\d{1,9}$|[a-z])/i.test(said)) {
		return undefined; // a browser takes "-1" for a date
	}
	const seconds = /^\d/.test(said) ? Number(said) : Math.ceil((Date.parse(said) - (Date.parse(headerOf(head.headers, "date") ?? "") || Date.now())) / 1000);
	return seconds > 0 ? seconds : undefined;
}
