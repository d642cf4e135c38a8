// A message in the log of a chat.
import { element } from "./element";
import { content } from "./handset-content";
import { nameOf, summary, time, type Message, type Quoted, type Status } from "./handset-message";

/** What a bubble needs of the chat that it is in. */
export interface Context {
	phone: string;
	group: boolean;
	find(messageId: string): Message | undefined;
	jump(messageId: string): void;
	menu(button: HTMLButtonElement, m: Message): void;
	vote(m: Message, options: string[]): void;
}

const said: Record<Status, string> = { sent: "Sent", delivered: "Delivered", read: "Read" };

export class Bubble {
	readonly element = element("li", "");
	readonly menu = element("button", "icon-button bubble-menu", element("span", "icon icon-more"));
	#message: Message;
	#made = "";
	#ticks: HTMLElement | null = null;

	constructor(
		m: Message,
		readonly context: Context,
	) {
		this.#message = m;
		this.menu.type = "button";
		this.menu.tabIndex = -1;
		this.menu.setAttribute("aria-haspopup", "menu");
		this.menu.addEventListener("click", () => context.menu(this.menu, this.#message));
		this.update(m);
	}

	/** Shows the message as it is now. What hasn't changed stays, so that sound goes on playing. */
	update(m: Message): void {
		this.#message = m;
		const { status, ...rest } = m;
		delete rest.unread;
		const made = JSON.stringify(rest);
		if (made !== this.#made) {
			this.#made = made;
			this.#build(m);
		}
		if (this.#ticks && status) {
			this.#ticks.className = `ticks ticks-${status}`;
			this.#ticks.title = said[status];
			this.#ticks.firstElementChild!.textContent = said[status];
		}
	}

	#build(m: Message): void {
		const out = m.direction === "out";
		const item = this.element;
		const media = item.querySelector<HTMLMediaElement>("audio, video");
		item.className = `bubble${out ? " bubble-out" : ""}${m.reactions?.length ? " bubble-reacted" : ""}`;
		item.dataset.id = m.messageId;
		const nodes: (Node | string)[] = [element("span", "unseen", out ? "You: " : `${nameOf(m.from)}: `)];
		if (!out && this.context.group) {
			const from = element("span", "bubble-from", nameOf(m.from));
			from.setAttribute("aria-hidden", "true"); // it was said already
			nodes.push(from);
		}
		if (m.quoted && !m.revoked) {
			nodes.push(this.#quote(m.quoted));
		}
		nodes.push(...content(this.context.phone, m, (options) => this.context.vote(m, options)));
		const foot = element("span", "bubble-foot");
		if (m.edited && !m.revoked) {
			foot.append("Edited");
		}
		foot.append(time(m.timestamp));
		this.#ticks = null;
		if (out && m.status && !m.revoked) {
			this.#ticks = element("span", "ticks", element("span", "unseen"));
			foot.append(this.#ticks);
		}
		nodes.push(foot);
		if (m.reactions?.length) {
			nodes.push(reactions(m));
		}
		this.menu.setAttribute("aria-label", `React or reply: ${summary(m)}`);
		nodes.push(this.menu);
		item.replaceChildren(...nodes);
		const again = item.querySelector<HTMLMediaElement>("audio, video");
		if (media && again && media.src === again.src) {
			again.replaceWith(media);
		}
	}

	#quote(q: Quoted): Node {
		const original = this.context.find(q.messageId);
		const who = q.from ?? original?.from;
		const box = element("button", "bubble-quote", element("strong", "", who ? nameOf(who) : "Message"), element("span", "", q.text || (original ? summary(original) : "Message")));
		box.type = "button";
		box.tabIndex = -1;
		box.addEventListener("click", () => this.context.jump(q.messageId));
		return box;
	}
}

/** The reactions to a message: each emoji once, and how many there are. */
function reactions(m: Message): Node {
	const all = m.reactions!;
	const emojis = [...new Set(all.map((r) => r.emoji))];
	const box = element("span", "reactions", element("span", "unseen", "Reactions: "), emojis.join(" "));
	if (all.length > emojis.length) {
		box.append(` ${all.length}`);
	}
	box.title = all.map((r) => `${r.emoji} ${nameOf(r.from)}`).join("\n");
	return box;
}

/** The line between the days of a chat. */
export function day(timestamp: string): HTMLLIElement {
	return element("li", "day", time(timestamp, "", "day"));
}
