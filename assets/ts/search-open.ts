// What of the search is on every page: the buttons and keys that open it. All else comes when it is first wanted.

import { load } from "./load";

/** What the search's own script offers once it is there. */
interface Search {
	open(index: string, address?: string): Promise<void>;
}

/** Makes the search buttons of the page work, and the keys / and Ctrl+K. */
export function searchButtons(): void {
	const buttons = document.querySelectorAll<HTMLButtonElement>("button[data-search]");
	const first = buttons[0];
	if (!first) {
		return;
	}
	let ready: Promise<unknown> | undefined;
	const open = async () => {
		const { search, searchStyle, searchIndex } = first.dataset;
		ready ??= Promise.all([load("link", { rel: "stylesheet", href: searchStyle! }), load("script", { src: search! })]);
		try {
			await ready;
			const lost = document.querySelector("[data-search-address]") ? location.pathname : undefined;
			await (self as unknown as { docsiteSearch: Search }).docsiteSearch.open(searchIndex!, lost);
		} catch {
			ready = undefined;
			for (const button of buttons) {
				button.title = "The search did not load. Look at your connection and try again.";
			}
		}
	};
	for (const button of buttons) {
		button.addEventListener("click", () => void open());
	}
	addEventListener("keydown", (event) => {
		const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !writes(event.target as Element);
		const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
		if ((slash || k) && !event.isComposing && !document.querySelector("dialog[open]")) {
			event.preventDefault();
			void open();
		}
	});
}

/** Reports whether keys are written into an element. */
function writes(element: Element): boolean {
	return element.closest("input, textarea, select, [contenteditable]") !== null;
}
