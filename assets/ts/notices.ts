import { recall, remember } from "./storage";

/** Closes the bar above the page for good, until it says something else. */
export function dismissible(bar: HTMLElement): void {
	const name = `dismissed.${bar.dataset.announcement}`;
	if (recall(name)) {
		bar.hidden = true;
		return;
	}
	bar.querySelector("[data-dismiss]")?.addEventListener("click", () => {
		remember(name, "yes");
		bar.hidden = true;
	});
}

/** Sends whether the page was helpful to where the site's author wants to know it. */
export function feedback(form: HTMLFormElement): void {
	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		const helpful = (event.submitter as HTMLButtonElement | null)?.value ?? "";
		for (const button of form.querySelectorAll("button")) {
			button.disabled = true;
		}
		try {
			await fetch(form.dataset.feedback ?? "", {
				method: "POST",
				mode: "cors",
				credentials: "omit",
				headers: { "content-type": "application/json" },
				body: JSON.stringify({ page: location.pathname, helpful: helpful === "yes" }),
			});
		} finally {
			const said = form.querySelector<HTMLElement>("[data-said]");
			if (said) {
				said.hidden = false;
			}
		}
	});
}

/** Closes a menu of the top bar when the reader turns to something else. */
export function switches(all: NodeListOf<HTMLDetailsElement>): void {
	document.addEventListener("click", (event) => {
		for (const menu of all) {
			if (menu.open && !menu.contains(event.target as Node)) {
				menu.open = false;
			}
		}
	});
	document.addEventListener("keydown", (event) => {
		if (event.key !== "Escape") {
			return;
		}
		for (const menu of all) {
			if (menu.open) {
				menu.open = false;
				menu.querySelector("summary")?.focus();
			}
		}
	});
}
