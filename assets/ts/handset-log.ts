// The log of a chat: its messages, day by day, the newest at the bottom.
import { element } from "./element";
import { Bubble, day, type Context } from "./handset-bubble";
import { sameDay, type Message } from "./handset-message";
import type { Chat } from "./handset-phone";

/** How many messages are shown at first, and how many more when one asks for them. */
const step = 100;

/** How near to the end one has to be for the log to follow new messages, in pixels. */
const near = 80;

export class Log {
	readonly element = element("div", "log");
	readonly #list = element("ol", "");
	readonly #more = element("button", "button", "Show earlier messages");
	readonly #bubbles = new Map<string, Bubble>();
	#shown = step;
	#chat: Chat;

	constructor(
		chat: Chat,
		readonly context: Context,
	) {
		this.#chat = chat;
		this.element.tabIndex = 0;
		this.element.setAttribute("role", "log");
		this.element.setAttribute("aria-label", "Messages");
		this.element.setAttribute("aria-relevant", "additions");
		this.#list.setAttribute("role", "list");
		this.#more.type = "button";
		this.#more.hidden = true;
		this.#more.addEventListener("click", () => this.#earlier());
		const more = element("div", "log-more", this.#more);
		this.element.append(more, this.#list);
		this.element.addEventListener("keydown", (event) => this.#walk(event));
		this.update(chat);
	}

	/** Shows the chat as it is now, and stays at the end if it is there. */
	update(chat: Chat): void {
		this.#chat = chat;
		const log = this.element;
		const follow = !log.isConnected || log.scrollHeight - log.scrollTop - log.clientHeight < near;
		const messages = chat.messages.slice(-this.#shown);
		this.#more.hidden = messages.length === chat.messages.length;
		const items: HTMLLIElement[] = [];
		const keep = new Set<string>();
		let before: Date | null = null;
		for (const m of messages) {
			const at = new Date(m.timestamp);
			if (!before || !sameDay(before, at)) {
				items.push(this.#list.querySelector<HTMLLIElement>(`[data-day="${at.toDateString()}"]`) ?? this.#day(m, at));
			}
			before = at;
			keep.add(m.messageId);
			items.push(this.#bubble(m).element);
		}
		for (const id of this.#bubbles.keys()) {
			if (!keep.has(id)) {
				this.#bubbles.delete(id);
			}
		}
		arrange(this.#list, items);
		if (!this.#list.querySelector('.bubble-menu[tabindex="0"]')) {
			this.#list.lastElementChild?.querySelector<HTMLElement>(".bubble-menu")?.setAttribute("tabindex", "0");
		}
		if (follow) {
			this.toEnd();
		}
	}

	toEnd(): void {
		this.element.scrollTop = this.element.scrollHeight;
	}

	/** Leads to a message, and marks it for a moment. */
	jump(messageId: string): void {
		const at = this.#chat.messages.findLastIndex((m) => m.messageId === messageId);
		if (at < 0) {
			return;
		}
		this.#shown = Math.max(this.#shown, this.#chat.messages.length - at);
		this.update(this.#chat);
		const bubble = this.#bubbles.get(messageId)!;
		bubble.element.scrollIntoView({ block: "center" });
		bubble.element.classList.add("bubble-pointed");
		setTimeout(() => bubble.element.classList.remove("bubble-pointed"), 1500);
		this.#stop(bubble.menu);
	}

	#bubble(m: Message): Bubble {
		let bubble = this.#bubbles.get(m.messageId);
		if (bubble) {
			bubble.update(m);
		} else {
			bubble = new Bubble(m, this.context);
			this.#bubbles.set(m.messageId, bubble);
		}
		return bubble;
	}

	#day(m: Message, at: Date): HTMLLIElement {
		const line = day(m.timestamp);
		line.dataset.day = at.toDateString();
		return line;
	}

	#earlier(): void {
		const height = this.element.scrollHeight;
		this.#shown += step;
		this.update(this.#chat);
		this.element.scrollTop += this.element.scrollHeight - height;
		this.element.focus();
	}

	/** The arrow keys go from message to message; the Tab key stops once, at the one they have come to. */
	#walk(event: KeyboardEvent): void {
		if (event.key !== "ArrowUp" && event.key !== "ArrowDown" && event.key !== "Home" && event.key !== "End") {
			return;
		}
		const buttons = [...this.#list.querySelectorAll<HTMLButtonElement>(".bubble-menu")];
		const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
		if (at < 0 && event.target !== this.element) {
			return;
		}
		const to = { ArrowUp: at < 0 ? buttons.length - 1 : at - 1, ArrowDown: at + 1, Home: 0, End: buttons.length - 1 }[event.key];
		const button = buttons[Math.max(0, Math.min(to, buttons.length - 1))];
		if (button) {
			event.preventDefault();
			this.#stop(button);
			button.focus();
			button.closest("li")!.scrollIntoView({ block: "nearest" });
		}
	}

	#stop(button: HTMLElement): void {
		for (const other of this.#list.querySelectorAll<HTMLElement>('.bubble-menu[tabindex="0"]')) {
			other.tabIndex = -1;
		}
		button.tabIndex = 0;
	}
}

/** Makes the items the children of the list, in order, and moves none that is at its place. */
export function arrange(list: HTMLElement, items: HTMLElement[]): void {
	const keep = new Set<Element>(items);
	for (const child of [...list.children]) {
		if (!keep.has(child)) {
			child.remove();
		}
	}
	items.forEach((item, i) => {
		if (list.children[i] !== item) {
			list.insertBefore(item, list.children[i] ?? null);
		}
	});
}
