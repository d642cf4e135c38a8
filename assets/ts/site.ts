// What every page of the documentation site does in the browser. All of it is
// comfort: reading works without.
import { followContents } from "./contents";
import { copyButtons } from "./copy";
import { dismissible, feedback, switches } from "./notices";
import { prefetchOnHover } from "./prefetch";
import { revealTarget } from "./reveal";
import { openSchemas } from "./schema";
import { focusScrollable } from "./scrollable";
import { searchButtons } from "./search-open";
import { revealCurrent } from "./sidebar";
import { syncTabs } from "./tabs";
import { themeToggle } from "./theme-toggle";
import { wakePanel } from "./tryit-wake";

/** Starts something for every element of a kind; most pages lack one or the other. */
function each<E extends Element>(selector: string, start: (element: E) => void): void {
	for (const element of document.querySelectorAll<E>(selector)) {
		start(element);
	}
}

each("[data-theme-toggle]", themeToggle);
each(".contents", followContents);
each(".sidebar", revealCurrent);
each("[data-announcement]", dismissible);
each("[data-feedback]", feedback);
each("form[data-panel]", wakePanel);
switches(document.querySelectorAll("details[data-switch]"));
openSchemas();
prefetchOnHover();
searchButtons();
copyButtons();
syncTabs();
void revealTarget();
addEventListener("hashchange", () => void revealTarget());
focusScrollable(document.querySelectorAll<HTMLElement>(".code pre, .table-scroll, .diagram, .math"));
