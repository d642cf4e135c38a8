// The dialogs about a phone: make one, link clients to it, see what it is and change what it does.
import { element } from "./element";
import { call, listAll, type Client, type Phone, type Rule } from "./handset-api";
import { button, dialog, field, form, input, select } from "./dialog";
import { toast } from "./toast";

const personas: [string, string][] = [
	["silent", "Silent: only receives"],
	["echo", "Echo: answers with the same text"],
	["reader", "Reader: reads after a while"],
	["script", "Script: answers by rules"],
	["unreachable", "Switched off: messages wait"],
	["unregistered", "Not on WhatsApp"],
];

/** The fields for what a phone does by itself. */
function behaviour(phone?: Phone): { nodes: Node[]; read(): { persona: string; delaySeconds: number; script?: Rule[] } } {
	const persona = select(personas, phone?.persona ?? "silent");
	const delay = input("number", String(phone?.delaySeconds ?? 0), { min: "0", max: "86400", required: true });
	const rules = element("textarea", "");
	rules.rows = 3;
	rules.spellcheck = false;
	rules.value = (phone?.script ?? []).map((r) => (r.match ? `${r.match} => ${r.reply}` : r.reply)).join("\n");
	const script = field("Rules, one a line", rules, "hello => Hi! answers texts with hello in them; a line without => answers every other one.");
	const show = () => {
		script.hidden = persona.value !== "script";
	};
	persona.addEventListener("change", show);
	show();
	return {
		nodes: [element("div", "dialog-pair", field("What it does by itself", persona), field("After, seconds", delay)), script],
		read: () => ({
			persona: persona.value,
			delaySeconds: Number(delay.value),
			...(persona.value === "script" && { script: rules.value.split("\n").filter(Boolean).map(rule) }),
		}),
	};
}

function rule(line: string): Rule {
	const at = line.indexOf("=>");
	return at < 0 ? { reply: line.trim() } : { match: line.slice(0, at).trim(), reply: line.slice(at + 2).trim() };
}

/** Asks for a new phone, and gives it to then. */
export async function createPhone(then: (phone: Phone) => void): Promise<void> {
	const number = input("tel", `+1555${String(Math.floor(Math.random() * 10_000_000)).padStart(7, "0")}`, { required: true, maxLength: 16 });
	const name = input("text", "", { maxLength: 25 });
	const does = behaviour();
	const box = dialog(
		"New phone",
		form(
			"Create phone",
			async () => {
				const phone = await call<Phone>("sandbox.createPhone", { phone: number.value.trim(), ...(name.value.trim() && { name: name.value.trim() }), ...does.read() });
				box.close();
				toast(`${phone.name} is on the simulated network.`);
				then(phone);
			},
			field("Number", number, "Any number that is not taken; it reaches nobody."),
			field("Name", name, "What others see. Left empty, it is the number."),
			...does.nodes,
		),
	);
	name.focus();
}

/** Lists the clients that wait for a phone, and links the one that is chosen. */
export async function linkClient(phone: Phone): Promise<void> {
	const rows = element("ul", "rows");
	const note = element("p", "hint", "Looking for clients.");
	note.setAttribute("role", "status");
	const box = dialog(`Link a client to ${phone.name}`, note, rows);
	let clients: Client[];
	try {
		clients = (await listAll<Client>("clients.list", {})).filter((c) => !c.jid);
	} catch (error) {
		note.textContent = (error as Error).message;
		return;
	}
	note.textContent = clients.length > 0 ? "The phone scans the QR code that the client shows." : "No client waits for a phone. Create one with clients.create, then come back.";
	for (const c of clients) {
		const link = button("Link", async () => {
			link.setAttribute("aria-busy", "true");
			note.textContent = `${c.name} shows its code, and ${phone.name} scans it.`;
			try {
				await scan(phone, c);
				box.close();
				toast(`${c.name} is linked to ${phone.name}.`);
			} catch (error) {
				note.textContent = (error as Error).message;
				link.removeAttribute("aria-busy");
			}
		});
		link.setAttribute("aria-label", `Link ${c.name}`);
		link.dataset.link = c.id;
		rows.append(element("li", "", element("div", "rows-what", c.name, element("span", "", c.state.replace("_", " "))), link));
	}
	rows.querySelector("button")?.focus();
}

async function scan(phone: Phone, client: Client): Promise<void> {
	for (let tries = 0; tries < 5; tries++) {
		const code = await call<{ state: string; qr?: string }>("clients.getQr", { clientId: client.id, format: "text", waitSeconds: 20 });
		if (code.state === "connected") {
			return;
		}
		if (code.qr) {
			await call("sandbox.scanQr", { phone: phone.phone, qr: code.qr });
			return;
		}
	}
	throw new Error(`${client.name} shows no code. Try again in a moment.`);
}

/** Shows what a phone is, what is linked to it, and what it does; all but the first can be changed. */
export async function aboutPhone(phone: Phone): Promise<void> {
	const name = input("text", phone.name, { maxLength: 25, required: true });
	const does = behaviour(phone);
	const rows = element("ul", "rows");
	const facts = element("dl", "facts");
	for (const [what, value] of [
		["Number", phone.phone],
		["JID", phone.jid],
		["LID", phone.lid],
	]) {
		facts.append(element("dt", "", what!), element("dd", "", value!));
	}
	const box = dialog(
		phone.name,
		facts,
		element("section", "", element("h3", "", "Linked devices"), rows),
		form(
			"Save",
			async () => {
				await call("sandbox.updatePhone", { phone: phone.phone, name: name.value.trim(), ...does.read() });
				box.close();
				toast("Saved.");
			},
			field("Name", name),
			...does.nodes,
		),
	);
	await devices(phone, rows);
}

async function devices(phone: Phone, rows: HTMLElement): Promise<void> {
	if (phone.linked.length === 0) {
		rows.replaceChildren(element("li", "", element("span", "hint", "No client is linked to this phone.")));
		return;
	}
	const clients = await listAll<Client>("clients.list", {}).catch((): Client[] => []);
	rows.replaceChildren(
		...phone.linked.map((jid) => {
			const client = clients.find((c) => c.jid === jid);
			const row = element("li", "", element("div", "rows-what", client?.name ?? "Somebody else's client", element("span", "", jid)));
			if (client) {
				const unlink = button(
					"Unlink",
					async () => {
						try {
							await call("sandbox.unlink", { phone: phone.phone, clientId: client.id });
							row.remove();
							toast(`${client.name} is unlinked.`);
						} catch (error) {
							toast((error as Error).message, true);
						}
					},
					"button button-danger",
				);
				unlink.setAttribute("aria-label", `Unlink ${client.name}`);
				row.append(unlink);
			}
			return row;
		}),
	);
}

/** Asks with whom a phone is to chat, or who is to be in a new group. */
export async function newChat(phone: Phone, then: (jid: string, name?: string) => void): Promise<void> {
	const others = (await listAll<Phone>("sandbox.listPhones", {}).catch((): Phone[] => [])).filter((p) => p.phone !== phone.phone);
	const number = input("tel", "", { required: true, maxLength: 64 });
	const list = element("datalist", "");
	list.id = `numbers-${phone.phone.slice(1)}`;
	list.append(...others.map((p) => new Option(p.name, p.phone)));
	number.setAttribute("list", list.id);
	const box = dialog(
		"New chat",
		form(
			"Open chat",
			async () => {
				const digits = number.value.replace(/[\s()+-]/g, "");
				const known = others.find((p) => p.phone === `+${digits}`);
				if (!known && !number.value.includes("@") && !/^[1-9]\d{6,14}$/.test(digits)) {
					throw new Error("This is not a phone number, such as +15551234567.");
				}
				box.close();
				then(known?.jid ?? (number.value.includes("@") ? number.value.trim() : `${digits}@s.whatsapp.net`), known?.name);
			},
			field("Number", number, "Of anybody on the simulated network."),
			list,
		),
	);
	if (others.length > 0) {
		box.querySelector(".dialog-actions")!.prepend(
			button("New group", () => {
				box.close();
				newGroup(phone, others, then);
			}),
		);
	}
	number.focus();
}

function newGroup(phone: Phone, others: Phone[], then: (jid: string, name: string) => void): void {
	const subject = input("text", "", { required: true, maxLength: 100 });
	const rows = element("ul", "rows rows-scroll");
	rows.append(
		...others.map((p) => {
			const check = input("checkbox", p.phone);
			return element("li", "", element("label", "check", check, element("span", "rows-what", p.name, element("span", "", p.phone))));
		}),
	);
	const members = element("fieldset", "field", element("legend", "", "Members"), rows);
	const box = dialog(
		"New group",
		form(
			"Create group",
			async () => {
				const chosen = [...rows.querySelectorAll<HTMLInputElement>("input:checked")].map((c) => c.value);
				const group = await call<{ jid: string; subject: string }>("sandbox.createGroup", { phone: phone.phone, subject: subject.value.trim(), members: chosen });
				box.close();
				then(group.jid, group.subject);
			},
			field("Subject", subject),
			members,
		),
	);
	subject.focus();
}
