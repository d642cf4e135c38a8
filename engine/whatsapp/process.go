package whatsapp

import (
	"fmt"

	siglog "go.mau.fi/libsignal/logger"
	wastore "go.mau.fi/whatsmeow/store"
)

// Process holds what whatsmeow and libsignal keep once for a whole process. Apply it before the first client
// connects, and only once: neither library guards these settings against concurrent use.
type Process struct {
	DeviceName string // as a phone lists it under "Linked devices"; default "WP Engine"
	WebVersion string // of WhatsApp Web, as 2.3000.1035905427; default: the one that the library knows
}

// Apply makes the settings.
func (p Process) Apply() error {
	if p.DeviceName == "" {
		p.DeviceName = "WP Engine"
	}
	wastore.SetOSInfo(p.DeviceName, [3]uint32{1, 0, 0})
	if p.WebVersion != "" {
		version, err := wastore.ParseVersion(p.WebVersion)
		if err != nil {
			return fmt.Errorf("whatsapp: the WhatsApp Web version is %q: write it as three numbers, like %s", p.WebVersion, wastore.GetWAVersion())
		}
		wastore.SetWAVersion(version)
	}
	if siglog.Logger == nil {
		var quiet siglog.Loggable = silentSignal{}
		siglog.Setup(&quiet)
	}
	return nil
}

// Version returns the version of WhatsApp Web that clients say they are. WhatsApp refuses old ones.
func Version() string { return wastore.GetWAVersion().String() }

// silentSignal drops what libsignal logs, to standard output if nobody asks otherwise: its messages name
// people and keys, and every error it reports is also returned.
type silentSignal struct{}

func (silentSignal) Debug(_, _ string)   {}
func (silentSignal) Info(_, _ string)    {}
func (silentSignal) Warning(_, _ string) {}
func (silentSignal) Error(_, _ string)   {}
func (silentSignal) Configure(string)    {}
