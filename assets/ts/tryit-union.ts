// An object that has one of its members at a time: {"text": …} or {"image": …}. Whoever fills one in chooses which.
import type { Schema } from "./tryit-model";
import { shapeOf, type Branch, type Defs, type Shape } from "./tryit-shape";

/** What there is to choose of; undefined for an object that can have several members, or other ones than it names. */
export function unionOf(defs: Defs, shape: Shape): Branch[] | undefined {
	const { properties = {}, additionalProperties, patternProperties, minProperties, maxProperties, required = [] } = shape;
	const names = Object.keys(properties).filter((name) => !shapeOf(defs, properties[name]).readOnly);
	if (minProperties !== 1 || maxProperties !== 1 || names.length < 2 || required.length > 0 || patternProperties || typeof additionalProperties === "object") {
		return undefined;
	}
	return names.map((name) => {
		const schema: Schema = { type: "object", properties: { [name]: properties[name]! }, required: [name], additionalProperties: false };
		return { label: name, schema, of: schema };
	});
}
