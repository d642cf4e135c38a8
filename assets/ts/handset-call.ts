// The calls of a phone: a bar that says who rings whom, with a way to end it. No voices go through the network.
import { element } from "./element";
import { call, type Identity, type Phone } from "./handset-api";
import { button } from "./dialog";
import { nameOf } from "./handset-message";
import { say, toast } from "./toast";

/** How a call stands. */
export interface Call {
	callId: string;
	state: "ringing" | "accepted" | "rejected" | "missed" | "ended";
	video: boolean;
	chat: Identity;
	from: Identity;
}

export class CallBar {
	readonly element = element("div", "phone-call");
	#call = "";

	constructor() {
		this.element.setAttribute("role", "status");
		this.element.hidden = true;
	}

	/** Shows a call, or says how it has ended. */
	show(phone: Phone, c: Call): void {
		const own = c.from.phone === phone.phone;
		const other = nameOf(own ? c.chat : c.from);
		const what = c.video ? "video call" : "call";
		if (c.state === "ringing" || c.state === "accepted") {
			const words = c.state === "accepted" ? `In a ${what} with ${other}` : own ? `Calling ${other}…` : `${other} is calling`;
			const end = button(own || c.state === "accepted" ? "Hang up" : "Decline", () => void call("sandbox.endCall", { phone: phone.phone, callId: c.callId }).catch(say), "button button-danger");
			this.#call = c.callId;
			this.element.replaceChildren(element("span", "icon icon-call"), element("span", "phone-call-who", words), end);
			this.element.hidden = false;
			return;
		}
		if (this.#call === c.callId) {
			this.element.hidden = true;
			this.element.replaceChildren();
		}
		const ends = { rejected: own ? `${other} has declined the ${what}.` : `${phone.name} has declined the ${what}.`, missed: own ? `${other} has not answered.` : `${phone.name} has missed a ${what} from ${other}.`, ended: "The call is over." };
		toast(ends[c.state]);
	}
}

/** Calls somebody. */
export function ring(phone: Phone, who: Identity): void {
	call("sandbox.call", { phone: phone.phone, jid: who.jid }).catch(say);
}
