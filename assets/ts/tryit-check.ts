// Whether a value fits its schema, and where not: for the fields of a form, the marks of an editor,
// and an answer. It says what package schema says of the same value on the server's side.
import { equal, isText, memberOf, textOf, treeOf, typeOf, type List, type Members, type Tree } from "./json-tree";
import { formatted, formattedNumber } from "./tryit-format";
import type { Schema } from "./tryit-model";
import { matches, type Effort } from "./tryit-pattern";
import type { Defs } from "./tryit-shape";

/** What is wrong with a part of a value. The path leads there, or to the member that is missing. */
export interface Misfit {
	path: (string | number)[];
	message: string;
	/** The part; of a missing member, what should have it. */
	at: Tree;
	missing?: true;
}

export interface Checking {
	/** Members that only servers set needn't be in a request, nor those that only clients send in an answer. */
	answer?: boolean;
	/** Which of several schemas a reader has chosen for the value at a path, where that is known. */
	chosen?: (path: Misfit["path"], all: (Schema | boolean)[]) => number | undefined;
}

/** What is wrong with a value: nothing, where that takes too long to find out. */
export function check(defs: Defs, schema: Schema | boolean, value: Tree, how: Checking = {}): Misfit[] {
	return new Check(defs, how).all(schema, value, [], schema);
}

const mostSteps = 20_000;
const deepest = 64;
/** For all patterns together: a tenth of a second, perhaps. */
const mostEffort = 1_000_000;
/** Lists of more items, or of more text times items, may have the same twice: each is held against each. */
const mostUnique = 500;
const mostCompared = 50_000_000;

class Check {
	#steps = mostSteps;
	readonly #effort: Effort = { left: mostEffort };
	/** Values that are held against what their discriminator says. */
	readonly #mapped = new Set<Tree>();
	readonly #defs: Defs;
	readonly #how: Checking;

	constructor(defs: Defs, how: Checking) {
		this.#defs = defs;
		this.#how = how;
	}

	/** whole is the outermost schema that is held against the same value: what it says of members counts for its parts. */
	all(schema: Schema | boolean | undefined, value: Tree, path: Misfit["path"], whole: Schema | boolean, depth = 0): Misfit[] {
		if (schema === undefined || schema === true || --this.#steps < 0 || depth > deepest || value.kind === "file") {
			return [];
		}
		const wrong = (message: string) => [{ path, message, at: value }];
		if (schema === false) {
			return wrong("This has no place here.");
		}
		const plain = this.#plain(schema, value);
		if (plain) {
			return wrong(plain);
		}
		const found: Misfit[] = [];
		if (value.kind === "object") {
			found.push(...this.#members(schema, value, path, whole, depth));
		} else if (value.kind === "list") {
			found.push(...this.#items(schema, value, path, depth));
		}
		const same = (part: Schema | boolean | undefined) => this.all(part, value, path, whole, depth + 1);
		if (schema.$ref !== undefined) {
			found.push(...same(this.#defs[schema.$ref.slice("#/defs/".length)]));
		}
		for (const part of schema.allOf ?? []) {
			found.push(...same(part));
		}
		if (schema.discriminator && !schema.anyOf && !schema.oneOf && !this.#mapped.has(value)) {
			this.#mapped.add(value); // what it is mapped to takes in this schema again
			const said = memberOf(value, schema.discriminator.propertyName);
			const ref = said && isText(said) ? Object.entries(schema.discriminator.mapping ?? {}).find(([name]) => name === textOf(said)) : undefined;
			const known = new Set(found.map(keyOf));
			found.push(...(ref ? same({ $ref: ref[1] }).filter((one) => !known.has(keyOf(one))) : []));
			this.#mapped.delete(value);
		}
		for (const all of [schema.anyOf, schema.oneOf]) {
			found.push(...(all ? this.#choice(schema, all, value, path, whole, depth) : []));
		}
		if (schema.not !== undefined && same(schema.not).length === 0 && this.#steps >= 0) {
			found.push(...wrong(refusal(schema.not)));
		}
		if (schema.if !== undefined) {
			found.push(...same(same(schema.if).length === 0 ? schema.then : schema.else));
		}
		for (const [name, part] of Object.entries(schema.dependentSchemas ?? {})) {
			found.push(...(memberOf(value, name) ? same(part) : []));
		}
		return found;
	}

	/** What a schema says of a value as such. */
	#plain(schema: Schema, value: Tree): string | undefined {
		const type = typeOf(value);
		const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
		if (types.length > 0 && !types.some((one) => one === type || one === "any" || (type === "number" && one === "integer" && Number.isInteger(Number(textOf(value)))))) {
			return `${list(types.map((one) => typeWords[one] ?? one))} is needed here.`;
		}
		if (schema.enum && !among(schema.enum, value)) {
			const some = schema.enum.slice(0, 8).map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
			return `${list(some, schema.enum.length > 8)} is needed here.`;
		}
		if (schema.const !== undefined && !among([schema.const], value)) {
			return `This is always ${JSON.stringify(schema.const)}.`;
		}
		if (type === "string") {
			return this.#text(schema, textOf(value));
		}
		return type === "number" ? number(schema, textOf(value)) : undefined;
	}

	#text(schema: Schema, text: string): string | undefined {
		const { minLength = 0, maxLength = Infinity, pattern, format } = schema;
		if (minLength > 0 || maxLength < Infinity) {
			const length = [...text].length;
			if (length > maxLength || length < minLength) {
				return `${bounds(minLength, maxLength, "character")}; this has ${length}.`;
			}
		}
		if (pattern !== undefined && !matches(pattern, text, this.#effort)) {
			return `This doesn't match ${pattern.length > 80 ? `${pattern.slice(0, 79)}…` : pattern}`;
		}
		return format === undefined ? undefined : formatted(format, text);
	}

	#members(schema: Schema, value: Members, path: Misfit["path"], whole: Schema | boolean, depth: number): Misfit[] {
		const found: Misfit[] = [];
		const { members } = value;
		const { minProperties = 0, maxProperties = Infinity, properties = {}, patternProperties = {} } = schema;
		if (members.length < minProperties || members.length > maxProperties) {
			found.push({ path, message: `${bounds(minProperties, maxProperties, "member")}; this has ${members.length}.`, at: value });
		}
		const names = new Set(members.map(({ name }) => name));
		const need = (name: string) => {
			if (!names.has(name)) {
				found.push({ path: [...path, name], message: `${name} is required.`, at: value, missing: true });
			}
		};
		for (const name of schema.required ?? []) {
			if (!this.#needless(schema, name) && !this.#needless(whole, name)) {
				need(name);
			}
		}
		for (const [name, others] of Object.entries(schema.dependentRequired ?? {})) {
			if (memberOf(value, name)) {
				others.forEach(need);
			}
		}
		for (const { name, value: member } of members) {
			const at = [...path, name];
			const into = (part: Schema | boolean) => found.push(...this.all(part, member, at, part, depth + 1));
			if (schema.propertyNames !== undefined && this.all(schema.propertyNames, treeOf(name), at, schema.propertyNames, depth + 1).length > 0) {
				found.push({ path: at, message: `${name} is no name that is allowed here.`, at: member });
			}
			let known = false;
			if (Object.hasOwn(properties, name)) {
				known = true;
				into(properties[name]!);
			}
			for (const [pattern, part] of Object.entries(patternProperties)) {
				if (matches(pattern, name, this.#effort)) {
					known = true;
					into(part);
				}
			}
			const { unevaluatedProperties: other } = schema;
			const rest = schema.additionalProperties ?? (other === undefined || this.#evaluates(schema, value, name, 0) ? undefined : other);
			if (!known && rest === false) {
				if (--this.#steps < 0) {
					break;
				}
				// Parts that allow nothing beside their own members are a frequent mistake: what the others name is meant to be there.
				if (whole !== schema && this.#names(whole, name)) {
					continue;
				}
				found.push({ path: at, message: `Nothing named ${name} belongs here.`, at: member });
			} else if (!known && rest !== undefined) {
				into(rest);
			}
		}
		return found;
	}

	/** Reports whether something that is held against the same value says something of a member. */
	#evaluates(schema: Schema | boolean | undefined, value: Tree, name: string, depth: number): boolean {
		if (typeof schema !== "object" || depth > 24 || --this.#steps < 0) {
			return false;
		}
		const { properties = {}, patternProperties = {} } = schema;
		if (Object.hasOwn(properties, name) || schema.additionalProperties !== undefined || (depth > 0 && schema.unevaluatedProperties !== undefined)) {
			return true;
		}
		const parts = [...(schema.allOf ?? []), ...(schema.$ref === undefined ? [] : [this.#defs[schema.$ref.slice("#/defs/".length)]])];
		const some = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), schema.if, schema.then, schema.else, ...Object.values(schema.dependentSchemas ?? {})];
		return (
			Object.keys(patternProperties).some((pattern) => matches(pattern, name, this.#effort)) ||
			parts.some((part) => this.#evaluates(part, value, name, depth + 1)) ||
			some.some((part) => part !== undefined && this.#evaluates(part, value, name, depth + 1))
		);
	}

	/** Reports whether a schema or one of its parts has a member of the name. */
	#names(schema: Schema | boolean | undefined, name: string, depth = 0): boolean {
		if (typeof schema !== "object" || depth > 24 || --this.#steps < 0) {
			return false;
		}
		const { $ref, allOf = [], properties = {} } = schema;
		return Object.hasOwn(properties, name) || [$ref === undefined ? undefined : this.#defs[$ref.slice("#/defs/".length)], ...allOf].some((part) => this.#names(part, name, depth + 1));
	}

	/** Reports a member that has no place in a request, or in an answer, whatever is required. */
	#needless(schema: Schema | boolean | undefined, name: string, depth = 0): boolean {
		if (typeof schema !== "object" || depth > 8) {
			return false;
		}
		const own = schema.properties && Object.hasOwn(schema.properties, name) ? this.#own(schema.properties[name]) : undefined;
		if (own) {
			return Boolean(this.#how.answer ? own.writeOnly : own.readOnly);
		}
		const target = schema.$ref === undefined ? undefined : this.#defs[schema.$ref.slice("#/defs/".length)];
		return [target, ...(schema.allOf ?? [])].some((part) => this.#needless(part, name, depth + 1));
	}

	/** A property with what it refers to. */
	#own(schema: Schema | boolean | undefined): Schema | undefined {
		for (let i = 0; i < 4 && typeof schema === "object" && !schema.readOnly && !schema.writeOnly; i++) {
			const next: Schema | boolean | undefined = schema.$ref === undefined ? (schema.allOf?.length === 1 ? schema.allOf[0] : undefined) : this.#defs[schema.$ref.slice("#/defs/".length)];
			if (next === undefined) {
				break;
			}
			schema = next;
		}
		return typeof schema === "object" ? schema : undefined;
	}

	#items(schema: Schema, value: List, path: Misfit["path"], depth: number): Misfit[] {
		const { items } = value;
		const { minItems = 0, maxItems = Infinity, prefixItems = [], contains, minContains = 1, maxContains = Infinity } = schema;
		const found: Misfit[] = [];
		const wrong = (message: string) => found.push({ path, message, at: value });
		if (items.length < minItems || items.length > maxItems) {
			wrong(`${bounds(minItems, maxItems, "item")}; this has ${items.length}.`);
		}
		if (schema.uniqueItems && items.length <= mostUnique && items.length * ((value.end ?? 0) - (value.start ?? 0)) <= mostCompared) {
			const twice = items.findIndex((item, i) => items.some((other, j) => j < i && equal(item, other)));
			if (twice >= 0) {
				found.push({ path: [...path, twice], message: "This is in the list twice.", at: items[twice]! });
			}
		}
		items.forEach((item, i) => {
			const of = prefixItems[i] ?? schema.items;
			found.push(...this.all(of, item, [...path, i], of ?? true, depth + 1));
		});
		if (contains !== undefined) {
			const fitting = items.filter((item) => this.all(contains, item, path, contains, depth + 1).length === 0).length;
			if ((fitting < minContains || fitting > maxContains) && this.#steps >= 0) {
				wrong(`${bounds(minContains, maxContains, "item")} of one kind; this has ${fitting}.`);
			}
		}
		return found;
	}

	/** Of several schemas one has to fit. If it is known which, it is that; else the one that fits best tells what is wrong. */
	#choice(schema: Schema, all: (Schema | boolean)[], value: Tree, path: Misfit["path"], whole: Schema | boolean, depth: number): Misfit[] {
		const held = (i: number) => this.all(all[i], value, path, whole, depth + 1);
		const known = this.#how.chosen?.(path, all) ?? this.#discriminated(schema, all, value);
		if (known !== undefined) {
			return held(known);
		}
		let best: Misfit[] | undefined;
		let least = Infinity;
		let fitting = 0;
		for (let i = 0; i < all.length; i++) {
			const found = held(i);
			if (found.length === 0) {
				fitting++;
			}
			// Where a value may be null, whoever wrote something else means something else.
			const rank = found.length > 0 && isNull(all[i]!) ? Infinity : badness(found, path);
			if (!best || rank < least) {
				[best, least] = [found, rank];
			}
		}
		if (fitting > 1 && all === schema.oneOf && !schema.discriminator && this.#steps >= 0) {
			return [{ path, message: `This fits ${fitting} of the kinds that are possible here; it has to fit one only.`, at: value }];
		}
		return best ?? [];
	}

	#discriminated({ discriminator }: Schema, all: (Schema | boolean)[], value: Tree): number | undefined {
		const said = discriminator && memberOf(value, discriminator.propertyName);
		if (!said || !isText(said)) {
			return undefined;
		}
		const ref = discriminator.mapping?.[textOf(said)] ?? `#/defs/${textOf(said)}`;
		const i = all.findIndex((part) => typeof part === "object" && part.$ref === ref);
		return i < 0 ? undefined : i;
	}
}

/** What two misfits have in common that say the same. */
function keyOf({ path, message }: Misfit): string {
	return [...path, message].join("\n");
}

/** Reports one of some values. Texts, which most are, needn't become trees for that. */
function among(all: unknown[], value: Tree): boolean {
	const text = isText(value) ? textOf(value) : undefined;
	return all.some((one) => (typeof one === "string" ? one === text : text === undefined && equal(treeOf(one), value)));
}

/** What is wrong deep inside is less wrong than the whole: it is the right schema, then. */
function badness(found: Misfit[], path: Misfit["path"]): number {
	return found.reduce((sum, one) => sum + (one.path.length === path.length ? 100 : one.missing ? 3 : 1), 0);
}

function isNull(schema: Schema | boolean): boolean {
	return typeof schema === "object" && (schema.type === "null" || schema.const === null);
}

/** What is wrong with a value that fits what it may not. */
function refusal(not: Schema | boolean): string {
	const { required = [], ...rest } = typeof not === "object" ? not : {};
	if (required.length === 0 || Object.keys(rest).some((key) => key !== "type")) {
		return "This is just what may not be here.";
	}
	return required.length === 1 ? `${required[0]} may not be here.` : `${required.slice(0, -1).join(", ")} and ${required.at(-1)} may not be here together.`;
}

function number(schema: Schema, text: string): string | undefined {
	const value = Number(text);
	const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity, multipleOf } = schema;
	if (value < minimum || value > maximum) {
		return `${bounds(minimum, maximum, "")} is possible.`;
	}
	if (value <= exclusiveMinimum || value >= exclusiveMaximum) {
		return value <= exclusiveMinimum ? `More than ${exclusiveMinimum} is needed.` : `Less than ${exclusiveMaximum} is needed.`;
	}
	if (multipleOf !== undefined && multipleOf > 0) {
		const times = value / multipleOf;
		if (Math.abs(times - Math.round(times)) > 1e-9 * Math.max(1, Math.abs(times))) {
			return `A multiple of ${multipleOf} is needed.`;
		}
	}
	return formattedNumber(schema.format, text);
}

/** "At least 1 item", "2 to 4 items". */
function bounds(least: number, most: number, noun: string): string {
	const counted = (n: number) => (noun === "" ? `${n}` : `${n} ${noun}${n === 1 ? "" : "s"}`);
	if (least === most) {
		return `Exactly ${counted(least)}`;
	}
	if (most === Infinity) {
		return `At least ${counted(least)}`;
	}
	return least === 0 && noun !== "" || least === -Infinity ? `At most ${counted(most)}` : `${least} to ${counted(most)}`;
}

const typeWords: Record<string, string> = {
	string: "a string",
	number: "a number",
	integer: "a whole number",
	boolean: "true or false",
	array: "an array",
	object: "an object",
	null: "null",
};

/** "A, b or c", with a capital. */
function list(words: string[], more = false): string {
	const said = more ? `One of ${words.join(", ")} and others` : words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
	return said.charAt(0).toUpperCase() + said.slice(1);
}

/** Where a misfit is, as a reader would write it: address.lines[2]. */
export function placeOf(path: Misfit["path"]): string {
	return path.map((step, i) => (typeof step === "number" ? `[${step}]` : i === 0 ? step : `.${step}`)).join("");
}
