// What the examples of a description make a request of, and which members of a form are files.
import { treeOf, type Tree } from "./json-tree";
import { resolve, table, type Body, type Input, type InputPart, type Model, type Schema } from "./tryit-model";
import { encodeParts, filePart } from "./tryit-parts";
import { encodeForm, encodingOf } from "./tryit-serialize";

/** What the examples of the description make a request of. Only what is required is set. */
export function exampleInput(model: Model): Input {
	const input: Input = { server: { index: 0, variables: {} }, values: {}, credentials: {}, mediaType: "" };
	for (const p of model.params) {
		if (p.required) {
			(input.values[p.in] ??= table())[p.name] = p.example;
		}
	}
	const body = model.bodies[0];
	return body ? { ...input, ...exampleBody(model, body) } : input;
}

function exampleBody(model: Model, body: Body): Pick<Input, "mediaType" | "body" | "parts"> {
	const { mediaType, kind, encoding } = body;
	const example = body.examples[0];
	const value = treeOf(example?.value);
	switch (kind) {
		case "binary":
			return { mediaType };
		case "multipart":
			return { mediaType, parts: exampleParts(model, body, value) };
		case "form":
			return { mediaType, body: example?.text ?? (example ? encodeForm(encoding, value) : "") };
	}
	return { mediaType, body: example?.text ?? "" };
}

function exampleParts(model: Model, body: Body, value: Tree): InputPart[] {
	const fields = properties(model, body.schema);
	const members = value.kind === "object" ? value.members : [];
	const parts = members.flatMap((member) => {
		const schema = fields.get(member.name);
		return isBinary(model, schema) ? [filePart(member.name, encodingOf(body.encoding, member.name))] : encodeParts(body.encoding, { kind: "object", members: [member] });
	});
	return [...parts, ...missingFiles(model, body, parts)];
}

/** The files that a form takes and that nobody has chosen yet. */
export function missingFiles(model: Model, body: Body, parts: InputPart[]): InputPart[] {
	return [...properties(model, body.schema)]
		.filter(([name, schema]) => isBinary(model, schema) && !parts.some((part) => part.name === name))
		.map(([name]) => filePart(name, encodingOf(body.encoding, name)));
}

const deepest = 16;

/** The properties of an object, with those that allOf brings. */
function properties(model: Model, schema: Schema | boolean | undefined, depth = 0): Map<string, Schema | boolean> {
	const whole = resolve(model, schema);
	if (depth > deepest) {
		return new Map();
	}
	const inside = [...(whole.allOf ?? []), ...only(model, whole)].flatMap((part) => [...properties(model, part, depth + 1)]);
	return new Map([...inside, ...Object.entries(whole.properties ?? {})]);
}

/** Reports a schema of bytes, or of lists of them. */
function isBinary(model: Model, schema: Schema | boolean | undefined, depth = 0): boolean {
	const whole = resolve(model, schema);
	const kind = whole.contentMediaType ?? "";
	if (whole.format === "binary" || (!whole.contentEncoding && (kind === "application/octet-stream" || kind.startsWith("image/")))) {
		return true;
	}
	const items = whole.items === undefined || whole.prefixItems ? [] : [whole.items];
	return depth < deepest && [...(whole.allOf ?? []), ...only(model, whole), ...items].some((one) => isBinary(model, one, depth + 1));
}

/** The schema that a choice comes to, if there is but one besides null. */
function only(model: Model, schema: Schema): (Schema | boolean)[] {
	const choices = (schema.anyOf ?? schema.oneOf ?? []).filter((one) => resolve(model, one).type !== "null");
	return choices.length === 1 ? choices : [];
}
