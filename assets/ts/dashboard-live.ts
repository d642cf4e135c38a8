// Parts of a page that change by themselves are loaded again with it, while somebody looks: when the server says that there
// is news, or every few seconds where it doesn't.

const every = 2000;
/** How often a page is loaded again that is told of news, because of what else is on it. */
const seldom = 20_000;

/** Keeps the parts of this page up to date that say so. `ready` makes what is new work. */
export function live(ready: (root: ParentNode) => void): void {
	const parts = document.querySelectorAll<HTMLElement>("[data-live]");
	if (parts.length > 0) {
		new Live(new Map([...parts].map((part) => [part.id, part.innerHTML])), ready, [...parts].find((part) => part.dataset.events)?.dataset.events);
	}
	for (const part of parts) {
		const seconds = Number(part.dataset.live);
		if (seconds > 0) {
			setTimeout(end, seconds * 1000, part);
		}
	}
}

/** Keeps a part no longer up to date that nobody has needed for its time, and says how to begin anew. */
function end(part: HTMLElement): void {
	part.removeAttribute("id");
	const link = document.createElement("a");
	link.className = "button";
	link.href = location.href;
	link.textContent = "Go on";
	part.replaceChildren(link);
}

class Live {
	private stream?: EventSource;
	private stale = false;
	private busy = false;
	private more = false; // news that came while the page was loaded
	private loaded = Date.now();

	constructor(
		private readonly last: Map<string, string>,
		private readonly ready: (root: ParentNode) => void,
		private readonly events?: string,
	) {
		if (events) {
			// A browser has few connections for a site, so a page that nobody sees keeps none.
			document.addEventListener("visibilitychange", () => this.listen(!document.hidden));
			addEventListener("pagehide", () => this.listen(false));
			addEventListener("pageshow", () => this.listen(!document.hidden));
			this.listen(!document.hidden);
		}
		setTimeout(() => this.tick(), every);
	}

	private listen(wanted: boolean): void {
		if (!wanted) {
			this.stream?.close();
			this.stream = undefined;
		} else if (!this.stream && this.events) {
			this.stream = new EventSource(this.events);
			this.stream.onopen = () => this.news(); // what happened before
			this.stream.onmessage = () => this.news();
		}
	}

	private news(): void {
		this.stale = true;
		this.more = this.busy;
		void this.again();
	}

	private async tick(): Promise<void> {
		if (this.stale || this.stream?.readyState !== EventSource.OPEN || Date.now() - this.loaded > seldom) {
			await this.again();
		}
		setTimeout(() => this.tick(), every);
	}

	private async again(): Promise<void> {
		if (this.busy || document.hidden || document.querySelector("dialog[open]")) {
			return; // the next tick sees to it
		}
		this.busy = true;
		this.stale = false;
		try {
			if (!(await load(this.last, this.ready))) {
				this.stale = true;
			}
		} catch {
			// The server is away for a moment, or for good: what is shown was true.
		}
		this.busy = false;
		this.loaded = Date.now();
		if (this.more) {
			this.more = false;
			await this.again();
		}
	}
}

/** Loads the page, shows what is new, and reports whether all of it could be shown. */
async function load(last: Map<string, string>, ready: (root: ParentNode) => void): Promise<boolean> {
	const answer = await fetch(location.href, { headers: { accept: "text/html" }, signal: AbortSignal.timeout(10_000) });
	if (answer.redirected || answer.status === 401) {
		location.assign(answer.redirected ? answer.url : location.href);
		return true;
	}
	if (!answer.ok) {
		return true;
	}
	const page = new DOMParser().parseFromString(await answer.text(), "text/html");
	let all = true;
	for (const [id, before] of last) {
		const now = page.getElementById(id)?.innerHTML;
		const part = document.getElementById(id);
		if (now === undefined || !part || now === before) {
			continue;
		}
		if (part.contains(document.activeElement)) {
			all = false; // whoever works there is not disturbed
			continue;
		}
		last.set(id, now);
		part.innerHTML = now;
		ready(part);
	}
	return all;
}
