// What every page of the documentation site does in the browser. All of it is
// comfort: reading works without.
import { followContents } from "./contents";
import { copyButtons } from "./copy";
import { revealTarget } from "./reveal";
import { focusScrollable } from "./scrollable";
import { revealCurrent } from "./sidebar";
import { syncTabs } from "./tabs";
import { themeToggle } from "./theme-toggle";

/** Starts something for every element of a kind; most pages lack one or the other. */
function each<E extends Element>(selector: string, start: (element: E) => void): void {
	for (const element of document.querySelectorAll<E>(selector)) {
		start(element);
	}
}

each("[data-theme-toggle]", themeToggle);
each(".contents", followContents);
each(".sidebar", revealCurrent);
copyButtons();
syncTabs();
revealTarget();
addEventListener("hashchange", revealTarget);
focusScrollable(document.querySelectorAll<HTMLElement>(".code pre, .table-scroll"));
