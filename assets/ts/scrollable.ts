/** What boxes hold that aren't tables. */
const contents: [string, string][] = [
	["pre", "Code"],
	[".diagram", "Diagram"],
	[".math", "Formula"],
];

/**
 * Lets the keyboard scroll what is larger than its box: such a box takes the
 * focus, one whose content fits stays out of the way.
 */
export function focusScrollable(boxes: NodeListOf<HTMLElement>): void {
	const observer = new ResizeObserver((entries) => {
		for (const box of new Set(entries.map(({ target }) => target.closest<HTMLElement>("[data-scrolls]")!))) {
			const sideways = box.scrollWidth > box.clientWidth;
			if (sideways || (box.matches(".code-held") && box.scrollHeight > box.clientHeight)) {
				box.tabIndex = 0;
				box.setAttribute("role", "group");
				const what = contents.find(([selector]) => box.matches(selector));
				box.setAttribute("aria-label", `${what ? what[1] : "Table"}, scrolls${sideways ? " sideways" : ""}`);
			} else {
				box.removeAttribute("tabindex");
				box.removeAttribute("role");
				box.removeAttribute("aria-label");
			}
		}
	});
	for (const box of boxes) {
		box.dataset.scrolls = "";
		observer.observe(box);
		if (box.firstElementChild) {
			observer.observe(box.firstElementChild); // of code that is written anew, only this changes its size
		}
	}
}
