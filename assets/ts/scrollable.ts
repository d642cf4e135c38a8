/** What boxes hold that aren't tables. */
const contents: [string, string][] = [
	["pre", "Code"],
	[".diagram", "Diagram"],
	[".math", "Formula"],
];

/**
 * Lets the keyboard scroll what is wider than its box: such a box takes the
 * focus, one whose content fits stays out of the way.
 */
export function focusScrollable(boxes: Iterable<HTMLElement>): void {
	const observer = new ResizeObserver((entries) => {
		for (const { target } of entries) {
			const box = target as HTMLElement;
			if (box.scrollWidth > box.clientWidth) {
				box.tabIndex = 0;
				box.setAttribute("role", "group");
				const what = contents.find(([selector]) => box.matches(selector));
				box.setAttribute("aria-label", `${what ? what[1] : "Table"}, scrolls sideways`);
			} else {
				box.removeAttribute("tabindex");
				box.removeAttribute("role");
				box.removeAttribute("aria-label");
			}
		}
	});
	for (const box of boxes) {
		observer.observe(box);
	}
}
