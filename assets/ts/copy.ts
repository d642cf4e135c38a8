/**
 * Makes the copy buttons of code blocks work, those that scripts add later too, and that of the page.
 * A screen reader hears "Copied" from the status element, sighted readers see it
 * on the button.
 */
export function copyButtons(): void {
	const status = document.createElement("div");
	status.className = "unseen";
	status.setAttribute("role", "status");
	document.body.append(status);
	copyPage(status);

	document.addEventListener("click", async (event) => {
		const button = (event.target as Element).closest<HTMLButtonElement>("button[data-copy]");
		const code = button?.closest(".code")?.querySelector("pre code");
		if (!button || !code || "done" in button.dataset) {
			return;
		}
		const copied = await toClipboard(codeText(code));
		if (!copied) {
			getSelection()?.selectAllChildren(code);
		}
		say(button, status, copied ? button.dataset.copy || "Copied" : button.dataset.copyByKey || "Press Ctrl+C");
	});
}

/** Says for a moment what became of it, on the button and to a screen reader. */
function say(button: HTMLButtonElement, status: HTMLElement, done: string): void {
	const label = [...button.childNodes];
	button.dataset.done = "";
	button.replaceChildren(done);
	status.textContent = done;
	setTimeout(() => {
		button.replaceChildren(...label);
		delete button.dataset.done;
		status.textContent = "";
	}, 2000);
}

/** Makes the button work that copies the whole page as Markdown. Pages from disk can't read their files. */
function copyPage(status: HTMLElement): void {
	const button = document.querySelector<HTMLButtonElement>("button[data-copy-page]");
	const source = document.querySelector<HTMLLinkElement>('link[type="text/markdown"]')?.href;
	if (!button || !source || location.protocol === "file:") {
		button?.remove();
		return;
	}
	button.addEventListener("click", async () => {
		if ("done" in button.dataset) {
			return;
		}
		try {
			// As a promise: some browsers let a page copy only what it begins to copy at once.
			const text = fetch(source).then((answer) => (answer.ok ? answer.blob() : Promise.reject(answer.status)));
			const plain = text.then((blob) => new Blob([blob], { type: "text/plain" }));
			await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain })]);
			say(button, status, button.dataset.copyPage || "Copied");
		} catch {
			location.href = source; // to be copied by hand
		}
	});
}

/** The code without line numbers and without lines that a change removes. */
function codeText(code: Element): string {
	const copy = code.cloneNode(true) as Element;
	for (const extra of copy.querySelectorAll(".line-number, .line-removed")) {
		extra.remove();
	}
	return (copy.textContent ?? "").replace(/\n$/, "");
}

/** Copies a text, where the browser lets the page do that. */
export async function toClipboard(text: string): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text); // needs https, localhost or a file
		return true;
	} catch {
		return false;
	}
}
