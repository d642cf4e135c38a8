package document

import "slices"

// role is what a value is in a description, as far as its references are concerned: a component of a kind, or many
// of them under their names; data, which means nothing here; or anything else.
type role struct {
	kind string
	many bool
}

// componentKinds are the kinds of components that a reference can lead to.
func componentKinds() []string {
	return []string{"schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes", "links", "callbacks"}
}

func isComponentKind(kind string) bool { return slices.Contains(componentKinds(), kind) }

// of is the role of a member, or of an item.
func (r role) of(kind Kind, key string) role {
	switch {
	case r.many:
		return role{kind: r.kind}
	case r.kind == "data", r.kind == "mapping":
		return r
	case kind == Array && r.kind == "schemas": // a tuple
		return r
	case kind == Array:
		return role{}
	case r.kind == "schemas":
		return ofSchema(key)
	case r.kind == "discriminator":
		return role{kind: "mapping"}
	}
	switch key {
	case "schema", "itemSchema":
		return role{kind: "schemas"}
	case "requestBody":
		return role{kind: "requestBodies"}
	case "definitions":
		return role{"schemas", true}
	case "example", "value", "dataValue":
		return role{kind: "data"}
	}
	if isComponentKind(key) {
		return role{key, true}
	}
	return role{}
}

func ofSchema(key string) role {
	switch key {
	case "items", "additionalItems", "additionalProperties", "not", "contains", "if", "then", "else", "propertyNames", "unevaluatedItems",
		"unevaluatedProperties", "contentSchema":
		return role{kind: "schemas"}
	case "properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "allOf", "anyOf", "oneOf", "prefixItems":
		return role{"schemas", true}
	case "example", "examples", "default", "const", "enum":
		return role{kind: "data"}
	case "discriminator":
		return role{kind: "discriminator"}
	}
	return role{}
}
