// The request that an input makes: the same that docsite/request builds on the other side of the proxy, by the same rules, so
// that what is shown, what samples send, and what is sent directly are one.
import { treeOf, type Tree } from "./json-tree";
import { InputError, type Credential, type Input, type Model, type Param } from "./tryit-model";
import type { PartList } from "./tryit-parts";
import { baseType, byNumber, cookieValue, escapeQuery, headerValue, pathValue, queryValue } from "./tryit-serialize";
import { oneLine, text, trim, wellFormed } from "./tryit-value";

/** A request. The content type of a PartList comes from whoever writes it, with the boundary. */
export interface Built {
	method: string;
	url: string;
	headers: [name: string, value: string][];
	body: string | Blob | PartList | null;
}

/** The request that the input makes. It throws an InputError if it makes none. */
export function buildRequest(model: Model, input: Input): Built {
	for (const [place, values] of Object.entries(input.values)) {
		for (const [name, value] of Object.entries(values)) {
			if (value !== undefined && !model.params.some((p) => p.in === place && p.name === name)) {
				throw new InputError(`the operation has no ${place} parameter ${name}`, place, name);
			}
		}
	}
	const built: Built = { method: model.method, url: target(model, serverURL(model, input), input.values), headers: [], body: null };
	setHeader(built, "accept", model.accept, "header");
	const cookies: string[] = [];
	for (const p of model.params) {
		const value = valueOf(input.values, p);
		if (value === undefined) {
			if (p.required) {
				throw new InputError(`${p.name} is required`, p.in, p.name);
			}
		} else if (p.in === "header") {
			setHeader(built, p.name, headerValue(p, value), "header");
		} else if (p.in === "cookie") {
			cookies.push(cookieValue(p, value));
		}
	}
	setBody(built, model, input);
	cookies.push(...authorize(built, model, input.credentials));
	if (cookies.length > 0) {
		setHeader(built, "cookie", cookies.join("; "), "cookie");
	}
	return built;
}

/** What a parameter is set to; undefined if it isn't sent. */
function valueOf(values: Input["values"], p: Param): Tree | undefined {
	const place = Object.hasOwn(values, p.in) ? values[p.in]! : {};
	const value = Object.hasOwn(place, p.name) ? place[p.name] : undefined;
	return value === undefined ? undefined : treeOf(value);
}

/** The URL of the server that is chosen, with its variables. */
export function serverURL(model: Model, input: Pick<Input, "server">): string {
	const server = model.servers[input.server.index];
	if (!server) {
		throw new InputError("there is no such server", "server", "");
	}
	for (const [name, value] of Object.entries(input.server.variables)) {
		const v = server.variables.find((one) => one.name === name);
		if (!v) {
			throw new InputError(`the server has no variable ${name}`, "server", name);
		}
		if (value !== v.default && !(v.enum ? v.enum.includes(value) : bounded(server.url, name, value))) {
			const allowed = v.enum ? `is one of ${v.enum.join(", ")}` : "takes what a part of a host or of a path can be";
			throw new InputError(`${name} of the server ${allowed}`, "server", name);
		}
	}
	const chosen = new Map(Object.entries(input.server.variables));
	return server.variables.reduce((url, v) => url.replaceAll(`{${v.name}}`, () => chosen.get(v.name) ?? v.default), server.url);
}

/** Reports a text for a variable that stays in its label of the host, or in its segments of the path. */
function bounded(template: string, name: string, value: string): boolean {
	const mark = `{${name}}`;
	const [, authority = "", path = ""] = /^[^:]*:\/\/([^/?#]*)(.*)$/s.exec(template) ?? [];
	if (authority.includes(mark) && !/^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(value)) {
		return false;
	}
	return !path.includes(mark) || (/^[\w.~!$'()*+,;=:@-]+(\/[\w.~!$'()*+,;=:@-]+)*$/.test(value) && !/(^|\/)\.\.?(\/|$)/.test(value));
}

/** The URL with the parameters in it. A path may bring a query, and a fragment that isn't sent. */
export function target(model: Model, base: string, values: Input["values"]): string {
	if (base.endsWith("://")) {
		throw new InputError(`the server ${base} has no host`, "server", ""); // the first segment of the path would be it
	}
	const [whole] = model.path.split("#", 1) as [string];
	const mark = whole.indexOf("?");
	let path = mark < 0 ? whole : whole.slice(0, mark);
	let fixed = mark < 0 ? "" : whole.slice(mark + 1);
	const query: string[] = [];
	for (const p of model.params) {
		const value = valueOf(values, p);
		if (value === undefined) {
			continue;
		}
		if (p.in === "path") {
			const segment = pathValue(p, value);
			if (segment === "") {
				throw new InputError(`${p.name} is empty`, "path", p.name);
			}
			path = path.replaceAll(`{${p.name}}`, () => segment);
			fixed = fixed.replaceAll(`{${p.name}}`, () => escapeQuery(text(value)));
		} else if (p.in === "query" || p.in === "querystring") {
			query.push(queryValue(p, value));
		}
	}
	for (const segment of path.split("/")) {
		// Dots can't be escaped: %2e%2e is ".." to whoever reads the path.
		if (/^(?:\.|%2e){1,2}$|%(?![0-9a-f]{2})/i.test(segment)) {
			throw new InputError(`${segment} can't be a segment of the path`, "path", "");
		}
	}
	const all = [fixed, ...query].filter((pair) => pair !== "");
	return base.replace(/\/$/, "") + clean(all.length > 0 ? `${path}?${all.join("&")}` : path);
}

/** Escapes what can't be in a URL of a text that is one otherwise. */
export function clean(address: string): string {
	return wellFormed(address).replace(/[^!#-;=?-[\]_a-z~]/gu, (c) => (c < "\u0080" ? byNumber(c) : encodeURIComponent(c)));
}

const hopByHop = /^(?:connection|keep-alive|proxy-authenticate|proxy-authorization|proxy-connection|te|trailer|transfer-encoding|upgrade|host|content-length)$/i;

/** Reports a text that can be in a header: one that doesn't end it and begin another. */
function headerText(value: string): boolean {
	return !/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value);
}

function setHeader(built: Built, name: string, value: string, place: string): void {
	if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) || hopByHop.test(name)) {
		throw new InputError(`${name} can't be sent as a header`, place, name);
	}
	if (!headerText(value)) {
		throw new InputError(`the value of ${name} has a line break or another character that a header can't have`, place, name);
	}
	const same = built.headers.findIndex(([other]) => other.toLowerCase() === name.toLowerCase());
	if (same >= 0) {
		built.headers[same] = [name, value];
	} else {
		built.headers.push([name, value]);
	}
}

/**
 * Sends no content type without a body, except where one is required: the server then says what is wrong with the empty one.
 */
function setBody(built: Built, model: Model, input: Input): void {
	const parts = input.parts ?? [];
	if (!input.body && !input.bodyFile?.size && parts.length === 0 && (!model.bodyRequired || model.bodies.length === 0)) {
		return;
	}
	const body = input.mediaType === "" ? model.bodies[0] : model.bodies.find((b) => b.mediaType === input.mediaType);
	if (!body) {
		throw new InputError(model.bodies.length === 0 ? "the operation takes no body" : `the operation takes no body of type ${input.mediaType}`, "body", "");
	}
	if (parts.length === 0) {
		setHeader(built, "content-type", body.contentType, "body");
		built.body = input.bodyFile?.size ? input.bodyFile : input.body ? wellFormed(input.body) : null;
		return;
	}
	const kind = baseType(body.contentType);
	if (!kind.startsWith("multipart/")) {
		throw new InputError(`a body of type ${body.contentType} has no parts`, "body", "");
	}
	for (const part of parts) {
		if (!headerText((part.mediaType ?? "") + (part.name + (part.fileName ?? "")).replace(/[\r\n]/g, ""))) {
			throw new InputError(`the part ${part.name} has a character that can't be in its head`, "body", part.name);
		}
	}
	built.body = { mediaType: kind, parts };
}

function isEmpty(c: Credential | undefined): boolean {
	return !c || (!c.value && !c.username && !c.password);
}

function given(credentials: Input["credentials"], id: string): Credential | undefined {
	return Object.hasOwn(credentials, id) ? credentials[id] : undefined;
}

/**
 * Which of the ways to be let in the credentials are for: the first that all of them are there for, else the first that some
 * are there for; -1 if there is none.
 */
export function alternative(model: Model, credentials: Input["credentials"]): number {
	const counts = model.security.map((all) => all.filter(({ id }) => !isEmpty(given(credentials, id)) && model.schemes[id]!.kind !== "mutualTLS").length);
	const whole = counts.findIndex((n, i) => n > 0 && n === model.security[i]!.length);
	return whole >= 0 ? whole : counts.findIndex((n) => n > 0);
}

/**
 * Puts the credentials where their schemes want them, and returns those that are cookies. Without a credential the request
 * goes as it is: what comes back teaches more than a refusal here.
 */
function authorize(built: Built, model: Model, credentials: Input["credentials"]): string[] {
	for (const [id, credential] of Object.entries(credentials)) {
		if (!isEmpty(credential) && !Object.hasOwn(model.schemes, id)) {
			throw new InputError(`the operation has no security scheme ${id}`, "credential", id);
		}
	}
	const cookies: string[] = [];
	for (const { id } of model.security[alternative(model, credentials)] ?? []) {
		const scheme = model.schemes[id]!;
		const credential = given(credentials, id);
		if (isEmpty(credential) || scheme.kind === "mutualTLS") {
			continue;
		}
		const value = encodeCredential(scheme.kind === "basic", scheme.prefix, credential!, id);
		switch (scheme.in) {
			case "header":
				setHeader(built, scheme.name, value, "credential");
				break;
			case "query":
				built.url += `${built.url.includes("?") ? "&" : "?"}${escapeQuery(scheme.name)}=${escapeQuery(value)}`;
				break;
			case "cookie":
				if (/[;, "\\]/.test(value)) {
					throw new InputError(`the ${scheme.label} has a character that a cookie can't have`, "credential", id);
				}
				cookies.push(`${scheme.name}=${value}`);
		}
	}
	return cookies;
}

/** The credential as it is sent. */
export function encodeCredential(basic: boolean, prefix: string, c: Credential, id: string): string {
	if (!basic) {
		return prefix + trim(c.value ?? "");
	}
	if (c.username?.includes(":")) {
		throw new InputError("a user name for HTTP Basic can't have a colon", "credential", id);
	}
	return `Basic ${base64(`${c.username ?? ""}:${c.password ?? ""}`)}`;
}

export function base64(s: string): string {
	return btoa(binary(s));
}

/** A text of which each character is a byte of another: not all at once, a function takes only so many. */
export function binary(s: string): string {
	return Array.from(new TextEncoder().encode(s), (byte) => String.fromCharCode(byte)).join("");
}

/** The parameters in headers and cookies as samples show them. */
export function headersOf(model: Model, values: Input["values"]): [name: string, value: string][] {
	const all: [string, string][] = [];
	const cookies: string[] = [];
	for (const p of model.params) {
		const value = valueOf(values, p);
		if (value === undefined) {
			continue;
		}
		if (p.in === "header") {
			all.push([p.name, oneLine(headerValue(p, value))]);
		} else if (p.in === "cookie") {
			cookies.push(cookieValue(p, value));
		}
	}
	return cookies.length > 0 ? [...all, ["cookie", cookies.join("; ")]] : all;
}
