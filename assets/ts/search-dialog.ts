// The dialog that a reader searches in: a field, and under it what was found, by kind. The focus stays in the field; the
// arrow keys move through the results.
import { element } from "./element";
import { arrange, few, type Group } from "./search-group";
import { fromAddress, keep, recalled } from "./search-kept";
import { Parts } from "./search-parts";
import { Finder, type Found } from "./search-rank";
import { result } from "./search-result";
import { Rows } from "./search-rows";

const nothing: Found = { hits: [], marks: [], meant: new Map() };

/** The search dialog over an index. */
export class SearchDialog {
	#parts: Parts;
	#finder: Finder;
	#rows: Rows;
	#root = document.documentElement.dataset.root ?? "";
	#dialog = element("dialog", "search");
	#input = element("input", "search-input");
	#note = element("div", "search-note");
	#list = element("div", "search-list");
	#status = element("p", "unseen");
	#found = nothing;
	#groups: Group[] = [];
	#options: HTMLElement[] = [];
	#active = -1;
	#walking = false; // through the results, with keys
	#turn = 0; // of the newest search: an older one that ends later shows nothing
	#telling = 0;

	/** Makes the dialog over the index whose head is at an address. */
	static async over(index: string): Promise<SearchDialog> {
		const parts = new Parts(index);
		await parts.open();
		return new SearchDialog(parts);
	}

	private constructor(parts: Parts) {
		this.#parts = parts;
		this.#finder = new Finder(parts);
		this.#rows = new Rows(parts);
		this.#build();
	}

	/** What the dialog says, in the language of the site. */
	#say(text: string, ...values: (string | number)[]): string {
		const words = this.#parts.head.words;
		return values.reduce<string>((said, value) => said.replace("%", () => String(value)), words?.[text] ?? text);
	}

	#build(): void {
		const title = this.#say("Search");
		this.#dialog.setAttribute("aria-label", title);
		// Not of the type search: Escape would empty it, where it closes the dialog.
		Object.assign(this.#input, { type: "text", inputMode: "search", placeholder: title, autocomplete: "off", spellcheck: false, enterKeyHint: "go" });
		const is = { role: "combobox", "aria-label": title, "aria-autocomplete": "list", "aria-controls": "search-list", autocapitalize: "off" };
		for (const [name, value] of Object.entries(is)) {
			this.#input.setAttribute(name, value);
		}
		this.#list.id = "search-list";
		this.#list.setAttribute("role", "listbox");
		this.#list.setAttribute("aria-label", this.#say("Results"));
		this.#status.setAttribute("role", "status");
		const close = element("button", "icon-button", element("span", "icon icon-close"));
		close.type = "button";
		close.setAttribute("aria-label", this.#say("Close"));
		const keys = element("p", "search-keys", this.#key("↑ ↓", "to move"), this.#key("Enter", "to open"), this.#key("Ctrl Enter", "in a new tab"), this.#key("Esc", "to close"));
		keys.setAttribute("aria-hidden", "true");
		this.#dialog.append(element("div", "search-head", element("span", "icon icon-search"), this.#input, close), this.#note, this.#list, keys, this.#status);
		this.#show(nothing, "");

		close.addEventListener("click", () => this.#dialog.close());
		this.#dialog.addEventListener("click", (event) => this.#clicked(event));
		this.#input.addEventListener("input", () => void this.#search());
		this.#input.addEventListener("keydown", (event) => this.#pressed(event));
		document.body.append(this.#dialog);
	}

	#key(key: string, does: string): HTMLElement {
		return element("span", "", element("kbd", "", key), ` ${this.#say(does)}`);
	}

	/** Shows the dialog with what was looked for last, or else with what an address that leads nowhere may mean. */
	open(address?: string): void {
		if (!this.#dialog.open) {
			this.#dialog.showModal();
		}
		if (this.#input.value === "") {
			this.#input.value = address === undefined ? recalled() : fromAddress(address);
			void this.#search();
		}
		this.#input.select();
	}

	/** Finds what the field says and shows it. With again, all of the index is read anew. */
	async #search(again = false): Promise<void> {
		const turn = ++this.#turn;
		const query = this.#input.value.trim();
		keep(query);
		try {
			if (again) {
				await this.#parts.open(true);
				this.#finder.reset();
				this.#rows.reset();
			}
			const found = query === "" ? nothing : await this.#finder.find(query);
			const groups = arrange(found.hits, this.#parts.head.kinds);
			if (turn === this.#turn) {
				await this.#rows.load(groups.flatMap(({ shown }) => shown));
			}
			if (turn === this.#turn) {
				this.#groups = groups;
				this.#show(found, query);
			}
		} catch {
			if (turn === this.#turn && !again) {
				return this.#search(true); // the site may have been published anew
			}
			if (turn === this.#turn) {
				this.#show(nothing, "");
				this.#explain(this.#say("The search did not load. Look at your connection and type on, or load the page again."));
			}
		}
	}

	/** Shows what was found. */
	#show(found: Found, query: string): void {
		this.#found = found;
		this.#list.replaceChildren(...this.#groups.filter(() => query !== "").map((group, i) => this.#group(group, i)));
		this.#options = [...this.#list.querySelectorAll<HTMLElement>("[role=option]")];
		this.#options.forEach((option, i) => (option.id = `search-${i}`));
		this.#list.hidden = this.#options.length === 0;
		this.#list.scrollTop = 0;
		this.#walking = false;
		this.#move(0);
		this.#sum(query);
	}

	#group(group: Group, number: number): HTMLElement {
		const name = element("div", "search-kind", this.#say(group.name));
		name.id = `search-kind-${number}`;
		const box = element("div", "search-group", name);
		box.setAttribute("role", "group");
		box.setAttribute("aria-labelledby", name.id);
		box.append(...group.shown.map((entry) => result(this.#rows.get(entry), this.#root, this.#found.marks)));
		if (group.more > 0) {
			const more = element("div", "search-more", this.#say("Show % more", group.more));
			more.setAttribute("role", "option");
			more.dataset.group = String(number);
			box.append(more);
		}
		return box;
	}

	/** Says how much was found, or what to do where nothing was. */
	#sum(query: string): void {
		const { hits, meant } = this.#found;
		if (query === "") {
			this.#explain(this.#say("Type what you look for: a few words, the name of an operation, a path, a field."));
		} else if (hits.length === 0) {
			this.#explain(this.#say("Nothing was found for “%”.", query), this.#say("Try fewer words, other words, or only the start of one."));
		} else {
			this.#explain(...[...meant].map(([word, other]) => this.#say("“%” is nowhere. These are results for “%”.", word, other)));
			const count = hits.length.toLocaleString(document.documentElement.lang || "en");
			this.#tell(hits.length === 1 ? this.#say("1 result") : this.#say("% results", count));
		}
	}

	/** Shows sentences above the results, and tells them to a screen reader. */
	#explain(...sentences: string[]): void {
		this.#note.replaceChildren(...sentences.map((sentence) => element("p", "", sentence)));
		this.#tell("");
	}

	/** Tells a screen reader, once its reader has stopped typing, what the note says and this. */
	#tell(text: string): void {
		clearTimeout(this.#telling);
		this.#telling = setTimeout(() => (this.#status.textContent = `${this.#note.textContent} ${text}`.trim()), 500);
	}

	/** Makes a result the active one: that which Enter opens. */
	#move(to: number): void {
		this.#options[this.#active]?.removeAttribute("aria-selected");
		const option = this.#options[to];
		this.#active = option ? to : -1;
		this.#input.setAttribute("aria-expanded", String(this.#options.length > 0));
		if (!option) {
			this.#input.removeAttribute("aria-activedescendant");
			return;
		}
		option.setAttribute("aria-selected", "true");
		this.#input.setAttribute("aria-activedescendant", option.id);
		if (to === 0) {
			this.#list.scrollTop = 0; // its group's name is above it
		} else {
			option.scrollIntoView({ block: "nearest", behavior: "instant" });
		}
	}

	#pressed(event: KeyboardEvent): void {
		if (event.isComposing) {
			return;
		}
		const last = this.#options.length - 1;
		const moves: Record<string, number> = {
			ArrowDown: this.#active < last ? this.#active + 1 : 0,
			ArrowUp: this.#active > 0 ? this.#active - 1 : last,
		};
		if (this.#walking && !event.shiftKey) {
			// Before that they are for what is typed.
			Object.assign(moves, { Home: 0, End: last, PageDown: Math.min(this.#active + few, last), PageUp: Math.max(this.#active - few, 0) });
		}
		const to = moves[event.key];
		if (to !== undefined && last >= 0) {
			event.preventDefault();
			this.#walking = true;
			this.#move(to);
		} else if (event.key === "Enter") {
			event.preventDefault();
			this.#choose(event.ctrlKey || event.metaKey);
		}
	}

	#choose(beside: boolean): void {
		const option = this.#options[this.#active];
		if (beside && option instanceof HTMLAnchorElement) {
			window.open(option.href, "_blank", "noopener");
		} else {
			option?.click();
		}
	}

	#clicked(event: MouseEvent): void {
		const target = event.target as Element;
		const option = target.closest<HTMLElement>("[role=option]");
		if (target === this.#dialog) {
			this.#dialog.close(); // beside it
		} else if (option instanceof HTMLAnchorElement) {
			if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
				this.#dialog.close(); // the result may be on this page
			}
		} else if (option) {
			void this.#more(this.#groups[Number(option.dataset.group)]!);
		}
	}

	/** Shows more of a group. */
	async #more(group: Group): Promise<void> {
		const turn = this.#turn;
		const active = this.#active;
		const { scrollTop } = this.#list;
		group.grow();
		try {
			await this.#rows.load(group.shown);
		} catch {
			return this.#search(true);
		}
		if (turn === this.#turn) {
			this.#show(this.#found, this.#input.value.trim());
			this.#list.scrollTop = scrollTop;
			this.#walking = true;
			this.#move(active);
			this.#input.focus();
		}
	}
}
