// Short messages at the edge of the page: what happened, or what went wrong.
import { element } from "./element";

/** Says something; a screen reader says it too. */
export function toast(text: string, wrong = false): void {
	const box = document.querySelector("[data-toasts]")!;
	const made = element("div", wrong ? "toast toast-wrong" : "toast", text);
	box.append(made);
	setTimeout(() => made.remove(), wrong ? 9000 : 5000);
}

/** Says once more what a page came with: a screen reader hears only of what changes. */
export function announce(made: HTMLElement): void {
	made.remove();
	setTimeout(() => toast(made.textContent ?? ""), 100);
}

/** Says why something could not be done. */
export function say(error: unknown): void {
	toast((error as Error).message, true);
}
