package request

import (
	"net/url"
	"strconv"
	"strings"

	"wpengine/openapi/document"
)

// Values are what the parameters of a call are set to: place, name, value.
type Values map[string]map[string]*document.Node

// EscapePath and EscapeQuery leave nothing in a value that means something where it goes.
func EscapePath(s string) string { return url.PathEscape(s) }

// EscapeQuery escapes a name or a value of a query.
func EscapeQuery(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

func asIs(s string) string { return s }

// pair is a member of an object as text.
type pair struct{ name, text string }

// pathValue writes the value as its segment of the path, escaped.
func (p Param) pathValue(value *document.Node) string {
	items, object, isObject := p.parts(value)
	name := EscapePath(p.Name)
	switch p.Style {
	case "label":
		if p.Explode {
			return "." + join(items, object, isObject, ".", "=", EscapePath)
		}
		return "." + join(items, object, isObject, ",", ",", EscapePath)
	case "matrix":
		switch {
		case p.Explode && isObject:
			return ";" + join(nil, object, true, ";", "=", EscapePath)
		case p.Explode:
			var b strings.Builder
			for _, item := range items {
				b.WriteString(";" + name + "=" + EscapePath(item))
			}
			return b.String()
		}
		return ";" + name + "=" + join(items, object, isObject, ",", ",", EscapePath)
	}
	return p.simple(items, object, isObject, EscapePath)
}

// query writes the value as its part of the query, "name=value&name=value", escaped.
func (p Param) query(value *document.Node) string {
	escape := EscapeQuery
	if p.AllowReserved {
		escape = keepReserved
	}
	name := EscapeQuery(p.Name)
	if p.Style == "deepObject" && (value.Kind() == document.Object || value.Kind() == document.Array) {
		var pairs []string
		deep(&pairs, name, value, escape, 0)
		return strings.Join(pairs, "&")
	}
	items, object, isObject := p.parts(value)
	if p.In == "querystring" && !isObject {
		return strings.Join(items, "")
	}
	if p.Explode {
		if isObject {
			return join(nil, object, true, "&", "=", escape)
		}
		var pairs []string
		for _, item := range items {
			pairs = append(pairs, name+"="+escape(item))
		}
		return strings.Join(pairs, "&")
	}
	separator := ","
	switch p.Style {
	case "spaceDelimited":
		separator = "%20"
	case "pipeDelimited":
		separator = "%7C"
	}
	return name + "=" + join(items, object, isObject, separator, separator, escape)
}

// deep writes name[key]=value. OpenAPI says nothing of what is deeper; this is what servers that have it take.
func deep(pairs *[]string, name string, value *document.Node, escape func(string) string, depth int) {
	const deepest = 8
	switch {
	case value.Kind() == document.Object && depth < deepest:
		for key, member := range value.Members() {
			deep(pairs, name+"%5B"+EscapeQuery(key)+"%5D", member, escape, depth+1)
		}
	case value.Kind() == document.Array && depth < deepest:
		i := 0
		for item := range value.Items() {
			deep(pairs, name+"%5B"+strconv.Itoa(i)+"%5D", item, escape, depth+1)
			i++
		}
	default:
		*pairs = append(*pairs, name+"="+escape(Text(value)))
	}
}

// keepReserved escapes only what would end the value.
func keepReserved(s string) string {
	escaped := EscapeQuery(s)
	for _, c := range ":/?[]@!$'()*,;" {
		escaped = strings.ReplaceAll(escaped, url.QueryEscape(string(c)), string(c))
	}
	return escaped
}

// header writes the value as it stands in a header. Nothing is escaped: the caller refuses what may not be in one.
func (p Param) header(value *document.Node) string {
	items, object, isObject := p.parts(value)
	return p.simple(items, object, isObject, asIs)
}

// cookie writes the value as it stands behind the cookie's name.
func (p Param) cookie(value *document.Node) string {
	items, object, isObject := p.parts(value)
	return join(items, object, isObject, ",", ",", EscapeQuery)
}

func (p Param) simple(items []string, object []pair, isObject bool, escape func(string) string) string {
	if p.Explode {
		return join(items, object, isObject, ",", "=", escape)
	}
	return join(items, object, isObject, ",", ",", escape)
}

// parts takes the value apart: the items of an array (one, of a plain value) or the members of an object. A parameter
// with a content type is one text in it.
func (p Param) parts(value *document.Node) (items []string, object []pair, isObject bool) {
	if p.MediaType != "" && (p.In != "querystring" || base(p.MediaType) != FormURLEncoded) {
		if value.Kind() == document.String {
			return []string{value.Text()}, nil, false
		}
		return []string{string(value.AppendJSON(nil, ""))}, nil, false
	}
	switch value.Kind() {
	case document.Array:
		items = []string{}
		for item := range value.Items() {
			items = append(items, Text(item))
		}
		return items, nil, false
	case document.Object:
		for key, member := range value.Members() {
			object = append(object, pair{key, Text(member)})
		}
		return nil, object, true
	case document.Null, document.Bool, document.Number, document.String:
	}
	return []string{Text(value)}, nil, false
}

func join(items []string, object []pair, isObject bool, separator, assign string, escape func(string) string) string {
	if isObject {
		items = nil
		for _, member := range object {
			items = append(items, escape(member.name)+assign+escape(member.text))
		}
		return strings.Join(items, separator)
	}
	escaped := make([]string, len(items))
	for i, item := range items {
		escaped[i] = escape(item)
	}
	return strings.Join(escaped, separator)
}

// Text is a plain value as text. A nested one has no form in OpenAPI; it becomes JSON.
func Text(value *document.Node) string {
	switch value.Kind() {
	case document.Null:
		return ""
	case document.Bool, document.Number, document.String:
		return value.Text()
	case document.Array, document.Object:
	}
	return string(value.AppendJSON(nil, ""))
}

// formEncode writes an object as application/x-www-form-urlencoded, each member as the content's encoding says.
func formEncode(value *document.Node, content *document.Content) string {
	if value.Kind() != document.Object {
		return Text(value)
	}
	var pairs []string
	for name, member := range value.Members() {
		p := Param{Parameter: &document.Parameter{Name: name, In: "query", Style: "form", Explode: true}}
		if member.Kind() == document.Object {
			p.Style = "deepObject"
		}
		for _, e := range content.Encodings {
			if e.Name != name {
				continue
			}
			p.AllowReserved = e.AllowReserved
			if e.Style != "" {
				p.Style, p.Explode = e.Style, e.Explode
			} else if e.ContentType != "" {
				p.MediaType = e.ContentType
			}
		}
		if one := p.query(member); one != "" {
			pairs = append(pairs, one)
		}
	}
	return strings.Join(pairs, "&")
}

// number is a whole number, or what it is by default.
func number(n *document.Node, otherwise int) int {
	i, err := strconv.Atoi(n.Text())
	if err != nil {
		return otherwise
	}
	return i
}
