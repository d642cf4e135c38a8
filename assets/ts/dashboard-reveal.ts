import { element } from "./element";

/** Gives a password a button that shows it: who can read what they type needn't type it twice. */
export function reveal(input: HTMLInputElement): void {
	const box = element("div", "reveal");
	const button = element("button", "reveal-button", "Show");
	button.type = "button";
	button.setAttribute("aria-controls", input.id);
	button.setAttribute("aria-label", "Show the password");
	button.setAttribute("aria-pressed", "false");
	const focused = document.activeElement === input;
	input.replaceWith(box);
	box.append(input, button);
	if (focused) {
		input.focus();
	}
	const show = (shown: boolean) => {
		input.type = shown ? "text" : "password";
		button.textContent = shown ? "Hide" : "Show";
		button.setAttribute("aria-pressed", String(shown));
	};
	button.addEventListener("click", () => {
		show(input.type === "password");
		input.focus();
	});
	input.form?.addEventListener("submit", () => show(false)); // or the browser keeps it among what was typed before
}
