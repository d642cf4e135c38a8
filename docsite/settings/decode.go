package settings

import (
	"fmt"
	"io/fs"
	"reflect"
	"strings"

	"gopkg.in/yaml.v3"

	"wpengine/docsite/printable"
	"wpengine/docsite/spelling"
)

// reader goes through a file and collects what is wrong with it.
type reader struct {
	fsys     fs.FS
	dir      string // of the file, in fsys
	file     string
	set      *Settings
	written  map[string]*yaml.Node // what the file says, by its key: "logo.light", "nav[2].to"
	problems []Problem
}

func (r *reader) wrong(at *yaml.Node, format string, args ...any) {
	p := Problem{File: r.file, Message: printable.Line(fmt.Sprintf(format, args...))}
	if at != nil {
		p.Line, p.Column = at.Line, at.Column
	}
	r.problems = append(r.problems, p)
}

func (r *reader) read(root *yaml.Node) {
	if root.Kind != yaml.MappingNode {
		if root.Tag != "!!null" {
			r.wrong(root, "settings are lines of \"key: value\", such as \"title: Acme API\"")
		}
		return
	}
	r.value(root, reflect.ValueOf(r.set).Elem(), "", "")
}

// custom is a setting that its type reads itself.
type custom interface {
	read(r *reader, n *yaml.Node, key string)
}

// value reads a node into a Go value. The key names it in messages; is says what a text may be.
func (r *reader) value(n *yaml.Node, v reflect.Value, key, is string) {
	r.written[key] = n
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		r.wrong(n, "%s: anchors (&) and aliases (*) can't be used here; write the value out", key)
		return
	}
	if c, ok := v.Addr().Interface().(custom); ok {
		c.read(r, n, key)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		r.object(n, v, key)
	case reflect.Slice:
		r.list(n, v, key, is)
	case reflect.Bool:
		r.flag(n, v, key)
	default:
		if text, ok := r.text(n, key); ok {
			v.SetString(r.kind(n, key, is, text))
		}
	}
}

// object reads a mapping, or what stands for the one field that is tagged short.
func (r *reader) object(n *yaml.Node, v reflect.Value, key string) {
	if at := v.FieldByName("At"); at.IsValid() {
		at.Set(reflect.ValueOf(Position{n.Line, n.Column}))
	}
	fields, short := fieldsOf(v.Type())
	if n.Kind == yaml.ScalarNode && n.Tag != "!!null" && short != nil {
		r.value(n, v.FieldByIndex(short.Index), key, short.Tag.Get("is"))
		return
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Tag.Get("yaml")
	}
	if n.Kind != yaml.MappingNode {
		r.wrong(n, "%s must be keys and values; it can say %s", key, strings.Join(names, ", "))
		return
	}
	for i, name := range r.keys(n, key) {
		if name == "" {
			continue // said already
		}
		full := strings.TrimPrefix(key+"."+name, ".")
		found := false
		for _, f := range fields {
			if f.Tag.Get("yaml") == name {
				found = true
				r.value(n.Content[2*i+1], v.FieldByIndex(f.Index), full, f.Tag.Get("is"))
			}
		}
		if found {
			continue
		}
		guess := spelling.DidYouMean(name, names)
		if guess == "" {
			guess = "; it can be " + strings.Join(names, ", ")
		}
		r.wrong(n.Content[2*i], "unknown key %q%s%s", name, inside(key), guess)
	}
}

func inside(key string) string {
	if key == "" {
		return ""
	}
	return " in " + key
}

// keys are the names in a mapping; one that is no text or is there twice is "".
func (r *reader) keys(n *yaml.Node, key string) []string {
	names, seen := make([]string, len(n.Content)/2), map[string]*yaml.Node{}
	for i := range names {
		k := n.Content[2*i]
		first := seen[k.Value]
		switch {
		case k.Kind != yaml.ScalarNode || k.Tag == "!!merge":
			r.wrong(k, "a key must be a text%s", inside(key))
			continue
		case first != nil:
			r.wrong(k, "%q is here twice, first in line %d; keep one", k.Value, first.Line)
			continue
		}
		seen[k.Value], names[i] = k, k.Value
	}
	return names
}

// fieldsOf are the fields of a struct that a file can set, and the one that stands for all.
func fieldsOf(t reflect.Type) (fields []reflect.StructField, short *reflect.StructField) {
	for f := range t.Fields() {
		if f.Tag.Get("yaml") == "" {
			continue
		}
		fields = append(fields, f)
		if f.Tag.Get("short") != "" {
			short = &f
		}
	}
	return fields, short
}

// maxList is far above what anybody writes by hand.
const maxList = 10_000

// list reads a sequence, or one value as a list of it.
func (r *reader) list(n *yaml.Node, v reflect.Value, key, is string) {
	items := []*yaml.Node{n}
	switch {
	case n.Kind == yaml.SequenceNode:
		items = n.Content
	case n.Tag == "!!null":
		r.wrong(n, "%s has no value; write a list, or leave the line out", key)
		return
	}
	if len(items) > maxList {
		r.wrong(n, "%s has %d entries; at most %d are possible", key, len(items), maxList)
		return
	}
	for i, item := range items {
		before := len(r.problems)
		one := reflect.New(v.Type().Elem()).Elem()
		name := key
		if n.Kind == yaml.SequenceNode {
			name = fmt.Sprintf("%s[%d]", key, i)
		}
		if r.value(item, one, name, is); len(r.problems) == before {
			v.Set(reflect.Append(v, one))
		}
	}
}

// flag reads true or false, or how people say it: on, off, yes, no.
func (r *reader) flag(n *yaml.Node, v reflect.Value, key string) {
	if n.Kind == yaml.ScalarNode {
		switch strings.ToLower(n.Value) {
		case "true", "on", "yes":
			v.SetBool(true)
			return
		case "false", "off", "no":
			v.SetBool(false)
			return
		}
	}
	r.wrong(n, "%s must be on or off", key)
}

// maxText bounds what is written on every page.
const maxText = 10_000

// text reads a text; a number is one too, as it is written, for a version such as 1.10.
func (r *reader) text(n *yaml.Node, key string) (string, bool) {
	switch {
	case n.Kind == yaml.SequenceNode && strings.HasSuffix(key, "spec"):
		r.wrong(n, "%s is one document, as a site is of one API; make a site of each, and let nav lead from one to the other", key)
	case n.Kind != yaml.ScalarNode:
		r.wrong(n, "%s must be a text", key)
	case n.Tag == "!!null", strings.TrimSpace(n.Value) == "":
		r.wrong(n, "%s has no value; write one, or leave the line out", key)
	case n.Tag == "!!bool":
		r.wrong(n, "%s must be a text; if %s is one, put it into quotes", key, n.Value)
	case len(n.Value) > maxText:
		r.wrong(n, "%s has %d bytes; at most %d are possible", key, len(n.Value), maxText)
	default:
		return printable.Text(strings.TrimSpace(n.Value)), true
	}
	return "", false
}
