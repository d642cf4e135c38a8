// What a schema comes to: its references followed, its parts of "allOf" in one, and the choices
// that are left. A form is made of this; whether a value fits is told by the schema as it is.
import type { Schema } from "./tryit-model";

export type Defs = Record<string, Schema>;

/** A schema without references and "allOf" at its top. */
export interface Shape extends Schema {
	/** null is one of its values, beside those of its type. */
	nullable?: boolean;
	/** The name of the last definition on the way. */
	named?: string;
	/** Several schemas of which a value fits one: what they were, and what is the same for all. */
	choice?: { all: (Schema | boolean)[]; rest: Schema };
	/** For each value of "enum" what to call it, where the author says. */
	labels?: string[];
	/** Texts that are known, of a schema that allows any. */
	known?: string[];
}

/** One of the schemas that a value may be of. */
export interface Branch {
	label: string;
	schema: Schema;
	/** The schema as the description has it: what a check knows it by. */
	of: Schema | boolean;
	/** What the discriminator has to say for it. */
	value?: string;
}

const tooDeep = 48;

/** Flattens a schema. */
export function shapeOf(defs: Defs, schema: Schema | boolean | undefined): Shape {
	return choices(defs, { ...flat(defs, schema, 0), ...mapped(defs, schema) });
}

/** The schemas that only a schema's own discriminator tells of: they take it in through "allOf". */
function mapped(defs: Defs, schema: Schema | boolean | undefined): Pick<Schema, "oneOf"> {
	let own = schema;
	const self = new Set<string>();
	while (typeof own === "object" && own.$ref !== undefined && Object.keys(own).length === 1 && !self.has(own.$ref)) {
		self.add(own.$ref);
		own = defs[own.$ref.slice("#/defs/".length)];
	}
	if (typeof own !== "object" || !own.discriminator?.mapping || own.oneOf || own.anyOf) {
		return {};
	}
	const refs = [...new Set(Object.values(own.discriminator.mapping))].filter((ref) => !self.has(ref));
	return refs.length > 0 ? { oneOf: refs.map(($ref) => ({ $ref })) } : {};
}

function flat(defs: Defs, schema: Schema | boolean | undefined, depth: number): Shape {
	if (typeof schema !== "object" || depth > tooDeep) {
		return schema === false ? { not: {} } : {};
	}
	const { $ref, allOf, ...own } = schema;
	let made: Shape = own;
	if ($ref !== undefined) {
		const named = $ref.slice("#/defs/".length);
		made = merge({ ...flat(defs, Object.hasOwn(defs, named) ? defs[named] : true, depth + 1), named }, own);
	}
	// What a schema says itself is said of it, whatever its parts are called.
	for (const part of allOf ?? []) {
		const { title, description, named, ...rest } = flat(defs, part, depth + 1);
		made = merge({ ...(title && { title }), ...(description && { description }), ...(allOf!.length === 1 && { named }) }, merge(rest, made));
	}
	return made;
}

/** Two schemas in one; what the second says of itself counts. */
function merge(a: Shape, b: Shape): Shape {
	const both: Shape = { ...a, ...b };
	if (a.properties && b.properties) {
		both.properties = { ...a.properties };
		for (const [name, schema] of Object.entries(b.properties)) {
			both.properties[name] = Object.hasOwn(a.properties, name) && a.properties[name] !== schema ? { allOf: [a.properties[name]!, schema] } : schema;
		}
	}
	if (a.required && b.required) {
		both.required = [...new Set([...a.required, ...b.required])];
	}
	if (a.type && b.type) {
		const types = typesOf(a).filter((type) => typesOf(b).some((other) => other === type || (other === "number" && type === "integer")));
		both.type = types.length > 0 ? types : b.type;
	}
	if (a.items && b.items && a.items !== b.items) {
		both.items = { allOf: [a.items, b.items] };
	}
	if (a.enum && b.enum) {
		const texts = new Set(b.enum.map((value) => JSON.stringify(value)));
		both.enum = a.enum.filter((value) => texts.has(JSON.stringify(value)));
	}
	// Where both let one choose, the second choice comes after the first is made.
	for (const [from, to] of [["oneOf", "anyOf"], ["anyOf", "oneOf"]] as const) {
		if (a[from] && b[from] && a[from] !== b[from] && !both[to]) {
			both[to] = a[from];
		}
	}
	return both;
}

/** The types that a schema names. */
export function typesOf(schema: Schema): string[] {
	return schema.type === undefined ? [] : typeof schema.type === "string" ? [schema.type] : schema.type;
}

/** Says of a flat schema which choice it leaves: null or not, one of some values, one of some schemas, one of its types. */
function choices(defs: Defs, made: Shape): Shape {
	const types = typesOf(made);
	if (types.includes("null") && types.length > 1) {
		made = { ...made, nullable: true, type: types.filter((type) => type !== "null") };
	}
	if (made.enum?.includes(null) && made.enum.length > 1) {
		made = { ...made, nullable: true, enum: made.enum.filter((value) => value !== null) };
	}
	for (const keyword of ["oneOf", "anyOf"] as const) {
		const { [keyword]: all, ...rest } = made;
		if (!all || made.choice) {
			continue;
		}
		const parts = all.map((part) => flat(defs, part, 1));
		if (parts.every(onlyLimits)) {
			continue; // "one of these is needed" is for the check
		}
		// Beside a schema that says something, one that says nothing is how some write that there may be null.
		const meant = parts.filter((part) => !isNull(part));
		const telling = meant.filter((part) => !isOpen(part));
		const values = telling.length > 0 ? telling : meant;
		const nullable = made.nullable || values.length < parts.length;
		if (values.length === 1) {
			return choices(defs, { ...merge(values[0]!, rest), nullable });
		}
		if (values.every((part) => "const" in part && onlyValue(part))) {
			return { ...rest, nullable, enum: values.map((part) => part.const), labels: values.map((part) => part.title ?? part.description ?? "") };
		}
		if (keyword === "anyOf" && values.some(anyText) && values.every((part) => anyText(part) || someTexts(part))) {
			return { ...rest, nullable, type: "string", known: values.flatMap((part) => (part.enum ?? []) as string[]) };
		}
		return { ...rest, nullable, choice: { all: all.filter((_, i) => values.includes(parts[i]!)), rest } };
	}
	const left = typesOf(made);
	if (left.length > 1 && !made.enum && !("const" in made) && !made.choice && !(left.length === 2 && left.includes("number") && left.includes("integer"))) {
		const { type, ...rest } = made;
		return { ...made, choice: { all: left.map((one) => ({ type: one })), rest } };
	}
	return made;
}

function isNull(part: Shape): boolean {
	return part.type === "null" || ("const" in part && part.const === null) || (part.enum?.length === 1 && part.enum[0] === null);
}

const names = new Set(["title", "description", "nullable", "deprecated", "named"]);

function isOpen(part: Shape): boolean {
	return Object.keys(part).every((key) => names.has(key));
}

const limits = new Set(["required", "not", "minProperties", "maxProperties", "title", "description", "if", "then", "else", "dependentRequired"]);

function onlyLimits(part: Shape): boolean {
	return Object.keys(part).every((key) => limits.has(key));
}

function onlyValue(part: Shape): boolean {
	return !part.properties && (part.const === null || typeof part.const !== "object");
}

const words = new Set(["type", "title", "description", "examples", "default", "named"]);

function anyText(part: Shape): boolean {
	return part.type === "string" && Object.keys(part).every((key) => words.has(key));
}

function someTexts(part: Shape): boolean {
	return part.enum?.every((value) => typeof value === "string") ?? false;
}

/** The schemas that a shape lets one choose of, each with the words for it. */
export function branchesOf(defs: Defs, shape: Shape, depth = 0): Branch[] {
	const { all, rest } = shape.choice!;
	const { discriminator, nullable, named, choice, title, description, ...common } = { ...rest } as Shape;
	const taken = new Map<string, number>();
	return all.map((of, i) => {
		const part = flat(defs, of, 1);
		const value = discriminator && discriminated(discriminator, of, part);
		let label = part.title ?? value ?? part.named ?? fixed(part) ?? kindWords(defs, part, depth) ?? `Kind ${i + 1}`;
		taken.set(label, (taken.get(label) ?? 0) + 1);
		if (taken.get(label)! > 1) {
			label += ` (${taken.get(label)})`;
		}
		const parts: (Schema | boolean)[] = Object.keys(common).length > 0 ? [common, of] : [of];
		if (value !== undefined) {
			parts.push({ properties: { [discriminator!.propertyName]: { const: value } }, required: [discriminator!.propertyName] });
		}
		return { label, of, value, schema: parts.length > 1 ? { allOf: parts } : typeof of === "object" ? of : {} };
	});
}

/** What the discriminator says for a schema: by its mapping, its own property, or its name. */
function discriminated({ propertyName, mapping }: NonNullable<Schema["discriminator"]>, of: Schema | boolean, part: Shape): string | undefined {
	const ref = typeof of === "object" ? of.$ref : undefined;
	const mapped = Object.entries(mapping ?? {}).find(([, to]) => to === ref)?.[0];
	const property = part.properties?.[propertyName];
	const said = typeof property === "object" ? (property.const ?? (property.enum?.length === 1 ? property.enum[0] : undefined)) : undefined;
	return mapped ?? (typeof said === "string" ? said : ref?.slice("#/defs/".length));
}

/** The member by whose fixed value a schema can be told from its neighbours. */
function fixed(part: Shape): string | undefined {
	for (const [name, property] of Object.entries(part.properties ?? {})) {
		const value = typeof property === "object" ? (property.const ?? (property.enum?.length === 1 ? property.enum[0] : undefined)) : undefined;
		if (typeof value === "string" || typeof value === "number") {
			return `${name}: ${value}`;
		}
	}
	return undefined;
}

/** A word or two for what a value of the schema is. */
export function kindWords(defs: Defs, schema: Schema | boolean, depth = 0): string | undefined {
	const shape = shapeOf(defs, schema);
	if (shape.format && shape.format !== "binary" && kindOf(shape) === "text") {
		return shape.format;
	}
	switch (kindOf(shape)) {
		case "fixed":
			return JSON.stringify(shape.const);
		case "list": {
			const of = shape.items === undefined ? undefined : shapeOf(defs, shape.items);
			return of?.named ? `array of ${of.named}` : of && ["text", "number", "yes or no"].includes(kindOf(of)) ? `array of ${typeWord(of)}s` : "array";
		}
		case "object": {
			const names = shape.required?.length ? shape.required : Object.keys(shape.properties ?? {});
			return names.length > 0 ? `with ${names.slice(0, 2).join(", ")}` : "object";
		}
		case "value":
			return shape.enum!.length === 1 ? String(shape.enum![0]) || '""' : "one of a list";
		case "choice": {
			const labels = depth < 3 ? branchesOf(defs, shape, depth + 1).map((branch) => branch.label) : [];
			return labels.length === 0 ? undefined : `${labels.slice(0, 2).join(" or ")}${labels.length > 2 ? " or …" : ""}`;
		}
		case "any":
			return undefined;
		default:
			return typeWord(shape);
	}
}

/** The name of a plain value's type, as the reference has it. */
function typeWord(shape: Shape): string {
	switch (kindOf(shape)) {
		case "text":
			return "string";
		case "yes or no":
			return "boolean";
		case "number":
			return typesOf(shape).includes("number") ? "number" : "integer";
	}
	return kindOf(shape);
}

export type Kind = "fixed" | "value" | "choice" | "object" | "list" | "yes or no" | "number" | "text" | "null" | "any";

/** What to fill in for a value of the shape. */
export function kindOf(shape: Shape): Kind {
	const types = typesOf(shape);
	if (shape.const !== undefined) {
		return "fixed";
	}
	if (shape.choice) {
		return "choice";
	}
	if (shape.enum && shape.enum.length > 0) {
		return "value";
	}
	if (types.includes("object") || (types.length === 0 && (shape.properties || shape.patternProperties || typeof shape.additionalProperties === "object"))) {
		return "object";
	}
	if (types.includes("array") || (types.length === 0 && (shape.items !== undefined || shape.prefixItems))) {
		return "list";
	}
	if (types.includes("number") || types.includes("integer")) {
		return "number";
	}
	if (types.includes("boolean")) {
		return "yes or no";
	}
	if (types.includes("null")) {
		return "null";
	}
	return types.includes("string") || shape.format || shape.pattern !== undefined || shape.maxLength !== undefined ? "text" : "any";
}
