// How values of parameters are written into a URL, a header or a cookie: the rules of docsite/request, which are those of OpenAPI.
import { isText, type Tree } from "./json-tree";
import type { Body, Encoding, Param } from "./tryit-model";
import { size, text, wellFormed, writeJSON } from "./tryit-value";

type Escape = (s: string) => string;

/** A name and what is sent under it. */
export type Pair = [name: string, text: string];

/** Of a parameter, what says how its value is written. */
export type Written = Pick<Param, "name" | "in" | "style" | "explode" | "allowReserved" | "mediaType">;

export const byNumber = (c: string) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;

/** Escapes what means something in a query. */
export function escapeQuery(s: string): string {
	return encodeURIComponent(wellFormed(s)).replace(/[!'()*]/g, byNumber);
}

/** Escapes what means something in a segment of a path. */
export function escapePath(s: string): string {
	return escapeQuery(s).replace(/%(?:24|26|2B|3A|3D|40)/g, decodeURIComponent);
}

/** Escapes only what would end a value. */
function keepReserved(s: string): string {
	return escapeQuery(s).replace(/%(?:3A|2F|3F|5B|5D|40|21|24|27|28|29|2A|2C|3B)/g, decodeURIComponent);
}

/** Escapes only what can't be in a cookie. */
function escapeCookie(s: string): string {
	return wellFormed(s).replace(/[^!#$&-+\--:<-[\]-~]/gu, (c) => (c < "\u0080" ? byNumber(c) : encodeURIComponent(c)));
}

const asIs: Escape = (s) => s;

/** What a value is made of: items (one, of a plain value), or members. */
interface Parts {
	items: string[];
	object: Pair[] | null;
}

function partsOf(p: Written, value: Tree): Parts {
	if (p.mediaType) {
		return { items: [isText(value) ? text(value) : writeJSON(value)], object: null };
	}
	switch (value.kind) {
		case "list":
			return { items: value.items.map(text), object: null };
		case "object":
			return { items: [], object: value.members.map((member) => [wellFormed(member.name), text(member.value)]) };
	}
	return { items: [text(value)], object: null };
}

function join({ items, object }: Parts, separator: string, assign: string, escape: Escape): string {
	return (object ? object.map(([name, member]) => escape(name) + assign + escape(member)) : items.map(escape)).join(separator);
}

function simple(p: Written, parts: Parts, escape: Escape): string {
	return join(parts, ",", p.explode ? "=" : ",", escape);
}

/** The value as its segment of the path. */
export function pathValue(p: Written, value: Tree): string {
	const parts = partsOf(p, value);
	const name = escapePath(p.name);
	switch (p.style) {
		case "label":
			return `.${p.explode ? join(parts, ".", "=", escapePath) : join(parts, ",", ",", escapePath)}`;
		case "matrix":
			if (p.explode && parts.object) {
				return `;${join(parts, ";", "=", escapePath)}`;
			}
			if (p.explode) {
				return parts.items.map((item) => `;${name}=${escapePath(item)}`).join("");
			}
			return `;${name}=${join(parts, ",", ",", escapePath)}`;
	}
	return simple(p, parts, escapePath);
}

/** The value as its part of the query, "name=value&name=value"; "" for nothing. */
export function queryValue(p: Written, value: Tree): string {
	const escape = p.allowReserved ? keepReserved : escapeQuery;
	const name = escapeQuery(p.name);
	if (p.style === "deepObject" && size(value) > 0) {
		return deep(p.name, value)
			.map(([key, member]) => `${escapeQuery(key)}=${escape(member)}`)
			.join("&");
	}
	if (p.in === "querystring") {
		return wholeQuery(p, value);
	}
	const parts = partsOf(p, value);
	if (p.explode) {
		return parts.object ? join(parts, "&", "=", escape) : parts.items.map((item) => `${name}=${escape(item)}`).join("&");
	}
	const separator = { " ": "%20", "|": "%7C", "\t": "%09" }[separatorOf(p)] ?? ",";
	return `${name}=${join(parts, separator, separator, escape)}`;
}

function separatorOf(p: Written): string {
	return { spaceDelimited: " ", pipeDelimited: "|", tabDelimited: "\t" }[p.style] ?? ",";
}

/** The value as all of the query, in its content type. */
function wholeQuery(p: Written, value: Tree): string {
	if (baseType(p.mediaType ?? "") === "application/x-www-form-urlencoded") {
		return encodeForm({}, value);
	}
	return escapeQuery(partsOf(p, value).items.join(""));
}

/** Members as name[key]. OpenAPI says nothing of what is deeper; this is what servers that have it take. */
function deep(name: string, value: Tree, depth = 0): Pair[] {
	const deepest = 8;
	if (value.kind === "object" && depth < deepest) {
		return value.members.flatMap((member) => deep(`${name}[${wellFormed(member.name)}]`, member.value, depth + 1));
	}
	if (value.kind === "list" && depth < deepest) {
		return value.items.flatMap((item, i) => deep(`${name}[${i}]`, item, depth + 1));
	}
	return [[name, text(value)]];
}

/** The value as it stands in a header. Nothing is escaped: the caller refuses what may not be in one. */
export function headerValue(p: Written, value: Tree): string {
	return simple(p, partsOf(p, value), asIs);
}

/** The cookies that the value makes, "name=value". */
export function cookieValue(p: Written, value: Tree): string {
	const parts = partsOf(p, value);
	const [escape, separator]: [Escape, string] = p.style === "cookie" ? [escapeCookie, "; "] : [escapeQuery, "&"];
	if (!p.explode || (parts.items.length === 0 && !parts.object?.length)) {
		return `${p.name}=${join(parts, ",", ",", escape)}`;
	}
	if (parts.object) {
		return join(parts, separator, "=", escape);
	}
	return parts.items.map((item) => `${p.name}=${escape(item)}`).join(separator);
}

/** A media type without its parameters. */
export function baseType(mediaType: string): string {
	return mediaType.split(";", 1)[0]!.trim().toLowerCase();
}

/** An object as application/x-www-form-urlencoded, each member as its encoding says. */
export function encodeForm(encoding: Body["encoding"], value: Tree): string {
	if (value.kind !== "object") {
		return text(value);
	}
	return value.members
		.map((member) => queryValue(field(member.name, member.value, encodingOf(encoding, member.name)), member.value))
		.filter((pair) => pair !== "")
		.join("&");
}

/** What is said of how a member is written. */
export function encodingOf(encoding: Body["encoding"], name: string): Encoding | undefined {
	return Object.hasOwn(encoding, name) ? encoding[name] : undefined;
}

/** A member of a form as the parameter of a query, which is written in the same ways. */
function field(name: string, value: Tree, encoding: Encoding | undefined): Written {
	const p: Written = { name, in: "query", style: "form", explode: true, allowReserved: encoding?.allowReserved ?? false };
	if (encoding?.style) {
		p.style = encoding.style;
		p.explode = encoding.explode ?? false;
	} else if (encoding?.contentType && size(value) > 0) {
		p.mediaType = encoding.contentType;
	} else if (value.kind === "object") {
		p.style = "deepObject"; // so do the servers that take objects at all
	}
	return p;
}

/** What a list or an object in one of the styles of a query is as parts of a form. */
export function styledParts(name: string, value: Tree, encoding: Encoding): Pair[] {
	const p = field(name, value, encoding);
	if (p.style === "deepObject") {
		return deep(name, value);
	}
	const parts = partsOf(p, value);
	if (p.explode) {
		return parts.object ?? parts.items.map((item) => [name, item]);
	}
	const separator = separatorOf(p);
	return [[name, join(parts, separator, separator, asIs)]];
}
