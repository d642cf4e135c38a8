// What of the Try-It panel is on its page from the start: it loads the rest when a reader first
// goes there, and remembers what was pressed meanwhile.
import { load } from "./load";
import { draftOf } from "./tryit-draft";

/** Loads the panel's script when somebody uses the form, or left something for it. */
export function wakePanel(form: HTMLFormElement): void {
	let ready: Promise<void> | undefined;
	let awake = false;
	const wake = () =>
		(ready ??= load("script", { src: form.dataset.panel! }).then(
			() => {
				awake = true;
			},
			() => {
				ready = undefined;
				form.parentElement!.querySelector("[data-said]")!.textContent = "The panel did not load. Look at your connection and try again.";
				throw new Error("did not load");
			},
		));
	/** Wakes the panel, and then does what it couldn't do yet. */
	const later = (act: () => void) => void wake().then(act, () => {});
	const use = () => {
		form.dataset.used = "";
		later(() => {});
	};
	for (const kind of ["focusin", "pointerdown", "pointerenter", "click", "dragenter"]) {
		form.addEventListener(kind, use, { once: true });
	}
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		if (!awake) {
			later(() => form.requestSubmit());
		}
	});
	form.addEventListener("click", ({ target }) => {
		const button = (target as Element).closest<HTMLButtonElement>("button[type=button]");
		if (!awake && button) {
			later(() => button.click());
		}
	});
	form.addEventListener("change", ({ target }) => {
		if (!awake) {
			later(() => (target as Element).dispatchEvent(new Event("change", { bubbles: true })));
		}
	});
	form.addEventListener("keydown", (event) => {
		if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
			event.preventDefault();
			form.requestSubmit();
		}
	});
	if (navigator.platform.startsWith("Mac")) {
		form.querySelector(".tryit-keys > kbd")!.textContent = "⌘"; // both do
	}
	const look = () => left(form) && later(() => {});
	addEventListener("hashchange", look);
	look();
	if (form.matches(":focus-within, :hover")) {
		use(); // a reader was there before this script
	}
}

/** Reports whether there is something that the panel should show at once: a key that was pasted before, or inputs of a link or of an earlier visit. */
function left(form: HTMLFormElement): boolean {
	try {
		const kept = (storage: Storage) => Object.keys(storage).some((name) => name.startsWith("docsite.key"));
		return location.hash.startsWith("#try") || draftOf(form) !== null || kept(sessionStorage) || kept(localStorage);
	} catch {
		return false; // no storage, so nothing is kept
	}
}
