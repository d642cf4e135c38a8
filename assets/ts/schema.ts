/**
 * Opens a schema in place: its page is fetched and what is in it put below the link. Without
 * a server (from a folder) the link leads to the page, as it does without a script.
 */
export function openSchemas(): void {
	if (location.protocol === "file:") {
		return;
	}
	document.addEventListener("click", async (event) => {
		const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-schema]");
		if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
			return;
		}
		event.preventDefault();
		if (link.getAttribute("aria-busy") === "true") {
			return;
		}
		link.setAttribute("aria-busy", "true");
		try {
			show(link, await load(link.href));
		} catch {
			location.assign(link.href);
		} finally {
			link.removeAttribute("aria-busy");
		}
	});
}

async function load(address: string): Promise<Element> {
	const response = await fetch(address);
	if (!response.ok) {
		throw new Error(String(response.status));
	}
	const page = new DOMParser().parseFromString(await response.text(), "text/html");
	const body = page.querySelector(".schema-body");
	if (!body) {
		throw new Error("no schema");
	}
	for (const link of body.querySelectorAll("a[href]")) {
		link.setAttribute("href", new URL(link.getAttribute("href") ?? "", address).href);
	}
	return body;
}

let opened = 0;

function show(link: HTMLAnchorElement, body: Element): void {
	const details = document.createElement("details");
	details.className = "field-inside";
	details.open = true;
	const summary = document.createElement("summary");
	summary.textContent = link.textContent;
	details.append(summary);
	const at = `opened-${++opened}`;
	// Ids and the names of radio buttons belong to another page; here they get a beginning of their own.
	for (const element of body.querySelectorAll("[id]")) {
		element.id = `${at}.${element.id}`;
	}
	for (const element of body.querySelectorAll<HTMLInputElement>("input[name]")) {
		element.name = `${at}.${element.name}`;
	}
	for (const element of body.querySelectorAll("label[for]")) {
		element.setAttribute("for", `${at}.${element.getAttribute("for")}`);
	}
	details.append(...body.childNodes);
	const line = link.closest(".field-more") ?? link;
	line.replaceWith(details);
	summary.focus();
}
