// The menu of a message: react, reply, take it back.
import { element } from "./element";
import type { Message } from "./handset-message";

const emojis: [string, string][] = [
	["👍", "thumbs up"],
	["❤️", "heart"],
	["😂", "laughing"],
	["😮", "surprised"],
	["😢", "sad"],
	["🙏", "thanks"],
];

export interface Choices {
	react(m: Message, emoji: string): void;
	reply(m: Message): void;
	edit(m: Message): void;
	revoke(m: Message): void;
}

/** One menu, which opens beside the message that it is for. */
export class Menu {
	readonly element = element("div", "menu");
	#opener: HTMLButtonElement | null = null;

	constructor(readonly choices: Choices) {
		this.element.popover = "auto";
		this.element.setAttribute("role", "menu");
		this.element.setAttribute("aria-label", "Message");
		this.element.addEventListener("keydown", (event) => this.#walk(event));
		this.element.addEventListener("toggle", (event) => {
			const open = (event as ToggleEvent).newState === "open";
			this.#opener?.setAttribute("aria-expanded", String(open));
			if (!open && (document.activeElement === document.body || this.element.contains(document.activeElement))) {
				this.#opener?.focus();
			}
		});
	}

	open(opener: HTMLButtonElement, m: Message, mine: string): void {
		this.#opener = opener;
		const row = element("div", "menu-row");
		row.setAttribute("role", "group");
		row.setAttribute("aria-label", "React");
		for (const [emoji, name] of emojis) {
			const button = this.#item(emoji, () => this.choices.react(m, emoji === mine ? "" : emoji));
			button.setAttribute("role", "menuitemradio");
			button.setAttribute("aria-checked", String(emoji === mine));
			button.setAttribute("aria-label", emoji === mine ? `${name}, take it away` : name);
			row.append(button);
		}
		const items: HTMLElement[] = [row, this.#item("Reply", () => this.choices.reply(m))];
		if (m.direction === "out" && m.kind === "text" && !m.revoked) {
			items.push(this.#item("Edit", () => this.choices.edit(m)));
		}
		if (m.direction === "out" && !m.revoked) {
			items.push(this.#item("Delete for everybody", () => this.choices.revoke(m)));
		}
		this.element.replaceChildren(...items);
		this.element.showPopover();
		const at = opener.getBoundingClientRect();
		const { offsetWidth: width, offsetHeight: height } = this.element;
		this.element.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
		const top = at.bottom + height + 8 > innerHeight ? at.top - height - 4 : at.bottom + 4;
		this.element.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
		row.querySelector("button")!.focus();
	}

	#item(text: string, then: () => void): HTMLButtonElement {
		const button = element("button", "", text);
		button.type = "button";
		button.tabIndex = -1;
		button.setAttribute("role", "menuitem");
		button.addEventListener("click", () => {
			this.element.hidePopover();
			then();
		});
		return button;
	}

	#walk(event: KeyboardEvent): void {
		const items = [...this.element.querySelectorAll("button")];
		const at = items.indexOf(document.activeElement as HTMLButtonElement);
		const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
		if (step) {
			event.preventDefault();
			items[(at + step + items.length) % items.length]!.focus();
		} else if (event.key === "Tab") {
			event.preventDefault();
			this.element.hidePopover();
		}
	}
}
