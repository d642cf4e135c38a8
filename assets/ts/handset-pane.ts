// One phone of the page: which it is, its chats, and the open one.
import { element } from "./element";
import { call, listAll, type Identity, type Phone } from "./handset-api";
import { CallBar, ring, type Call } from "./handset-call";
import { Composer, iconButton } from "./handset-composer";
import { arrange, Log } from "./handset-log";
import { Menu } from "./handset-menu";
import { nameOf, summary, time, type Message } from "./handset-message";
import { PhoneModel, type Chat, type Watcher } from "./handset-phone";
import { aboutPhone, linkClient, newChat } from "./handset-settings";
import { say, toast } from "./toast";

const notes: Record<string, string> = {
	unreachable: "This phone is switched off: what is sent to it waits.",
	unregistered: "This number is not on WhatsApp.",
};

export class PhonePane extends HTMLElement implements Watcher {
	#model: PhoneModel | null = null;
	#wanted = "";
	#open: Chat | null = null;
	#log: Log | null = null;
	#composer: Composer | null = null;
	#who = { title: element("h2", "chat-title"), state: element("p", "chat-state") };
	#rows = new Map<string, Row>();
	#list = element("ul", "");
	#body!: HTMLElement;
	#tools = element("div", "phone-tools");
	#note = element("p", "phone-note");
	#call = new CallBar();
	#menu = new Menu({
		react: (m, emoji) => this.#send({ reaction: { messageId: m.messageId, emoji } }),
		reply: (m) => this.#composer?.refer(m, "reply"),
		edit: (m) => this.#composer?.refer(m, "edit"),
		revoke: (m) => this.#send({ revoke: { messageId: m.messageId } }),
	});

	connectedCallback(): void {
		this.#body = this.querySelector(".phone-body")!;
		const choice = this.querySelector("select")!;
		choice.addEventListener("change", () => this.use(choice.value));
		this.querySelector(".phone-head")!.append(this.#tools);
		this.#list.setAttribute("role", "list");
		this.append(this.#menu.element);
		if (this.dataset.phone) {
			this.use(this.dataset.phone, this.dataset.chat);
		}
	}

	get phone(): string {
		return this.#model?.phone.phone ?? "";
	}

	/** Fills the list of phones that can be chosen. */
	offer(phones: Phone[]): void {
		const choice = this.querySelector("select")!;
		const value = this.phone;
		choice.replaceChildren(...phones.map((p) => new Option(`${p.name} ${p.phone}`, p.phone, false, p.phone === value)));
		if (!value) {
			choice.prepend(new Option("Choose a phone", "", true, true));
		}
	}

	/** Shows a phone, and a chat of it. What the server has written stays until there is something to show. */
	use(number: string, chat = ""): void {
		if (!number || (number === this.phone && chat === (this.#open?.who.jid ?? ""))) {
			return;
		}
		if (number !== this.phone) {
			this.#model?.close();
			this.#rows.clear();
			this.#call.element.hidden = true;
			this.#open = this.#log = this.#composer = null;
			void this.#begin(number, chat);
		} else if (chat) {
			this.openChat({ jid: chat });
		} else {
			this.#closeChat();
		}
	}

	async #begin(number: string, chat: string): Promise<void> {
		this.#wanted = number;
		let phone: Phone | undefined;
		try {
			phone = (await listAll<Phone>("sandbox.listPhones", {})).find((p) => p.phone === number);
		} catch (error) {
			say(error);
		}
		if (!phone || this.#wanted !== number) {
			return; // there is none, or another was chosen since
		}
		this.dataset.phone = number;
		this.dataset.wanted = chat;
		this.#model = new PhoneModel(phone, this);
		this.querySelector("select")!.value = number;
		this.#showTools();
		this.#remember(false);
	}

	// The address says what is shown, so that it can be kept and sent to others.
	#remember(step: boolean): void {
		const address = new URL(location.href);
		const side = this.dataset.side!;
		address.searchParams.set(side, this.phone);
		if (this.#open) {
			address.searchParams.set(`${side}Chat`, this.#open.who.jid);
		} else {
			address.searchParams.delete(`${side}Chat`);
		}
		if (address.href !== location.href) {
			history[step ? "pushState" : "replaceState"](history.state, "", address);
		}
	}

	#showTools(): void {
		const model = this.#model!;
		this.#tools.replaceChildren(
			iconButton("icon-button", "link", "Link a client", () => void linkClient(model.phone)),
			iconButton("icon-button", "phone", "About this phone", () => void aboutPhone(model.phone)),
		);
		this.setAttribute("aria-label", `Phone of ${model.phone.name}`);
		document.querySelector(`[data-show="${this.dataset.side}"]`)!.textContent = model.phone.name;
		this.#note.textContent = notes[model.phone.persona] ?? "";
		this.#note.hidden = !this.#note.textContent;
	}

	linked(): void {
		this.#showTools();
		const option = [...this.querySelector("select")!.options].find((o) => o.value === this.phone);
		if (option) {
			option.text = `${this.#model!.phone.name} ${this.phone}`;
		}
	}

	lost(why: string): void {
		toast(why, true);
	}

	called(call: Call): void {
		this.#call.show(this.#model!.phone, call);
	}

	changed(chat?: Chat, message?: Message): void {
		if (!this.#model) {
			return;
		}
		if (!this.#body.contains(this.#list)) {
			this.#frame();
		}
		if (this.dataset.wanted) {
			const jid = this.dataset.wanted;
			delete this.dataset.wanted;
			this.openChat({ jid }, false);
		}
		this.#showList();
		if (this.#open && (!chat || chat === this.#open)) {
			this.#open = this.#model!.chat(this.#open.who);
			if (!chat || message) {
				this.#log!.update(this.#open);
			}
			this.#showState();
			this.#read();
		}
	}

	/** Puts the live parts in the place of what the server has written. */
	#frame(): void {
		const head = element("div", "chats-head", element("h2", "", "Chats"), iconButton("icon-button", "add", "New chat", () => void newChat(this.#model!.phone, (jid, name) => this.openChat({ jid, name }))));
		const chats = element("nav", "chats", head, this.#list);
		chats.setAttribute("aria-label", `Chats of ${this.#model!.phone.name}`);
		this.#body.replaceChildren(chats, nobody());
		this.#body.before(this.#note, this.#call.element);
		this.#body.classList.remove("phone-open");
	}

	#showList(): void {
		const chats = this.#model!.list();
		if (this.#open && !chats.includes(this.#open)) {
			chats.unshift(this.#open);
		}
		const items = chats.map((chat) => {
			let row = this.#rows.get(chat.who.jid);
			if (!row) {
				row = new Row(() => this.openChat(chat.who));
				this.#rows.set(chat.who.jid, row);
			}
			row.update(chat, chat === this.#open);
			return row.element;
		});
		if (items.length === 0) {
			items.push(element("li", "empty", `No messages yet. Send one to ${this.phone}, or begin a chat.`));
		}
		arrange(this.#list, items);
	}

	/** Opens the chat with somebody. */
	openChat(who: Identity, step = true): void {
		const model = this.#model!;
		const chat = model.chat(who);
		if (chat === this.#open) {
			this.#composer!.focus();
			return;
		}
		this.#open = chat;
		const find = (id: string) => chat.messages.findLast((m) => m.messageId === id);
		this.#log = new Log(chat, {
			phone: this.phone,
			group: !/@(s\.whatsapp\.net|lid)$/.test(chat.who.jid),
			find,
			jump: (id) => this.#log!.jump(id),
			menu: (button, m) => this.#menu.open(button, m, this.#reactionTo(m)),
			vote: (m, options) => this.#send({ vote: { messageId: m.messageId, options } }),
		});
		this.#composer = new Composer(this.phone, chat);
		const back = iconButton("icon-button chat-back", "back", "Back to the chats", () => {
			const row = this.#rows.get(chat.who.jid);
			this.#closeChat();
			row?.focus();
		});
		const head = element("header", "chat-head", back, element("div", "chat-who", this.#who.title, this.#who.state));
		if (/@(s\.whatsapp\.net|lid|g\.us)$/.test(chat.who.jid)) {
			head.append(iconButton("icon-button", "call", `Call ${nameOf(chat.who)}`, () => ring(model.phone, chat.who)));
		}
		const section = element("section", "chat", head, this.#log.element, this.#composer.element);
		section.setAttribute("aria-label", `${model.phone.name}'s chat with ${nameOf(chat.who)}`);
		this.#body.querySelector(".chat")!.replaceWith(section);
		this.#body.classList.add("phone-open");
		this.#log.toEnd();
		this.#showState();
		this.#showList();
		this.#read();
		this.#remember(step);
		if (step && matchMedia("(hover: hover)").matches) {
			this.#composer.focus(); // elsewhere a keyboard would cover half of what was opened
		}
	}

	#closeChat(): void {
		this.#open = this.#log = this.#composer = null;
		this.#body.querySelector(".chat")!.replaceWith(nobody());
		this.#body.classList.remove("phone-open");
		this.#showList();
		this.#remember(true);
	}

	#showState(): void {
		const chat = this.#open!;
		this.#who.title.textContent = nameOf(chat.who);
		this.#who.state.textContent = chat.typing ? doing(chat) : (chat.who.phone ?? "");
		this.#who.state.classList.toggle("typing", chat.typing !== null);
	}

	/** What is shown to somebody is read, when they look and the pane is to be seen. */
	#read(): void {
		if (this.#open && !document.hidden && this.offsetParent !== null) {
			this.#model!.read(this.#open);
			this.#rows.get(this.#open.who.jid)?.update(this.#open, true);
		}
	}

	#reactionTo(m: Message): string {
		return m.reactions?.find((r) => r.from.phone === this.phone)?.emoji ?? "";
	}

	#send(message: object): void {
		call("sandbox.sendMessage", { phone: this.phone, jid: this.#open!.who.jid, message }).catch(say);
	}
}

function nobody(): HTMLElement {
	return element("section", "chat", element("div", "empty", element("p", "empty-title", "No chat is open"), element("p", "", "Choose one from the list.")));
}

function doing(chat: Chat): string {
	const { from, state } = chat.typing!;
	const what = state === "recording" ? "recording" : "typing";
	return chat.who.phone ? `${what}…` : `${nameOf(from)} is ${what}…`;
}

/** A chat in the list. */
class Row {
	readonly element = element("li", "");
	#button = element("button", "chat-row");
	#name = element("span", "chat-name");
	#time = element("span", "chat-time");
	#last = element("span", "chat-last");
	#badge = element("span", "badge");

	constructor(open: () => void) {
		this.#button.type = "button";
		this.#button.append(this.#name, this.#time, this.#last, this.#badge);
		this.#button.addEventListener("click", open);
		this.element.append(this.#button);
	}

	focus(): void {
		this.#button.focus();
	}

	update(chat: Chat, open: boolean): void {
		const last = chat.messages.at(-1);
		this.#name.textContent = nameOf(chat.who);
		this.#time.replaceChildren(...(last ? [time(last.timestamp, "", "either")] : []));
		this.#last.textContent = chat.typing ? doing(chat) : last ? `${last.direction === "out" ? "You: " : ""}${summary(last)}` : "";
		this.#last.classList.toggle("typing", chat.typing !== null);
		this.#badge.replaceChildren(...(chat.unread ? [String(chat.unread), element("span", "unseen", " unread")] : []));
		if (open) {
			this.#button.setAttribute("aria-current", "true");
		} else {
			this.#button.removeAttribute("aria-current");
		}
	}
}
