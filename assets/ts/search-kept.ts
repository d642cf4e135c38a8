// What was looked for last: the next page starts with it.
const kept = "docsite.search";

/** Keeps a query for this tab. */
export function keep(query: string): void {
	try {
		sessionStorage.setItem(kept, query);
	} catch {
		// The next page starts with nothing, then.
	}
}

/** The query that was kept, or "". */
export function recalled(): string {
	try {
		return sessionStorage.getItem(kept) ?? "";
	} catch {
		return "";
	}
}

/** An address as something to look for: the last names in it. */
export function fromAddress(path: string): string {
	const names = path.split("/").filter((name) => name !== "" && !/^(index|404)\.html$/.test(name));
	try {
		return decodeURIComponent(names.slice(-2).join(" "))
			.replace(/\.\w+$/, "")
			.replace(/[-_]+/g, " ");
	} catch {
		return "";
	}
}
