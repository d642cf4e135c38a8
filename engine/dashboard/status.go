package dashboard

import (
	"fmt"
	"net/http"
	"time"

	"wpengine/engine/api"
)

// Status is how the engine as a whole is.
type Status struct {
	Ready         bool   // it takes requests, and its database answers
	Network       string // whatsapp or sandbox
	Started       time.Time
	Accounts      int
	DatabaseBytes int64
	Clients       map[api.ClientState]int // of all accounts
	Proxies       api.ProxyCounts
	Work          []Count // what is under way
	Versions      []Version
}

// Count is a number of things.
type Count struct {
	Name string
	N    int
}

// Version is that of a part of the engine.
type Version struct{ Of, Is string }

// statusPage is Status in words.
type statusPage struct {
	Status
	States []stateCount
	Total  int
	Health []healthCount // of proxies, those that there are
	Up     string
	Size   string
}

// stateCount is how many clients are in a state.
type stateCount struct {
	State api.ClientState
	clientState
	N int
}

// statesInOrder are the states of clients, those that need somebody last.
var statesInOrder = []api.ClientState{
	api.ClientStateConnected, api.ClientStateConnecting, api.ClientStatePairing, api.ClientStateDisconnected, api.ClientStateUnpaired,
	api.ClientStateLoggedOut, api.ClientStateReplaced, api.ClientStateBanned, api.ClientStateOutdated,
}

func (d *Dashboard) showStatus(v *Visit) error {
	now, err := d.Status(v.Request.Context())
	if err != nil {
		return err
	}
	page := &statusPage{Status: now, Up: lasting(time.Since(now.Started)), Size: bytesInWords(now.DatabaseBytes)}
	for _, state := range statesInOrder {
		if n := now.Clients[state]; n > 0 {
			page.States = append(page.States, stateCount{state, clientStates[state], n})
			page.Total += n
		}
	}
	for _, c := range healthCounts(now.Proxies) {
		if c.N > 0 {
			page.Health = append(page.Health, c)
		}
	}
	return v.Show(http.StatusOK, page)
}

// lasting says how long something has lasted, in its two largest units.
func lasting(d time.Duration) string {
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	switch {
	case days > 0:
		return counted(days, "day", "days") + ", " + counted(hours, "hour", "hours")
	case hours > 0:
		return counted(hours, "hour", "hours") + ", " + counted(minutes, "minute", "minutes")
	case minutes > 0:
		return counted(minutes, "minute", "minutes")
	}
	return "less than a minute"
}

// bytesInWords writes a size as people say it.
func bytesInWords(n int64) string {
	units := []string{"bytes", "KB", "MB", "GB", "TB"}
	size, unit := float64(n), 0
	for size >= 1000 && unit < len(units)-1 {
		size, unit = size/1000, unit+1
	}
	if unit == 0 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%.1f %s", size, units[unit])
}
