package document

// schemaNumber reads a keyword that is a number; it reports whether it is one.
func (r *reader) schemaNumber(s *Schema, n *Node, key string) bool {
	switch key {
	case "minimum", "exclusiveMinimum":
		s.Minimum, s.ExclusiveMinimum = r.bound(n, "minimum", "exclusiveMinimum")
	case "maximum", "exclusiveMaximum":
		s.Maximum, s.ExclusiveMaximum = r.bound(n, "maximum", "exclusiveMaximum")
	case "multipleOf":
		s.MultipleOf = r.number(n, key)
	case "minLength":
		s.MinLength = r.count(n, key)
	case "maxLength":
		s.MaxLength = r.count(n, key)
	case "minItems":
		s.MinItems = r.count(n, key)
	case "maxItems":
		s.MaxItems = r.count(n, key)
	case "minProperties":
		s.MinProperties = r.count(n, key)
	case "maxProperties":
		s.MaxProperties = r.count(n, key)
	case "minContains":
		s.MinContains = r.count(n, key)
	case "maxContains":
		s.MaxContains = r.count(n, key)
	default:
		return false
	}
	return true
}

// bound reads a bound. In 3.0, exclusiveMinimum says of minimum that it is exclusive.
func (r *reader) bound(n *Node, key, exclusiveKey string) (inclusive, exclusive string) {
	inclusive = r.number(n, key)
	switch flag := n.Get(exclusiveKey); {
	case flag == nil:
	case flag.kind != Bool:
		exclusive = r.number(n, exclusiveKey)
	case flag.text == "true":
		inclusive, exclusive = "", inclusive
	}
	return inclusive, exclusive
}

// strangeKeyword warns of a keyword that isn't known. JSON Schema allows any; up to 3.0, OpenAPI doesn't, and afterwards
// it is a warning only if it is one letter off.
func (r *reader) strangeKeyword(key string, value *Node) {
	if extension(key) || key == "" || key[0] == '$' || key == "xml" || key == "id" || key == "collectionFormat" {
		return
	}
	near := ""
	if len(key) > 3 {
		near = r.nearest(key, schemaMembers)
	}
	switch {
	case near != "" && len(near)-len(key) <= 1 && len(key)-len(near) <= 1:
		r.warn(value, "a schema has no member %q; did you mean %q?", key, near)
	case r.early:
		r.warn(value, "a schema has no member %q", key)
	}
}
