// From the page straight to the API, where no proxy is: the browser allows it only if the server says so by CORS.
import { offline, Watch, type Outcome, type Progress } from "./tryit-send";
import type { Problem } from "./tryit-frames";
import { InputError, type Input, type Model } from "./tryit-model";
import { writeParts } from "./tryit-parts";
import { binary, buildRequest, type Built } from "./tryit-request";

/** As much as the proxy passes on. */
const most = 25 << 20;
const patience = 30_000;
const between = 60_000;

export async function sendDirectly(model: Model, input: Input, progress: Progress): Promise<Outcome> {
	let built: Built;
	try {
		built = buildRequest(model, input);
	} catch (wrong) {
		if (!(wrong instanceof InputError)) {
			throw wrong;
		}
		const { message, name } = wrong;
		const detail = name !== "" && message.startsWith(name) ? message : message.charAt(0).toUpperCase() + message.slice(1); // a name stays as it is
		return progress.done({ problem: { code: "invalid_input", title: "This can't be sent", detail: `${detail}.` } });
	}
	const url = new URL(built.url, location.href);
	const hopeless = impossible(url, built);
	if (hopeless) {
		return progress.done({ problem: hopeless });
	}
	const watch = new Watch(progress.sending.signal);
	const refused = policyRefusal(url);
	watch.wait(Math.max(patience, model.sample.seconds * 1000));
	try {
		const response = await fetch(url, request(built, watch.signal));
		if (response.type === "opaqueredirect") {
			return progress.done({
				problem: { code: "redirected", title: "The server sends the request elsewhere", detail: `A page is not told where ${url.host} redirects to, so it ends here. Run a sample to see it.` },
			});
		}
		const headers = [...response.headers].filter(([name]) => name !== "content-encoding"); // the browser has unpacked it
		progress.gotHead({ status: response.status, statusText: response.statusText, headers, milliseconds: progress.milliseconds });
		return await read(response, progress, watch);
	} catch {
		return progress.done({ problem: progress.head ? cut(url, watch) : await unanswered(url, built, watch, refused.seen) });
	} finally {
		refused.end();
		watch.end();
	}
}

async function read(response: Response, progress: Progress, watch: Watch): Promise<Outcome> {
	const reader = response.body?.getReader();
	let truncated = false;
	while (reader && !truncated) {
		watch.wait(between);
		const { done, value } = await reader.read();
		if (done) {
			break;
		}
		truncated = progress.bytes + value.length > most;
		progress.gotData(truncated ? value.subarray(0, most - progress.bytes) : value);
	}
	return progress.done({ end: { bytes: progress.bytes, milliseconds: progress.milliseconds, truncated } });
}

/** The request as fetch takes it. Redirects are not followed: a credential would go with it. */
function request(built: Built, signal: AbortSignal): RequestInit {
	const headers = new Headers();
	for (const [name, value] of built.headers) {
		headers.append(name, binary(value));
	}
	const parts = built.body !== null && typeof built.body === "object" && !(built.body instanceof Blob) ? built.body : null;
	const body = parts ? writeParts(parts, `----docsite-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`) : (built.body as string | Blob | null);
	return { method: built.method, headers, body, mode: "cors", credentials: "omit", cache: "no-store", redirect: "manual", referrerPolicy: "no-referrer", signal };
}

/** What browsers never let a page send. */
function impossible(url: URL, built: Built): Problem | undefined {
	const cannot = (code: string, title: string, detail: string): Problem => ({ code, title, detail: `${detail} Run a sample instead, or ask whoever runs this site for a proxy (docsite build --proxy-url).` });
	const local = url.hostname === "localhost" || url.hostname === "127.0.0.1";
	if (url.protocol !== "https:" && url.protocol !== "http:") {
		return {
			code: "no_server",
			title: "There is no server to send to",
			detail: "The description names none that a page could send to. Run a sample instead; whoever runs this site can name one (docsite build --upstream), or a proxy (--proxy-url).",
		};
	}
	if (location.protocol === "https:" && url.protocol === "http:" && !local) {
		return cannot("mixed", "A secure page can't send to an insecure server", `${url.host} is reached by http, and this page came by https.`);
	}
	const kept = built.headers.find(([name]) => /^(?:cookie|date|dnt|expect|host|origin|referer|via|accept-charset|accept-encoding|access-control-.*|proxy-.*|sec-.*)$/i.test(name));
	if (kept) {
		return cannot("forbidden_header", `A page can't set the header ${kept[0]}`, "This request needs it, and browsers keep it for themselves.");
	}
	if (/^(?:connect|trace|track)$/i.test(built.method)) {
		return cannot("forbidden_method", `Pages can't send ${built.method}`, "Browsers keep this method for themselves.");
	}
	if (built.body !== null && /^(?:get|head)$/i.test(built.method)) {
		return cannot("forbidden_body", `A page can't send a body with ${built.method}`, "This request has one, and browsers send none with this method.");
	}
	return undefined;
}

/** Hears of it when the page's own policy is what refuses. */
function policyRefusal(url: URL): { seen: boolean; end(): void } {
	const heard = (event: SecurityPolicyViolationEvent) => {
		refusal.seen ||= event.effectiveDirective === "connect-src" && event.blockedURI.startsWith(url.origin);
	};
	const refusal = { seen: false, end: () => document.removeEventListener("securitypolicyviolation", heard) };
	document.addEventListener("securitypolicyviolation", heard);
	return refusal;
}

function cut(url: URL, watch: Watch): Problem {
	if (!navigator.onLine) {
		return offline(false);
	}
	return watch.late
		? { code: "answer_stalled", title: "The answer stopped coming", detail: `${url.host} sent nothing for ${between / 1000} seconds, so the connection was closed. What came until then is shown.` }
		: { code: "answer_cut", title: "The answer broke off", detail: `${url.host} closed the connection before its answer was complete. What came until then is shown.` };
}

/** Why nothing came. A page isn't told; what the server does with questions that nobody minds tells most of it. */
async function unanswered(url: URL, built: Built, watch: Watch, byPolicy: boolean): Promise<Problem> {
	if (!navigator.onLine) {
		return offline(true);
	}
	if (watch.late) {
		return { code: "upstream_slow", title: "The server is too slow", detail: `${url.host} did not answer in time. It may still be working on the request.` };
	}
	if (byPolicy) {
		return { code: "policy", title: "This page may not talk to that server", detail: `The policy of this site doesn't name ${url.origin}. Run a sample instead, or choose another server.` };
	}
	const here = `${url.origin}${url.pathname}`;
	const [there, answers, lets] = await Promise.all([asked(`${url.origin}/`, "no-cors"), asked(here, "no-cors"), asked(here, "cors")]);
	const page = location.protocol === "file:" ? "pages from a folder" : location.origin;
	const own = built.headers.map(([name, value]) => (safe(name, value) ? "" : name)).filter((name) => name !== "");
	const first = own.length > 0 || !/^(?:get|head|post)$/i.test(built.method);
	const carriedOut = "It may have carried the request out all the same.";
	if (lets) {
		return {
			code: "refused",
			title: "The server lets this page in, but gave no answer",
			detail: `Either ${url.host} closed the connection, or its CORS headers don't allow ${built.method}${own.length > 0 ? ` with ${own.join(", ")}` : ""}. ${reason} ${carriedOut}`,
		};
	}
	if (answers) {
		const became = first ? "did not send the request." : `keeps its answer back. ${carriedOut}`;
		return {
			code: "cors",
			title: "The server doesn't let pages of other sites in",
			detail: `${url.host} is there, but it sends no CORS headers for ${page}, so the browser ${became} Run a sample instead, or ask whoever runs this site for a proxy (docsite build --proxy-url).`,
		};
	}
	return there
		? { code: "upstream_hung_up", title: "The server hung up", detail: `${url.host} is there, but closes the connection when it is asked for ${url.pathname}. ${carriedOut}` }
		: {
				code: "upstream_unreachable",
				title: "The server can't be reached",
				detail: `There is no connection to ${url.host}: it is down, its name or its certificate is wrong, or something on your side keeps the browser from it. ${reason}`,
			};
}

/** Where browsers say what they don't tell a page. */
const reason = "The browser's console says which (F12).";

/** Reports a header that a page may send to any server without asking it first. */
function safe(name: string, value: string): boolean {
	return /^accept(?:-language)?$/i.test(name) || (/^content-type$/i.test(name) && /^(?:text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)\s*(?:;|$)/i.test(value));
}

/** Asks for nothing but whether something is there, or whether this page may know: without anything of the reader's but the path. */
async function asked(address: string, mode: "cors" | "no-cors"): Promise<boolean> {
	try {
		await fetch(address, { method: "HEAD", mode, credentials: "omit", cache: "no-store", redirect: mode === "cors" ? "error" : "follow", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(10_000) });
		return true;
	} catch {
		return false;
	}
}
