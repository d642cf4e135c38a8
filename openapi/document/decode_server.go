package document

import (
	"slices"
	"strings"
)

// servers are those that an object names itself.
func (r *reader) servers(n *Node) []*Server {
	var all []*Server
	for _, item := range r.list(n, "servers") {
		if item.Kind() != Object {
			r.warn(item, "a server has to be an object with a url")
			continue
		}
		all = append(all, r.server(item))
	}
	return all
}

func (r *reader) server(n *Node) *Server {
	s := &Server{URL: r.text(n, "url"), Name: r.text(n, "name"), Description: r.text(n, "description")}
	r.checkMembers(n, "a server", serverMembers)
	for name, variable := range r.object(n, "variables").Members() {
		r.checkMembers(variable, "a variable", variableMembers)
		s.Variables = append(s.Variables, &ServerVariable{
			Name: name, Default: r.text(variable, "default"), Description: r.text(variable, "description"), Enum: r.texts(variable, "enum"),
		})
	}
	r.checkVariables(n, s)
	return s
}

// checkVariables compares a server's variables with its URL.
func (r *reader) checkVariables(n *Node, s *Server) {
	if s.URL == "" && n.Get("url") == nil {
		r.warn(n, "a server needs a url")
	}
	variables := n.Get("variables")
	inURL := map[string]bool{}
	for _, name := range braced(s.URL) {
		if inURL[name] = true; r.child(variables, name) == nil {
			r.warn(n, "the server's URL has {%s}, which is not among its variables", name)
		}
	}
	for _, v := range s.Variables {
		at := r.child(variables, v.Name)
		if v.Default == "" && at.Get("default") == nil {
			r.warn(at, "the variable {%s} needs a default", v.Name)
		}
		if len(v.Enum) > 0 && v.Default != "" && !slices.Contains(v.Enum, v.Default) {
			r.warn(at, "the variable {%s} has the default %q, which is not in its enum", v.Name, v.Default)
		}
		if !inURL[v.Name] {
			r.warn(at, "the server's URL has no {%s}, which is among its variables", v.Name)
		}
	}
}

// braced are the names in braces in a URL or a path.
func braced(s string) (names []string) {
	for {
		_, rest, found := strings.Cut(s, "{")
		if !found {
			return names
		}
		name, rest, found := strings.Cut(rest, "}")
		if !found {
			return names
		}
		names = append(names, name)
		s = rest
	}
}
