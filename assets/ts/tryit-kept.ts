// What is kept of credentials: for the tab, or on the device where a reader says so. Each is kept for the servers and the scheme
// that it was given for (docsite/reference makes a name of both), so that the page of another API never has it.
import { siteRoot } from "./site-root";
import type { Credential } from "./tryit-model";

export interface Kept {
	/** What it is called: "API key". */
	label: string;
	/** The server that it is for. */
	host: string;
	credential: Credential;
	login?: Login;
}

/** How a token was got, to get the next one. */
export interface Login {
	client: string;
	secret?: string;
	tokenUrl?: string;
	scopes?: string[];
	refresh?: string;
	/** When the token ends, as Date.now has it. */
	expires?: number;
}

const prefix = `docsite.key ${siteRoot().pathname} `;
const none = new Map<string, string>();

/** Without storage a key is there for this page. */
const nowhere = {
	getItem: (name: string) => none.get(name) ?? null,
	setItem: (name: string, text: string): void => void none.set(name, text),
	removeItem: (name: string): void => void none.delete(name),
	names: () => [...none.keys()],
};

function storage(lasting: boolean): typeof nowhere {
	try {
		const own = lasting ? localStorage : sessionStorage;
		return {
			getItem: (name) => own.getItem(name),
			setItem: (name, text) => own.setItem(name, text),
			removeItem: (name) => own.removeItem(name),
			names: () => Object.keys(own),
		};
	} catch {
		return nowhere;
	}
}

/** Reports a name in storage that a credential is kept under; null stands for all names. */
export function isKey(name: string | null): boolean {
	return name === null || name.startsWith(prefix);
}

/** What is kept under a name, and whether for longer than the tab. */
export function recallKey(realm: string): { kept: Kept; lasting: boolean } | null {
	for (const lasting of [false, true]) {
		try {
			const text = storage(lasting).getItem(prefix + realm);
			if (text !== null) {
				return { kept: JSON.parse(text) as Kept, lasting };
			}
		} catch {
			// It is nothing that was written here.
		}
	}
	return null;
}

/** Keeps a credential, or forgets it. */
export function keepKey(realm: string, kept: Kept | null, lasting = false): void {
	for (const place of [false, true]) {
		try {
			if (kept && place === lasting) {
				storage(place).setItem(prefix + realm, JSON.stringify(kept));
			} else {
				storage(place).removeItem(prefix + realm);
			}
		} catch {
			// It is in its field, and that is all.
		}
	}
}

/** All that this site keeps. */
export function allKeys(): { realm: string; kept: Kept; lasting: boolean }[] {
	const realms = new Set([false, true].flatMap((lasting) => storage(lasting).names()));
	return [...realms].filter(isKey).flatMap((name) => {
		const realm = name.slice(prefix.length);
		const found = recallKey(realm);
		return found ? [{ realm, ...found }] : [];
	});
}
