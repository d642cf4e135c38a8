package request

import (
	"fmt"
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
	if p.Style == "deepObject" && value.Len() > 0 {
		var pairs []pair
		deep(&pairs, p.Name, value, 0)
		all := make([]string, len(pairs))
		for i, one := range pairs {
			all[i] = EscapeQuery(one.name) + "=" + escape(one.text)
		}
		return strings.Join(all, "&")
	}
	if p.In == "querystring" {
		return p.wholeQuery(value)
	}
	items, object, isObject := p.parts(value)
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
	switch p.separator() {
	case " ":
		separator = "%20"
	case "|":
		separator = "%7C"
	case "\t":
		separator = "%09"
	}
	return name + "=" + join(items, object, isObject, separator, separator, escape)
}

// separator is what stands between the values of a list that isn't exploded.
func (p Param) separator() string {
	switch p.Style {
	case "spaceDelimited":
		return " "
	case "pipeDelimited":
		return "|"
	case document.TabDelimited:
		return "\t"
	}
	return ","
}

// wholeQuery writes the value as all of the query, in its content type (OpenAPI 3.2).
func (p Param) wholeQuery(value *document.Node) string {
	if base(p.MediaType) == FormURLEncoded {
		return formEncode(value, &document.Content{})
	}
	items, _, _ := p.parts(value)
	return EscapeQuery(strings.Join(items, ""))
}

// deep writes name[key]=value. OpenAPI says nothing of what is deeper; this is what servers that have it take.
func deep(pairs *[]pair, name string, value *document.Node, depth int) {
	const deepest = 8
	switch {
	case value.Kind() == document.Object && depth < deepest:
		for key, member := range value.Members() {
			deep(pairs, name+"["+key+"]", member, depth+1)
		}
	case value.Kind() == document.Array && depth < deepest:
		i := 0
		for item := range value.Items() {
			deep(pairs, name+"["+strconv.Itoa(i)+"]", item, depth+1)
			i++
		}
	default:
		*pairs = append(*pairs, pair{name, Text(value)})
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

// cookie writes the cookies that the value makes, "name=value", between the separators of its style.
func (p Param) cookie(value *document.Node) string {
	items, object, isObject := p.parts(value)
	escape, separator := EscapeQuery, "&"
	if p.Style == "cookie" { // OpenAPI 3.2: as cookies are
		escape, separator = escapeCookie, "; "
	}
	switch {
	case !p.Explode || len(items) == 0 && len(object) == 0:
		return p.Name + "=" + join(items, object, isObject, ",", ",", escape)
	case isObject:
		return join(nil, object, true, separator, "=", escape)
	}
	pairs := make([]string, len(items))
	for i, item := range items {
		pairs[i] = p.Name + "=" + escape(item)
	}
	return strings.Join(pairs, separator)
}

// escapeCookie escapes only what can't be in a cookie (RFC 6265).
func escapeCookie(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c <= ' ', c >= 0x7F, c == '"', c == ',', c == ';', c == '\\', c == '%':
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
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
	if p.MediaType != "" {
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
		if one := fieldOf(name, member, content).query(member); one != "" {
			pairs = append(pairs, one)
		}
	}
	return strings.Join(pairs, "&")
}

// fieldOf is the member of a form as the parameter of a query, which is written in the same ways.
func fieldOf(name string, value *document.Node, content *document.Content) Param {
	p := Param{Parameter: &document.Parameter{Name: name, In: "query", Style: "form", Explode: true}}
	e := encodingOf(name, content)
	switch {
	case e != nil && e.Style != "":
		p.Style, p.Explode = e.Style, e.Explode
	case e != nil && e.ContentType != "" && value.Len() > 0:
		p.MediaType = e.ContentType
	case value.Kind() == document.Object:
		p.Style = "deepObject" // so do the servers that take objects at all
	}
	p.AllowReserved = e != nil && e.AllowReserved
	return p
}

func encodingOf(name string, content *document.Content) *document.Encoding {
	for _, e := range content.Encodings {
		if e.Name == name {
			return e
		}
	}
	return nil
}

// number is a whole number, or what it is by default.
func number(n *document.Node, otherwise int) int {
	i, err := strconv.Atoi(n.Text())
	if err != nil {
		return otherwise
	}
	return i
}
