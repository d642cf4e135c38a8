// A message as a phone has it, and what can be said of one without looking at the rest.
import type { Identity } from "./handset-api";

export interface Message {
	messageId: string;
	direction: "in" | "out";
	chat: Identity;
	from: Identity;
	to: Identity;
	timestamp: string;
	kind: string;
	text: string;
	status?: Status;
	unread?: boolean;
	media?: Media;
	quoted?: Quoted;
	reactions?: Reaction[];
	edited?: boolean;
	revoked?: boolean;
	location?: Place;
	contact?: Contact;
	poll?: Poll;
}

/** How far an outgoing message has come. */
export type Status = "sent" | "delivered" | "read";

export interface Media {
	kind: string;
	mimetype: string;
	fileName?: string;
	size?: number;
	seconds?: number;
	voice?: boolean;
	viewOnce?: boolean;
	width?: number;
	height?: number;
}

export interface Quoted {
	messageId: string;
	from?: Identity;
	text?: string;
}

export interface Reaction {
	from: Identity;
	emoji: string;
}

export interface Place {
	degreesLatitude: number;
	degreesLongitude: number;
	name?: string;
	address?: string;
}

export interface Contact {
	displayName: string;
	contacts: { vcard: string }[];
}

export interface Poll {
	name: string;
	options: { name: string; voters: Identity[] }[];
	selectableCount: number;
}

export function nameOf(who: Identity): string {
	return who.jid === "status@broadcast" ? "Status" : who.name || who.phone || who.jid;
}

const words: Record<string, string> = {
	image: "Photo",
	video: "Video",
	audio: "Audio",
	document: "Document",
	sticker: "Sticker",
	location: "Location",
	contact: "Contact",
	poll: "Poll",
};

/** A message in one line. */
export function summary(m: Message): string {
	if (m.revoked) {
		return "This message was deleted";
	}
	const kind = m.media?.voice ? "Voice message" : words[m.kind];
	const text = m.text || m.media?.fileName || "";
	if (m.kind === "text") {
		return text;
	}
	return text && kind ? `${kind}: ${text}` : text || kind || unknown(m);
}

/** What is said of a message that nothing can be said of. */
export function unknown(m: Message): string {
	return m.kind === "text" ? "An empty message" : "A message that this page can't show";
}

export function size(bytes: number): string {
	if (bytes < 1000) {
		return `${bytes} bytes`;
	}
	return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const date = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const short = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

/** A time that shows as the clock, or otherwise, and has all of it for who points at it. */
export function time(timestamp: string, className = "", as: "clock" | "day" | "either" = "clock"): HTMLTimeElement {
	const at = new Date(timestamp);
	const made = document.createElement("time");
	made.className = className;
	made.dateTime = timestamp;
	made.title = exact.format(at);
	made.textContent = as === "day" ? dayOf(at) : as === "either" && !sameDay(at, new Date()) ? short.format(at) : clock.format(at);
	return made;
}

export function sameDay(a: Date, b: Date): boolean {
	return a.toDateString() === b.toDateString();
}

function dayOf(at: Date): string {
	const yesterday = new Date();
	yesterday.setDate(yesterday.getDate() - 1);
	return sameDay(at, new Date()) ? "Today" : sameDay(at, yesterday) ? "Yesterday" : date.format(at);
}
