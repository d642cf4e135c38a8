// Parts of a page that change by themselves are loaded again with it, every few seconds while somebody looks.

const every = 2000;

/** Keeps the parts of this page up to date that say so. `ready` makes what is new work. */
export function live(ready: (root: ParentNode) => void): void {
	const parts = document.querySelectorAll<HTMLElement>("[data-live]");
	if (parts.length > 0) {
		const last = new Map([...parts].map((part) => [part.id, part.innerHTML]));
		setTimeout(again, every, last, ready);
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

async function again(last: Map<string, string>, ready: (root: ParentNode) => void): Promise<void> {
	try {
		if (!document.hidden && !document.querySelector("dialog[open]")) {
			await load(last, ready);
		}
	} catch {
		// The server is away for a moment, or for good: what is shown was true.
	}
	setTimeout(again, every, last, ready);
}

async function load(last: Map<string, string>, ready: (root: ParentNode) => void): Promise<void> {
	const answer = await fetch(location.href, { headers: { accept: "text/html" }, signal: AbortSignal.timeout(10_000) });
	if (answer.redirected || answer.status === 401) {
		location.assign(answer.redirected ? answer.url : location.href);
		return;
	}
	if (!answer.ok) {
		return;
	}
	const page = new DOMParser().parseFromString(await answer.text(), "text/html");
	for (const [id, before] of last) {
		const now = page.getElementById(id)?.innerHTML;
		const part = document.getElementById(id);
		if (now === undefined || !part || now === before || part.contains(document.activeElement)) {
			continue;
		}
		last.set(id, now);
		part.innerHTML = now;
		ready(part);
	}
}
