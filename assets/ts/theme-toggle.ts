import { remember } from "./storage";

const next: Record<string, string> = { system: "light", light: "dark", dark: "system" };

/** The button that goes from the system's theme to light, to dark and back. */
export function themeToggle(button: HTMLButtonElement): void {
	const root = document.documentElement;
	const show = () => {
		const label = `Theme: ${root.dataset.theme ?? "system"}`;
		button.setAttribute("aria-label", label);
		button.title = label;
	};
	button.addEventListener("click", () => {
		const theme = next[root.dataset.theme ?? "system"];
		if (theme === "system") {
			delete root.dataset.theme;
		} else {
			root.dataset.theme = theme;
		}
		remember("theme", theme === "system" ? null : theme);
		show();
	});
	show();
}
