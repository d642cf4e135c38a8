// Package changes finds what changed between two descriptions of an API, and says for whom: what breaks a client that
// works today, what may, and what is new.
//
// Whether a change breaks depends on who sends. Of what clients send, less being allowed breaks them; of what they are
// sent, more being possible does. A named schema that changed is told once, with the operations that it touches.
//
//	changes.go    the report
//	operation.go  operations, their parameters, bodies, answers and credentials
//	schema.go     schemas, in the direction in which they go
//	bound.go      what a value must keep to
//	write.go      the report as Markdown, text and JSON
package changes

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"wpengine/openapi/document"
)

// Level is how much a change matters to those who use the API.
type Level int

// The levels, the most important first.
const (
	Breaking      Level = iota // a client that works today may fail
	Warning                    // it may be surprised
	Addition                   // there is something new
	Documentation              // only words changed
)

// String is the level in a word.
func (l Level) String() string {
	return [...]string{"breaking", "warning", "addition", "documentation"}[l]
}

// Change is one.
type Change struct {
	Level   Level
	Where   string            // in the operation or schema: "query limit", "request body, name"
	Message string            // a sentence without a full stop
	Source  document.Position // in the new description, or in the old one for what was taken out
	Lost    bool              // it was taken out
}

// Subject is an operation, a webhook, a named schema or the API as a whole, with its changes.
type Subject struct {
	Kind    string // "operation", "webhook", "schema" or "api"
	Name    string // "GET /pets", "Pet"
	ID      string // of an operation that there is still: what a link names
	Title   string
	Touches []string // of a schema: the operations that use it
	Changes []Change
}

// Report is everything that changed.
type Report struct {
	OldTitle, NewTitle     string
	OldVersion, NewVersion string
	OldFolder, NewFolder   string    // of the two descriptions, for whoever is told of a file; "" if files are named from here
	Subjects               []Subject // the API first, then operations in their order, then schemas
}

// Count is how many changes there are of a level.
func (r *Report) Count(level Level) (n int) {
	for _, s := range r.Subjects {
		for _, c := range s.Changes {
			if c.Level == level {
				n++
			}
		}
	}
	return n
}

// Worst is the level of the most important change, and false if there is none.
func (r *Report) Worst() (Level, bool) {
	for level := Breaking; level <= Documentation; level++ {
		if r.Count(level) > 0 {
			return level, true
		}
	}
	return 0, false
}

// file is where a change is to be seen; "" if nowhere.
func (r *Report) file(c Change) string {
	switch {
	case c.Source.File == "":
		return ""
	case c.Lost:
		return path.Join(r.OldFolder, c.Source.File)
	}
	return path.Join(r.NewFolder, c.Source.File)
}

// Between compares two descriptions.
func Between(old, now *document.Document) *Report {
	c := &comparer{old: old, now: now, pairs: map[pair]bool{}, named: map[string]*subject{}, uses: map[string]map[string]bool{}}
	r := &Report{OldTitle: old.Info.Title, NewTitle: now.Info.Title, OldVersion: old.Info.Version, NewVersion: now.Info.Version}
	c.api()
	c.operations(old.Operations, now.Operations, "operation")
	c.operations(old.Webhooks, now.Webhooks, "webhook")
	c.pending()
	for _, s := range append(c.subjects, c.schemas()...) {
		if s.Changes = tidy(s.Changes); len(s.Changes) > 0 {
			r.Subjects = append(r.Subjects, s.Subject)
		}
	}
	return r
}

// tidy sorts changes and leaves out what is said twice: a schema goes in both directions.
func tidy(all []Change) []Change {
	slices.SortStableFunc(all, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Where, b.Where), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Level, b.Level))
	})
	all = slices.CompactFunc(all, func(a, b Change) bool { return a.Where == b.Where && a.Message == b.Message })
	slices.SortStableFunc(all, func(a, b Change) int { return cmp.Compare(a.Level, b.Level) })
	return all
}

// comparer is a comparison under way.
type comparer struct {
	old, now *document.Document
	subjects []*subject
	pairs    map[pair]bool // of named schemas that have been compared, or are to be
	queue    []pair        // those that are to be
	named    map[string]*subject
	order    []string                   // of named, as they were met
	uses     map[string]map[string]bool // who uses a named schema: operations, and "#" with another schema
}

// subject is one in the making.
type subject struct {
	Subject
	user string // what it is called in comparer.uses
}

func (s *subject) add(level Level, where []string, source document.Position, message string) {
	s.Changes = append(s.Changes, Change{Level: level, Where: strings.Join(where, ", "), Message: message, Source: source})
}

// lost adds what was taken out, which is in the old description alone.
func (s *subject) lost(level Level, where []string, source document.Position, message string) {
	s.add(level, where, source, message)
	s.Changes[len(s.Changes)-1].Lost = true
}

// api compares what belongs to no operation.
func (c *comparer) api() {
	s := &subject{Subject: Subject{Kind: "api", Name: "The API"}}
	c.subjects = append(c.subjects, s)
	in := func(servers []*document.Server, url string) bool {
		return slices.ContainsFunc(servers, func(s *document.Server) bool { return s.URL == url })
	}
	for _, server := range c.old.Servers {
		if !in(c.now.Servers, server.URL) {
			s.add(Warning, nil, document.Position{}, "the server "+server.URL+" is gone")
		}
	}
	for _, server := range c.now.Servers {
		if !in(c.old.Servers, server.URL) {
			s.add(Addition, nil, document.Position{}, "there is the server "+server.URL)
		}
	}
	if c.old.Info.Description != c.now.Info.Description || c.old.Info.Title != c.now.Info.Title {
		s.add(Documentation, nil, document.Position{}, "the description of the API changed")
	}
	for _, scheme := range c.old.SecuritySchemes {
		if !slices.ContainsFunc(c.now.SecuritySchemes, func(n *document.SecurityScheme) bool { return n.ID == scheme.ID }) {
			s.lost(Warning, []string{"authentication"}, scheme.Source, "the security scheme "+scheme.ID+" is gone")
		}
	}
	for _, scheme := range c.now.SecuritySchemes {
		i := slices.IndexFunc(c.old.SecuritySchemes, func(o *document.SecurityScheme) bool { return o.ID == scheme.ID })
		switch {
		case i < 0:
			s.add(Addition, []string{"authentication"}, scheme.Source, "there is the security scheme "+scheme.ID)
		case place(c.old.SecuritySchemes[i]) != place(scheme):
			s.add(Breaking, []string{"authentication"}, scheme.Source, "the credential of "+scheme.ID+" is sent in another way: "+place(scheme)+" instead of "+place(c.old.SecuritySchemes[i]))
		}
	}
}

// place says how a credential is sent.
func place(s *document.SecurityScheme) string {
	return strings.Join(strings.Fields(strings.Join([]string{s.Type, s.In, s.Name, s.Scheme}, " ")), " ")
}

// schemas are the named schemas that changed, with the operations that they touch.
func (c *comparer) schemas() (all []*subject) {
	for _, name := range c.order {
		s := c.named[name]
		touched := map[string]bool{}
		c.touch(name, touched, map[string]bool{})
		for _, other := range c.subjects {
			if touched[other.Name] {
				s.Touches = append(s.Touches, other.Name)
			}
		}
		all = append(all, s)
	}
	return all
}

// touch gathers the operations that use a schema, also through others.
func (c *comparer) touch(name string, operations, seen map[string]bool) {
	if seen[name] {
		return
	}
	seen[name] = true
	for user := range c.uses[name] {
		if schema, ok := strings.CutPrefix(user, "#"); ok {
			c.touch(schema, operations, seen)
		} else {
			operations[user] = true
		}
	}
}
