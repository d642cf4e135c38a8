package docsite

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// reloadPath is where a page that is being written listens for news.
const reloadPath = "_docsite/events"

// Live serves a site that is built again whenever its sources change, and tells the pages that are open.
type Live struct {
	basePath string
	site     atomic.Pointer[Site]
	mu       sync.Mutex
	waiting  map[chan liveEvent]bool
	failed   *liveEvent // why there is no newer site, for pages that are opened meanwhile
}

// liveEvent is what an open page hears: that it has changed, or why it hasn't.
type liveEvent struct {
	Kind    string `json:"kind"` // "reload" or "failed"
	Message string `json:"message,omitempty"`
}

// NewLive serves a site, which should be built with Config.Live.
func NewLive(site *Site) *Live {
	l := &Live{basePath: site.config.BasePath, waiting: map[chan liveEvent]bool{}}
	l.site.Store(site)
	return l
}

// Replace serves another site from now on, and open pages load it.
func (l *Live) Replace(site *Site) {
	l.site.Store(site)
	l.tell(liveEvent{Kind: "reload"}, nil)
}

// Failed says on the open pages why there is no new site; the old one stays.
func (l *Live) Failed(err error) {
	event := liveEvent{Kind: "failed", Message: err.Error()}
	l.tell(event, &event)
}

func (l *Live) tell(event liveEvent, failed *liveEvent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failed = failed
	for c := range l.waiting {
		select {
		case c <- event:
		default: // it has not read the last one, and will reload for that
		}
	}
}

// ServeHTTP implements [http.Handler].
func (l *Live) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == l.basePath+"/"+reloadPath {
		l.events(w, r)
		return
	}
	l.site.Load().ServeHTTP(w, r)
}

// listen is what a page that is of a build will hear, and what it has missed while it was loaded.
func (l *Live) listen(build string) chan liveEvent {
	events := make(chan liveEvent, 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting[events] = true
	switch {
	case build != "" && build != l.site.Load().builder.id:
		events <- liveEvent{Kind: "reload"}
	case l.failed != nil:
		events <- *l.failed
	}
	return events
}

// events is a stream of Server-Sent Events, until the page is closed.
func (l *Live) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	connection := http.NewResponseController(w)
	events := l.listen(r.URL.RawQuery)
	defer func() {
		l.mu.Lock()
		delete(l.waiting, events)
		l.mu.Unlock()
	}()
	alive := time.NewTicker(30 * time.Second)
	defer alive.Stop()
	fmt.Fprint(w, ": listening\n\n")
	for connection.Flush() == nil {
		select {
		case <-r.Context().Done():
			return
		case <-alive.C:
			fmt.Fprint(w, ": here\n\n")
		case event := <-events:
			data, err := json.Marshal(event)
			if err != nil {
				return
			}
			fmt.Fprintf(w, "data: %s\n\n", data)
		}
	}
}
