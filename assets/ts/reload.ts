// Loads the page again when the author of the site has changed it. It is only on pages
// of "docsite serve --watch".
import { toast } from "./reload-note";

const root = document.documentElement.dataset.root ?? "./";
// With the build that this page is of, so that it hears of one that came while it was loaded.
const build = new URL((document.currentScript as HTMLScriptElement).src).search;
const events = new EventSource(new URL(`${root}_docsite/events${build}`, location.href));

events.addEventListener("message", (event: MessageEvent<string>) => {
	const news = JSON.parse(event.data) as { kind: string; message?: string };
	if (news.kind === "reload") {
		location.reload();
		return;
	}
	toast(news.message ?? "");
});
addEventListener("pagehide", () => events.close());
