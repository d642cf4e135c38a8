// The page with the virtual phones. The server has written what they have; this makes it live.
import { themeToggle } from "./theme-toggle";

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-toggle]")) {
	themeToggle(button);
}
