package reference

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Values are what the parameters of a call are set to: place, name, value. A value is what JSON
// decodes to.
type Values map[string]map[string]any

// escapePath and escapeQuery leave nothing in a value that means something where it goes.
func escapePath(s string) string { return url.PathEscape(s) }

func escapeQuery(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

func asIs(s string) string { return s }

// pathValue writes the value as its segment of the path, escaped.
func (p Param) pathValue(value any) string {
	items, object := p.parts(value)
	name := escapePath(p.Name)
	switch p.Style {
	case "label":
		if p.Explode {
			return "." + join(items, object, ".", "=", escapePath)
		}
		return "." + join(items, object, ",", ",", escapePath)
	case "matrix":
		switch {
		case p.Explode && object != nil:
			return ";" + join(nil, object, ";", "=", escapePath)
		case p.Explode:
			var b strings.Builder
			for _, item := range items {
				b.WriteString(";" + name + "=" + escapePath(item))
			}
			return b.String()
		}
		return ";" + name + "=" + join(items, object, ",", ",", escapePath)
	}
	return p.simple(items, object, escapePath)
}

// query writes the value as its part of the query, "name=value&name=value", escaped.
func (p Param) query(value any) string {
	escape := escapeQuery
	if p.Reserved {
		escape = keepReserved
	}
	items, object := p.parts(value)
	name := escapeQuery(p.Name)
	if object != nil && p.Style == "deepObject" {
		var pairs []string
		for _, key := range slices.Sorted(maps.Keys(object)) {
			pairs = append(pairs, name+"%5B"+escapeQuery(key)+"%5D="+escape(object[key]))
		}
		return strings.Join(pairs, "&")
	}
	if p.Explode || p.Style == "deepObject" {
		if object != nil {
			return join(nil, object, "&", "=", escape)
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
	return name + "=" + join(items, object, separator, separator, escape)
}

// keepReserved escapes only what would end the value.
func keepReserved(s string) string {
	escaped := escapeQuery(s)
	for _, c := range ":/?[]@!$'()*,;" {
		escaped = strings.ReplaceAll(escaped, url.QueryEscape(string(c)), string(c))
	}
	return escaped
}

// header writes the value as it stands in a header. Nothing is escaped: the caller refuses what
// may not be in one.
func (p Param) header(value any) string {
	items, object := p.parts(value)
	return p.simple(items, object, asIs)
}

// cookie writes the value as it stands behind the cookie's name.
func (p Param) cookie(value any) string {
	items, object := p.parts(value)
	return join(items, object, ",", ",", escapeQuery)
}

func (p Param) simple(items []string, object map[string]string, escape func(string) string) string {
	if p.Explode {
		return join(items, object, ",", "=", escape)
	}
	return join(items, object, ",", ",", escape)
}

// parts takes the value apart: the items of an array (one, of a plain value) or the members of
// an object. A parameter with a content type is one text in it.
func (p Param) parts(value any) (items []string, object map[string]string) {
	if p.MediaType != "" {
		if text, ok := value.(string); ok {
			return []string{text}, nil
		}
		return []string{jsonText(value)}, nil
	}
	switch v := value.(type) {
	case []any:
		items = []string{}
		for _, item := range v {
			items = append(items, paramText(item))
		}
		return items, nil
	case map[string]any:
		object = map[string]string{}
		for key, member := range v {
			object[key] = paramText(member)
		}
		return nil, object
	}
	return []string{paramText(value)}, nil
}

func join(items []string, object map[string]string, separator, assign string, escape func(string) string) string {
	if object != nil {
		items = nil
		for _, key := range slices.Sorted(maps.Keys(object)) {
			items = append(items, escape(key)+assign+escape(object[key]))
		}
		return strings.Join(items, separator)
	}
	escaped := make([]string, len(items))
	for i, item := range items {
		escaped[i] = escape(item)
	}
	return strings.Join(escaped, separator)
}

// paramText is a plain value as text. A nested one has no form in OpenAPI; it becomes JSON.
func paramText(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return jsonText(value)
}

func jsonText(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(data)
}

// formEncode writes an object as application/x-www-form-urlencoded.
func formEncode(value any, schema *openapi3.SchemaRef) string {
	object, ok := value.(map[string]any)
	if !ok {
		return paramText(value)
	}
	var pairs []string
	for _, name := range membersOf(schema).names(object) {
		p := Param{Name: name, Style: "form", Explode: true}
		if _, nested := object[name].(map[string]any); nested {
			p.Style = "deepObject"
		}
		if pair := p.query(object[name]); pair != "" {
			pairs = append(pairs, pair)
		}
	}
	return strings.Join(pairs, "&")
}
