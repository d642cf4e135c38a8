package reference

import (
	"strconv"
	"strings"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// opened is a schema that is being shown.
type opened struct {
	key *document.Schema // what it is
	id  string           // where it is: the ids of what is in it start so
}

// tree writes what a schema is made of, without a head of its own.
func (w *writer) tree(id string, s *schema.Shape) {
	inner := s.Element()
	if !inner.Nested() {
		return
	}
	if w.again(inner) {
		return
	}
	w.enter(inner, id)
	if inner.Named == nil && s.Named != nil {
		w.open[len(w.open)-1].key = s.Key() // a named list: its page shows what is in it
	}
	w.inside(id, inner)
	w.leave()
}

func (w *writer) enter(s *schema.Shape, id string) {
	key := s.Key()
	w.open = append(w.open, opened{key, id})
	if _, ok := w.shown[key]; !ok && key.Name != "" {
		w.shown[key] = id
	}
}

func (w *writer) leave() { w.open = w.open[:len(w.open)-1] }

// namedDepth is how deep named schemas are shown within each other.
const namedDepth = 3

// nested writes what a value is made of, folded; a link, where it is shown elsewhere or the page has no room for it.
func (w *writer) nested(id string, of *schema.Shape) {
	s := of.Element()
	if !s.Nested() || w.again(s) {
		return
	}
	if !w.roomFor(id, s) {
		w.more(id, s)
		return
	}
	w.raw(`<details class="field-inside"><summary>`, w.insideLabel(s), "</summary>\n")
	w.enter(s, id)
	w.inside(id, s)
	w.leave()
	w.raw("</details>\n")
}

// again writes a link to what the page shows already, around this place or above it.
func (w *writer) again(s *schema.Shape) bool {
	key := s.Key()
	named := key.Name != "" && w.visible(key)
	for _, o := range w.open {
		switch {
		case o.key != key:
		case named:
			w.linkTo(schemaPath(key), "#fields", w.insideLabel(s)+" of "+key.Name)
			return true
		default:
			w.same(o.id, "what is around it")
			return true
		}
	}
	if id, ok := w.shown[key]; ok && named {
		w.same(id, key.Name)
		return true
	}
	return key.Name != "" && !named
}

// same says that something is shown elsewhere on the page.
func (w *writer) same(id, what string) {
	if id == "field" {
		id = "fields" // of the page of a schema
	}
	w.raw(`<p class="field-same">The same as <a href="#`)
	w.b = appendEscaped(w.b, id)
	w.element(`">`, what, "</a>.</p>\n")
}

// roomFor reports whether something nested is to be shown here.
func (w *writer) roomFor(id string, s *schema.Shape) bool {
	if len(w.b) > longestPage || strings.Count(id, ".") > deepest {
		return false
	}
	named := s.Key().Name != ""
	if path, _ := w.elsewhere(id); path == "" && !named {
		return true // there is no other place for it
	}
	if !named {
		return w.fits(cost(s))
	}
	around := 0
	for _, o := range w.open {
		if o.key.Name != "" {
			around++
		}
	}
	return w.page.Kind != Schema && around < namedDepth && w.fits(cost(s))
}

// more leads to where something nested is shown, which a script opens in place.
func (w *writer) more(id string, s *schema.Shape) {
	if key := s.Key(); key.Name != "" {
		w.linkTo(schemaPath(key), "#fields", w.insideLabel(s)+" of "+key.Name)
		return
	}
	if path, fragment := w.elsewhere(id); path != "" {
		w.linkTo(path, fragment, w.insideLabel(s))
		return
	}
	w.raw(`<p class="field-same">There is more inside than a page has room for; <a`)
	w.attr("href", w.link(folder)+"#download")
	w.raw(">the spec</a> has all of it.</p>\n")
}

func (w *writer) linkTo(path, fragment, words string) {
	w.raw(`<p class="field-more"><a data-schema`)
	w.attr("href", w.link(path)+fragment)
	w.element(">", words, "</a></p>\n")
}

// elsewhere is the page that shows what is at an id in any case, and where: that of the named schema that it is written
// in, or the one with all that the operation takes and answers. There may be none.
func (w *writer) elsewhere(id string) (path, fragment string) {
	const longest = 250 // longer ids are cut, and then say nothing of another page's
	if len(id) > longest {
		return "", ""
	}
	for i := len(w.open) - 1; i >= 0; i-- {
		o := w.open[i]
		if o.key.Name == "" {
			continue
		}
		rest, inside := strings.CutPrefix(id, o.id)
		if inside && w.visible(o.key) && w.page.schema != o.key {
			return schemaPath(o.key), "#field" + rest
		}
		break
	}
	if w.page.whole != nil {
		return w.page.whole.Path, "#" + id
	}
	return "", ""
}

func (w *writer) insideLabel(s *schema.Shape) string {
	n := len(s.Fields)
	for _, f := range s.Fields {
		if f.Schema != nil && !w.visible(f.Schema) {
			n--
		}
	}
	switch {
	case n == 1:
		return "1 field"
	case n > 1:
		return strconv.Itoa(n) + " fields"
	case len(s.Variants) > 0:
		return strconv.Itoa(len(s.Variants)) + " variants"
	case len(s.PrefixItems) > 0 || s.Contains != nil:
		return "its items"
	case s.ContentSchema != nil:
		return "what the text holds"
	case s.Forbidden() != nil:
		return "what it may not be"
	case s.MapValues() != nil || len(s.PatternProperties) > 0:
		return "its members"
	}
	return "what is inside"
}

// inside writes the fields and the variants of a value.
func (w *writer) inside(id string, s *schema.Shape) {
	mark := len(w.b)
	w.raw(`<ul class="fields">` + "\n")
	start := len(w.b)
	for _, f := range s.Fields {
		w.awaited += fieldCost(f.Schema)
	}
	for _, f := range s.Fields {
		w.awaited -= fieldCost(f.Schema)
		if f.Schema == nil || w.visible(f.Schema) {
			w.field(id+"."+f.Name, f.Name, f.Schema, note{required: f.Required, from: f.From})
		}
	}
	w.items(id, s)
	for _, p := range s.PatternProperties {
		w.field(id+"."+p.Name, "members that match "+p.Name, p.Schema, note{})
	}
	if rest := s.MapValues(); rest != nil {
		name := "any other member"
		if len(s.Fields) == 0 {
			name = "any member"
		}
		w.field(id+".*", name, rest, note{})
	}
	for _, d := range s.DependentSchemas {
		w.field(id+".with-"+d.Name, "with "+d.Name, d.Schema, note{})
	}
	w.condition(id, s)
	if len(w.b) == start {
		w.b = w.b[:mark]
	} else {
		w.raw("</ul>\n")
	}
	w.choices(id, s)
	if s.Closed() && len(s.Fields) > 0 {
		w.raw(`<p class="field-same">No other members.</p>` + "\n")
	}
	for _, rest := range [...]*document.Schema{s.Items, s.UnevaluatedItems} {
		if len(s.PrefixItems) > 0 && rest != nil && rest.Boolean != nil && !*rest.Boolean {
			w.raw(`<p class="field-same">No further items.</p>` + "\n")
			break
		}
	}
}

// items writes those of a list that are not all alike.
func (w *writer) items(id string, s *schema.Shape) {
	for i, item := range s.PrefixItems {
		w.field(id+"."+strconv.Itoa(i), "item "+strconv.Itoa(i+1), item, note{})
	}
	if s.Contains != nil {
		w.field(id+".contains", "at least one item", s.Contains, note{})
	}
	rest := s.Items
	if rest == nil {
		rest = s.UnevaluatedItems
	}
	if rest == nil || s.Uniform() {
		return
	}
	if rest.Boolean != nil && !*rest.Boolean {
		return // inside says so
	}
	name := "each item"
	if len(s.PrefixItems) > 0 {
		name = "any further item"
	}
	w.field(id+".items", name, rest, note{})
}

// condition writes if, then and else, and the other schemas that say something of the value as a whole.
func (w *writer) condition(id string, s *schema.Shape) {
	if s.If != nil && (s.Then != nil || s.Else != nil) {
		w.field(id+".if", "if it is like this", s.If, note{})
		if s.Then != nil {
			w.field(id+".then", "then also", s.Then, note{})
		}
		if s.Else != nil {
			w.field(id+".else", "or else", s.Else, note{})
		}
	}
	if forbidden := s.Forbidden(); forbidden != nil {
		w.field(id+".not", "but not", forbidden, note{})
	}
	if s.ContentSchema != nil {
		w.field(id+".content", "the text holds", s.ContentSchema, note{})
	}
}
