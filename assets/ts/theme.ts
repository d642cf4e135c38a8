// Runs before the first paint, so that the page never shows in the wrong theme.
// Without a choice there is no attribute, and the style sheet follows the system.
import { recall } from "./storage";

const theme = recall("theme");
if (theme === "light" || theme === "dark") {
	document.documentElement.dataset.theme = theme;
}
document.documentElement.dataset.js = "";
