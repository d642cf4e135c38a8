// A key or a link that was made just now. It is shown this once, so nobody should leave without it.
import { toClipboard } from "./copy";

/** Makes a dialog of it, which warns whoever closes it before it was copied. */
export function madeKey(box: HTMLDialogElement): void {
	const key = box.querySelector<HTMLInputElement>("input[readonly]");
	const copy = box.querySelector<HTMLButtonElement>("[data-copy-key]");
	const warning = box.querySelector<HTMLElement>("[data-uncopied]");
	const form = box.querySelector("form");
	if (!key || !copy || !warning || !form) {
		return;
	}
	if (key.value.startsWith("/")) {
		key.value = location.origin + key.value; // a link, and the server doesn't know its own address
	}
	const what = key.labels?.[0]?.textContent?.toLowerCase() ?? "";
	const status = document.createElement("p");
	status.className = "unseen";
	status.setAttribute("role", "status");
	box.append(status);
	let copied = false;
	let warned = false;

	const taken = () => {
		copied = true;
		warning.textContent = "";
	};
	copy.addEventListener("click", async () => {
		if (await toClipboard(key.value)) {
			taken();
			copy.textContent = status.textContent = "Copied";
			setTimeout(() => {
				copy.textContent = "Copy";
				status.textContent = "";
			}, 2000);
			return;
		}
		key.select();
		status.textContent = warning.textContent = `Press Ctrl+C to copy ${what}.`;
	});
	key.addEventListener("focus", () => key.select());
	key.addEventListener("copy", taken);

	/** Whether it may be closed now. The second time somebody insists. */
	const leave = () => {
		if (copied || warned) {
			return true;
		}
		warned = true;
		warning.textContent = `You have not copied ${what}, and it cannot be shown again. Copy it, or press Done once more to leave without it.`;
		copy.focus();
		return false;
	};
	box.addEventListener("cancel", (event) => {
		event.preventDefault(); // the Escape key
		if (leave()) {
			done();
		}
	});
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		if (leave()) {
			done();
		}
	});
	const stay = (event: BeforeUnloadEvent) => {
		if (!copied) {
			event.preventDefault();
		}
	};
	addEventListener("beforeunload", stay);
	/** Goes to the list, in the place of this page: nobody should come back to the key. */
	const done = () => {
		removeEventListener("beforeunload", stay);
		key.value = "";
		location.replace(form.action);
	};

	box.close();
	box.showModal();
	copy.focus();
}
