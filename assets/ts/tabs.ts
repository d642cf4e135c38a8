import { recall, remember } from "./storage";

/**
 * Keeps tabs that offer the same choice in step over the page, and remembers the
 * choice for the next one. The tabs themselves are radio buttons and work alone.
 */
export function syncTabs(): void {
	const chosen = recall("tab");
	if (chosen) {
		choose(chosen);
	}
	document.addEventListener("change", (event) => {
		const input = event.target as HTMLInputElement;
		if (!input.matches(".tab-input:not([data-alone])")) {
			return;
		}
		// The groups above may change their height: what was clicked stays where it is.
		const before = input.labels?.[0]?.getBoundingClientRect().top ?? 0;
		choose(input.value);
		const after = input.labels?.[0]?.getBoundingClientRect().top ?? 0;
		scrollBy({ top: after - before, behavior: "instant" });
		remember("tab", input.value);
	});
}

function choose(value: string): void {
	for (const input of document.querySelectorAll<HTMLInputElement>(`.tab-input[value="${CSS.escape(value)}"]`)) {
		input.checked = true;
	}
}
