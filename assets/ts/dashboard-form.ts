/**
 * Keeps a form from being sent twice, and says that it is under way. The button isn't disabled, which would take the
 * focus away; a page that comes back from the browser's memory is ready again.
 */
export function busyForms(): void {
	document.addEventListener("submit", (event) => {
		const form = event.target as HTMLFormElement;
		if (event.defaultPrevented || form.method !== "post") {
			return;
		}
		if (form.ariaBusy === "true") {
			event.preventDefault();
			return;
		}
		form.ariaBusy = "true";
		(event.submitter ?? form.querySelector("button"))?.setAttribute("aria-busy", "true");
	});
	addEventListener("pageshow", () => {
		for (const busy of document.querySelectorAll("[aria-busy]")) {
			busy.removeAttribute("aria-busy");
		}
	});
}
