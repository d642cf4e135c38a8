package handset

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"sync"
	"time"

	"wpengine/engine/api"
)

const (
	idleTime    = 8 * time.Hour  // a session that is not used for so long is over
	sessionTime = 24 * time.Hour // and so is every session after this
	maxSessions = 1000           // then the one that was not used for longest has to go
	maxOwn      = 100            // the same, of an account: it can't end those of others
	maxStreams  = 48             // of an account at once
	maxRequests = 12             // of an account at once; more of them wait
	maxFiles    = 12             // the same, of files of messages: a browser takes them as slowly as they play
	patience    = 10 * time.Second
)

// scopes are the operations that a session is good for, as scopes of keys.
func scopes() []string {
	return []string{"sandbox.*", "clients.list", "clients.get", "clients.getQr"}
}

// session is what a cookie stands for.
type session struct {
	key         string // what its visitor has signed in with, asked about on each use; "" if with none
	host        Host   // whom it stands for without a key
	demo        bool   // whether everybody has it who comes
	account     string
	began, used time.Time
	*turns
}

// turns are what the sessions of an account do at once. They share them, because whoever has a key can begin as many
// sessions as they like, and what these ask for is not counted otherwise.
type turns struct {
	requests chan struct{} // one for each under way
	files    chan struct{}
	streams  chan struct{}
}

// sessions are kept in memory: a restart ends them all. They are found by the hash of their cookie, so that the time
// which the search takes tells nothing about a cookie that is good.
type sessions struct {
	now func() time.Time

	mu   sync.Mutex
	open map[[sha256.Size]byte]*session
	of   map[string]*turns // by account; of those that ever came, who are few
}

// begin makes a session for an account, and returns it with the value of its cookie.
func (s *sessions) begin(account, key string, host Host) (cookie string, begun *session) {
	cookie, now := rand.Text(), s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open, s.of = map[[sha256.Size]byte]*session{}, map[string]*turns{}
	}
	s.makeRoom(now, maxOwn, func(other *session) bool { return other.account == account })
	s.makeRoom(now, maxSessions, func(*session) bool { return true })
	if s.of[account] == nil {
		s.of[account] = &turns{make(chan struct{}, maxRequests), make(chan struct{}, maxFiles), make(chan struct{}, maxStreams)}
	}
	begun = &session{key: key, host: host, account: account, began: now, used: now, turns: s.of[account]}
	s.open[sha256.Sum256([]byte(cookie))] = begun
	return cookie, begun
}

// makeRoom forgets the sessions that are over, and, if there are most of a sort, the one of them that was not used for
// longest.
func (s *sessions) makeRoom(now time.Time, most int, sort func(*session) bool) {
	var oldest [sha256.Size]byte
	var used time.Time
	count := 0
	for id, session := range s.open {
		if session.over(now) {
			delete(s.open, id)
			continue
		}
		if !sort(session) {
			continue
		}
		if count++; used.IsZero() || session.used.Before(used) {
			oldest, used = id, session.used
		}
	}
	if count >= most {
		delete(s.open, oldest)
	}
}

func (s *session) over(now time.Time) bool {
	return now.Sub(s.used) >= idleTime || now.Sub(s.began) >= sessionTime
}

// find returns the session of a cookie, or nil.
func (s *sessions) find(cookie string) *session {
	id, now := sha256.Sum256([]byte(cookie)), s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.open[id]
	if found == nil {
		return nil
	}
	if found.over(now) {
		delete(s.open, id)
		return nil
	}
	found.used = now
	return found
}

// end forgets the session of a cookie.
func (s *sessions) end(cookie string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, sha256.Sum256([]byte(cookie)))
}

// request waits for its turn among the requests of the account's sessions.
func (s *session) request(ctx context.Context) (end func(), err error) { return wait(ctx, s.requests) }

// file waits for its turn among the files that they get.
func (s *session) file(ctx context.Context) (end func(), err error) { return wait(ctx, s.files) }

func wait(ctx context.Context, places chan struct{}) (end func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	case <-ctx.Done():
		return nil, tooMany()
	}
}

// stream takes one of the streams that they may have.
func (s *session) stream(context.Context) (end func(), err error) {
	select {
	case s.streams <- struct{}{}:
		return func() { <-s.streams }, nil
	default:
		return nil, tooMany()
	}
}

func tooMany() error {
	return &api.Error{Code: api.CodeRateLimited, Detail: "Too much is going on in the sessions of this account at once. Try again in a moment.", RetryAfter: time.Second}
}

// Open makes a Handset one of the rpc.Sessions of the API.
func (h *Handset) Open(r *http.Request) (*api.Visit, error) {
	if h.cookie.Of(r) == "" {
		return nil, nil
	}
	caller, end, err := h.open(r, (*session).request)
	if err != nil {
		return nil, err
	}
	return &api.Visit{Caller: caller, Scopes: scopes(), Free: true, End: end}, nil
}

// open returns whom the request's session stands for, and takes a turn among what the account's sessions do at once.
func (h *Handset) open(r *http.Request, turn func(*session, context.Context) (func(), error)) (caller api.Caller, end func(), err error) {
	s := h.sessions.find(h.cookie.Of(r))
	if s == nil {
		return api.Caller{}, nil, api.Errorf(api.CodeUnauthenticated, "The session is over. Open %s again.", Path)
	}
	if caller, err = h.caller(r, s); err != nil {
		return api.Caller{}, nil, err
	}
	end, err = turn(s, r.Context())
	return caller, end, err
}

// caller returns whom a session stands for. A key that was revoked since, or has expired, is good for nothing more.
// Administrators have no more rights here than others: no page needs them.
func (h *Handset) caller(r *http.Request, s *session) (caller api.Caller, err error) {
	if s.demo && !h.ownHost(r) {
		return api.Caller{}, strangeHost(r)
	}
	if s.host != nil {
		caller, err = s.host(r.Context())
	} else {
		caller, err = h.keys.Verify(r.Context(), s.key)
	}
	if err != nil {
		return api.Caller{}, err
	}
	caller.Role = "user"
	return caller, nil
}
