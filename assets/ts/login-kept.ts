// The one place where all that a site keeps of credentials is seen, and forgotten.
import { element } from "./element";
import { allKeys, keepKey } from "./tryit-kept";

/** Opens a dialog with what is kept. changed is called when something was forgotten, closed when the dialog is gone. */
export function showKept(changed: () => void, closed: () => void): void {
	const dialog = element("dialog", "dialog tryit-kept");
	const title = element("h2", "", "Kept credentials");
	title.id = "try-kept-title";
	dialog.setAttribute("aria-labelledby", title.id);
	const list = element("ul", "");
	const said = element("p", "tryit-hint");
	said.setAttribute("role", "status");
	const all = button("Forget all");
	const close = button("Close");
	const draw = () => {
		const kept = allKeys();
		list.replaceChildren(...kept.map(({ realm, kept: { label, host, credential }, lasting }) => {
			const forget = button("Forget", `the ${label} for ${host || "this server"}`);
			forget.addEventListener("click", () => {
				keepKey(realm, null);
				said.textContent = `The ${label} is forgotten.`;
				changed();
				draw();
				(list.querySelector("button") ?? close).focus();
			});
			const who = element("span", "", element("b", "", label), host ? ` for ${host}` : "", element("br", ""), element("code", "", masked(credential.username ?? credential.value ?? "")), ` ${lasting ? "on this device" : "in this tab"}`);
			return element("li", "", who, forget);
		}));
		all.hidden = kept.length < 2;
		if (kept.length === 0 && said.textContent === "") {
			said.textContent = "Nothing is kept.";
		}
	};
	all.addEventListener("click", () => {
		allKeys().forEach(({ realm }) => keepKey(realm, null));
		said.textContent = "All are forgotten.";
		changed();
		draw();
		close.focus();
	});
	close.addEventListener("click", () => dialog.close());
	dialog.addEventListener("close", () => {
		dialog.remove();
		closed();
	});
	dialog.append(element("div", "dialog-head", title), element("div", "dialog-body", element("p", "tryit-hint", "They are in this browser alone, and go nowhere but into the requests that you send."), list, said, element("div", "dialog-actions", all, close)));
	document.body.append(dialog);
	draw();
	dialog.showModal();
}

/** Enough to know it again, and not enough to use it. */
function masked(text: string): string {
	return text.length < 12 ? "••••" : `${text.slice(0, 4)}••••`;
}

function button(words: string, more = ""): HTMLButtonElement {
	const made = element("button", "button", words, ...(more ? [element("span", "unseen", ` ${more}`)] : []));
	made.type = "button";
	return made;
}
