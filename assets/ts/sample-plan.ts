// A request as samples show it, made of what a reader fills in: the rules of docsite/sample, text for text. The languages,
// one a file, only write it down.
import { isTree, parseTree, type Tree } from "./json-tree";
import type { Body, Credential, Input, Model, Secret } from "./tryit-model";
import { isJSON } from "./tryit-parts";
import { alternative, base64, clean, headersOf, serverURL, target } from "./tryit-request";
import { escapeQuery } from "./tryit-serialize";
import { oneLine, trim } from "./tryit-value";

/** A part of a value: a text, or what a secret has. */
export type Piece = string | Secret;

/** How a body is sent: as a value of JSON, as text, as the parts of a form, or as a file. */
export type BodyKind = "none" | "json" | "text" | "form" | "file";

export interface Part {
	name: string;
	text: string;
	file: boolean;
	fileName: string;
	mediaType: string;
}

export interface Plan {
	api: string;
	method: string;
	/** "https://api.example.com/v1" */
	base: string;
	/** "/pets/1?limit=2" */
	rest: string;
	/** All of them. */
	secrets: Secret[];
	/** Those that go behind rest. */
	query: Secret[];
	/** "name:password"; each language has its own words for it. */
	basic: Secret | null;
	/** But for the content type and basic, their names in lower case. */
	headers: [name: string, value: Piece[]][];
	body: BodyKind;
	mediaType: string;
	/** Of a body that is text or JSON. */
	text: string;
	/** Of a body that is JSON. */
	value: Tree | null;
	fileName: string;
	parts: Part[];
	/** A success is answered in JSON. */
	json: boolean;
	seconds: number;
}

/** What samples call a file that the reader has. */
const anyFile = "file.bin";

/** It throws an InputError if there is no request to show. */
export function planOf(model: Model, input: Input, showSecrets: boolean): Plan {
	const { api, seconds, json } = model.sample;
	const plan: Plan = {
		...{ api, seconds, json, method: model.method, base: absolute(baseOf(model, input)), rest: target(model, "", input.values) },
		...{ secrets: [], query: [], basic: null, headers: [], body: "none", mediaType: "", text: "", value: null, fileName: "", parts: [] },
	};
	for (const secret of secretsOf(model, input)) {
		const given = Object.hasOwn(input.credentials, secret.id) ? input.credentials[secret.id]! : {};
		if (showSecrets && (given.value || given.username || given.password)) {
			show(plan, secret, given);
			continue;
		}
		plan.secrets.push(secret);
		if (secret.basic) {
			plan.basic = secret;
		} else if (secret.in === "query") {
			plan.query.push(secret);
		} else if (secret.in === "cookie") {
			addHeader(plan, "cookie", [`${secret.name}=`, secret]);
		} else if (secret.in === "header") {
			addHeader(plan, secret.name, [secret.prefix, secret]);
		}
	}
	for (const [name, value] of headersOf(model, input.values)) {
		addHeader(plan, name, [value]);
	}
	setBody(plan, model, input);
	return plan;
}

/** What the site says that samples call, unless the reader chose another server. */
function baseOf(model: Model, input: Input): string {
	const { index, variables } = input.server;
	return index === 0 && Object.keys(variables).length === 0 ? model.sample.base : serverURL(model, input);
}

/** The host is for the reader to fill in, if the server is only a path. */
function absolute(server: string): string {
	const address = clean(server);
	if (address.endsWith("://")) {
		return `${address}your-host.example`;
	}
	const whole = address.includes("://") ? address : address.startsWith("//") ? `https:${address}` : `https://your-host.example/${address.replace(/^\//, "")}`;
	return whole.replace(/\/$/, "");
}

/** Those of the way to be let in that there are credentials for, else of the first that a program can send. */
function secretsOf(model: Model, input: Input): Secret[] {
	const all = model.sample.secrets;
	const chosen = all[alternative(model, input.credentials)] ?? [];
	return chosen.length > 0 ? chosen : (all.find((some) => some.length > 0) ?? []);
}

/** Puts the credential itself into the sample. */
function show(plan: Plan, s: Secret, c: Credential): void {
	const value = s.prefix + trim(c.value ?? "");
	if (s.basic) {
		addHeader(plan, "authorization", [`Basic ${base64(`${c.username ?? ""}:${c.password ?? ""}`)}`]);
	} else if (s.in === "query") {
		plan.rest += `${separator(plan)}${escapeQuery(s.name)}=${escapeQuery(value)}`;
	} else if (s.in === "cookie") {
		addHeader(plan, "cookie", [`${s.name}=${oneLine(value)}`]);
	} else if (s.in === "header") {
		addHeader(plan, s.name, [oneLine(value)]);
	}
}

/** All cookies are in one header; of any other, the first one counts. */
function addHeader(plan: Plan, name: string, pieces: Piece[]): void {
	const key = name.toLowerCase();
	const value = pieces.filter((piece) => piece !== "");
	const same = plan.headers.find(([other]) => other === key);
	if (!same) {
		plan.headers.push([key, value]);
	} else if (key === "cookie") {
		same[1].push("; ", ...value);
	}
}

/** What comes before one more parameter of the query. */
export function separator(plan: Plan): string {
	return plan.rest.includes("?") ? "&" : "?";
}

/** A body that the reader has and that can't be written is a file. */
function setBody(plan: Plan, model: Model, input: Input): void {
	const body = model.bodies.find((one) => one.mediaType === input.mediaType) ?? model.bodies[0];
	if (!body) {
		return;
	}
	plan.mediaType = body.contentType;
	plan.fileName = input.bodyFile?.name || anyFile;
	if (input.bodyFile || (body.kind === "binary" && !input.body)) {
		plan.body = "file";
	} else if (body.kind === "multipart" && !input.body) {
		plan.body = "form";
		plan.parts = (input.parts ?? []).map(({ name, value, file, fileName, mediaType }) => {
			const isFile = value === undefined;
			return { name, text: value ?? "", file: isFile, fileName: isFile ? fileName || file?.name || anyFile : "", mediaType: mediaType ?? "" };
		});
	} else if (input.body) {
		setText(plan, body, input.body);
	} else if (body.examples.length === 0) {
		plan.body = "file";
	}
}

/** A text of JSON is a value, if every language reads it as the same. */
function setText(plan: Plan, body: Body, text: string): void {
	plan.body = "text";
	plan.text = text;
	const value = isJSON(body.contentType) ? parseTree(text) : null;
	if (value && isTree(value) && exact(value)) {
		plan.body = "json";
		plan.value = value;
	}
}

/** Reports a value whose numbers are the same in every language. */
function exact(value: Tree): boolean {
	switch (value.kind) {
		case "list":
			return value.items.every(exact);
		case "object":
			return value.members.every((member) => exact(member.value));
		case "file":
			return true;
	}
	if (!/^[-\d]/.test(value.text)) {
		return true;
	}
	const n = Number(value.text);
	return /[.eE]/.test(value.text) ? Number.isFinite(n) && value.text.length < 18 : Math.abs(n) < 2 ** 53 || /^-?9007199254740992$/.test(value.text);
}
