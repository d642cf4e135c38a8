// Fills in the panel's form as somebody would who fills in all that there is, to a depth.
(() => {
	const deepest = 5;
	const most = 120;
	const done = new WeakSet();
	const form = document.querySelector("form[data-tryit]");
	const pause = () => new Promise((next) => setTimeout(next, 20)); // what is folded out says so in a later turn
	const fresh = (selector) =>
		[...form.querySelectorAll(selector)].filter((one) => {
			let depth = 0;
			for (let at = one; (at = at.parentElement.closest(".tryit-group")); depth++);
			return !done.has(one) && depth < deepest && one.checkVisibility();
		});
	const type = (control, text) => {
		control.focus();
		control.value = text;
		for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
	};
	let filled = 0;
	const fill = (control) => {
		done.add(control);
		if (control instanceof HTMLSelectElement) {
			if (control.options.length > 1 && (control.value === "" || control.closest(".tryit-members")?.firstElementChild === control)) {
				control.focus();
				control.selectedIndex = 1 + (filled % (control.options.length - 1));
				control.dispatchEvent(new Event("change", { bubbles: true }));
			}
		} else if (control.type === "file") {
			const files = new DataTransfer();
			files.items.add(new File(["one\u0000"], "one.bin"));
			if (control.multiple) files.items.add(new File(["two"], "two.txt", { type: "text/plain" }));
			control.files = files.files;
			control.dispatchEvent(new Event("change", { bubbles: true }));
		} else if (control.value === "") {
			const number = control.getAttribute("inputmode") !== null;
			const shown = control.placeholder.endsWith("…") ? "" : control.placeholder;
			if (control.type === "date") type(control, "2026-01-31");
			else if (control.matches(".tryit-json")) type(control, '{"any": [1, null]}');
			else if (control.matches(".tryit-key")) type(control, `key${filled}`);
			else type(control, shown && (!number || shown === String(Number(shown))) ? shown : number ? "1" : "text");
		}
		filled++;
	};
	window.$everything = async () => {
		for (let again = true; again && filled < most; ) {
			again = false;
			for (const details of fresh("details.tryit-more")) {
				done.add(details);
				details.open = again = true;
			}
			await pause();
			for (const button of fresh(".tryit-room button.tryit-link, .tryit-tools > button.tryit-link")) {
				done.add(button);
				if (/^Add/.test(button.textContent)) {
					button.click();
					again = true;
				}
			}
			for (const control of fresh(":is(.tryit-room, .tryit-entry) :is(input, select, textarea)")) {
				if (filled < most && control.isConnected) {
					fill(control);
					again = true;
				}
			}
		}
		document.activeElement.blur();
		return filled;
	};
	/** What can be used in the form and isn't reached yet; the focus is before it. */
	let left = [];
	let last = null;
	window.$ahead = () => {
		left = [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button, summary, a[href]")].filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0);
		const title = document.querySelector(".tryit-title");
		title.tabIndex = -1;
		title.focus();
		last = title;
		return left.length * 3 + 10; // a date has a place for each of its parts
	};
	/** Takes note of where the focus is: "" while it is well, "through" behind the form, else what is wrong. */
	window.$step = () => {
		const at = document.activeElement;
		if (!form.contains(at)) {
			return at === document.body ? `after ${last.outerHTML.slice(0, 200)} the focus is lost` : "through";
		}
		const name = at.labels?.[0]?.textContent ?? at.ariaLabel ?? at.textContent;
		const { top, bottom, left: x, right } = at.getBoundingClientRect();
		const what = at.outerHTML.slice(0, 200);
		if (last.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_PRECEDING) return `${what} is before ${last.outerHTML.slice(0, 200)}`;
		if (!name.trim()) return `${what} has no name`;
		if (getComputedStyle(at).outlineStyle === "none") return `nothing shows that ${what} has the focus`;
		if (bottom < 0 || top > innerHeight || x < 0 || right > innerWidth + 1) return `${what} is out of sight`;
		const over = document.elementFromPoint((x + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
		if (over && !at.contains(over) && !over.contains(at)) return `${what} is covered by ${over.outerHTML.slice(0, 200)}`;
		last = at;
		left = left.filter((one) => one !== at);
		return "";
	};
	window.$missed = () => left.map((one) => one.outerHTML.slice(0, 200)).slice(0, 3).join(", ");
	/** What is wrong, by field. */
	window.$wrong = () =>
		[...document.querySelectorAll(".tryit .tryit-error")]
			.filter((error) => error.textContent)
			.map((error) => `${error.parentElement.querySelector("code")?.textContent}: ${error.textContent}`)
			.join("\n");
})()
