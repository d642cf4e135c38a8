package snippet

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/spelling"
	"wpengine/docsite/verify"
	"wpengine/openapi/document"
)

// API is what samples are held against. It is for one goroutine.
type API struct {
	servers  []server
	routes   map[int][]*route // by the number of their segments
	verifier *verify.Verifier
}

// server is where the API is.
type server struct{ host, path string } // "api.example.com", "/v1"

// route is a path of the description.
type route struct {
	path       string
	segments   []string
	operations map[string]*document.Operation // by method
}

// New reads where the operations of a description are. Servers are further ones that the samples may name.
func New(doc *document.Document, servers ...string) *API {
	a := &API{routes: map[int][]*route{}, verifier: verify.New()}
	byPath := map[string]*route{}
	seen := map[server]bool{}
	add := func(addresses []string) {
		for _, address := range addresses {
			if s, ok := serverOf(address); ok && !seen[s] {
				seen[s] = true
				a.servers = append(a.servers, s)
			}
		}
	}
	add(servers)
	add(request.ServerURLs(doc.Servers))
	for _, op := range doc.Operations {
		add(request.ServerURLs(op.Servers))
		path, _, _ := strings.Cut(op.Path, "?")
		path, _, _ = strings.Cut(path, "#")
		r := byPath[path]
		if r == nil {
			r = &route{path: path, segments: segmentsOf(path), operations: map[string]*document.Operation{}}
			byPath[path] = r
			a.routes[len(r.segments)] = append(a.routes[len(r.segments)], r)
		}
		if r.operations[op.Method] == nil {
			r.operations[op.Method] = op
		}
	}
	// The longest path first: one server may be below another.
	slices.SortStableFunc(a.servers, func(x, y server) int { return len(y.path) - len(x.path) })
	return a
}

func serverOf(address string) (server, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return server{}, false
	}
	return server{strings.ToLower(u.Host), strings.TrimRight(u.Path, "/")}, true
}

func segmentsOf(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }

// Check says what the description has otherwise than a request; "" if it is as it should be, or if that cannot be told.
func (a *API) Check(r Request) string {
	path, sure := a.pathOf(r.URL)
	if path == "" {
		return ""
	}
	found := a.route(path, r.Method)
	switch {
	case found == nil && sure && !strings.Contains(path, Unknown):
		return fmt.Sprintf("the sample calls %s %s, which the spec does not have%s", r.Method, path, spelling.DidYouMean(path, a.paths()))
	case found == nil:
		return ""
	}
	op := found.operations[r.Method]
	switch {
	case op == nil && sure && isMethod(r.Method) && r.Method != "HEAD" && r.Method != "OPTIONS":
		return fmt.Sprintf("the sample calls %s %s, and the spec has only %s there", r.Method, found.path, strings.Join(slices.Sorted(maps.Keys(found.operations)), ", "))
	case op == nil:
		return ""
	case r.Faulty != "":
		return r.Faulty
	case r.Body == nil:
		return ""
	}
	return a.Request(op, r.Body)
}

// pathOf is the path of a URL below the server, and whether that is one of the API's for sure: others may have paths that
// look alike.
func (a *API) pathOf(address string) (path string, sure bool) {
	address, _, _ = strings.Cut(address, "?")
	address, _, _ = strings.Cut(address, "#")
	if strings.ContainsAny(address, " \t\r\n") {
		return "", false
	}
	if scheme, rest, ok := strings.Cut(address, "://"); ok {
		if scheme != "http" && scheme != "https" && !strings.Contains(scheme, Unknown) {
			return "", false
		}
		address = rest
	} else if strings.HasPrefix(address, "/") {
		address = Unknown + address // of a server that goes without saying
	}
	host, path, ok := strings.Cut(address, "/")
	if !ok {
		return "", false
	}
	host, path = strings.ToLower(host), "/"+path
	somewhere := strings.Contains(host, Unknown) || strings.HasPrefix(host, "localhost") || strings.HasPrefix(host, "127.0.0.1")
	for _, s := range a.servers {
		below, ok := strings.CutPrefix(path, s.path)
		if !ok || !strings.HasPrefix(below, "/") {
			continue
		}
		if host == s.host && s.host != "" {
			return below, true
		}
		if somewhere && s.path != "" {
			return below, true
		}
	}
	if somewhere { // the variable may be all of the server's URL
		return path, false
	}
	return "", false
}

// route is the path of the description that a path is one of. One without parameters goes before others.
func (a *API) route(path, method string) *route {
	segments := segmentsOf(path)
	var best *route
	score := -1
	for _, r := range a.routes[len(segments)] {
		n := r.match(segments)
		if n < 0 {
			continue
		}
		n *= 2
		if r.operations[method] != nil {
			n++
		}
		if n > score {
			best, score = r, n
		}
	}
	return best
}

// match counts the segments that are the same; -1 if one cannot be.
func (r *route) match(segments []string) int {
	same := 0
	for i, want := range r.segments {
		got := segments[i]
		switch {
		case got == want:
			same++
		case strings.Contains(want, "{") && got != "", strings.Contains(got, Unknown):
		default:
			return -1
		}
	}
	if same == 0 && len(segments) > 0 && strings.Contains(segments[0], Unknown) {
		return -1 // it could be anything
	}
	return same
}

// paths are all of the description.
func (a *API) paths() (all []string) {
	for _, n := range slices.Sorted(maps.Keys(a.routes)) {
		for _, r := range a.routes[n] {
			all = append(all, r.path)
		}
	}
	return all
}
