// What the panel knows of its operation, and what a person fills in. docsite/panel writes the model into a script beside the
// page, which is loaded when somebody first touches the panel: it works in pages that are opened from a folder, too.
import { load } from "./load";

/** An operation, as the panel needs it. */
export interface Model {
	/** "group/operation": what the proxy knows it by. */
	operation: string;
	method: string;
	/** With {parameters}, below the server's URL. It may bring a query, and a fragment that isn't sent. */
	path: string;
	accept: string;
	bodyRequired: boolean;
	/** Those that requests can be sent to: the operator's, else the description's. Never none. */
	servers: Server[];
	params: Param[];
	/** One a content type, the preferred first; none if the operation takes no body. */
	bodies: Body[];
	/** Alternatives, each of which needs all of its schemes. One without schemes lets everybody in. */
	security: Requirement[][];
	schemes: Record<string, Scheme>;
	/** By status: "200", "4XX", "default". */
	responses: Record<string, Response>;
	/** What "#/defs/…" refers to. */
	defs: Record<string, Schema>;
	/** What only samples need. */
	sample: SampleFacts;
}

export interface Server {
	url: string;
	description?: string;
	/** Those that can be set. */
	variables: { name: string; default: string; enum?: string[]; description?: string }[];
}

export interface Param {
	name: string;
	in: "path" | "query" | "querystring" | "header" | "cookie";
	style: string;
	explode: boolean;
	allowReserved: boolean;
	/** How the value is encoded, if that is said with a content type. */
	mediaType?: string;
	required: boolean;
	deprecated: boolean;
	description?: string;
	schema: Schema;
	/** A value that fits: the author's, or one made of the schema. */
	example: unknown;
	/** The author gave the example. */
	given: boolean;
}

export interface Body {
	/** As the description has it: the one to name in an input. */
	mediaType: string;
	/** As it is sent: of a range of types, one of them. */
	contentType: string;
	kind: "json" | "form" | "multipart" | "text" | "binary";
	schema: Schema;
	/** How members of a form are written, by their names. */
	encoding: Record<string, Encoding>;
	/** The author's, or one made of the schema. */
	examples: Example[];
}

export interface Encoding {
	contentType?: string;
	/** "" if the description says nothing. */
	style?: string;
	explode?: boolean;
	allowReserved?: boolean;
}

/** Text is the body as it is sent; of a form there is the value that it is made of instead, as a rule. */
export interface Example {
	label: string;
	summary?: string;
	text?: string;
	value?: unknown;
}

export interface Requirement {
	id: string;
	scopes: string[];
}

export interface Scheme {
	kind: "apiKey" | "basic" | "bearer" | "http" | "oauth2" | "openIdConnect" | "mutualTLS";
	/** Where the credential goes: "header", "query", "cookie"; "" for a client certificate. */
	in: string;
	name: string;
	/** What stands before the credential there: "Bearer ". */
	prefix: string;
	/** Of kind http: "digest". */
	scheme?: string;
	label: string;
	description?: string;
	flows?: Flow[];
	openIdConnectUrl?: string;
}

export interface Flow {
	/** authorizationCode, clientCredentials, password, implicit, deviceAuthorization */
	name: string;
	authorizationUrl?: string;
	tokenUrl?: string;
	refreshUrl?: string;
	/** Their names and what they allow. */
	scopes: Record<string, string>;
}

export interface Response {
	description?: string;
	contents: { mediaType: string; schema: Schema; itemSchema?: Schema }[];
}

/**
 * JSON Schema 2020-12, but for what is cut: a schema with x-cut had no room, and allows anything. Where a description had
 * nullable, null is among the types. Descriptions are a sentence.
 */
export interface Schema {
	$ref?: string;
	type?: string | string[];
	title?: string;
	description?: string;
	format?: string;
	enum?: unknown[];
	const?: unknown;
	default?: unknown;
	examples?: unknown[];
	deprecated?: boolean;
	readOnly?: boolean;
	writeOnly?: boolean;
	minimum?: number;
	maximum?: number;
	exclusiveMinimum?: number;
	exclusiveMaximum?: number;
	multipleOf?: number;
	minLength?: number;
	maxLength?: number;
	pattern?: string;
	minItems?: number;
	maxItems?: number;
	uniqueItems?: boolean;
	minContains?: number;
	maxContains?: number;
	minProperties?: number;
	maxProperties?: number;
	contentEncoding?: string;
	contentMediaType?: string;
	items?: Schema | boolean;
	prefixItems?: (Schema | boolean)[];
	contains?: Schema | boolean;
	unevaluatedItems?: Schema | boolean;
	properties?: Record<string, Schema | boolean>;
	patternProperties?: Record<string, Schema | boolean>;
	additionalProperties?: Schema | boolean;
	unevaluatedProperties?: Schema | boolean;
	propertyNames?: Schema | boolean;
	required?: string[];
	dependentRequired?: Record<string, string[]>;
	dependentSchemas?: Record<string, Schema | boolean>;
	allOf?: (Schema | boolean)[];
	anyOf?: (Schema | boolean)[];
	oneOf?: (Schema | boolean)[];
	not?: Schema | boolean;
	if?: Schema | boolean;
	then?: Schema | boolean;
	else?: Schema | boolean;
	/** Not JSON Schema, but what tells variants apart. The values lead to "#/defs/…". */
	discriminator?: { propertyName: string; mapping?: Record<string, string> };
	"x-cut"?: true;
}

export interface SampleFacts {
	/** The title of the API. */
	api: string;
	/** What samples call, if the site says so. */
	base: string;
	seconds: number;
	/** A success is answered in JSON. */
	json: boolean;
	/** How samples get their credentials, for each of the ways to be let in; none for one that a program can't send. */
	secrets: Secret[][];
}

export interface Secret {
	/** The scheme that it is for. */
	id: string;
	/** The environment variable, and the name in a program. */
	env: string;
	var: string;
	basic: boolean;
	in: string;
	name: string;
	prefix: string;
}

/** What a person pasted for a security scheme. */
export interface Credential {
	value?: string;
	username?: string;
	password?: string;
}

/** A part of a multipart body: a value, or a file. */
export interface InputPart {
	name: string;
	value?: string;
	file?: File;
	fileName?: string;
	mediaType?: string;
}

/** What a person filled in. */
export interface Input {
	server: { index: number; variables: Record<string, string> };
	/** Place, name, value. A parameter that isn't there isn't sent. */
	values: Record<string, Record<string, unknown>>;
	/** By the id of the scheme. */
	credentials: Record<string, Credential>;
	mediaType: string;
	body?: string;
	bodyFile?: File;
	parts?: InputPart[];
	/** The JSON that the body of a form was made of, without its files: what it is filled in from again. */
	fields?: string;
}

/** An input that makes no request of the operation: what is wrong, and of which field. */
export class InputError extends Error {
	/** place is where the field is: "path", "query", "querystring", "header", "cookie", "server", "credential" or "body". */
	constructor(
		message: string,
		readonly place: string,
		readonly name: string,
	) {
		super(message);
	}
}

const models = new WeakMap<HTMLFormElement, Promise<Model>>();

/** The model of the operation that the form is for. It is asked for again if it didn't come. */
export function loadModel(form: HTMLFormElement): Promise<Model> {
	let wanted = models.get(form);
	if (!wanted) {
		wanted = fetchModel(new URL(form.dataset.model!, location.href).href);
		models.set(form, wanted);
		wanted.catch(() => models.delete(form));
	}
	return wanted;
}

async function fetchModel(url: string): Promise<Model> {
	await load("script", { src: url });
	const made = (self as unknown as { docsiteModel?: Model }).docsiteModel;
	if (!made) {
		throw new Error(`${url} has no model`);
	}
	return made;
}

/** An object whose members are only its own, whatever a description or a reader calls them. */
export function table<T>(): Record<string, T> {
	return Object.create(null) as Record<string, T>;
}

/** The schema that one refers to, with what stands beside the reference; any that isn't there allows anything. */
export function resolve(model: Model, schema: Schema | boolean | undefined): Schema {
	let at: Schema | boolean | undefined = schema;
	let beside: Schema = {};
	for (let step = 0; step < 32 && typeof at === "object" && at.$ref !== undefined; step++) {
		const { $ref, ...others }: Schema = at;
		beside = { ...others, ...beside };
		at = Object.hasOwn(model.defs, $ref!.slice("#/defs/".length)) ? model.defs[$ref!.slice("#/defs/".length)] : undefined;
	}
	if (typeof at !== "object") {
		return at === false ? { not: {} } : beside;
	}
	return { ...at, ...beside };
}
