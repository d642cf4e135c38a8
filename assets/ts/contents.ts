/** Marks, in "On this page", the section the reader is in. */
export function followContents(nav: HTMLElement): void {
	const links = new Map<Element, HTMLAnchorElement>();
	for (const link of nav.querySelectorAll<HTMLAnchorElement>("a[href^='#']")) {
		const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
		if (heading) {
			links.set(heading, link);
		}
	}
	const headings = [...links.keys()];
	let current: HTMLAnchorElement | undefined;

	const mark = () => {
		// The last heading above the upper third, or the last of all at the page's end.
		const line = innerHeight / 3;
		let heading = headings.findLast((h) => h.getBoundingClientRect().top <= line) ?? headings[0];
		if (innerHeight + scrollY >= document.documentElement.scrollHeight - 2) {
			heading = headings[headings.length - 1];
		}
		const link = heading && links.get(heading);
		if (link === current) {
			return;
		}
		current?.removeAttribute("aria-current");
		link?.setAttribute("aria-current", "true");
		link?.scrollIntoView({ block: "nearest", behavior: "instant" });
		current = link;
	};

	let waiting = false;
	addEventListener(
		"scroll",
		() => {
			if (!waiting) {
				waiting = true;
				requestAnimationFrame(() => {
					waiting = false;
					mark();
				});
			}
		},
		{ passive: true },
	);
	mark();
}
