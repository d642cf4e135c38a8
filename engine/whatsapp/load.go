package whatsapp

import "wpengine/engine/api"

// Load is what the clients of all accounts are doing at a moment.
type Load struct {
	States      map[api.ClientState]int // how many clients are in each
	Dialing     int                     // connections being made
	Waiting     int                     // callers who wait for a client that connects
	Sending     int                     // messages being sent, those that wait for their turn included
	Downloading int                     // files
}

// Load returns what is going on now.
func (c *Clients) Load() Load {
	load := Load{
		States: map[api.ClientState]int{}, Dialing: len(c.dials), Downloading: len(c.downloads),
		Waiting: int(c.waiting.Load()), Sending: int(c.sending.Load()),
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	for _, cl := range c.byID {
		load.States[cl.snapshot().state]++
	}
	return load
}
