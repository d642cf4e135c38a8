/**
 * Makes the copy buttons of code blocks work, those that scripts add later too.
 * A screen reader hears "Copied" from the status element, sighted readers see it
 * on the button.
 */
export function copyButtons(): void {
	const status = document.createElement("div");
	status.className = "unseen";
	status.setAttribute("role", "status");
	document.body.append(status);

	document.addEventListener("click", async (event) => {
		const button = (event.target as Element).closest<HTMLButtonElement>("button[data-copy]");
		const code = button?.closest(".code")?.querySelector("pre code");
		if (!button || !code || "done" in button.dataset) {
			return;
		}
		const label = [...button.childNodes];
		const copied = await toClipboard(codeText(code));
		const done = copied ? button.dataset.copy || "Copied" : button.dataset.copyByKey || "Press Ctrl+C";
		if (!copied) {
			getSelection()?.selectAllChildren(code);
		}
		button.dataset.done = "";
		button.replaceChildren(done);
		status.textContent = done;
		setTimeout(() => {
			button.replaceChildren(...label);
			delete button.dataset.done;
			status.textContent = "";
		}, 2000);
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
