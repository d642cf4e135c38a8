// A dialog: a title, what is in it, and a way out.
import { element } from "./element";

/** Opens a dialog. It is gone when it is closed; the focus then goes back by itself. */
export function dialog(title: string, ...inside: Node[]): HTMLDialogElement {
	const close = element("button", "icon-button", element("span", "icon icon-close"));
	close.type = "button";
	close.setAttribute("aria-label", "Close");
	const heading = element("h2", "", title);
	const box = element("dialog", "dialog", element("div", "dialog-head", heading, close), element("div", "dialog-body", ...inside));
	box.setAttribute("aria-label", title);
	close.addEventListener("click", () => box.close());
	box.addEventListener("close", () => box.remove());
	box.addEventListener("click", (event) => {
		if (event.target === box) {
			box.close(); // beside it
		}
	});
	document.body.append(box);
	box.showModal();
	return box;
}

let fields = 0;

/** A field with its label, and a hint if there is one. */
export function field<E extends HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(label: string, control: E, hint = ""): HTMLElement {
	control.id = `field-${++fields}`;
	const name = element("label", "", label);
	name.htmlFor = control.id;
	const box = element("div", "field", name, control);
	if (hint) {
		const text = element("p", "hint", hint);
		text.id = `${control.id}-hint`;
		control.setAttribute("aria-describedby", text.id);
		box.append(text);
	}
	return box;
}

export function select(options: [value: string, text: string][], value: string): HTMLSelectElement {
	const made = element("select", "");
	for (const [option, text] of options) {
		made.add(new Option(text, option, false, option === value));
	}
	return made;
}

export function input(type: string, value: string, more: Partial<HTMLInputElement> = {}): HTMLInputElement {
	return Object.assign(element("input", ""), { type, value, autocomplete: "off" as AutoFill, ...more });
}

export function button(text: string, then: () => void, className = "button"): HTMLButtonElement {
	const made = element("button", className, text);
	made.type = "button";
	made.addEventListener("click", then);
	return made;
}

/** A form whose answer may be no: then it says so, and stays. */
export function form(submit: string, then: () => Promise<void>, ...inside: Node[]): HTMLFormElement {
	const problem = element("p", "problem");
	problem.setAttribute("role", "alert");
	const send = element("button", "button button-primary", submit);
	const made = element("form", "dialog-body dialog-form", ...inside, problem, element("div", "dialog-actions", send));
	made.addEventListener("submit", async (event) => {
		event.preventDefault();
		if (send.getAttribute("aria-busy") === "true") {
			return;
		}
		send.setAttribute("aria-busy", "true");
		problem.textContent = "";
		try {
			await then();
		} catch (error) {
			problem.textContent = (error as Error).message;
		} finally {
			send.removeAttribute("aria-busy");
		}
	});
	return made;
}
