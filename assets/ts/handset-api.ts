// The operations of the API, as the page calls them: with the session's cookie in place of a key.

/** Who somebody is, or which group. */
export interface Identity {
	jid: string;
	lid?: string;
	phone?: string;
	name?: string;
}

export interface Phone {
	phone: string;
	jid: string;
	lid: string;
	name: string;
	about: string;
	persona: string;
	delaySeconds: number;
	script: Rule[];
	linked: string[];
	createdAt: string;
}

export interface Rule {
	match?: string;
	reply: string;
}

export interface Client {
	id: string;
	name: string;
	state: string;
	jid?: string;
	phone?: string;
}

/** An answer of the API that says why there is none. */
export class Problem extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		detail: string,
	) {
		super(detail);
	}
}

/** Calls an operation, such as sandbox.listPhones. */
export async function call<T = unknown>(operation: string, body: unknown, signal?: AbortSignal): Promise<T> {
	let response: Response;
	let answer: { code?: string; detail?: string };
	try {
		response = await fetch(`/api/rpc/${operation.replace(".", "/")}`, {
			method: "POST",
			// Whoever is signed in to the dashboard too has two sessions: this page's is meant.
			headers: { "content-type": "application/json", "x-wpengine-page": "handset" },
			body: JSON.stringify(body),
			credentials: "same-origin",
			cache: "no-store",
			signal,
		});
		answer = await response.json();
	} catch (error) {
		if (signal?.aborted) {
			throw error;
		}
		throw new Problem(0, "unreachable", "The server doesn't answer. Is it running?");
	}
	if (response.ok) {
		return answer as T;
	}
	if (response.status === 401) {
		renew();
	}
	throw new Problem(response.status, answer.code ?? "", answer.detail ?? `${response.status} ${response.statusText}`);
}

/** Loads the page anew, which asks for a key or gets another session; but not again and again, where no cookie is kept. */
function renew(): void {
	const last = Number(history.state?.renewed ?? 0);
	if (Date.now() - last > 30_000) {
		history.replaceState({ renewed: Date.now() }, "");
		location.reload();
	}
}

/** Reads a list to its end. */
export async function listAll<T>(operation: string, body: object, signal?: AbortSignal): Promise<T[]> {
	const all: T[] = [];
	for (let cursor: string | undefined; ; ) {
		const page: { items: T[]; nextCursor?: string } = await call(operation, { ...body, limit: 200, ...(cursor && { cursor }) }, signal);
		all.push(...page.items);
		cursor = page.nextCursor;
		if (!cursor) {
			return all;
		}
	}
}
