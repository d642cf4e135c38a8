// Links whose page is a single form open it in a dialog. The page is loaded as it is; whatever goes wrong on the way,
// it is gone to instead.
import { dialog } from "./dialog";

/** Opens the form of a link's page above this one, made ready by what makes pages ready. */
export function dialogLink(link: HTMLAnchorElement, ready: (root: ParentNode) => void): void {
	link.addEventListener("click", async (event) => {
		if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
			return;
		}
		event.preventDefault();
		if (link.ariaBusy === "true") {
			return;
		}
		link.ariaBusy = "true";
		try {
			const page = new DOMParser().parseFromString(await load(link.href), "text/html");
			const form = page.querySelector("[data-dialog-body]");
			if (!form) {
				throw new Error("The page has no form.");
			}
			form.classList.remove("narrow");
			form.classList.add("dialog-body");
			const box = dialog(page.querySelector("main h1")?.textContent ?? "", document.adoptNode(form));
			box.classList.add("dialog-form-page");
			box.querySelector("[data-dialog-close]")?.addEventListener("click", (close) => {
				close.preventDefault();
				box.close();
			});
			ready(box);
			box.querySelector<HTMLElement>("[autofocus]")?.focus();
		} catch {
			location.assign(link.href);
		} finally {
			link.ariaBusy = null;
		}
	});
}

async function load(address: string): Promise<string> {
	const answer = await fetch(address, { headers: { accept: "text/html" }, signal: AbortSignal.timeout(10_000) });
	if (!answer.ok || answer.redirected) {
		throw new Error(`The page could not be loaded: ${answer.status}.`);
	}
	return answer.text();
}
