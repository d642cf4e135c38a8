// What the site remembers on this device. Storage may be switched off, and pages
// opened from a folder may have none: then nothing is remembered, and all works.

/** The value kept under the name, or null. */
export function recall(name: string): string | null {
	try {
		return localStorage.getItem(`docsite.${name}`);
	} catch {
		return null;
	}
}

/** Keeps a value, or forgets it if it is null. */
export function remember(name: string, value: string | null): void {
	try {
		if (value === null) {
			localStorage.removeItem(`docsite.${name}`);
		} else {
			localStorage.setItem(`docsite.${name}`, value);
		}
	} catch {
		// Nothing is remembered, then.
	}
}
