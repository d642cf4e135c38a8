package tryit

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"wpengine/docsite/request"
)

// servers are where requests may go: to the operator's servers, or else to the spec's. Servers that the operator names by
// address may be anywhere, on this very machine as well. A name may lead inside the network only if the operator says so: who
// answers for the name would choose what a stranger can reach through this site. The spec's servers may never
// be inside without that, however they are named, for the same reason.
type servers struct {
	upstreams []target // the operator's; none if the spec says
	checked   http.RoundTripper
}

// target is a server that a request goes to.
type target struct {
	base      string // its URL
	host      string // for messages
	transport http.RoundTripper
}

func newServers(upstreams []string, allowPrivate bool, names *net.Resolver) (servers, error) {
	anywhere, checked := newTransport(nil, names), newTransport(onlyPublic, names)
	if allowPrivate {
		checked = newTransport(onlyServers, names)
	}
	s := servers{checked: checked}
	for _, base := range upstreams {
		u, err := url.Parse(base)
		if err != nil || !plain(u) {
			return s, fmt.Errorf("tryit: upstream %q must look like https://api.example.com/v1", base)
		}
		to := target{base: base, host: u.Host, transport: checked}
		if namedByAddress(u.Hostname()) {
			to.transport = anywhere
		}
		s.upstreams = append(s.upstreams, to)
	}
	return s, nil
}

// plain reports a URL that can be the beginning of others, and of which nothing has to be kept secret.
func plain(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil && u.RawQuery == "" && !u.ForceQuery && u.Fragment == "" && u.Opaque == ""
}

// namedByAddress reports a host that nobody else decides the meaning of.
func namedByAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil || strings.EqualFold(host, "localhost")
}

// choose is the server that the panel asks for.
func (s servers) choose(call *request.Call, choice serverChoice) (target, error) {
	own := call.Operation.Servers
	count := len(s.upstreams)
	if count == 0 {
		count = max(len(own), 1)
	}
	if choice.Index < 0 || choice.Index >= count {
		return target{}, problemf(http.StatusBadRequest, "unknown_server", "No such server", "This site sends to other servers than this page knows of. Reload the page.")
	}
	if len(s.upstreams) > 0 {
		if len(choice.Variables) > 0 {
			return target{}, problemf(http.StatusBadRequest, "invalid_server", "This server has no variables", "Whoever runs this site has named the servers, and they have none. Reload the page.")
		}
		return s.upstreams[choice.Index], nil
	}
	base := "/"
	if len(own) > 0 {
		var err error
		base, err = request.ServerURLWith(own[choice.Index], choice.Variables)
		var wrong *request.InputError
		if errors.As(err, &wrong) {
			return target{}, problemf(http.StatusBadRequest, "invalid_server", "This server can't be chosen", "%s", sentence(wrong.Message))
		}
	}
	u, err := url.Parse(base)
	if err != nil || !plain(u) {
		return target{}, problemf(http.StatusBadGateway, "no_upstream", "There is no server to send to",
			"The spec's server is %q, which is no address to send to. Whoever runs this site can name one with --upstream.", base)
	}
	return target{base: base, host: u.Host, transport: s.checked}, nil
}
