// What is in a message: text, pictures, sound, files, places, people, polls. Nothing of it is ever read as HTML.
import { element } from "./element";
import { size, type Contact, type Media, type Message, type Place, type Poll } from "./handset-message";

// What a browser shows as a picture without running anything that is in it. All else is a file to save.
const pictures = new Set(["image/jpeg", "image/png", "image/webp", "image/gif"]);

/** The address of a message's file. */
export function fileOf(phone: string, m: Message): string {
	return `/sandbox/media?${new URLSearchParams({ phone, messageId: m.messageId })}`;
}

/** The parts of a message, for a bubble. */
export function content(phone: string, m: Message, vote: (options: string[]) => void): Node[] {
	if (m.revoked) {
		return [element("span", "bubble-gone", "This message was deleted")];
	}
	const nodes: Node[] = [];
	if (m.media) {
		nodes.push(media(m.media, fileOf(phone, m), m.text));
	} else if (m.location) {
		nodes.push(place(m.location));
	} else if (m.contact) {
		nodes.push(contact(m.contact));
	} else if (m.poll) {
		nodes.push(poll(m.poll, m.messageId, vote));
		return nodes; // its text is the question
	}
	if (m.text && !(m.location || m.contact)) {
		nodes.push(element("span", "bubble-text", ...linked(m.text)));
	}
	if (nodes.length === 0) {
		nodes.push(element("span", "bubble-kind", m.kind ? `A message of kind ${m.kind}` : "An empty message"));
	}
	return nodes;
}

/** A text whose web addresses can be followed. */
function linked(text: string): (Node | string)[] {
	return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'])/).map((part, i) => {
		if (i % 2 === 0) {
			return part;
		}
		const link = element("a", "", part);
		link.href = part;
		link.target = "_blank";
		link.rel = "noopener noreferrer";
		return link;
	});
}

function media(m: Media, url: string, caption: string): Node {
	const type = m.mimetype.split(";")[0]!.trim().toLowerCase();
	switch (m.kind) {
		case "image":
		case "sticker": {
			if (!pictures.has(type)) {
				break;
			}
			const picture = element("img", "");
			picture.loading = "lazy";
			picture.decoding = "async";
			picture.alt = caption || (m.kind === "sticker" ? "Sticker" : "Photo");
			picture.src = url;
			if (m.kind === "sticker") {
				return element("span", "media media-sticker", picture);
			}
			const link = element("a", "media media-image", picture);
			link.href = url;
			link.target = "_blank";
			return link;
		}
		case "video": {
			const video = element("video", "");
			video.controls = true;
			video.preload = "metadata";
			video.setAttribute("aria-label", caption || "Video");
			video.src = url;
			return element("span", "media media-video", video);
		}
		case "audio": {
			const audio = element("audio", "");
			audio.controls = true;
			audio.preload = "metadata";
			audio.setAttribute("aria-label", m.voice || m.ptt ? "Voice message" : "Audio");
			audio.src = url;
			return element("span", "media media-audio", audio);
		}
	}
	const facts = [m.size === undefined ? "" : size(m.size), type].filter(Boolean).join(" · ");
	const link = part("file", m.fileName || "Document", facts, url);
	link.setAttribute("download", m.fileName ?? "");
	return link;
}

function place(p: Place): Node {
	const at = `${p.latitude.toFixed(5)}, ${p.longitude.toFixed(5)}`;
	const url = `https://www.openstreetmap.org/?mlat=${p.latitude}&mlon=${p.longitude}#map=15/${p.latitude}/${p.longitude}`;
	return outside(part("place", p.name || "Location", [p.address, at].filter(Boolean).join(" · "), url));
}

function contact(c: Contact): Node {
	const numbers = c.phone ? [c.phone] : [...(c.vcard ?? "").matchAll(/^(?:item\d+\.)?TEL[^:\r\n]*:([^\r\n]+)/gim)].map((m) => m[1]!.trim());
	return part("person", c.name, numbers.join(", ") || "Contact");
}

function part(icon: string, title: string, fact: string, url?: string): HTMLElement {
	const made = url ? element("a", "part") : element("span", "part");
	if (made instanceof HTMLAnchorElement) {
		made.href = url!;
	}
	const sign = element("span", `icon icon-${icon}`);
	made.append(sign, element("span", "part-title", title), element("span", "part-fact", fact));
	return made;
}

function outside(link: HTMLElement): HTMLElement {
	link.setAttribute("target", "_blank");
	link.setAttribute("rel", "noopener noreferrer");
	return link;
}

function poll(p: Poll, id: string, vote: (options: string[]) => void): Node {
	const one = p.selectable === 1;
	const box = element("fieldset", "poll", element("legend", "", p.question));
	for (const option of p.options) {
		const input = element("input", "");
		input.type = one ? "radio" : "checkbox";
		input.name = `poll-${id}`;
		input.value = option.text;
		const votes = option.votes ?? option.voters?.length ?? 0;
		box.append(element("label", "", input, option.text, element("span", "poll-votes", String(votes), element("span", "unseen", votes === 1 ? " vote" : " votes"))));
	}
	box.addEventListener("change", () => vote([...box.querySelectorAll<HTMLInputElement>("input:checked")].map((i) => i.value)));
	return box;
}
