// What the site remembers on this device, or in this tab alone. Storage may be switched off, and pages
// opened from a folder may have none: then nothing is remembered, and all works.

const storage = (tab: boolean) => (tab ? sessionStorage : localStorage);

/** The value kept under the name, or null. */
export function recall(name: string, tab = false): string | null {
	try {
		return storage(tab).getItem(`docsite.${name}`);
	} catch {
		return null;
	}
}

/** Keeps a value, or forgets it if it is null. */
export function remember(name: string, value: string | null, tab = false): void {
	try {
		if (value === null) {
			storage(tab).removeItem(`docsite.${name}`);
		} else {
			storage(tab).setItem(`docsite.${name}`, value);
		}
	} catch {
		// Nothing is remembered, then.
	}
}
