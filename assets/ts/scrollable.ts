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
				box.setAttribute("aria-label", box.matches("pre") ? "Code, scrolls sideways" : "Table, scrolls sideways");
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
