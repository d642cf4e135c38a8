/** Opens what is folded around the place that the address names: not every browser does. */
export function revealTarget(): void {
	const target = document.getElementById(decode(location.hash.slice(1)));
	let folded = false;
	for (let at = target?.closest("details"); at; at = at.parentElement?.closest("details")) {
		folded ||= !at.open;
		at.open = true;
	}
	if (folded) {
		target?.scrollIntoView({ behavior: "instant" });
	}
}

function decode(fragment: string): string {
	try {
		return decodeURIComponent(fragment);
	} catch {
		return fragment;
	}
}
