// Loads the page again when the author of the site has changed it. It is only on pages
// of "docsite serve --watch".
import { toast } from "./reload-note";

const root = document.documentElement.dataset.root ?? "./";
const events = new EventSource(new URL(`${root}_docsite/events`, location.href));

events.addEventListener("message", (event: MessageEvent<string>) => {
	const news = JSON.parse(event.data) as { kind: string; message?: string };
	if (news.kind === "reload") {
		location.reload();
		return;
	}
	toast(news.message ?? "");
});
addEventListener("pagehide", () => events.close());
