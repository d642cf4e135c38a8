// The samples of a page follow what is filled in. Those that come with the page are the example's; an author's own stay.
import { element } from "./element";
import { paint } from "./sample-paint";
import { samples } from "./samples";
import { missingFiles } from "./tryit-example";
import { InputError, type Input, type Model } from "./tryit-model";
import type { Panel } from "./tryit-panel";

/** A sample on the page. */
interface Pane {
	id: string;
	tab: HTMLInputElement;
	code: HTMLElement;
}

export class LiveSamples {
	readonly #panel: Panel;
	readonly #model: Model;
	readonly #panes: Pane[];
	readonly #show: HTMLInputElement;
	readonly #offer: HTMLElement;
	/** The last input that made a request. */
	#input: Input | null = null;
	#frame = 0;
	#pause = 0;
	/** How many milliseconds it took to write them. */
	#cost = 0;
	/** The samples have the credentials in them. */
	#secrets = false;

	/** Follows the form, and adds the tick for its credentials to a place. */
	constructor(panel: Panel, model: Model, place: HTMLElement) {
		this.#panel = panel;
		this.#model = model;
		this.#panes = [...document.querySelectorAll<HTMLInputElement>(".op-samples .tab-input[data-live]")].flatMap((tab) => {
			const code = tab.nextElementSibling?.nextElementSibling?.querySelector<HTMLElement>("pre > code");
			return code ? [{ id: tab.value, tab, code }] : [];
		});
		this.#show = Object.assign(element("input", ""), { type: "checkbox" });
		this.#offer = element("label", "tryit-tick", this.#show, " Show my credentials in samples and cURL");
		this.#offer.hidden = true;
		place.append(this.#offer);
		panel.form.addEventListener("tryit:change", () => this.#soon());
		document.addEventListener("change", ({ target }) => (target as Element).matches(".tab-input") && this.#soon());
		addEventListener("beforeprint", () => this.#write(true));
		this.#soon();
	}

	/** The sample in a language for an input. It throws an InputError if that makes no request. */
	write(input: Input, id: string): string {
		return samples(this.#model, this.#whole(input), [id], this.#show.checked).get(id) ?? "";
	}

	/** Writes them with the next frame, or, of a body so long that this would hold up who types, when nothing was typed for a while. */
	#soon(): void {
		cancelAnimationFrame(this.#frame);
		clearTimeout(this.#pause);
		const write = () => {
			const begun = performance.now();
			this.#write();
			this.#cost = performance.now() - begun;
		};
		if (this.#cost < 10) {
			this.#frame = requestAnimationFrame(write);
		} else {
			this.#pause = window.setTimeout(write, 250);
		}
	}

	#write(all = false): void {
		const now = this.#panel.peek();
		const given = Object.keys(now?.credentials ?? this.#panel.keys.credentials()).length > 0;
		this.#offer.hidden = !given;
		this.#show.checked &&= given;
		// A credential that isn't wanted any more must not stay in a tab that nobody looks at.
		const every = all || this.#show.checked || this.#secrets;
		this.#secrets = this.#show.checked;
		const panes = this.#panes.filter(({ tab }) => every || tab.checked);
		const made = (now && this.#samples(now, panes)) ?? (this.#input && this.#samples(this.#input, panes));
		for (const { id, code } of panes) {
			const text = made?.get(id);
			if (text !== undefined && text !== code.textContent) {
				show(code, id, text);
			}
		}
	}

	/** The samples of an input; none if it makes no request, so that those of the last one that did stay. */
	#samples(input: Input, panes: Pane[]): Map<string, string> | null {
		const whole = this.#whole({ ...input, ...(input === this.#input && { credentials: this.#panel.keys.credentials() }) });
		try {
			const ids = panes.map(({ id }) => id);
			const made = samples(this.#model, whole, ids, this.#show.checked);
			this.#input = input;
			return made;
		} catch (wrong) {
			if (wrong instanceof InputError) {
				return null;
			}
			throw wrong;
		}
	}

	/** With a file wherever one is to be chosen yet: a sample shows how it is sent. */
	#whole(input: Input): Input {
		const body = this.#model.bodies.find(({ mediaType }) => mediaType === input.mediaType);
		return body?.kind === "multipart" && input.parts ? { ...input, parts: [...input.parts, ...missingFiles(this.#model, body, input.parts)] } : input;
	}
}

/** More than this has no colours: nobody reads it, and each is an element. */
const mostPainted = 50_000;

function show(code: HTMLElement, id: string, text: string): void {
	const painted = text.length > mostPainted ? [["", text]] : paint(id, text);
	hold(code.parentElement!);
	code.replaceChildren(...painted.map(([kind, part]) => (kind ? element("span", kind, part!) : part!)));
	const lines = text.split("\n").length - 1;
	const box = code.closest<HTMLElement>(".code")!;
	box.classList.toggle("code-line", lines === 1);
	const words = box.querySelector(".code-fold")?.lastChild;
	if (words) {
		words.textContent = words.textContent!.replace(/\d+/, String(lines)); // in the page's language
	}
}

/** Keeps a sample as tall as it is, with what is longer to be scrolled to: the panel below must not move away from under who types in it. */
function hold(box: HTMLElement): void {
	const { offsetHeight } = box;
	if (offsetHeight > 0 && !box.classList.contains("code-held")) {
		box.style.setProperty("--held", `${offsetHeight}px`);
		box.classList.add("code-held");
	}
}
