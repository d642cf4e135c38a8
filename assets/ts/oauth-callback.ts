// The page that an authorization server sends readers back to. It tells the panel that waits for them, and goes. The address has
// a code, of no use without what only that panel knows; even so it doesn't stay there.
const words = document.querySelector<HTMLElement>("[data-said]")!;
const given = Object.fromEntries(new URLSearchParams(location.search));
history.replaceState(null, "", location.pathname);

const channel = new BroadcastChannel(`docsite.login ${new URL(document.documentElement.dataset.root!, location.href).pathname}`);
const waiting = setTimeout(() => (words.textContent = "No page of this site waits for this sign-in. Go back to it and sign in again."), 3000);
channel.onmessage = ({ data }: MessageEvent<{ taken?: string }>) => {
	if (data?.taken !== undefined && data.taken === given.state) {
		clearTimeout(waiting);
		words.textContent = "You are back. This window can be closed.";
		window.close();
	}
};
channel.postMessage(given);
