package reference

import (
	"strconv"

	"wpengine/openapi/document"
)

// user is somebody who refers to a named schema.
type user struct {
	path, label, method, how string
}

// usedBy lists the operations and schemas that refer to a named schema.
func (w *writer) usedBy(named *document.Schema) {
	users := w.r.usersOf(named)
	if len(users) == 0 {
		return
	}
	w.raw("<section class=\"op-section\" aria-labelledby=\"used-by\">\n")
	w.heading(2, w.id("used-by"), "Used by")
	const most = 60 // at once
	w.userList(users[:min(len(users), most)])
	if len(users) > most {
		w.raw("<details class=\"example\"><summary>", strconv.Itoa(len(users)-most), " more</summary>\n")
		w.userList(users[most:])
		w.raw("</details>\n")
	}
	w.raw("</section>\n")
}

func (w *writer) userList(users []user) {
	w.raw("<ul class=\"used-by\">\n")
	for _, u := range users {
		w.raw("<li><a")
		w.href(u.path)
		w.raw(">")
		if u.method != "" {
			w.method(u.method)
			w.raw(" ")
		}
		w.element("", u.label, "</a>")
		if u.how != "" {
			w.raw(` <span class="field-note">`, u.how, "</span>")
		}
		w.raw("</li>\n")
	}
	w.raw("</ul>\n")
}

// usersOf finds out, once for all schemas, who refers to them.
func (r *Reference) usersOf(named *document.Schema) []user {
	r.usersOnce.Do(func() {
		f := finder{users: map[*document.Schema][]user{}, seen: map[*document.Schema]int{}}
		for _, p := range r.pages {
			if p.Kind == Operation || p.Kind == Webhook {
				f.operation(p)
			}
		}
		for _, s := range r.schemas() {
			f.by = user{path: schemaPath(s), label: s.Name}
			f.round++
			f.seen[s] = f.round
			f.inside(s)
		}
		r.users = f.users
	})
	return r.users[named]
}

// finder looks for references to named schemas.
type finder struct {
	users map[*document.Schema][]user
	by    user
	round int                      // each looks at a schema once
	seen  map[*document.Schema]int // the last round that has
}

func (f *finder) operation(p *Page) {
	op := p.operation
	f.by = user{path: p.Path, label: p.Nav.Label, method: op.Method, how: "in the request"}
	if p.Kind == Webhook {
		f.by.how = "in what arrives"
	}
	f.round++
	for _, parameter := range op.Parameters {
		f.uses(parameter.Schema)
	}
	if op.Body != nil {
		f.contents(op.Body.Contents)
	}
	f.by.how = "in the answer"
	f.round++
	for _, response := range op.Responses {
		for _, header := range response.Headers {
			f.uses(header.Schema)
		}
		f.contents(response.Contents)
	}
	f.by.how = "in a callback"
	f.round++
	for _, c := range op.Callbacks {
		for _, called := range c.Operations {
			if called.Body != nil {
				f.contents(called.Body.Contents)
			}
		}
	}
}

func (f *finder) contents(all []*document.Content) {
	for _, c := range all {
		f.uses(c.Schema)
		f.uses(c.ItemSchema)
	}
}

// uses notes the named schemas that a schema is or refers to, without another in between.
func (f *finder) uses(s *document.Schema) {
	if s == nil || f.seen[s] == f.round {
		return
	}
	f.seen[s] = f.round
	if s.Name != "" {
		f.users[s] = append(f.users[s], f.by)
		return
	}
	f.inside(s)
}

func (f *finder) inside(s *document.Schema) {
	how := f.by.how
	for _, part := range s.AllOf {
		if part != nil && how == "" {
			f.by.how = "which is made of it"
			f.uses(part)
			f.by.how = how
		}
	}
	s.Each(f.uses)
}
