// What a phone has: its messages by chat, kept up to date by the events that the server streams.
import { call, listAll, type Identity, type Phone } from "./handset-api";
import type { Call } from "./handset-call";
import type { Message } from "./handset-message";

/** A chat, with its messages from the oldest to the newest. */
export interface Chat {
	who: Identity;
	messages: Message[];
	unread: number;
	newest: number; // grows with each message: times are of whole seconds
	typing: { from: Identity; state: string } | null;
}

/** Whoever shows a phone hears of what has changed: the list, a chat, a message in it, or the phone itself. */
export interface Watcher {
	changed(chat?: Chat, message?: Message): void;
	linked(): void;
	called(call: Call): void;
	lost(why: string): void;
}

/** How long somebody is taken to type after the last sign of it. */
const typingTime = 20_000;

export class PhoneModel {
	readonly chats = new Map<string, Chat>();
	#events: EventSource | null = null;
	#loading: AbortController | null = null;
	#typing = new Map<Chat, number>();
	#backlog: (() => void)[] | null = null; // what happened while the messages are read
	#messages = 0;
	#closed = false;

	constructor(
		public phone: Phone,
		readonly watcher: Watcher,
	) {
		document.addEventListener("visibilitychange", this.#visible);
		this.#visible();
	}

	close(): void {
		this.#closed = true;
		document.removeEventListener("visibilitychange", this.#visible);
		this.#stop();
	}

	/** The chats, the one with the newest message first. */
	list(): Chat[] {
		return [...this.chats.values()].filter((c) => c.messages.length > 0).sort((a, b) => b.newest - a.newest);
	}

	/** The chat with somebody, which may have nothing in it yet. */
	chat(who: Identity): Chat {
		let chat = this.chats.get(who.jid);
		if (!chat) {
			chat = { who, messages: [], unread: 0, newest: 0, typing: null };
			this.chats.set(who.jid, chat);
		}
		if (who.name) {
			chat.who = who;
		}
		return chat;
	}

	/** Notes that the chat is being looked at, and tells those who wrote in it. */
	read(chat: Chat): void {
		const unread = chat.messages.some((m) => m.direction === "in" && m.unread);
		chat.unread = 0;
		for (const m of chat.messages) {
			delete m.unread;
		}
		if (unread) {
			call("sandbox.readMessages", { phone: this.phone.phone, jid: chat.who.jid }).catch(() => {
				// A phone that is switched off reads nothing.
			});
		}
	}

	// A browser opens only a few connections to a server, so pages that nobody looks at have none.
	#visible = (): void => {
		if (document.hidden) {
			this.#stop();
		} else if (!this.#events && !this.#closed) {
			this.#start();
		}
	};

	#stop(): void {
		this.#events?.close();
		this.#events = null;
		this.#loading?.abort();
	}

	#start(): void {
		const events = new EventSource(`/sandbox/events?phone=${encodeURIComponent(this.phone.phone)}`);
		this.#events = events;
		const on = <T>(name: string, then: (data: T) => void) => {
			events.addEventListener(name, (event) => {
				const data = JSON.parse((event as MessageEvent<string>).data) as T;
				if (this.#backlog) {
					this.#backlog.push(() => then(data));
				} else {
					then(data);
				}
			});
		};
		// First the stream, then what there is: so nothing is missed in between.
		events.addEventListener("open", () => void this.#load());
		events.addEventListener("resync", () => void this.#load());
		on<Message>("message", (m) => this.#put(m, true));
		on<Message>("changed", (m) => this.#put(m, false));
		on<{ messageId: string; status: Message["status"]; chat: Identity }>("progress", (e) => {
			const chat = this.chat(e.chat);
			const message = chat.messages.findLast((m) => m.messageId === e.messageId);
			if (message) {
				message.status = e.status;
				this.watcher.changed(chat, message);
			}
		});
		on<{ chat: Identity; from: Identity; state: string }>("typing", (e) => this.#types(this.chat(e.chat), e.from, e.state));
		on<{ chat: Identity }>("read", (e) => {
			const chat = this.chat(e.chat);
			chat.unread = 0;
			for (const m of chat.messages) {
				delete m.unread;
			}
			this.watcher.changed(chat);
		});
		on<Phone>("profile", (phone) => {
			this.phone = phone;
			this.watcher.linked();
		});
		on("linked", () => void this.refresh());
		on("unlinked", () => void this.refresh());
		on<Call>("call", (c) => this.watcher.called(c));
		events.addEventListener("error", () => {
			if (events.readyState === EventSource.CLOSED && this.#events === events) {
				this.#stop();
				setTimeout(this.#visible, 5000); // the session or the phone may be gone: then it says so
				void this.refresh();
			}
		});
	}

	/** Asks for the phone anew. */
	async refresh(): Promise<void> {
		try {
			const phones = await listAll<Phone>("sandbox.listPhones", {});
			const phone = phones.find((p) => p.phone === this.phone.phone);
			if (phone) {
				this.phone = phone;
				this.watcher.linked();
			} else {
				this.watcher.lost("This phone is gone.");
				this.close();
			}
		} catch (error) {
			this.watcher.lost((error as Error).message);
		}
	}

	async #load(): Promise<void> {
		this.#loading?.abort();
		const loading = (this.#loading = new AbortController());
		this.#backlog ??= [];
		try {
			const all = await listAll<Message>("sandbox.listMessages", { phone: this.phone.phone }, loading.signal);
			for (const chat of this.chats.values()) {
				chat.messages = [];
				chat.unread = 0;
			}
			for (const m of all) {
				const chat = this.chat(m.chat);
				chat.messages.push(m);
				chat.newest = ++this.#messages;
				chat.unread += m.unread ? 1 : 0;
			}
			const backlog = this.#backlog;
			this.#backlog = null;
			this.watcher.changed();
			backlog?.forEach((then) => then());
		} catch (error) {
			if (!loading.signal.aborted) {
				this.#backlog = null;
				this.watcher.lost((error as Error).message);
			}
		}
	}

	/** Takes a message as it is now. */
	#put(m: Message, fresh: boolean): void {
		const chat = this.chat(m.chat);
		const at = chat.messages.findLastIndex((had) => had.messageId === m.messageId);
		if (at >= 0) {
			chat.messages[at] = m;
		} else if (fresh) {
			chat.messages.push(m);
			chat.newest = ++this.#messages;
			if (m.unread) {
				chat.unread++;
			}
			if (m.direction === "in" && chat.typing) {
				this.#types(chat, m.from, "paused");
			}
		} else {
			return; // of a time that isn't read yet
		}
		this.watcher.changed(chat, m);
	}

	#types(chat: Chat, from: Identity, state: string): void {
		clearTimeout(this.#typing.get(chat));
		chat.typing = state === "paused" ? null : { from, state };
		if (chat.typing) {
			this.#typing.set(
				chat,
				setTimeout(() => this.#types(chat, from, "paused"), typingTime),
			);
		}
		this.watcher.changed(chat);
	}
}
