package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"time"

	"wpengine/assets"
	"wpengine/engine"
)

// After Ctrl-C, requests under way have graceTime to end by themselves. Then those that still wait, such as
// clients.getQr, are ended. What is being written goes on for up to shutdownTime, which is longer than a
// message may take. A second Ctrl-C waits for nothing.
const (
	graceTime    = 5 * time.Second
	shutdownTime = 40 * time.Second
)

// secretKeyVariable names the environment variable with the keys that the credentials of proxies are encrypted with.
const secretKeyVariable = "WPENGINE_SECRET_KEY"

type serveCmd struct {
	dataFlag
	Listen              string       `help:"The address to listen on." default:"localhost:8080" env:"WPENGINE_LISTEN"`
	Network             string       `help:"whatsapp, the real network, or sandbox, the simulated one." enum:"whatsapp,sandbox" default:"whatsapp" env:"WPENGINE_NETWORK"`
	Demo                bool         `help:"On an empty database make a demo account, a linked client and virtual phones, which whoever opens /sandbox may use. Needs --network sandbox." env:"WPENGINE_DEMO"`
	SandboxURL          string       `help:"The simulated network is the one that wpengine sandbox runs at this address, such as http://127.0.0.1:8090, instead of one in this process." env:"WPENGINE_SANDBOX_URL" placeholder:"URL"`
	World               string       `help:"A YAML file with virtual phones, their contacts, groups and past messages, for what the network lacks of it. The phones are for the account that the file names as owner; else for the demo account; else for the only account there is. Needs --network sandbox." env:"WPENGINE_WORLD" placeholder:"FILE"`
	PublicURL           string       `help:"The address by which others reach this server, such as https://wa.example.com. The docs' samples show it." env:"WPENGINE_PUBLIC_URL" placeholder:"URL"`
	TrustedProxies      []proxyRange `help:"Reverse proxies whose X-Forwarded-For is believed, as addresses or CIDR ranges." env:"WPENGINE_TRUSTED_PROXIES" placeholder:"CIDR"`
	OpenSignup          bool         `help:"Let everybody make an account at /sign-up who can reach the server. Without, accounts are made by invitation." env:"WPENGINE_OPEN_SIGNUP"`
	AllowPrivateFiles   bool         `help:"Let messages bring files from URLs with private addresses, such as http://127.0.0.1:9000/receipt.pdf. Whoever has a key can then reach what the server can." env:"WPENGINE_ALLOW_PRIVATE_FILES"`
	AllowPrivateProxies bool         `help:"Let administrators put outbound proxies with private addresses into the pool, such as socks5://10.0.0.7:1080." env:"WPENGINE_ALLOW_PRIVATE_PROXIES"`
	AssignProxies       bool         `help:"Give every client without an outbound proxy one from the pool before it connects. If there is none for it, it doesn't connect." env:"WPENGINE_ASSIGN_PROXIES"`
	ProxyExitURL        string       `help:"A URL that answers with the address it is asked from. It is asked through each outbound proxy that is checked, to know where that comes out." env:"WPENGINE_PROXY_EXIT_URL" placeholder:"URL"`
	WhatsAppVersion     string       `name:"whatsapp-version" help:"The version of WhatsApp Web to present as, when WhatsApp refuses the built-in one." env:"WPENGINE_WHATSAPP_VERSION" placeholder:"V"`
	KeepMessages        int          `help:"How many messages of each client are kept, the newest." default:"20000" env:"WPENGINE_KEEP_MESSAGES" placeholder:"N"`
	KeepDays            int          `help:"For how many days messages are kept." default:"90" env:"WPENGINE_KEEP_DAYS" placeholder:"N"`
	MetricsListen       string       `help:"An address to offer counters for Prometheus on, under /metrics, such as localhost:9091. Nowhere without one." env:"WPENGINE_METRICS_LISTEN" placeholder:"ADDRESS"`
	oidcFlags
	logFlags
}

// logFlags say what a server tells of itself.
type logFlags struct {
	LogFormat string `help:"text or json." enum:"text,json" default:"text" env:"WPENGINE_LOG_FORMAT"`
	LogLevel  string `help:"debug, info, warn or error." enum:"debug,info,warn,error" default:"info" env:"WPENGINE_LOG_LEVEL"`
}

// Validate refuses flags that don't go together; kong calls it.
func (c *serveCmd) Validate() error {
	if c.SandboxURL != "" {
		if c.World != "" {
			return errors.New("--world is for the process that runs the network: give it to wpengine sandbox")
		}
		c.Network = engine.NetworkSandbox
	}
	if c.Demo && c.Network != engine.NetworkSandbox {
		return errors.New("--demo works on the simulated network only: add --network sandbox")
	}
	if c.World != "" && c.Network != engine.NetworkSandbox {
		return errors.New("--world is for the simulated network only: add --network sandbox")
	}
	if err := c.oidcFlags.check(); err != nil {
		return err
	}
	if c.KeepMessages < 1 || c.KeepDays < 1 {
		return errors.New("--keep-messages and --keep-days must be at least 1")
	}
	if u, err := url.Parse(c.ProxyExitURL); c.ProxyExitURL != "" && (err != nil || u.Host == "" || u.User != nil || (u.Scheme != "http" && u.Scheme != "https")) {
		return fmt.Errorf("--proxy-exit-url %q must look like https://address.example.com/", c.ProxyExitURL)
	}
	if c.PublicURL == "" {
		return nil
	}
	var err error
	c.PublicURL, err = publicOrigin(c.PublicURL)
	return err
}

// publicOrigin reads --public-url.
func publicOrigin(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || (u.Path != "" && u.Path != "/") || u.RawQuery != "" || u.User != nil {
		return "", fmt.Errorf("--public-url %q must look like https://wa.example.com", address)
	}
	return u.Scheme + "://" + u.Host, nil
}

// Run serves until ctx ends.
func (c *serveCmd) Run(ctx context.Context, m *mainCmd) error {
	log := c.logger(m)
	if err := c.checkWorld(); err != nil {
		return err
	}
	provider, err := c.oidcFlags.config()
	if err != nil {
		return err
	}
	// In the environment alone: everybody on the machine can read a command line.
	secrets, err := engine.ParseSecrets(os.Getenv(secretKeyVariable))
	if err != nil {
		return fmt.Errorf("%s: %w", secretKeyVariable, err)
	}
	if err := engine.Prepare(c.WhatsAppVersion); err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w (choose another address with --listen)", c.Listen, err)
	}
	defer func() { _ = listener.Close() }() // the server closes it, unless it never gets to serve
	origin := c.PublicURL
	if origin == "" {
		origin = "http://" + reachable(listener.Addr(), "localhost")
	}

	eng, err := engine.New(ctx, engine.Config{
		Data: c.Data, Network: c.Network, SandboxURL: c.SandboxURL, Assets: assets.Engine(), PublicURL: c.PublicURL, Origin: origin, OpenID: provider,
		OpenSignup: c.OpenSignup, AllowPrivateFiles: c.AllowPrivateFiles, TrustedProxies: prefixes(c.TrustedProxies), Logger: log,
		ProxySecrets: secrets, AllowPrivateProxies: c.AllowPrivateProxies, AssignProxies: c.AssignProxies, ProxyExitURL: c.ProxyExitURL,
		KeepMessages: c.KeepMessages, KeepMessagesFor: time.Duration(c.KeepDays) * 24 * time.Hour,
	})
	if err != nil {
		return err
	}
	defer func() {
		if err := eng.Close(); err != nil {
			log.Error("close", "error", err)
		}
	}()
	counted, stopCounting, err := c.count(ctx, log)
	if err != nil {
		return err
	}
	defer stopCounting()
	readers := new(readers)
	docs, err := newDocs(origin, "http://"+reachable(listener.Addr(), "127.0.0.1"), prefixes(c.TrustedProxies), readers, counted, log)
	if err != nil {
		return err
	}
	requests, endRequests := context.WithCancel(context.WithoutCancel(ctx))
	defer endRequests()
	server := newServer(requests, arriving(onlyByHTTPS(routes(readers.engine(eng), docs), c.PublicURL), arrivalTime), log)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	eng.Start(ctx)
	log.Info("serving", "address", listener.Addr().String(), "docs", origin+"/docs/", "network", c.Network, "data", c.Data, "version", engine.Version)
	if err := c.inhabit(ctx, m, eng, origin); err != nil {
		_ = server.Close()
		return err
	}

	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	log.Info("shutting down: requests under way may finish")
	eng.Drain()
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	defer time.AfterFunc(graceTime, endRequests).Stop()
	if err := server.Shutdown(stopping); err != nil {
		log.Warn("shutdown: some requests were cut off", "error", err)
		_ = server.Close()
	}
	return nil
}

func (c *logFlags) logger(m *mainCmd) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // kong lets only its names through
	options := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(m.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(m.Stderr, options))
}

// proxyRange is an address or a range of addresses on the command line.
type proxyRange netip.Prefix

// UnmarshalText reads 10.0.0.7 or 10.0.0.0/8.
func (p *proxyRange) UnmarshalText(text []byte) error {
	if addr, err := netip.ParseAddr(string(text)); err == nil {
		*p = proxyRange(netip.PrefixFrom(addr, addr.BitLen()))
		return nil
	}
	prefix, err := netip.ParsePrefix(string(text))
	if err != nil {
		return fmt.Errorf("%q is neither an address, such as 127.0.0.1, nor a range, such as 10.0.0.0/8", text)
	}
	*p = proxyRange(prefix.Masked())
	return nil
}

func prefixes(ranges []proxyRange) []netip.Prefix {
	out := make([]netip.Prefix, len(ranges))
	for i, r := range ranges {
		out[i] = netip.Prefix(r)
	}
	return out
}

// routes is the whole address space of the server.
func routes(eng, docs http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", eng)
	mux.Handle("/docs/", docs)
	mux.Handle("/docs", docs)
	mux.Handle("GET /{$}", http.RedirectHandler("/docs/", http.StatusFound))
	return mux
}

// newServer bounds what a slow or hostile client can stretch. There is no ReadTimeout, because it would end
// long polls; bodies have a time of their own, see arriving. A long poll of clients.getQr takes up to 50
// seconds and Try-It waits for it, hence the time to write. Requests end with ctx.
func newServer(ctx context.Context, h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      120 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// reachable is the host and port by which this machine reaches its own listener: the address
// itself, or host when it listens on all of them.
func reachable(addr net.Addr, host string) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return addr.String()
	}
	if ip := tcp.AddrPort().Addr(); ip.IsUnspecified() || ip.IsLoopback() && host == "localhost" {
		return net.JoinHostPort(host, fmt.Sprint(tcp.Port))
	}
	return addr.String()
}
