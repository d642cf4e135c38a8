package reference

import (
	"wpengine/docsite/schema"
)

// tabbed is how many variants stand as tabs; more are a list. mostVariants are shown at all: nobody reads more.
const (
	tabbed       = 8
	mostVariants = 3000
)

// choices writes the schemas that a value has to be one of.
func (w *writer) choices(id string, s *schema.Shape) {
	for i, c := range choicesOf(s) {
		words := "One of"
		if c.Any {
			words = "One or more of"
		}
		if i > 0 {
			words = "And one of"
			if c.Any {
				words = "And one or more of"
			}
		}
		w.raw(`<p class="field-choice">`, words)
		if d := s.Discriminator; i == 0 && d != nil && d.Property != "" {
			w.element(", told apart by <code>", d.Property, "</code>")
			if d.Default != nil && d.Default.Name != "" {
				w.element("; without it, ", d.Default.Name, "")
			}
		}
		w.raw("</p>\n")
		if len(c.Variants) > tabbed {
			w.variantList(id, c)
		} else {
			w.variantTabs(id, words, c)
		}
	}
}

// choicesOf are all choices that hold at once.
func choicesOf(s *schema.Shape) []schema.Choice {
	if len(s.Variants) == 0 {
		return s.More
	}
	return append([]schema.Choice{{Variants: s.Variants, Any: s.Any}}, s.More...)
}

func (w *writer) variantTabs(path, words string, c schema.Choice) {
	group := w.id(path + ".variants")
	w.raw(`<div class="tabs variants" role="radiogroup" aria-label="`, words, "\">\n")
	for i := range c.Variants {
		label := c.Label(i)
		id := w.id(path + "." + label)
		w.raw(`<input type="radio" class="tab-input" data-alone`)
		w.attr("name", group)
		w.tab(id, label, i == 0)
		w.variant(id, c.Variants[i])
		w.raw("</div>\n")
	}
	w.raw("</div>\n")
}

// tab writes the rest of a radio button, its label, and the start of what it shows.
func (w *writer) tab(id, label string, chosen bool) {
	w.attr("id", id)
	if chosen {
		w.raw(" checked")
	}
	w.raw(`><label class="tab"`)
	w.attr("for", id)
	w.element(">", label, "</label>\n<div class=\"tab-pane\">\n")
}

func (w *writer) variantList(path string, c schema.Choice) {
	w.raw(`<ul class="variants">` + "\n")
	for i, v := range c.Variants[:min(len(c.Variants), mostVariants)] {
		label := c.Label(i)
		id := w.id(path + "." + label)
		w.raw(`<li class="variant"`)
		w.attr("id", id)
		w.element("><details><summary>", label, "</summary>\n")
		w.variant(id, v)
		w.raw("</details></li>\n")
	}
	w.raw("</ul>\n")
}

func (w *writer) variant(id string, v schema.Variant) {
	s := w.r.shapes.of(v.Schema)
	w.raw(`<p class="field-head">`)
	w.typeOf(s)
	w.raw("</p>\n")
	w.markdown("field-text", s.Description, s.Of.Position())
	w.describeItems(s, s.Description)
	w.facts(s, nil)
	of := s.Element()
	switch {
	case !of.Nested() || w.again(of):
	case w.roomFor(id, of):
		w.enter(of, id)
		w.inside(id, of)
		w.leave()
	default:
		w.more(id, of)
	}
}
