/** Brings the page's own entry into view: in a long sidebar it may be far down. */
export function revealCurrent(sidebar: HTMLElement): void {
	const reveal = () => {
		const current = sidebar.querySelector<HTMLElement>("[aria-current='page']");
		if (!current) {
			return;
		}
		const at = current.getBoundingClientRect();
		const box = sidebar.getBoundingClientRect();
		if (at.top < box.top || at.bottom > box.bottom) {
			sidebar.scrollTop += at.top - box.top - box.height / 3;
		}
	};
	reveal();
	sidebar.addEventListener("toggle", reveal); // opened as a sheet
}
