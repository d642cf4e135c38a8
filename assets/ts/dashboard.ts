// The pages for people who are signed in. All of them work without this; it makes them quicker to use.
import { copyList } from "./dashboard-copy";
import { dialogLink } from "./dashboard-dialog";
import { busyForms } from "./dashboard-form";
import { live } from "./dashboard-live";
import { madeKey } from "./dashboard-made";
import { passkeyForm } from "./dashboard-passkey";
import { reveal } from "./dashboard-reveal";
import { localTime } from "./local-time";
import { themeToggle } from "./theme-toggle";
import { announce } from "./toast";

/** Starts what a page, or a part of one that came later, has. */
function ready(root: ParentNode): void {
	/** Starts something for every element of a kind; most pages lack one or the other. */
	const each = <E extends Element>(selector: string, start: (element: E) => void) => {
		for (const element of root.querySelectorAll<E>(selector)) {
			start(element);
		}
	};
	each("[data-theme-toggle]", themeToggle);
	each("time[data-time]", localTime);
	each("input[data-reveal]", reveal);
	each<HTMLAnchorElement>("a[data-dialog]", (link) => dialogLink(link, ready));
	each("dialog[data-made]", madeKey);
	each("button[data-copy-list]", copyList);
	each("button[data-print]", (button) => button.addEventListener("click", () => print()));
	each("form[data-passkey]", passkeyForm);
	each(".toasts > .toast", announce);
}

live(ready); // before anything is changed
ready(document);
busyForms();
