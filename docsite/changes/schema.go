package changes

import (
	"slices"
	"strings"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// direction is who sends a value.
type direction int

const (
	toAPI   direction = iota // clients send it: less being allowed breaks them
	fromAPI                  // they are sent it: more being possible breaks them
)

// pair is two named schemas that are to be compared.
type pair struct {
	old, now *document.Schema
	d        direction
}

// deepest is how deep schemas without a name are compared in each other.
const deepest = 40

// schema compares two. Named ones that go by the same name are compared once, as subjects of their own.
func (c *comparer) schema(s *subject, old, now *document.Schema, d direction, where []string) {
	switch {
	case old == nil && now == nil, len(where) > deepest:
		return
	case old == nil:
		s.add(narrower(d), where, now.Source, "it is said now what it has to be")
		return
	case now == nil:
		s.lost(wider(d), where, old.Source, "it is no longer said what it has to be")
		return
	}
	a, b := schema.Of(old), schema.Of(now)
	if a.Named != nil && b.Named != nil && a.Named.Name == b.Named.Name {
		if now.Description != old.Description && now.Ref != nil {
			s.add(Documentation, where, now.Source, "its description changed")
		}
		c.meet(s, pair{a.Named, b.Named, d})
		return
	}
	c.shapes(s, a, b, d, where)
}

// meet notes that a subject uses a named schema, which is to be compared.
func (c *comparer) meet(s *subject, p pair) {
	name := p.now.Name
	if c.uses[name] == nil {
		c.uses[name] = map[string]bool{}
	}
	c.uses[name][s.user] = true
	if !c.pairs[p] {
		c.pairs[p] = true
		c.queue = append(c.queue, p)
	}
}

// pending compares the named schemas that have been met, and those that they meet.
func (c *comparer) pending() {
	for len(c.queue) > 0 {
		p := c.queue[0]
		c.queue = c.queue[1:]
		name := p.now.Name
		s := c.named[name]
		if s == nil {
			s = &subject{Subject: Subject{Kind: "schema", Name: name, Title: p.now.Title}, user: "#" + name}
			c.named[name] = s
			c.order = append(c.order, name)
		}
		c.shapes(s, schema.Of(p.old), schema.Of(p.now), p.d, nil)
	}
}

// narrower and wider are how much it matters that fewer values, or more, are possible.
func narrower(d direction) Level {
	if d == toAPI {
		return Breaking
	}
	return Addition
}

func wider(d direction) Level {
	if d == fromAPI {
		return Breaking
	}
	return Addition
}

func (c *comparer) shapes(s *subject, a, b *schema.Shape, d direction, where []string) {
	at := b.Of.Position()
	if a.Description != b.Description || a.Title != b.Title {
		s.add(Documentation, where, at, "its description changed")
	}
	if b.Deprecated && !a.Deprecated {
		s.add(Warning, where, at, "it is deprecated now")
	}
	c.types(s, a, b, d, where)
	values(s, a, b, d, where)
	bounds(s, a, b, d, where)
	c.fields(s, a, b, d, where)
	c.variants(s, a, b, d, where)
	if a.Items != nil || b.Items != nil {
		c.schema(s, a.Items, b.Items, d, append(slices.Clone(where), "each item"))
	}
	for i := range min(len(a.PrefixItems), len(b.PrefixItems)) {
		c.schema(s, a.PrefixItems[i], b.PrefixItems[i], d, append(slices.Clone(where), "item "+itoa(i+1)))
	}
	if x, y := a.MapValues(), b.MapValues(); x != nil && y != nil {
		c.schema(s, x, y, d, append(slices.Clone(where), "any other member"))
	}
	switch {
	case b.Closed() && !a.Closed():
		s.add(narrower(d), where, at, "other members than those named are no longer possible")
	case a.Closed() && !b.Closed():
		s.add(Addition, where, at, "other members than those named are possible now")
	}
}

func (c *comparer) types(s *subject, a, b *schema.Shape, d direction, where []string) {
	before, after := a.TypeNames(), b.TypeNames()
	at := b.Of.Position()
	for _, t := range before {
		if !slices.Contains(after, t) && len(after) > 0 && (t != "integer" || !slices.Contains(after, "number")) {
			s.add(narrower(d), where, at, "it can no longer be "+article(t))
		}
	}
	for _, t := range after {
		if !slices.Contains(before, t) && len(before) > 0 && (t != "integer" || !slices.Contains(before, "number")) {
			s.add(wider(d), where, at, "it can be "+article(t)+" now")
		}
	}
	switch {
	case a.Null && !b.Null:
		s.add(narrower(d), where, at, "it can no longer be null")
	case b.Null && !a.Null:
		s.add(wider(d), where, at, "it can be null now")
	}
	if a.Format != b.Format {
		level := Breaking
		if a.Format == "" || b.Format == "" {
			level = Warning
		}
		s.add(level, where, at, "its format is "+orNone(b.Format)+" instead of "+orNone(a.Format))
	}
}

func article(noun string) string {
	if strings.ContainsAny(noun[:1], "aeio") {
		return "an " + noun
	}
	return "a " + noun
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// fields compares the members of objects.
func (c *comparer) fields(s *subject, a, b *schema.Shape, d direction, where []string) {
	before := map[string]schema.Field{}
	for _, f := range a.Fields {
		before[f.Name] = f
	}
	after := map[string]bool{}
	for _, f := range b.Fields {
		after[f.Name] = true
		if hidden(f.Schema, d) {
			continue
		}
		at := append(slices.Clone(where), f.Name)
		was, there := before[f.Name]
		switch {
		case !there && f.Required && d == toAPI:
			s.add(Breaking, at, f.Schema.Position(), "it is new, and required")
			continue
		case !there:
			s.add(Addition, at, f.Schema.Position(), "it is new")
			continue
		case f.Required && !was.Required:
			s.add(narrower(d), at, f.Schema.Position(), "it is required now")
		case was.Required && !f.Required:
			s.add(wider(d), at, f.Schema.Position(), "it is optional now")
		}
		c.schema(s, was.Schema, f.Schema, d, at)
	}
	for _, f := range a.Fields {
		if after[f.Name] || hidden(f.Schema, d) {
			continue
		}
		level := Warning
		if d == fromAPI && f.Required || d == toAPI && b.Closed() {
			level = Breaking
		}
		s.lost(level, append(slices.Clone(where), f.Name), f.Schema.Position(), "it is gone")
	}
}

// hidden reports a member that isn't sent in the direction.
func hidden(s *document.Schema, d direction) bool {
	shape := schema.Of(s)
	return d == toAPI && shape.ReadOnly || d == fromAPI && shape.WriteOnly
}

// variants compares oneOf and anyOf by what the variants are called.
func (c *comparer) variants(s *subject, a, b *schema.Shape, d direction, where []string) {
	if len(a.Variants) == 0 || len(b.Variants) == 0 {
		if len(a.Variants) > 0 {
			s.add(Warning, where, b.Of.Position(), "it is no longer one of several")
		} else if len(b.Variants) > 0 {
			s.add(Warning, where, b.Of.Position(), "it is one of several now")
		}
		return
	}
	before, old, now := map[string]int{}, labels(a), labels(b)
	for i, label := range old {
		before[label] = i
	}
	after := map[string]bool{}
	for i, label := range now {
		after[label] = true
		j, there := before[label]
		if !there {
			level := Addition
			if d == fromAPI {
				level = Warning
			}
			s.add(level, where, b.Of.Position(), "it can be "+label+" now")
			continue
		}
		c.schema(s, a.Variants[j].Schema, b.Variants[i].Schema, d, append(slices.Clone(where), label))
	}
	for _, label := range old {
		if !after[label] {
			s.add(narrower(d), where, b.Of.Position(), "it can no longer be "+label)
		}
	}
}

// labels are what the variants are called, those that are called the same by their number.
func labels(s *schema.Shape) []string {
	all, times := make([]string, len(s.Variants)), map[string]int{}
	for i := range s.Variants {
		label := s.Label(i)
		if times[label]++; times[label] > 1 {
			label += " " + itoa(times[label])
		}
		all[i] = label
	}
	return all
}
