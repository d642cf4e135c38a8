// The window in which a reader signs in, and the way back from it: the site's own callback page (oauth-callback.ts) tells all
// pages of the site what it was sent back with, and the one whose sign-in it is takes it.
import { cancelled, LoginError, type Attempt } from "./login-oauth";
import { siteRoot } from "./site-root";

/** Where the authorization server sends the reader back to. */
export function callbackAddress(form: HTMLFormElement): string {
	return new URL(form.dataset.callback!, siteRoot()).href;
}

/** A window for the sign-in. It has to be opened by a click; it learns where to go later, and nothing of this page. */
export function openWindow(): Window {
	const opened = window.open("about:blank", "_blank", "popup,width=520,height=720");
	if (!opened) {
		throw new LoginError("The browser kept the sign-in window from opening. Allow pop-ups for this site and try again.");
	}
	opened.opener = null;
	return opened;
}

/** Sends the window to the authorization server and waits for what comes back. */
export function answerOf(attempt: Attempt, to: Window, signal: AbortSignal): Promise<Record<string, string>> {
	return new Promise((resolve, reject) => {
		const channel = new BroadcastChannel(`docsite.login ${siteRoot().pathname}`);
		const end = () => {
			channel.close();
			signal.removeEventListener("abort", cancel);
		};
		const cancel = () => {
			end();
			reject(new LoginError(cancelled));
		};
		channel.onmessage = ({ data }: MessageEvent<Record<string, string>>) => {
			// That of another tab, or one that nobody here has asked for.
			if (typeof data !== "object" || data === null || data.state !== attempt.state) {
				return;
			}
			channel.postMessage({ taken: attempt.state });
			end();
			to.close();
			resolve(data);
		};
		if (signal.aborted) {
			cancel();
			return;
		}
		signal.addEventListener("abort", cancel);
		to.location.replace(attempt.url.href);
	});
}
