// Where a message is written: a text, an answer to a message, a file.
import { element } from "./element";
import { call } from "./handset-api";
import { attach } from "./handset-attach";
import { nameOf, summary, type Message } from "./handset-message";
import type { Chat } from "./handset-phone";
import { say } from "./toast";

/** How often others are told that somebody types, and after what silence that they have stopped. */
const tellEvery = 8000;
const silence = 4000;

export class Composer {
	readonly element = element("form", "composer");
	readonly #text = element("textarea", "composer-text");
	readonly #quoteBox = element("div", "composer-quote");
	#to: { message: Message; how: "reply" | "edit" } | null = null;
	#told = 0;
	#quiet = 0;
	#turn: Promise<unknown> = Promise.resolve(); // what is said of this chat leaves in order

	constructor(
		readonly phone: string,
		readonly chat: Chat,
	) {
		const file = element("input", "unseen");
		file.type = "file";
		file.tabIndex = -1;
		file.setAttribute("aria-label", "File to send");
		file.addEventListener("change", () => {
			this.#attach(file.files);
			file.value = "";
		});
		const clip = iconButton("icon-button composer-attach", "attach", "Attach a file", () => file.click());
		const send = iconButton("icon-button composer-send", "send", "Send");
		send.type = "submit";
		const text = this.#text;
		text.name = "text";
		text.rows = 1;
		text.maxLength = 65536;
		text.placeholder = "Message";
		text.setAttribute("aria-label", `Message to ${nameOf(chat.who)}`);
		text.addEventListener("input", () => this.#types());
		text.addEventListener("blur", () => this.#pauses());
		let entered = false;
		text.addEventListener("keyup", () => {
			entered = false;
		});
		text.addEventListener("beforeinput", (event) => {
			if (entered && event.inputType === "insertLineBreak") {
				event.preventDefault();
			}
		});
		text.addEventListener("keydown", (event) => {
			if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
				event.preventDefault();
				entered = true; // some ways to type bring the line break all the same
				this.element.requestSubmit();
			} else if (event.key === "Escape" && this.#to) {
				this.refer(null);
			}
		});
		text.addEventListener("paste", (event) => {
			if (event.clipboardData?.files.length) {
				event.preventDefault();
				this.#attach(event.clipboardData.files);
			}
		});
		this.#quoteBox.hidden = true;
		this.element.append(this.#quoteBox, clip, file, text, send);
		this.element.addEventListener("submit", (event) => {
			event.preventDefault();
			void this.#submit();
		});
		this.#drops();
	}

	focus(): void {
		this.#text.focus();
	}

	/** Makes what is written next an answer to a message, or its new text; or neither. */
	refer(m: Message | null, how: "reply" | "edit" = "reply"): void {
		if (this.#to?.how === "edit") {
			this.#text.value = "";
		}
		this.#to = m && { message: m, how };
		this.#quoteBox.hidden = !m;
		if (m) {
			const who = how === "edit" ? "Edit your message" : m.direction === "out" ? "You" : nameOf(m.from);
			const box = element("div", "bubble-quote", element("strong", "", who), element("span", "", summary(m)));
			this.#quoteBox.replaceChildren(box, iconButton("icon-button", "close", how === "edit" ? "Do not edit" : "Do not quote", () => this.refer(null)));
			if (how === "edit") {
				this.#text.value = m.text;
			}
		}
		this.focus();
	}

	async #submit(): Promise<void> {
		const text = this.#text.value.trim();
		if (!text) {
			return;
		}
		const to = this.#to;
		this.#text.value = "";
		this.refer(null);
		this.#pauses();
		try {
			const id = to?.message.messageId;
			if (to?.how === "edit") {
				await this.#send({ edit: { messageId: id, text } });
			} else {
				await this.#send({ text }, id);
			}
		} catch (error) {
			say(error);
			if (!this.#text.value) {
				this.refer(to && to.message, to?.how);
				this.#text.value = text; // nothing that was typed is lost
			}
		}
	}

	#send(message: object, quoted?: string): Promise<unknown> {
		return this.#say("sandbox.sendMessage", { message, ...(quoted && { options: { quoted } }) });
	}

	#say(operation: string, what: object): Promise<unknown> {
		const said = this.#turn.then(() => call(operation, { phone: this.phone, jid: this.chat.who.jid, ...what }));
		this.#turn = said.catch(() => undefined);
		return said;
	}

	#attach(files: FileList | null | undefined): void {
		const file = files?.[0];
		if (file) {
			attach(file, async (message) => {
				const quoted = this.#to?.how === "reply" ? this.#to.message.messageId : undefined;
				await this.#send(message, quoted);
				this.refer(null);
			});
		}
	}

	#drops(): void {
		const form = this.element;
		form.addEventListener("dragover", (event) => {
			if (event.dataTransfer?.types.includes("Files")) {
				event.preventDefault();
				form.dataset.dragged = "";
			}
		});
		form.addEventListener("dragleave", () => delete form.dataset.dragged);
		form.addEventListener("drop", (event) => {
			event.preventDefault();
			delete form.dataset.dragged;
			this.#attach(event.dataTransfer?.files);
		});
	}

	#types(): void {
		clearTimeout(this.#quiet);
		if (!this.#text.value) {
			this.#pauses();
			return;
		}
		this.#quiet = setTimeout(() => this.#pauses(), silence);
		if (Date.now() - this.#told > tellEvery) {
			this.#told = Date.now();
			this.#tell("composing");
		}
	}

	#pauses(): void {
		clearTimeout(this.#quiet);
		if (this.#told) {
			this.#told = 0;
			this.#tell("paused");
		}
	}

	#tell(state: string): void {
		this.#say("sandbox.setTyping", { state }).catch(() => {
			// Nobody has to know.
		});
	}
}

export function iconButton(className: string, icon: string, label: string, then?: () => void): HTMLButtonElement {
	const made = element("button", className, element("span", `icon icon-${icon}`));
	made.type = "button";
	made.title = label;
	made.setAttribute("aria-label", label);
	if (then) {
		made.addEventListener("click", then);
	}
	return made;
}
