// What was filled in when a reader left a page, or loaded it again, is there when they come back: in the same tab, and without
// secrets and files.
import { siteRoot } from "./site-root";
import { recall, remember } from "./storage";

/** A text of more characters than this isn't kept: a tab has room for a few million of them. */
const longest = 200_000;

function nameOf({ dataset }: HTMLFormElement): string {
	return `draft ${siteRoot().pathname} ${dataset.operation}`;
}

/** What was filled in, if anything was. */
export function draftOf(form: HTMLFormElement): string | null {
	return recall(nameOf(form), true);
}

/** Keeps what is filled in when the page goes; written says what that is: undefined for what makes no text. */
export function keepDraft(form: HTMLFormElement, written: () => string | undefined): void {
	const blank = written();
	let changed = false;
	form.addEventListener("tryit:change", () => (changed = true));
	const keep = () => {
		const text = changed ? written() : undefined;
		if (text !== undefined) {
			remember(nameOf(form), text === blank || text.length > longest ? null : text, true);
		}
	};
	addEventListener("pagehide", keep);
	document.addEventListener("visibilitychange", () => document.hidden && keep()); // a phone may end the page without another word
}
