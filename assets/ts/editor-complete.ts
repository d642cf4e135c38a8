// What can stand where the cursor is: the names that the schema has for a member, or its values.
import { snippetCompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { SyntaxNode } from "@lezer/common";
import type { Knows } from "./tryit-editor";
import type { Schema } from "./tryit-model";
import { branchesOf, kindOf, kindWords, shapeOf, typesOf, type Defs, type Shape } from "./tryit-shape";

/** Offers what the schema of the text has. */
export function completions(knows: Knows): (context: CompletionContext) => CompletionResult | null {
	return (context) => {
		const known = knows.schema();
		if (!known) {
			return null;
		}
		const text = (node: SyntaxNode) => context.state.sliceDoc(node.from, node.to);
		const node = syntaxTree(context.state).resolveInner(context.pos, -1);
		const place = placeAt(node, context.pos, text);
		if (!place || (!context.explicit && !place.typed)) {
			return null;
		}
		const shapes = follow(known.defs, known.schema, place.path);
		// What is behind the cursor is replaced as well, but doesn't count for what somebody is after.
		const written = context.state.sliceDoc(place.from, context.pos).replace('"', "").toLowerCase();
		const at = ({ label }: Completion) => label.replace('"', "").toLowerCase().indexOf(written);
		const options = (place.name ? names(known.defs, shapes, place) : values(known.defs, shapes)).filter((option) => at(option) >= 0);
		options.sort((a, b) => Number(at(a) > 0) - Number(at(b) > 0) || (b.boost ?? 0) - (a.boost ?? 0));
		return options.length === 0 ? null : { from: place.from, to: place.to, options, filter: false };
	};
}

interface Place {
	/** A name stands there, not a value. */
	name: boolean;
	/** Where what is there begins and ends. */
	from: number;
	to: number;
	path: (string | number)[];
	/** Something is written there already. */
	typed: boolean;
	/** The names that the object has. */
	has: string[];
	/** A colon follows the name. */
	colon: boolean;
}

function placeAt(node: SyntaxNode, pos: number, text: (node: SyntaxNode) => string): Place | null {
	const holder = node.name === "⚠" ? (node.parent ?? node) : node;
	const empty = { from: pos, to: pos, typed: false, has: [] as string[], colon: false };
	switch (holder.name) {
		case "PropertyName": {
			const property = holder.parent!;
			const object = property.parent!;
			const here = { from: holder.from, to: holder.to, typed: true, has: namesOf(object, text, holder), colon: property.lastChild !== holder && property.lastChild?.name !== "⚠" };
			return { ...here, name: true, path: pathOf(object, text) };
		}
		case "Object":
			return { ...empty, name: true, path: pathOf(holder, text), has: namesOf(holder, text) };
		case "Property":
			return { ...empty, name: false, path: pathOf(holder, text) };
		case "Array":
			return { ...empty, name: false, path: [...pathOf(holder, text), 0] };
		case "String":
		case "Number":
		case "True":
		case "False":
		case "Null":
			return { ...empty, name: false, from: holder.from, to: holder.to, typed: true, path: pathOf(holder, text) };
		case "JsonText":
			return { ...empty, name: false, path: [] };
	}
	return null;
}

/** The names of an object's members, but for one. */
function namesOf(object: SyntaxNode, text: (node: SyntaxNode) => string, but?: SyntaxNode): string[] {
	return object.getChildren("Property").flatMap((property) => {
		const name = property.getChild("PropertyName");
		return name && name.from !== but?.from ? [unquoted(text(name))] : [];
	});
}

function pathOf(node: SyntaxNode, text: (node: SyntaxNode) => string): (string | number)[] {
	const path: (string | number)[] = [];
	for (let at: SyntaxNode | null = node; at; at = at.parent) {
		const name = at.name === "Property" ? at.getChild("PropertyName") : null;
		if (name) {
			path.unshift(unquoted(text(name)));
		} else if (at.parent?.name === "Array") {
			let i = 0;
			for (let before = at.prevSibling; before; before = before.prevSibling) {
				i += /^[A-Z]/.test(before.name) ? 1 : 0;
			}
			path.unshift(i);
		}
	}
	return path;
}

function unquoted(name: string): string {
	try {
		return JSON.parse(name) as string;
	} catch {
		return name.replace(/"/g, "");
	}
}

/** All that a value at the path can be: of several schemas every one. */
function follow(defs: Defs, schema: Schema | boolean, path: (string | number)[]): Shape[] {
	let shapes = leaves(defs, schema, 0);
	for (const step of path) {
		shapes = shapes
			.flatMap((shape) => {
				if (typeof step === "number") {
					return [shape.prefixItems?.[step] ?? shape.items];
				}
				return [shape.properties && Object.hasOwn(shape.properties, step) ? shape.properties[step] : shape.additionalProperties];
			})
			.filter((next) => next !== undefined && next !== false)
			.flatMap((next) => leaves(defs, next!, 0))
			.slice(0, 60);
	}
	return shapes;
}

function leaves(defs: Defs, schema: Schema | boolean, depth: number): Shape[] {
	const shape = shapeOf(defs, schema);
	return shape.choice && depth < 6 ? branchesOf(defs, shape).flatMap((branch) => leaves(defs, branch.schema, depth + 1)) : [shape];
}

function names(defs: Defs, shapes: Shape[], place: Place): Completion[] {
	const options = new Map<string, Completion>();
	for (const { properties = {}, required = [] } of shapes) {
		for (const [name, schema] of Object.entries(properties)) {
			const shape = shapeOf(defs, schema);
			if (options.has(name) || place.has.includes(name) || shape.readOnly) {
				continue;
			}
			const needed = required.includes(name);
			const about = { label: JSON.stringify(name), detail: [needed ? "required" : "", kindWords(defs, schema) ?? ""].filter(Boolean).join(", "), info: shape.description, boost: needed ? 10 : 0 };
			options.set(name, place.colon ? about : snippetCompletion(`${JSON.stringify(name).replace(/[#$\\{}]/g, "\\$&")}: ${start(shape)}`, about));
		}
	}
	return [...options.values()];
}

/** How a value of the shape begins; the cursor goes into it. */
function start(shape: Shape): string {
	switch (kindOf(shape)) {
		case "object":
			return "{${}}";
		case "list":
			return "[${}]";
		case "text":
			return '"${}"';
		default:
			return "${}";
	}
}

function values(defs: Defs, shapes: Shape[]): Completion[] {
	const options = new Map<string, Completion>();
	const offer = (value: unknown, detail = "") => {
		const label = JSON.stringify(value);
		if (label.length < 200 && !options.has(label)) {
			options.set(label, { label, detail });
		}
	};
	for (const shape of shapes) {
		if (shape.const !== undefined) {
			offer(shape.const);
		}
		shape.enum?.forEach((value, i) => offer(value, shape.labels?.[i]));
		if (typesOf(shape).includes("boolean")) {
			offer(true);
			offer(false);
		}
		if (shape.default !== undefined) {
			offer(shape.default, "default");
		}
		shape.examples?.slice(0, 3).forEach((value) => offer(value, "example"));
		const kind = kindOf(shape);
		if (kind === "object" || kind === "list") {
			const label = kind === "object" ? "{}" : "[]";
			options.set(label, snippetCompletion(kind === "object" ? "{${}}" : "[${}]", { label, detail: kindWords(defs, shape) }));
		}
		if (shape.nullable) {
			offer(null);
		}
	}
	return [...options.values()];
}
