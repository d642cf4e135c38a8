// The answer held against the description: where they differ, and in which words.
import { described } from "./answer-words";
import type { Members, Tree } from "./json-tree";
import type { check, Misfit, placeOf } from "./tryit-check";
import type { Model, Schema } from "./tryit-model";

/** What the panel's own script has, and lends: a second copy of the check would weigh as much as the rest of this. */
export interface Known {
	model: Model;
	check: typeof check;
	placeOf: typeof placeOf;
}

/** Something in an answer that the description says otherwise. Without a way it is of the answer as a whole. */
export interface Difference {
	place: string;
	message: string;
	/** The parts that lead there, the outermost first. */
	way: Tree[];
	at?: Tree;
}

/** What the description says of answers of a status and a type. */
export interface Expected {
	schema?: Schema;
	itemSchema?: Schema;
	/** The answer as such isn't described. */
	differences: Difference[];
}

export function expectedOf(model: Model, status: number, type: string, bytes: number): Expected {
	if (Object.keys(model.responses).length === 0) {
		return { differences: [] };
	}
	const whole = (message: string): Expected => ({ differences: [{ place: "", message, way: [] }] });
	const response = described(model, status);
	if (!response) {
		return whole(`The description says nothing of status ${status}.`);
	}
	if (response.contents.length === 0 || bytes === 0) {
		return { differences: [] };
	}
	const types = response.contents.map(({ mediaType }) => mediaType.split(";")[0]!.trim().toLowerCase());
	const fits = (one: string) => one === type || one === "*/*" || (one.endsWith("/*") && type.startsWith(one.slice(0, -1)));
	// application/hal+json for application/json is no reason to complain.
	const json = (one: string) => /[/+]json$/.test(one);
	const i = [fits, (one: string) => json(one) && json(type)].map((test) => types.findIndex(test)).find((found) => found >= 0);
	if (i === undefined) {
		return whole(type === "" ? "The answer doesn't say of which type it is." : `The description has ${types.join(" or ")} for status ${status}, not ${type}.`);
	}
	const { schema, itemSchema } = response.contents[i]!;
	return { schema, itemSchema, differences: [] };
}

/** Where a value doesn't fit its schema. */
export function differencesOf(known: Known, schema: Schema, root: Tree): Difference[] {
	const membersOf = index();
	return known.check(known.model.defs, schema, root, { answer: true }).map((misfit) => {
		const way = wayTo(root, misfit, membersOf);
		return { place: whereOf(known, misfit), message: misfit.message, way, at: misfit.missing ? way.at(-1) : misfit.at };
	});
}

/** Where something is wrong; what isn't there has no place, but is missing from one. */
function whereOf({ placeOf }: Known, { path, missing }: Misfit): string {
	return placeOf(missing ? path.slice(0, -1) : path);
}

/** The members of objects by their names. Of one with many that don't fit, each is looked for. */
function index(): (object: Members) => Map<string, Tree> {
	const all = new Map<Members, Map<string, Tree>>();
	return (object) => {
		const known = all.get(object) ?? new Map(object.members.map(({ name, value }) => [name, value]));
		all.set(object, known);
		return known;
	};
}

function wayTo(root: Tree, { path }: Misfit, membersOf: (object: Members) => Map<string, Tree>): Tree[] {
	const way = [root];
	for (const step of path) {
		const from = way.at(-1)!;
		const next = from.kind === "list" ? from.items[Number(step)] : from.kind === "object" ? membersOf(from).get(String(step)) : undefined;
		if (!next) {
			break;
		}
		way.push(next);
	}
	return way;
}

/** What is wrong with a piece of a stream, in a line; "" for nothing. */
export function pieceWords(known: Known, schema: Schema | undefined, value: Tree): string {
	const found = schema ? known.check(known.model.defs, schema, value, { answer: true }) : [];
	if (found.length === 0) {
		return "";
	}
	const place = whereOf(known, found[0]!);
	return place === "" ? found[0]!.message : `${place}: ${found[0]!.message}`;
}
