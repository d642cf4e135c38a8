// Loaded when somebody signs in, or looks at what is kept: see [KeyScript].
import { fillLogin } from "./login-form";
import { showKept } from "./login-kept";
import { LoginError, renew } from "./login-oauth";
import type { KeyScript } from "./tryit-keys";

const script: KeyScript = {
	login: (place, id, model, keys) => void fillLogin(place, id, model, keys),
	showKept,
	refresh: (login) =>
		renew(login).catch((wrong: unknown) => {
			if (wrong instanceof LoginError) {
				return null;
			}
			throw wrong;
		}),
};
(self as unknown as { docsiteKeys: KeyScript }).docsiteKeys = script;
