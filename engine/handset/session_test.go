package handset

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wpengine/engine/api"
)

func TestDemoLetsAVisitorIn(t *testing.T) {
	s := start(t, "")
	if got := s.do("GET", "/sandbox", ""); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/sandbox/sign-in" {
		t.Errorf("before the demo: %s %s", got.Status, got.Header.Get("Location"))
	}
	s.demo()
	got := s.do("GET", "/sandbox", "")
	s.expect(got, 200, "15551234567")
	c := got.Cookies()
	if len(c) != 1 || !c[0].HttpOnly || c[0].SameSite != http.SameSiteStrictMode || c[0].Path != "/" || len(c[0].Value) < 26 {
		t.Fatalf("the cookie is %v", c)
	}
	if again := s.do("GET", "/sandbox", ""); len(again.Cookies()) != 0 {
		t.Errorf("who has a session gets another: %v", again.Cookies())
	}
	for id := range s.handset.sessions.open {
		if strings.Contains(c[0].Value, string(id[:])) {
			t.Error("the cookie is kept as it is")
		}
	}
	s.cookie = ""
	if got := s.do("GET", "/sandbox", "", "Sec-Fetch-Dest: image"); len(got.Cookies()) != 0 {
		t.Errorf("a picture begins a session: %v", got.Cookies())
	}
}

// TestWhoIsSignedInToTheDashboardNeedsNoKey also shows that they are let in no longer than that.
func TestWhoIsSignedInToTheDashboardNeedsNoKey(t *testing.T) {
	s := start(t, "")
	var signedIn atomic.Bool
	s.handset.guest = func(*http.Request) (Host, error) {
		if !signedIn.Load() {
			return nil, nil
		}
		return func(context.Context) (api.Caller, error) {
			if !signedIn.Load() {
				return api.Caller{}, api.Errorf(api.CodeUnauthenticated, "Your session is over.")
			}
			return api.Caller{UserID: "ada", Email: "ada@example.com", Role: "admin"}, nil
		}, nil
	}
	s.expect(s.do("GET", "/sandbox/sign-in", ""), 200, `href="/sign-in?next=%2fsandbox"`)
	signedIn.Store(true)
	s.expect(s.do("GET", "/sandbox", "", "Host: wa.example.com"), 200, `href="/account"`)
	signedIn.Store(false)
	if got := s.do("GET", "/sandbox", ""); got.StatusCode != http.StatusSeeOther {
		t.Errorf("after signing out of the dashboard: %s", got.Status)
	}
	signedIn.Store(true)
	if got := s.demo().do("GET", "/sandbox", "", "Host: wa.example.com"); got.StatusCode != 200 {
		t.Errorf("with a demo beside it: %s", got.Status)
	}
}

func TestDemoIsOpenAtItsOwnAddressOnly(t *testing.T) {
	s := start(t, "https://wa.example.com").demo()
	for host, status := range map[string]int{
		"localhost:8080": 200, "127.0.0.1": 200, "[::1]:8080": 200, "phones.localhost": 200, "192.168.1.7:8080": 200,
		"wa.example.com": 200, "WA.example.com": 200,
		"evil.example": 403, "localhost.evil.example": 403, "127.0.0.1.evil.example:80": 403,
	} {
		s.cookie = ""
		got := s.do("GET", "/sandbox", "", "Host: "+host)
		if got.StatusCode != status {
			t.Errorf("%s: %s", host, got.Status)
		}
		if status == 200 && !got.Cookies()[0].Secure {
			t.Errorf("%s: the cookie of an https site goes over http too", host)
		}
	}
	s.cookie = ""
	s.do("GET", "/sandbox", "")
	r, err := http.NewRequest("POST", s.url+"/api/rpc/sandbox/listPhones", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Cookie", s.cookie)
	if visit, err := s.handset.Open(r); err != nil || visit.End == nil || !visit.Free || visit.Caller.UserID != "ada" {
		t.Errorf("%+v %v", visit, err)
	}
	r.Host = "evil.example:" + r.URL.Port() // the cookie has the port in its name
	if _, err := s.handset.Open(r); code(err) != api.CodeForbidden {
		t.Errorf("an API call under another name: %v", err)
	}
}

func code(err error) api.Code {
	shown := new(api.Error)
	errors.As(err, &shown)
	return shown.Code
}

func TestSignInTakesAKey(t *testing.T) {
	s := start(t, "")
	s.expect(s.do("GET", "/sandbox/sign-in", ""), 200, `<input id="key" name="key" type="password"`)
	for key, want := range map[string]string{"wpe_nobody": "unknown", "": "unknown", narrowKey: "do not include sandbox.*", officeKey: "for certain addresses only"} {
		got := s.do("POST", "/sandbox/sign-in", "key="+key)
		if got.StatusCode < 400 || !strings.Contains(got.body, want) || len(got.Cookies()) != 0 {
			t.Errorf("%q: %s\n%s", key, got.Status, got.body)
		}
		if key != "" && strings.Contains(got.body, key) {
			t.Errorf("the key %s is in the page", key)
		}
	}
	if got := s.do("POST", "/sandbox/sign-in", "key=+"+goodKey+"%0A"); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/sandbox" {
		t.Fatalf("%s\n%s", got.Status, got.body)
	}
	s.expect(s.do("GET", "/sandbox", ""), 200, "Signed in as ada@example.com")

	r, err := http.NewRequest("POST", s.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Cookie", s.cookie)
	visit, err := s.handset.Open(r)
	if err != nil {
		t.Fatal(err)
	}
	caller := visit.Caller
	if caller.UserID != "ada" || caller.Key == nil || caller.Key.ID != "key-good" {
		t.Fatalf("%+v", caller)
	}
	if caller.Role != "user" {
		t.Errorf("the session has the role %s", caller.Role)
	}
	visit.End()

	t.Log("a key that is revoked ends it")
	delete(s.keys, goodKey)
	if _, err := s.handset.Open(r); code(err) != api.CodeUnauthenticated {
		t.Errorf("%v", err)
	}
	if got := s.do("GET", "/sandbox", ""); got.StatusCode != http.StatusSeeOther {
		t.Errorf("%s", got.Status)
	}
}

func TestSignOutEndsTheSession(t *testing.T) {
	s := start(t, "")
	s.do("POST", "/sandbox/sign-in", "key="+goodKey)
	cookie := s.cookie
	if got := s.do("POST", "/sandbox/sign-out", ""); got.StatusCode != http.StatusSeeOther || got.Cookies()[0].MaxAge >= 0 {
		t.Errorf("%s %v", got.Status, got.Cookies())
	}
	s.cookie = cookie
	if got := s.do("GET", "/sandbox", ""); got.StatusCode != http.StatusSeeOther {
		t.Errorf("the session goes on: %s", got.Status)
	}
}

func TestSessionsEnd(t *testing.T) {
	s := start(t, "")
	s.do("POST", "/sandbox/sign-in", "key="+goodKey)
	for range 3 {
		s.now = s.now.Add(idleTime - time.Minute)
		if got := s.do("GET", "/sandbox", ""); s.now.Sub(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)) < sessionTime && got.StatusCode != 200 {
			t.Errorf("a session that is used has ended: %s", got.Status)
		}
	}
	s.now = s.now.Add(5 * time.Minute) // a day after it began
	if got := s.do("GET", "/sandbox", ""); got.StatusCode != http.StatusSeeOther {
		t.Errorf("it goes on for more than a day: %s", got.Status)
	}
	s.do("POST", "/sandbox/sign-in", "key="+goodKey)
	s.now = s.now.Add(idleTime)
	if got := s.do("GET", "/sandbox", ""); got.StatusCode != http.StatusSeeOther {
		t.Errorf("it goes on unused: %s", got.Status)
	}
}

func TestThereAreOnlySoManySessions(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s := &sessions{now: func() time.Time { return now }}
	first, _ := s.begin("ada", "wpe_1", nil)
	now = now.Add(time.Second)
	second, _ := s.begin("bob", "wpe_2", nil)
	now = now.Add(time.Second)
	s.find(first)
	for i := range maxSessions - 1 {
		now = now.Add(time.Millisecond)
		s.begin(fmt.Sprint("account ", i), "wpe_3", nil)
	}
	if len(s.open) != maxSessions || s.find(first) == nil || s.find(second) != nil {
		t.Errorf("%d sessions; the one that was unused for longest is there: %v", len(s.open), s.find(second) != nil)
	}
}

func TestSessionsOfAnAccountEndNoneOfOthers(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s := &sessions{now: func() time.Time { return now }}
	ada, _ := s.begin("ada", "wpe_1", nil)
	now = now.Add(time.Second)
	bob, _ := s.begin("bob", "wpe_2", nil)
	for range maxSessions {
		now = now.Add(time.Millisecond)
		s.begin("bob", "wpe_2", nil)
	}
	if s.find(ada) == nil || s.find(bob) != nil || len(s.open) != maxOwn+1 {
		t.Errorf("%d sessions; Ada has hers: %v", len(s.open), s.find(ada) != nil)
	}
}

func TestSessionsOfAnAccountShareTheirTurns(t *testing.T) {
	s := &sessions{now: time.Now}
	_, first := s.begin("ada", "wpe_1", nil)
	_, second := s.begin("ada", "wpe_1", nil)
	_, other := s.begin("bob", "wpe_2", nil)
	for range maxStreams {
		if _, err := first.stream(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := second.stream(t.Context()); code(err) != api.CodeRateLimited {
		t.Errorf("another session has more streams: %v", err)
	}
	if _, err := other.stream(t.Context()); err != nil {
		t.Errorf("another account has none: %v", err)
	}
}

func TestOnlyPagesOfOursMayPost(t *testing.T) {
	s := start(t, "").demo()
	s.do("GET", "/sandbox", "")
	for _, headers := range [][]string{
		{"Sec-Fetch-Site: cross-site"}, {"Sec-Fetch-Site: same-site"}, {"Origin: https://evil.example"}, {"Origin: null"},
	} {
		for _, path := range []string{"/sandbox/send", "/sandbox/sign-in", "/sandbox/sign-out"} {
			got := s.do("POST", path, "phone=%2B15551234567&chat=x&text=hi&key="+goodKey, headers...)
			s.expect(got, 403, "a page of another site")
			if len(got.Cookies()) != 0 {
				t.Errorf("%s %v: %v", path, headers, got.Cookies())
			}
		}
	}
	if len(s.phones.sent) != 0 {
		t.Errorf("sent: %q", s.phones.sent)
	}
}

func TestASessionHasAFewStreamsAtOnce(t *testing.T) {
	s := start(t, "").demo()
	s.expect(s.do("GET", "/sandbox/events?phone=%2B15551234567", ""), 401, "Open /sandbox again")
	s.do("GET", "/sandbox", "")
	open := func() *http.Response {
		t.Helper()
		r, err := http.NewRequest("GET", s.url+"/sandbox/events?phone=%2B15551234567", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Cookie", s.cookie)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = resp.Body.Close() })
		return resp
	}
	for range maxStreams {
		if resp := open(); resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/event-stream" {
			t.Fatalf("%s", resp.Status)
		}
	}
	ctx := <-s.phones.streams
	if api.CallerFrom(ctx).UserID != "ada" {
		t.Errorf("the stream is for %+v", api.CallerFrom(ctx))
	}
	if resp := open(); resp.StatusCode != 429 {
		t.Errorf("one more: %s", resp.Status)
	}
	s.handset.Drain()
	<-ctx.Done()
}

func TestThePageTakesATurnToo(t *testing.T) {
	s := start(t, "")
	s.do("POST", "/sandbox/sign-in", "key="+goodKey)
	_, other := s.handset.sessions.begin("ada", goodKey, nil)
	for range maxRequests {
		if _, err := other.request(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // it waits no longer
	r, w := httptest.NewRequestWithContext(ctx, "GET", s.url+"/sandbox", nil), httptest.NewRecorder()
	r.Header.Set("Cookie", s.cookie)
	if s.handset.ServeHTTP(w, r); w.Code != http.StatusTooManyRequests {
		t.Errorf("the page is there: %d", w.Code)
	}
}

func TestRequestsOfASessionTakeTurns(t *testing.T) {
	s := &sessions{now: time.Now}
	_, session := s.begin("ada", "", func(context.Context) (api.Caller, error) { return api.Caller{}, nil })
	var ends []func()
	for range maxRequests {
		end, err := session.request(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, end)
	}
	turn := make(chan error)
	go func() {
		_, err := session.request(t.Context())
		turn <- err
	}()
	ends[0]()
	if err := <-turn; err != nil {
		t.Error(err)
	}
}

// revocable are keys that can be taken away while somebody uses them.
type revocable struct {
	keys
	revoked atomic.Bool
	asked   chan struct{} // each time that somebody is asked about
}

func (r *revocable) Verify(ctx context.Context, presented string) (api.Caller, error) {
	select {
	case r.asked <- struct{}{}:
	default:
	}
	if r.revoked.Load() {
		return api.Caller{}, api.Errorf(api.CodeUnauthenticated, "The API key is unknown, or it has been revoked.")
	}
	return r.keys.Verify(ctx, presented)
}

// TestWhoMayLookNoMoreSeesNoMore ends what a session was begun with while it looks at a phone.
func TestWhoMayLookNoMoreSeesNoMore(t *testing.T) {
	for name, end := range map[string]func(*site){
		"the key is revoked":  func(s *site) { s.handset.keys.(*revocable).revoked.Store(true) },
		"the demo is closed":  func(s *site) { s.closed.Store(true) },
		"somebody signs out":  func(s *site) { s.do("POST", "/sandbox/sign-out", "") },
		"another reads along": nil,
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, "")
			s.handset.check, s.handset.keys = time.Millisecond, &revocable{keys: s.keys, asked: make(chan struct{}, 1)}
			if name == "the demo is closed" {
				s.demo().do("GET", "/sandbox", "")
			} else {
				s.do("POST", "/sandbox/sign-in", "key="+goodKey)
			}
			watched := make(chan reply, 1)
			go func() { watched <- s.do("GET", "/sandbox/events?phone=%2B15551234567", "") }()
			stream := <-s.phones.streams
			if end == nil {
				for range 10 {
					<-s.handset.keys.(*revocable).asked
				}
				if stream.Err() != nil {
					t.Error("the stream has ended")
				}
				s.handset.Drain()
				<-watched
				return
			}
			end(s)
			<-stream.Done()
			<-watched
			if got := s.do("GET", "/sandbox", ""); got.StatusCode != 303 {
				t.Errorf("the page: %s", got.Status)
			}
		})
	}
}
