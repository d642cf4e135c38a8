package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"

	"wpengine/docsite"
	"wpengine/docsite/settings"
	"wpengine/docsite/tryit"
)

// proxyFlags are what "docsite serve" and "docsite proxy" ask about requests that readers send.
type proxyFlags struct {
	Upstream      []string  `help:"Server to try operations on, else those of docsite.yaml, else those of the spec. May be given several times." placeholder:"URL"`
	AllowPrivate  bool      `name:"allow-private" help:"Let names of servers lead to addresses inside the network."`
	TrustedProxy  []network `name:"trusted-proxy" help:"Reverse proxy whose X-Forwarded-For is believed, as an address or a CIDR range; those on this machine are. May be given several times." placeholder:"CIDR"`
	MetricsListen string    `name:"metrics-listen" help:"Address to offer counters for Prometheus on, under /metrics; nowhere without one." placeholder:"ADDRESS"`
}

// network is an address or a range of addresses on the command line.
type network netip.Prefix

// UnmarshalText reads 10.0.0.7 or 10.0.0.0/8.
func (n *network) UnmarshalText(text []byte) error {
	if address, err := netip.ParseAddr(string(text)); err == nil {
		*n = network(netip.PrefixFrom(address, address.BitLen()))
		return nil
	}
	prefix, err := netip.ParsePrefix(string(text))
	if err != nil {
		return fmt.Errorf("%q is neither an address, such as 10.0.0.7, nor a range, such as 10.0.0.0/8", text)
	}
	*n = network(prefix.Masked())
	return nil
}

func (f *proxyFlags) trusted() []netip.Prefix {
	all := make([]netip.Prefix, len(f.TrustedProxy))
	for i, n := range f.TrustedProxy {
		all[i] = netip.Prefix(n)
	}
	return all
}

// upstreams are the operator's servers, by flags or by the settings; none if the spec is to say.
func (f *proxyFlags) upstreams(s *settings.Settings) []string {
	if len(f.Upstream) > 0 {
		return f.Upstream
	}
	var all []string
	for _, server := range s.Servers {
		all = append(all, server.URL)
	}
	return all
}

// metrics begins to offer counters; nil if nobody asks for them.
func (f *proxyFlags) metrics(m mainCmd, s *servers) (*tryit.Metrics, error) {
	if f.MetricsListen == "" {
		return nil, nil
	}
	counted, pages := tryit.Counters(loopback(f.MetricsListen))
	at, err := s.listen("--metrics-listen", f.MetricsListen, pages)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(m.Stdout, "Counting at http://%s/metrics\n", at)
	return counted, nil
}

// proxyCmd is "docsite proxy".
type proxyCmd struct {
	Config     string   `help:"Settings of the site; docsite.yaml in this folder if there is one." placeholder:"FILE"`
	Spec       string   `help:"Description of the API, the same as that of the site." placeholder:"FILE"`
	SiteOrigin []string `name:"site-origin" help:"Site whose pages may use the proxy, https://docs.example.com. May be given several times." required:"" placeholder:"ORIGIN"`
	Listen     string   `help:"Address to listen on; port 0 takes a free one." default:"localhost:8082"`
	proxyFlags
}

// Run passes on requests until the program is told to stop.
func (c *proxyCmd) Run(m mainCmd) error {
	from := source{Config: c.Config, Spec: c.Spec}
	err := from.readSettings()
	if from.settings != nil && from.Spec == "" && !errors.As(err, new(docsite.Problems)) {
		return usageError{errors.New("missing flags: --spec=FILE, whose operations may be tried; or say spec: in docsite.yaml")}
	}
	if err != nil {
		return err
	}
	spec, _, err := openSpec("--spec", from.Spec)
	if err != nil {
		return err
	}
	logger := slog.New(slog.NewTextHandler(m.Stderr, nil))
	s := newServers(logger)
	defer s.close()
	metrics, err := c.metrics(m, s)
	if err != nil {
		return err
	}
	proxy, err := tryit.New(tryit.Config{
		Spec: spec, Prefix: "/", Internal: from.settings.ShowInternal,
		Upstreams: c.upstreams(from.settings), AllowPrivate: c.AllowPrivate,
		Origins: c.SiteOrigin, TrustedProxies: c.trusted(), Metrics: metrics, Logger: logger,
	})
	if err != nil {
		return usageError{err}
	}
	mux := http.NewServeMux()
	mux.Handle("/", proxy)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	at, err := s.listen("--listen", c.Listen, mux)
	if err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "Passing on requests of %s at http://%s/\n", count(len(spec.Operations), "operation"), at)
	return s.run()
}
