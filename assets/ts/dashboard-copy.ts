import { toClipboard } from "./copy";
import { toast } from "./toast";

/** Makes a button copy the lines of a list, or a text, or select it where the browser doesn't let it. */
export function copyList(button: HTMLButtonElement): void {
	button.addEventListener("click", async () => {
		const list = document.getElementById(button.dataset.copyList ?? "");
		if (!list) {
			return;
		}
		const lines = [...list.children].map((line) => line.textContent?.trim());
		if (await toClipboard(lines.length ? `${lines.join("\n")}\n` : (list.textContent ?? ""))) {
			toast("Copied");
			return;
		}
		getSelection()?.selectAllChildren(list);
		toast("Press Ctrl+C to copy");
	});
}
