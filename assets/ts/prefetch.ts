/** Fetches a page of the site when somebody is about to open it. */
export function prefetchOnHover(): void {
	const saving = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
	if (location.protocol === "file:" || saving) {
		return;
	}
	const done = new Set<string>();
	const prefetch = (event: Event) => {
		const link = (event.target as Element).closest?.<HTMLAnchorElement>("a[href]");
		if (!link || link.origin !== location.origin || link.hasAttribute("download") || link.rel.includes("external")) {
			return;
		}
		const address = link.href.replace(/#.*$/, "");
		if (address === location.href.replace(/#.*$/, "") || done.has(address) || done.size > 50) {
			return;
		}
		done.add(address);
		const hint = document.createElement("link");
		hint.rel = "prefetch";
		hint.href = address;
		document.head.append(hint);
	};
	let waiting = 0;
	document.addEventListener("pointerover", (event) => {
		clearTimeout(waiting);
		waiting = window.setTimeout(() => prefetch(event), 80);
	});
	document.addEventListener("focusin", prefetch);
}
