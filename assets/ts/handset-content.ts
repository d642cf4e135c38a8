// What is in a message: text, pictures, sound, files, places, people, polls. Nothing of it is ever read as HTML.
import { element } from "./element";
import { nameOf, size, unknown, type Contact, type Media, type Message, type Place, type Poll } from "./handset-message";

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
		if (m.media.viewOnce) {
			nodes.push(element("span", "bubble-kind", "View once "));
		}
	} else if (m.location) {
		nodes.push(place(m.location));
	} else if (m.contact) {
		nodes.push(...m.contact.contacts.map((c) => contact(c.vcard, m.contact!)));
	} else if (m.poll) {
		nodes.push(poll(m.poll, phone, vote));
		return nodes; // its text is the question
	}
	if (m.text && !(m.location || m.contact)) {
		nodes.push(element("span", "bubble-text", ...linked(m.text)));
	}
	if (nodes.length === 0) {
		nodes.push(element("span", "bubble-kind", unknown(m)));
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
			shape(link, m);
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
			const box = element("span", "media media-video", video);
			shape(box, m);
			return box;
		}
		case "audio": {
			const audio = element("audio", "");
			audio.controls = true;
			audio.preload = "metadata";
			audio.setAttribute("aria-label", m.voice ? "Voice message" : "Audio");
			audio.src = url;
			return element("span", "media media-audio", audio);
		}
	}
	const facts = [m.size === undefined ? "" : size(m.size), type].filter(Boolean).join(" · ");
	const link = part("file", m.fileName || "Document", facts, url);
	link.setAttribute("download", m.fileName ?? "");
	return link;
}

/** Gives a picture the room that it will take, within bounds. */
function shape(box: HTMLElement, m: Media): void {
	if (m.width && m.height) {
		box.style.aspectRatio = String(Math.max(0.6, Math.min(2.4, m.width / m.height)));
	}
}

function place(p: Place): Node {
	const { degreesLatitude: lat, degreesLongitude: lon } = p;
	const at = `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
	const url = `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=15/${lat}/${lon}`;
	return outside(part("place", p.name || "Location", [p.address, at].filter(Boolean).join(" · "), url));
}

function contact(vcard: string, all: Contact): Node {
	const name = /^(?:item\d+\.)?FN[^:\r\n]*:([^\r\n]+)/im.exec(vcard)?.[1]?.trim() ?? all.displayName;
	const numbers = [...vcard.matchAll(/^(?:item\d+\.)?TEL[^:\r\n]*:([^\r\n]+)/gim)].map((m) => m[1]!.trim());
	return part("person", name, numbers.join(", ") || "Contact");
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

let polls = 0;

function poll(p: Poll, phone: string, vote: (options: string[]) => void): Node {
	const box = element("fieldset", "poll", element("legend", "", p.name));
	const name = `poll-${++polls}`;
	for (const option of p.options) {
		const input = element("input", "");
		input.type = p.selectableCount === 1 ? "radio" : "checkbox";
		input.name = name;
		input.value = option.name;
		input.checked = option.voters.some((v) => v.phone === phone);
		const votes = element("span", "poll-votes", String(option.voters.length), element("span", "unseen", option.voters.length === 1 ? " vote" : " votes"));
		votes.title = option.voters.map(nameOf).join("\n");
		box.append(element("label", "", input, element("span", "", option.name), votes));
	}
	box.addEventListener("change", () => vote([...box.querySelectorAll<HTMLInputElement>("input:checked")].map((i) => i.value)));
	return box;
}
