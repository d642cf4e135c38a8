package engine

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/netip"
	"net/url"
	"time"

	"wpengine/engine/account/openid"
	"wpengine/engine/store"
	"wpengine/engine/whatsapp"
)

// Version is the version of the engine, as in the spec.
const Version = "1.0.0"

// The networks that an engine can be on.
const (
	NetworkWhatsApp = "whatsapp"
	NetworkSandbox  = "sandbox"
)

// OpenID says who an OpenID Connect provider is.
type OpenID = openid.Config

// Config is what an Engine is made of.
type Config struct {
	Data    string       // required: the folder of the database and its key; made if it is missing
	Network string       // required: NetworkWhatsApp or NetworkSandbox; a data folder stays with its first
	Logger  *slog.Logger // required

	// SandboxURL is where a simulated network runs in another process of this machine, such as http://127.0.0.1:8090.
	// Without it NetworkSandbox is a network in this process.
	SandboxURL string

	// Assets are the style sheets and scripts of the engine's pages: the dashboard, and on the simulated network the
	// handset, which shows the virtual phones. Without them there are no pages.
	Assets fs.FS

	// OpenSignup lets everybody make an account who comes by.
	OpenSignup bool

	// PublicURL is the address by which others reach the engine, "" if there is none but the machine's own.
	PublicURL string

	// Origin is the address by which browsers reach the pages where there is no PublicURL, such as http://localhost:8080.
	// Without one of them nobody signs in with a passkey.
	Origin string

	// OpenID is an OpenID Connect provider by which people may sign in too; nil for none.
	OpenID *OpenID

	// TrustedProxies are the reverse proxies whose X-Forwarded-For is believed.
	TrustedProxies []netip.Prefix

	// HourlyLimits overrides how many requests the accounts of a tier have in any hour.
	HourlyLimits map[string]int

	// KeepMessages is how many messages of a client are kept, the newest; default 20,000. KeepMessagesFor is for how
	// long; default 90 days.
	KeepMessages    int
	KeepMessagesFor time.Duration

	// AllowPrivateFiles lets messages bring files from URLs with private addresses, such as those of the machine itself.
	AllowPrivateFiles bool

	// ProxySecrets are what the credentials of proxies are encrypted with, instead of the key file in the data folder. The
	// first is for new ones, and what another of them or that file has encrypted is encrypted with it at the start. They
	// have 32 bytes each.
	ProxySecrets [][]byte

	// AllowPrivateProxies lets the pool take outbound proxies with private addresses, and clients connect to them.
	AllowPrivateProxies bool

	// AssignProxies gives every client without a proxy one before it connects. If there is none for it, it doesn't connect.
	AssignProxies bool

	// ProxyExitURL is what answers with the address that it is asked from. It is asked through each proxy that is checked;
	// "" leaves exit addresses unknown.
	ProxyExitURL string
}

// Prepare makes the settings that whatsmeow has once for a whole process. Call it before the first New.
// The version is that of WhatsApp Web to present as; "" is the one that whatsmeow knows.
func Prepare(whatsAppVersion string) error {
	return whatsapp.Process{WebVersion: whatsAppVersion}.Apply()
}

// origin is the address by which browsers reach the pages.
func (c *Config) origin() string { return cmp.Or(c.PublicURL, c.Origin) }

// name is what people's apps call the engine.
func (c *Config) name() string {
	const name = "WP Engine"
	if at, err := url.Parse(c.PublicURL); err == nil && at.Hostname() != "" {
		return name + " " + at.Hostname()
	}
	return name
}

// check reports what is missing or wrong.
func (c *Config) check() error {
	switch {
	case c.Data == "":
		return errors.New("engine: Config.Data is required")
	case c.Logger == nil:
		return errors.New("engine: Config.Logger is required")
	case c.KeepMessages < 0 || c.KeepMessagesFor < 0:
		return errors.New("engine: Config.KeepMessages and KeepMessagesFor are positive, or 0 for the default")
	case c.SandboxURL != "" && c.Network != NetworkSandbox:
		return errors.New("engine: Config.SandboxURL is for NetworkSandbox")
	case c.Network != NetworkWhatsApp && c.Network != NetworkSandbox:
		return fmt.Errorf("engine: the network is %s or %s, not %q", NetworkWhatsApp, NetworkSandbox, c.Network)
	}
	return nil
}

// ParseSecrets reads Config.ProxySecrets as people write them: in hex or base64, with spaces or commas between them.
func ParseSecrets(text string) ([][]byte, error) { return store.ParseSecrets(text) }

// hourlyLimit returns the budget of a tier, which is account.Limit's unless it is overridden.
func (c *Config) hourlyLimit(limit func(tier string) int) func(tier string) int {
	if len(c.HourlyLimits) == 0 {
		return limit
	}
	return func(tier string) int { return cmp.Or(c.HourlyLimits[tier], limit(tier)) }
}
