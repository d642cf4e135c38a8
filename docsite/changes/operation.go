package changes

import (
	"fmt"
	"slices"
	"strings"

	"wpengine/openapi/document"
)

// operations compares two lists: by method and path, and what is left by its operationId.
func (c *comparer) operations(old, now []*document.Operation, kind string) {
	key := func(op *document.Operation) string { return op.Method + " " + pathKey(op) }
	before, exact := map[string]*document.Operation{}, map[string]*document.Operation{}
	byID := map[string]*document.Operation{}
	for _, op := range old {
		before[key(op)], exact[name(op)+" "+op.Method] = op, op
	}
	after := map[string]bool{}
	for _, op := range now {
		after[key(op)] = true
	}
	for _, op := range old {
		if op.OperationID != "" && !after[key(op)] {
			byID[op.OperationID] = op
		}
	}
	met := map[*document.Operation]bool{}
	for _, op := range now {
		s := c.subject(kind, op, true)
		was := exact[name(op)+" "+op.Method]
		if was == nil {
			was = before[key(op)]
		}
		if was == nil && op.OperationID != "" {
			if was = byID[op.OperationID]; was != nil && !met[was] {
				s.add(Breaking, nil, op.Source, fmt.Sprintf("it was %s", name(was)))
			}
		}
		if was == nil || met[was] {
			s.add(Addition, nil, op.Source, "it is new")
			continue
		}
		met[was] = true
		c.operation(s, was, op, kind == "webhook")
	}
	for _, op := range old {
		if met[op] {
			continue
		}
		s := c.subject(kind, op, false)
		if op.Deprecated {
			s.lost(Warning, nil, op.Source, "it is gone; it had been deprecated")
		} else {
			s.lost(Breaking, nil, op.Source, "it is gone")
		}
	}
}

// pathKey is the path without the names of its parameters, which nobody sends.
func pathKey(op *document.Operation) string {
	if op.Webhook != "" {
		return op.Webhook
	}
	var out strings.Builder
	rest := op.Path
	for {
		before, after, found := strings.Cut(rest, "{")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		_, rest, _ = strings.Cut(after, "}")
		out.WriteString("{}")
	}
}

func name(op *document.Operation) string {
	if op.Webhook != "" {
		return op.Webhook
	}
	return op.Method + " " + op.Path
}

func (c *comparer) subject(kind string, op *document.Operation, there bool) *subject {
	s := &subject{Subject: Subject{Kind: kind, Name: name(op), Title: op.Summary}, user: name(op)}
	if there && op.Webhook == "" {
		s.ID = op.ID
	}
	c.subjects = append(c.subjects, s)
	return s
}

// operation compares two. Of what the API sends by itself, the directions are the other way round.
func (c *comparer) operation(s *subject, old, now *document.Operation, sent bool) {
	if now.Deprecated && !old.Deprecated {
		s.add(Warning, nil, now.Source, "it is deprecated now")
	}
	if old.Deprecated && !now.Deprecated {
		s.add(Addition, nil, now.Source, "it is no longer deprecated")
	}
	if old.Summary != now.Summary || old.Description != now.Description {
		s.add(Documentation, nil, now.Source, "its description changed")
	}
	request, answer := toAPI, fromAPI
	if sent {
		request, answer = fromAPI, toAPI
	}
	c.parameters(s, old, now, request)
	c.body(s, old, now, request)
	c.responses(s, old, now, answer)
	c.security(s, old, now)
	c.callbacks(s, old, now)
}

func (c *comparer) parameters(s *subject, old, now *document.Operation, d direction) {
	same := func(p *document.Parameter) func(*document.Parameter) bool {
		return func(q *document.Parameter) bool {
			if p.In == "header" {
				return q.In == p.In && strings.EqualFold(p.Name, q.Name)
			}
			return q.In == p.In && p.Name == q.Name
		}
	}
	for i, p := range now.Parameters {
		where := []string{p.In + " " + p.Name}
		j := slices.IndexFunc(old.Parameters, same(p))
		if j < 0 && p.In == "path" { // the n-th one in the path, by whatever name
			j = nthInPath(old, now, p)
		}
		if j < 0 {
			if p.Required {
				s.add(Breaking, where, p.Source, "it is new, and required")
			} else {
				s.add(Addition, where, p.Source, "it is new")
			}
			continue
		}
		was := old.Parameters[j]
		switch {
		case p.Required && !was.Required:
			s.add(Breaking, where, p.Source, "it is required now")
		case was.Required && !p.Required:
			s.add(Addition, where, p.Source, "it is optional now")
		}
		if p.Deprecated && !was.Deprecated {
			s.add(Warning, where, p.Source, "it is deprecated now")
		}
		if p.Style != was.Style || p.Explode != was.Explode || p.MediaType != was.MediaType {
			s.add(Breaking, where, p.Source, "it is written in another way: "+written(p)+" instead of "+written(was))
		}
		if p.Description != was.Description {
			s.add(Documentation, where, p.Source, "its description changed")
		}
		c.schema(s, was.Schema, p.Schema, d, where)
		_ = i
	}
	for _, p := range old.Parameters {
		if p.In != "path" && !slices.ContainsFunc(now.Parameters, same(p)) {
			s.lost(Warning, []string{p.In + " " + p.Name}, p.Source, "it is gone")
		}
	}
}

// nthInPath finds the old path parameter that stands where the new one does.
func nthInPath(old, now *document.Operation, p *document.Parameter) int {
	names := func(op *document.Operation) (all []string) {
		for part := range strings.SplitSeq(op.Path, "{") {
			if name, _, found := strings.Cut(part, "}"); found {
				all = append(all, name)
			}
		}
		return all
	}
	before, after := names(old), names(now)
	n := slices.Index(after, p.Name)
	if n < 0 || n >= len(before) {
		return -1
	}
	return slices.IndexFunc(old.Parameters, func(q *document.Parameter) bool { return q.In == "path" && q.Name == before[n] })
}

func written(p *document.Parameter) string {
	words := p.Style
	if p.Explode {
		words += ", exploded"
	}
	if p.MediaType != "" {
		words += ", as " + p.MediaType
	}
	return words
}

func (c *comparer) body(s *subject, old, now *document.Operation, d direction) {
	where := []string{"request body"}
	switch {
	case old.Body == nil && now.Body == nil:
		return
	case old.Body == nil && now.Body.Required && d == toAPI:
		s.add(Breaking, where, now.Body.Source, "it is new, and required")
		return
	case old.Body == nil:
		s.add(Addition, where, now.Body.Source, "it is new")
		return
	case now.Body == nil:
		s.lost(Breaking, where, old.Body.Source, "it is gone")
		return
	case now.Body.Required && !old.Body.Required && d == toAPI:
		s.add(Breaking, where, now.Body.Source, "it is required now")
	case old.Body.Required && !now.Body.Required:
		s.add(Addition, where, now.Body.Source, "it is optional now")
	}
	c.contents(s, old.Body.Contents, now.Body.Contents, d, where)
}

// contents compares bodies in each media type.
func (c *comparer) contents(s *subject, old, now []*document.Content, d direction, where []string) {
	find := func(all []*document.Content, mediaType string) *document.Content {
		i := slices.IndexFunc(all, func(c *document.Content) bool { return c.MediaType == mediaType })
		if i < 0 {
			return nil
		}
		return all[i]
	}
	for _, content := range old {
		if find(now, content.MediaType) == nil {
			s.add(Breaking, where, document.Position{}, content.MediaType+" is gone")
		}
	}
	for _, content := range now {
		was := find(old, content.MediaType)
		if was == nil {
			s.add(Addition, where, document.Position{}, "there is "+content.MediaType)
			continue
		}
		at := where
		if len(now) > 1 {
			at = append(slices.Clone(where), content.MediaType)
		}
		c.schema(s, was.Schema, content.Schema, d, at)
		c.schema(s, was.ItemSchema, content.ItemSchema, d, at)
	}
}

func (c *comparer) responses(s *subject, old, now *document.Operation, d direction) {
	find := func(op *document.Operation, status string) *document.Response {
		i := slices.IndexFunc(op.Responses, func(r *document.Response) bool { return strings.EqualFold(r.Status, status) })
		if i < 0 {
			return nil
		}
		return op.Responses[i]
	}
	for _, r := range old.Responses {
		if find(now, r.Status) == nil {
			level := Warning
			if strings.HasPrefix(r.Status, "2") {
				level = Breaking
			}
			s.lost(level, []string{"response " + r.Status}, r.Source, "it is gone")
		}
	}
	for _, r := range now.Responses {
		where := []string{"response " + r.Status}
		was := find(old, r.Status)
		if was == nil {
			s.add(Addition, where, r.Source, "it is new")
			continue
		}
		if r.Description != was.Description {
			s.add(Documentation, where, r.Source, "its description changed")
		}
		c.contents(s, was.Contents, r.Contents, d, where)
		c.headers(s, was.Headers, r.Headers, d, where)
	}
}

func (c *comparer) headers(s *subject, old, now []*document.Parameter, d direction, where []string) {
	find := func(all []*document.Parameter, name string) *document.Parameter {
		i := slices.IndexFunc(all, func(h *document.Parameter) bool { return strings.EqualFold(h.Name, name) })
		if i < 0 {
			return nil
		}
		return all[i]
	}
	for _, h := range old {
		at := append(slices.Clone(where), "header "+h.Name)
		switch {
		case find(now, h.Name) != nil:
		case h.Required:
			s.lost(Breaking, at, h.Source, "it is gone")
		default:
			s.lost(Warning, at, h.Source, "it is gone")
		}
	}
	for _, h := range now {
		at := append(slices.Clone(where), "header "+h.Name)
		was := find(old, h.Name)
		if was == nil {
			s.add(Addition, at, h.Source, "it is new")
			continue
		}
		if was.Required && !h.Required {
			s.add(Breaking, at, h.Source, "it may be missing now")
		}
		c.schema(s, was.Schema, h.Schema, d, at)
	}
}

// security compares the ways to be let in.
func (c *comparer) security(s *subject, old, now *document.Operation) {
	before, after := ways(old), ways(now)
	where := []string{"authorization"}
	for _, way := range before {
		if !slices.ContainsFunc(after, func(w map[string]bool) bool { return includes(way, w) }) {
			s.add(Breaking, where, now.Source, "it is no longer enough to have "+describeWay(way))
		}
	}
	for _, way := range after {
		if !slices.ContainsFunc(before, func(w map[string]bool) bool { return includes(way, w) }) {
			s.add(Addition, where, now.Source, "it is enough to have "+describeWay(way))
		}
	}
}

// ways are the alternatives: each what it takes, schemes and their scopes. Without any, nothing is enough.
func ways(op *document.Operation) []map[string]bool {
	if len(op.Security) == 0 {
		return []map[string]bool{{}}
	}
	var all []map[string]bool
	for _, requirement := range op.Security {
		way := map[string]bool{}
		for _, part := range requirement {
			way[part.Scheme.ID] = true
			for _, scope := range part.Scopes {
				way[part.Scheme.ID+" with "+scope] = true
			}
		}
		all = append(all, way)
	}
	return all
}

// includes reports whether who has one thing has all of another.
func includes(has, needs map[string]bool) bool {
	for what := range needs {
		if !has[what] {
			return false
		}
	}
	return true
}

func describeWay(way map[string]bool) string {
	if len(way) == 0 {
		return "no credential"
	}
	var all []string
	for what := range way {
		scoped := false
		for other := range way {
			scoped = scoped || strings.HasPrefix(other, what+" with ")
		}
		if !scoped {
			all = append(all, what)
		}
	}
	slices.Sort(all)
	return strings.Join(all, " and ")
}

// callbacks compares what the API calls because of an operation.
func (c *comparer) callbacks(s *subject, old, now *document.Operation) {
	type called struct{ name, method string }
	all := func(op *document.Operation) map[called]*document.Operation {
		m := map[called]*document.Operation{}
		for _, callback := range op.Callbacks {
			for _, o := range callback.Operations {
				m[called{callback.Name, o.Method}] = o
			}
		}
		return m
	}
	before, after := all(old), all(now)
	for _, callback := range old.Callbacks {
		for _, o := range callback.Operations {
			if after[called{callback.Name, o.Method}] == nil {
				s.lost(Breaking, []string{"callback " + callback.Name}, o.Source, "it is gone")
			}
		}
	}
	for _, callback := range now.Callbacks {
		for _, o := range callback.Operations {
			was := before[called{callback.Name, o.Method}]
			where := []string{"callback " + callback.Name}
			if was == nil {
				s.add(Addition, where, o.Source, "it is new")
				continue
			}
			inner := &subject{user: s.user}
			c.operation(inner, was, o, true)
			for _, change := range inner.Changes {
				change.Where = strings.Join(append(slices.Clone(where), change.Where), ", ")
				s.Changes = append(s.Changes, change)
			}
		}
	}
}
