package tryit

import (
	"cmp"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"unicode"
)

// panelHeader is on every message of a panel. A page of another site can't set it without asking first, and is told no.
const panelHeader = "X-Try-It"

// door tells pages that may use the proxy from those that may not.
type door struct {
	own   *http.CrossOriginProtection
	sites map[string]bool // origins; if there are any, pages of no other site come in
	local bool            // readers are on this machine
}

func newDoor(origins []string, local bool) (*door, error) {
	d := &door{own: http.NewCrossOriginProtection(), sites: map[string]bool{}, local: local}
	for _, origin := range origins {
		u, err := url.Parse(strings.ToLower(origin))
		if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || strings.TrimSuffix(u.Path, "/") != "" ||
			u.RawQuery != "" || u.Fragment != "" || strings.Contains(u.Host, "*") {
			return nil, fmt.Errorf("tryit: site origin %q must look like https://docs.example.com, without a path", origin)
		}
		if strings.ContainsFunc(u.Host, func(r rune) bool { return r > unicode.MaxASCII }) {
			return nil, fmt.Errorf("tryit: site origin %q must be written as browsers send it, with xn-- for other letters than a to z", origin)
		}
		// Browsers leave the usual ports out.
		host := strings.TrimSuffix(u.Host, map[string]string{"https": ":443", "http": ":80"}[u.Scheme])
		d.sites[u.Scheme+"://"+host] = true
	}
	return d, nil
}

// admit tells the browser that a page of another origin may read the answer, if it may.
func (d *door) admit(w http.ResponseWriter, r *http.Request) bool {
	if len(d.sites) == 0 {
		return false
	}
	w.Header().Add("Vary", "Origin")
	origins := r.Header.Values("Origin")
	if len(origins) != 1 || !d.sites[origins[0]] {
		return false
	}
	w.Header().Set("Access-Control-Allow-Origin", origins[0])
	return true
}

// preflight answers the question that a browser asks before a page of another origin may post. It reports whether this was one.
func (d *door) preflight(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" || !d.admit(w, r) {
		return false
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", http.MethodPost)
	h.Set("Access-Control-Allow-Headers", panelHeader)
	h.Set("Access-Control-Max-Age", "7200") // as long as any browser remembers it
	w.WriteHeader(http.StatusNoContent)
	return true
}

// Unmistakable reports a Host header by which a page of another site can't have led a browser here: an address, or localhost.
// The name of a site can be made to lead here later, and its pages may then read what ours say.
func Unmistakable(host string) bool { return namedByAddress(withoutPort(host)) }

func withoutPort(host string) string {
	name, _, _ := net.SplitHostPort(host)
	return cmp.Or(name, strings.Trim(host, "[]"))
}

// onMachine reports a request of a reader on this machine. A reverse proxy calls the site by an address of the machine as well, but the
// browsers that it calls for know another.
func onMachine(r *http.Request) bool {
	name := withoutPort(r.Host)
	address, err := netip.ParseAddr(name)
	if !strings.EqualFold(name, "localhost") && (err != nil || !address.Unmap().IsLoopback()) {
		return false
	}
	for name := range r.Header {
		if name != "Origin" && aboutSender(name) {
			return false
		}
	}
	origin := r.Header.Get("Origin")
	_, from, _ := strings.Cut(origin, "://")
	return origin == "" || strings.EqualFold(from, r.Host)
}

// check refuses what no panel of an allowed page has sent. It is the first thing that happens, so that another site's page learns
// nothing, not even which operations there are.
func (d *door) check(w http.ResponseWriter, r *http.Request) error {
	if len(d.sites) > 0 {
		if !d.admit(w, r) {
			return problemf(http.StatusForbidden, "cross_origin", "This came from another site", "Only pages of the sites that this proxy is for may send requests through it. Whoever runs it names them with --site-origin.")
		}
	} else if len(r.Header.Values("Origin")) > 1 || d.own.Check(r) != nil {
		return problemf(http.StatusForbidden, "cross_origin", "This came from another site", "Only pages of this site may send requests through it.")
	}
	if d.local && !onMachine(r) {
		return problemf(http.StatusForbidden, "not_local", "This site is for readers on its machine", "Open it at localhost there. Whoever runs it for others names the servers that they may try with --upstream.")
	}
	if r.Method == http.MethodPost && r.Header.Get(panelHeader) != "1" {
		return problemf(http.StatusForbidden, "not_a_panel", "This did not come from a panel", "The panel of an operation's page sends the header %s.", panelHeader)
	}
	return nil
}
