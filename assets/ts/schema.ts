// What a page has no room for is one link away: a schema on its own page, or all of an operation on another. With a
// server, the link opens in place: that page is fetched, and the part that its fragment names put here.

const fetched = location.protocol !== "file:";

/** Makes the links open in place. */
export function openSchemas(): void {
	if (!fetched) {
		return;
	}
	document.addEventListener("click", (event) => {
		const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-schema]");
		if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
			return;
		}
		event.preventDefault();
		open(link).then(
			(summary) => summary?.focus(),
			() => location.assign(link.href),
		);
	});
}

/** Opens what leads to the element with an id that isn't there yet, and returns that or the nearest that there is. */
export async function openTowards(id: string): Promise<Element | null> {
	for (let steps = 0; steps < 8; steps++) {
		const at = nearest(id);
		if (!at || at.id === id || !fetched) {
			return at;
		}
		const inside = at.matches(".tab-input") ? at.nextElementSibling?.nextElementSibling : at;
		const link = inside?.querySelector<HTMLAnchorElement>(":scope > .field-more > a[data-schema], :scope > details > .field-more > a[data-schema]");
		if (!link) {
			return at;
		}
		try {
			await open(link);
		} catch {
			return at;
		}
	}
	return nearest(id);
}

/** The element with the id, or with the longest beginning of it: "body.pet" for "body.pet.name". */
function nearest(id: string): Element | null {
	for (let end = id.length; end > 0; end = id.lastIndexOf(".", end - 1)) {
		const found = document.getElementById(id.slice(0, end));
		if (found) {
			return found;
		}
	}
	return null;
}

/** Puts what a link leads to in its place. */
async function open(link: HTMLAnchorElement): Promise<HTMLElement | null> {
	if (link.getAttribute("aria-busy") === "true") {
		return null;
	}
	link.setAttribute("aria-busy", "true");
	try {
		const parts = await load(link.href, place(link));
		const details = document.createElement("details");
		details.className = "field-inside";
		details.open = true;
		const summary = document.createElement("summary");
		summary.textContent = link.textContent;
		details.append(summary, ...parts);
		(link.closest(".field-more") ?? link).replaceWith(details);
		return summary;
	} finally {
		link.removeAttribute("aria-busy");
	}
}

/** What the ids of a link's surroundings start with. */
function place(link: Element): string {
	const around = link.parentElement?.closest(".tab-pane, [id]");
	return (around?.matches(".tab-pane") ? around.previousElementSibling?.previousElementSibling : around)?.id ?? "";
}

/** Fetches the part of a page that the address names, with ids and links as they have to be at another place. */
async function load(address: string, to: string): Promise<Element[]> {
	const response = await fetch(address);
	if (!response.ok) {
		throw new Error(String(response.status));
	}
	const page = new DOMParser().parseFromString(await response.text(), "text/html");
	const id = decodeURIComponent(new URL(address).hash.slice(1));
	const target = page.getElementById(id);
	const holder = target?.matches(".tab-input") ? target.nextElementSibling?.nextElementSibling : (target?.querySelector(":scope > details") ?? target);
	const parts = [...(holder?.children ?? [])].filter((part) => part.matches(".fields, .variants, .field-choice, .field-same, .field-more"));
	if (parts.length === 0) {
		throw new Error("nothing there");
	}
	const from = id === "fields" ? "field" : id;
	const moved = (name: string) => (name.startsWith(from) ? to + name.slice(from.length) : `${to}.${name}`);
	for (const part of parts) {
		for (const element of [part, ...part.querySelectorAll("*")]) {
			move(element, address, moved, (name) => parts.some((other) => other.querySelector(`[id="${CSS.escape(name)}"]`)));
		}
	}
	return parts;
}

function move(element: Element, address: string, moved: (name: string) => string, taken: (name: string) => boolean): void {
	const href = element.getAttribute("href");
	if (href !== null) {
		const local = href.startsWith("#") && taken(href.slice(1));
		element.setAttribute("href", local ? `#${moved(href.slice(1))}` : new URL(href, address).href);
	}
	const src = element.getAttribute("src");
	if (src !== null) {
		element.setAttribute("src", new URL(src, address).href);
	}
	for (const name of ["id", "name", "for"]) {
		const value = element.getAttribute(name);
		if (value !== null) {
			element.setAttribute(name, moved(value));
		}
	}
}
