// A value without what needn't be there: examples that are made of a schema have every member that
// it knows, and whoever sends a first request wants hardly any of them.
import type { Member, Tree } from "./json-tree";
import { check } from "./tryit-check";
import type { Schema } from "./tryit-model";
import { branchesOf, shapeOf, type Defs } from "./tryit-shape";

/** Deeper than this it stays as it is. */
const deepest = 24;

/** The value with the members alone that its schema requires. */
export function lean(defs: Defs, schema: Schema | boolean, value: Tree, depth = 0): Tree {
	const shape = shapeOf(defs, schema);
	if (depth > deepest) {
		return value;
	}
	if (shape.choice) {
		const branch = branchesOf(defs, shape).find(({ schema: of }) => check(defs, of, value).length === 0);
		return branch ? lean(defs, branch.schema, value, depth + 1) : value;
	}
	if (value.kind === "list") {
		const { items = true, prefixItems = [] } = shape;
		return { ...value, items: value.items.map((item, i) => lean(defs, prefixItems[i] ?? items, item, depth + 1)) };
	}
	if (value.kind !== "object" || !shape.properties) {
		return value;
	}
	// Of several that may be there, some have to: the first ones stay.
	let spare = (shape.minProperties ?? 0) - (shape.required?.length ?? 0);
	const members = value.members.flatMap((member): Member[] => {
		const own = Object.hasOwn(shape.properties!, member.name) ? shape.properties![member.name]! : true;
		return shape.required?.includes(member.name) || spare-- > 0 ? [{ ...member, value: lean(defs, own, member.value, depth + 1) }] : [];
	});
	return { ...value, members };
}
