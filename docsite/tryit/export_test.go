package tryit

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"
)

// Conditions are what tests from outside put a proxy under, that no operator can.
type Conditions struct {
	// Names lead to these addresses, one answer after the other. Without any, no name server answers.
	Names map[string][][]string
	// The waits, where they aren't the usual ones.
	FirstByte, Idle, Total time.Duration
	// Full says that as many calls of the reader are running as may.
	Full bool
}

// NewUnder makes a proxy that is under conditions.
func NewUnder(t *testing.T, config Config, c Conditions) *Proxy {
	t.Helper()
	p, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	names := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("the name server is away")
	}}
	if c.Names != nil {
		names = (&nameServer{zones: c.Names}).resolver(t)
	}
	if p.servers, err = newServers(config.Upstreams, config.AllowPrivate, names); err != nil {
		t.Fatal(err)
	}
	for bound, wanted := range map[*time.Duration]time.Duration{&p.bounds.firstByte: c.FirstByte, &p.bounds.idle: c.Idle, &p.bounds.total: c.Total} {
		if wanted > 0 {
			*bound = wanted
		}
	}
	if c.Full {
		p.bounds.perClient = 0
	}
	return p
}
