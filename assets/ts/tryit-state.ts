// What of a filled-in form may be kept or passed on: neither credentials nor files, and nothing that looks like a secret.
import { isTree, parseTree, printTree, textOf, treeOf, typeOf, type Tree } from "./json-tree";
import { resolve, table, type Input, type Model, type Param, type Schema } from "./tryit-model";
import { matches } from "./tryit-pattern";
import { serverURL } from "./tryit-request";

/** A form without its secrets. */
export interface State {
	server: Input["server"];
	values: Input["values"];
	mediaType: string;
	/** The body as text, or the JSON of a form's fields. */
	text?: string;
}

/** The state that an input is, and the names of what was left out of it. */
export function stateOf(model: Model, input: Input): { state: State; left: string[] } {
	const sieve = new Sieve(model, input);
	const state: State = { server: safeServer(model, input.server), values: sieve.values(input.values), mediaType: input.mediaType };
	const text = sieve.text(input);
	return { state: text === undefined ? state : { ...state, text }, left: [...new Set(sieve.left)] };
}

/** The state that somebody else wrote, as far as the operation knows of it; null if it is none. */
export function readState(model: Model, told: unknown): State | null {
	if (!isObject(told)) {
		return null;
	}
	const { server, values, mediaType, text } = told;
	const state: State = { server: { index: 0, variables: {} }, values: table(), mediaType: "" };
	if (isObject(server) && Number.isInteger(server.index)) {
		const variables = isObject(server.variables) ? Object.entries(server.variables).filter((pair): pair is [string, string] => typeof pair[1] === "string") : [];
		state.server = safeServer(model, { index: server.index as number, variables: Object.fromEntries(variables) });
	}
	for (const p of model.params) {
		const place = isObject(values) && own(values, p.in);
		const value = isObject(place) ? own(place, p.name) : undefined;
		if (value !== undefined && value !== null && !isSecret(model, p)) {
			(state.values[p.in] ??= table())[p.name] = value;
		}
	}
	if (model.bodies.some((body) => body.mediaType === mediaType)) {
		state.mediaType = mediaType as string;
	}
	return typeof text === "string" && model.bodies.length > 0 ? { ...state, text } : state;
}

/** What a form is filled in with. */
export function inputOf({ server, values, mediaType, text }: State): Input {
	return { server, values, credentials: {}, mediaType, ...(text !== undefined && { body: text }) };
}

/**
 * The server without what a reader has to choose: the key goes to its host, so a variable that is part of a host is one of
 * those that the description lists, or what it was.
 */
function safeServer(model: Model, { index, variables }: Input["server"]): Input["server"] {
	const server = model.servers[index];
	if (!server) {
		return { index: 0, variables: {} };
	}
	const [, host = ""] = /^[^:]*:?\/\/([^/?#]*)/.exec(server.url) ?? [];
	const kept = server.variables.filter((v) => own(variables, v.name) !== undefined && (v.enum || !host.includes(`{${v.name}}`)));
	const safe = { index, variables: Object.fromEntries(kept.map(({ name }) => [name, variables[name]!])) };
	try {
		serverURL(model, { server: safe });
		return safe;
	} catch {
		return { index, variables: {} };
	}
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own<T>(object: Record<string, T>, name: string): T | undefined {
	return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Reports a parameter that is a credential: by its schema, by its name, or because a security scheme goes there. */
function isSecret(model: Model, p: Param): boolean {
	const same = (name: string) => (p.in === "header" ? name.toLowerCase() === p.name.toLowerCase() : name === p.name);
	return (
		Object.values(model.schemes).some((scheme) => scheme.in === p.in && same(scheme.name)) ||
		secretName(p.name) ||
		(p.in === "cookie" && /sess|sid|auth/i.test(p.name)) ||
		variants(model, [p.schema]).some(({ format }) => format === "password")
	);
}

/** Reports what people call secrets. The token of a page or a position is none. */
export function secretName(name: string): boolean {
	const words = name
		.replace(/([a-z0-9])([A-Z])/g, "$1 $2")
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter((word) => word !== "");
	const last = words.at(-1) ?? "";
	if (last === "token" && /^(?:page|next|prev|previous|continuation|continue|sync|resume|cursor|start|delta)$/.test(words.at(-2) ?? "")) {
		return false;
	}
	return (
		words.some((word) => /^(?:password|passwd|passphrase|passcode|pwd|secret|secrets|credential|credentials|authorization)$/.test(word)) ||
		/^(?:token|jwt|otp|auth|bearer)$/.test(last) ||
		/(?:api|access|private|auth|session|signing|encryption|subscription|master)key$|sessionid$|accesstoken$|authtoken$|apitoken$/.test(words.join(""))
	);
}

/** All that a value in a place may have to be: what references lead to, and the schemas that are combined. */
function variants(model: Model, schemas: (Schema | boolean | undefined)[]): Schema[] {
	const most = 200;
	const all = new Set<Schema>();
	const open = [...schemas];
	while (open.length > 0 && all.size < most) {
		const next = open.pop();
		if (typeof next !== "object" || all.has(next)) {
			continue;
		}
		all.add(next);
		const { $ref, ...rest } = next;
		const whole = $ref === undefined ? rest : resolve(model, { $ref });
		all.add(whole);
		open.push(...(next.allOf ?? []), ...(next.anyOf ?? []), ...(next.oneOf ?? []), next.then, next.else);
		open.push(...(whole.allOf ?? []), ...(whole.anyOf ?? []), ...(whole.oneOf ?? []), whole.then, whole.else);
	}
	return [...all];
}

/** What a schema says of a member by its name. */
function memberSchemas({ properties = {}, patternProperties = {}, additionalProperties }: Schema, name: string): (Schema | boolean | undefined)[] {
	const named = Object.entries(patternProperties).flatMap(([pattern, schema]) => (matches(pattern, name, { left: 10_000 }) ? [schema] : []));
	const known = own(properties, name);
	return known === undefined && named.length === 0 ? [additionalProperties] : [known, ...named];
}

/** A name or a password in a URL, as that of a proxy or a database has them. */
const userInfo = /:\/\/[^\s/?#]*@/;

/** Deeper than this nobody fills in a form. */
const deepest = 100;

/** Lets through what is no secret. */
class Sieve {
	readonly left: string[] = [];
	readonly #model: Model;
	readonly #given: string[];

	constructor(model: Model, { credentials }: Input) {
		this.#model = model;
		// What is short is found in texts that have nothing to do with it.
		this.#given = Object.values(credentials).flatMap((credential) => Object.values(credential).filter((text) => text.trim().length > 5).map((text) => text.trim()));
	}

	values(values: Input["values"]): Input["values"] {
		const kept: Input["values"] = table();
		for (const p of this.#model.params) {
			const value = own(own(values, p.in) ?? {}, p.name);
			if (value === undefined || value === null) {
				continue;
			}
			const tree = isSecret(this.#model, p) ? undefined : this.#sift(treeOf(value), [p.schema], p.name, 0);
			if (tree) {
				(kept[p.in] ??= table())[p.name] = JSON.parse(printTree(tree, false));
			} else {
				this.left.push(p.name);
			}
		}
		return kept;
	}

	/** The text of a body, as it is if nothing of it is left out. */
	text({ mediaType, body, fields, bodyFile }: Input): string | undefined {
		const model = this.#model.bodies.find((one) => one.mediaType === mediaType);
		const text = fields ?? body;
		if (!model || text === undefined || bodyFile || model.kind === "binary") {
			return undefined;
		}
		if (model.kind === "text") {
			const secret = text.split(/[^\w-]+/).some(secretName) || this.#holdsSecret(text) || variants(this.#model, [model.schema]).some(({ format }) => format === "password");
			return secret ? this.#leave("the body") : text;
		}
		const read = text.trim() === "" ? undefined : parseTree(text);
		if (!read) {
			return text;
		}
		if (!isTree(read)) {
			return this.#leave("the body");
		}
		const before = this.left.length;
		const tree = this.#sift(read, [model.schema], "the body", 0);
		return tree && (this.left.length === before ? text : printTree(tree));
	}

	#leave(name: string): undefined {
		this.left.push(name);
		return undefined;
	}

	#holdsSecret(text: string): boolean {
		return userInfo.test(text) || this.#given.some((secret) => text.includes(secret));
	}

	#sift(value: Tree, schemas: (Schema | boolean | undefined)[], name: string, depth: number): Tree | undefined {
		const all = variants(this.#model, schemas);
		if (depth > deepest || all.some(({ format }) => format === "password")) {
			return this.#leave(name);
		}
		switch (value.kind) {
			case "file":
				return undefined;
			case "leaf":
				return this.#holdsSecret(textOf(value)) ? this.#leave(name) : value;
			case "list": {
				const inside = all.flatMap(({ items, prefixItems }) => [items, ...(prefixItems ?? [])]);
				return { ...value, items: value.items.flatMap((item) => this.#sift(item, inside, name, depth + 1) ?? []) };
			}
		}
		const members = value.members.flatMap((member) => {
			if (secretName(member.name) && !/null|boolean/.test(typeOf(member.value))) {
				return this.#leave(member.name) ?? [];
			}
			const kept = this.#sift(member.value, all.flatMap((schema) => memberSchemas(schema, member.name)), member.name, depth + 1);
			return this.#holdsSecret(member.name) || !kept ? [] : [{ ...member, value: kept }];
		});
		return { ...value, members };
	}
}
