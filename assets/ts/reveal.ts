import { openTowards } from "./schema";

/** Shows the place that the address names; if it has yet to be fetched, as soon as it is there. */
export async function revealTarget(): Promise<void> {
	const id = decode(location.hash.slice(1));
	const target = document.getElementById(id) ?? (id.includes(".") ? await openTowards(id) : null);
	if (target && (unfold(target) || target.id !== id)) {
		target.scrollIntoView({ behavior: "instant" });
	}
}

/** Opens what is folded around an element, and chooses the tabs that it is in: not every browser does. */
function unfold(target: Element): boolean {
	let folded = false;
	for (let at: Element | null = target; at; at = at.parentElement) {
		if (at instanceof HTMLDetailsElement && !at.open && at !== target) {
			folded = at.open = true;
		}
		const choice = at.matches(".tab-pane") ? at.previousElementSibling?.previousElementSibling : at;
		if (choice instanceof HTMLInputElement && choice.type === "radio" && !choice.checked) {
			folded = choice.checked = true;
		}
	}
	return folded;
}

function decode(fragment: string): string {
	try {
		return decodeURIComponent(fragment);
	} catch {
		return fragment;
	}
}
