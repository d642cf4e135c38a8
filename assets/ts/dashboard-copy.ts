import { toClipboard } from "./copy";
import { toast } from "./toast";

/** Makes a button copy the lines of a list, or select them where the browser doesn't let it. */
export function copyList(button: HTMLButtonElement): void {
	const list = document.getElementById(button.dataset.copyList ?? "");
	button.addEventListener("click", async () => {
		if (!list) {
			return;
		}
		const lines = [...list.children].map((line) => line.textContent?.trim());
		if (await toClipboard(`${lines.join("\n")}\n`)) {
			toast("Copied");
			return;
		}
		getSelection()?.selectAllChildren(list);
		toast("Press Ctrl+C to copy");
	});
}
