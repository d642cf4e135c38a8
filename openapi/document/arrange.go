package document

import (
	"cmp"
	"slices"
	"strings"
)

// maxTags is of how many of an operation's tags the pages show it.
const maxTags = 50

// untagged is the group of the operations that have no tag.
const untagged = "operations"

// arrange puts the operations into groups, and gives everything that has a page a name for its address.
func (r *reader) arrange() {
	d := r.doc
	byTag := map[string]*Group{}
	group := func(name string) *Group {
		g := byTag[name]
		if g == nil {
			g = &Group{Title: name}
			byTag[name] = g
			d.Groups = append(d.Groups, g)
		}
		return g
	}
	r.orderTags()
	for _, tag := range d.Tags {
		g := group(tag.Name)
		g.Tag, g.Description, g.Title = tag, tag.Description, tag.DisplayName
	}
	for _, op := range d.Operations {
		name := ""
		if len(op.Tags) > 0 {
			name = op.Tags[0]
		}
		op.Group = group(name)
		op.Group.Operations = append(op.Group.Operations, op)
		for i, also := range op.Tags[:min(len(op.Tags), maxTags)] {
			if i > 0 && !slices.Contains(op.Tags[:i], also) {
				g := group(also)
				g.Also = append(g.Also, op)
			}
		}
	}
	if g := byTag[""]; g != nil {
		g.Title = "Operations"
	}
	d.Groups = slices.DeleteFunc(d.Groups, func(g *Group) bool { return len(g.Operations)+len(g.Also) == 0 })
	d.Operations = d.Operations[:0]
	groups := slugs{"webhooks": 1, "schemas": 1} // folders beside those of the groups
	for _, g := range d.Groups {
		name := untagged
		if g.Tag != nil {
			name = cmp.Or(g.Tag.Name, untagged)
		}
		g.Slug = groups.unique(name)
		d.Operations = append(d.Operations, g.Operations...)
	}
	r.nameOperations()
	r.nameOthers()
}

// orderTags adds the tags that are only used to those that are declared, and puts them in the order of x-tagGroups.
func (r *reader) orderTags() {
	d := r.doc
	known := map[string]bool{}
	for _, tag := range d.Tags {
		known[tag.Name] = true
		tag.DisplayName = cmp.Or(tag.DisplayName, tag.Summary, tag.Name)
	}
	for _, op := range slices.Concat(d.Operations, d.Webhooks) {
		for _, name := range op.Tags {
			if !known[name] {
				known[name] = true
				d.Tags = append(d.Tags, &Tag{Name: name, DisplayName: name})
			}
		}
	}
	rank := map[string]int{}
	for _, tags := range d.TagGroups {
		for _, name := range tags.Tags {
			if _, ok := rank[name]; !ok {
				rank[name] = len(rank) + 1
			}
		}
	}
	place := func(t *Tag) int { return cmp.Or(rank[t.Name], len(rank)+1) }
	slices.SortStableFunc(d.Tags, func(a, b *Tag) int { return cmp.Compare(place(a), place(b)) })
}

// nameOperations gives each operation an ID and, within its group, a slug.
func (r *reader) nameOperations() {
	for _, g := range r.doc.Groups {
		names := slugs{}
		for _, op := range g.Operations {
			if op.OperationID == "" {
				written := strings.ToLower(op.Method) + " " + op.Path
				op.Slug = names.unique(written)
				op.ID = g.Slug + "." + op.Slug
			} else {
				op.Slug = names.unique(strings.TrimPrefix(op.OperationID, g.Slug+"."))
				op.ID = op.OperationID
			}
			r.takeID(op, g.Slug+"."+op.Slug)
		}
	}
}

// takeID makes the operation's ID its own: another one, of its address, if it is taken.
func (r *reader) takeID(op *Operation, address string) {
	if other := r.ids[op.ID]; other != nil {
		if op.OperationID != "" {
			r.warn(op.Node.Get("operationId"), "operationId %q is taken by %s %s", op.ID, other.Method, other.Path)
		}
		for op.ID = r.spareIDs.free(address); r.ids[op.ID] != nil; {
			op.ID = r.spareIDs.free(address)
		}
	}
	r.ids[op.ID] = op
}

// nameOthers gives webhooks and schemas their slugs.
func (r *reader) nameOthers() {
	names := slugs{}
	perName := map[string]int{}
	for _, op := range r.doc.Webhooks {
		perName[op.Webhook]++
	}
	for _, op := range r.doc.Webhooks {
		name := op.Webhook
		if perName[name] > 1 {
			name += " " + strings.ToLower(op.Method)
		}
		op.Slug = names.unique(name)
		if op.ID = op.OperationID; op.ID == "" {
			op.ID = "webhooks." + op.Slug
		}
		r.takeID(op, "webhooks."+op.Slug)
	}
	schemas := slugs{}
	for _, s := range r.doc.Schemas {
		s.Slug = schemas.unique(s.Name)
	}
}
