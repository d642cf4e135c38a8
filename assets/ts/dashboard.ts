// The pages for people who are signed in. All of them work without this; it makes them quicker to use.
import { busyForms } from "./dashboard-form";
import { reveal } from "./dashboard-reveal";
import { localTime } from "./local-time";
import { themeToggle } from "./theme-toggle";
import { announce } from "./toast";

/** Starts something for every element of a kind; most pages lack one or the other. */
function each<E extends Element>(selector: string, start: (element: E) => void): void {
	for (const element of document.querySelectorAll<E>(selector)) {
		start(element);
	}
}

each("[data-theme-toggle]", themeToggle);
each("time[data-time]", localTime);
each("input[data-reveal]", reveal);
each(".toasts > .toast", announce);
busyForms();
