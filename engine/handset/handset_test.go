package handset

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wpengine/engine/api"
)

const (
	goodKey   = "wpe_good"
	narrowKey = "wpe_narrow"
	officeKey = "wpe_office"
)

// keys are the keys of the tests, until they are revoked.
type keys map[string]api.Caller

func (k keys) Verify(_ context.Context, presented string) (api.Caller, error) {
	if caller, ok := k[presented]; ok {
		return caller, nil
	}
	return api.Caller{}, api.Errorf(api.CodeUnauthenticated, "The API key is unknown, or it has been revoked.")
}

func testKeys() keys {
	caller := func(key api.CallerKey) api.Caller {
		return api.Caller{UserID: "ada", Email: "ada@example.com", Role: api.RoleAdmin, Key: &key}
	}
	return keys{
		goodKey:   caller(api.CallerKey{ID: "key-good"}),
		narrowKey: caller(api.CallerKey{ID: "key-narrow", Scopes: []string{"whatsapp.*"}}),
		officeKey: caller(api.CallerKey{ID: "key-office", AllowedIPs: []string{"203.0.113.0/24"}}),
	}
}

// hostile is what somebody may be called and may write.
const hostile = `</p><script>alert(1)</script><img src=x onerror="alert(1)">`

// phones are two phones of every caller that have written to each other.
type phones struct {
	sent    []string // as "account phone chat text"
	streams chan context.Context
}

func (p *phones) ListPhones(ctx context.Context, _ *api.ListPhonesRequest) (*api.ListPhonesResponse, error) {
	if api.CallerFrom(ctx).UserID == "" {
		return nil, api.Errorf(api.CodeUnauthenticated, "Nobody.")
	}
	return &api.ListPhonesResponse{Items: []api.Phone{{Phone: "+15551234567", Name: "Ada"}, {Phone: "+15557654321", Name: hostile}}}, nil
}

func (p *phones) ListMessages(_ context.Context, r *api.ListSandboxMessagesRequest) (*api.ListSandboxMessagesResponse, error) {
	ada, grace := identity("15551234567", "Ada"), identity("15557654321", hostile)
	yes := true
	read, at := api.SandboxMessageStatusRead, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	switch {
	case r.Phone != "+15551234567":
		return &api.ListSandboxMessagesResponse{}, nil
	case r.Cursor == nil:
		next := "1"
		return &api.ListSandboxMessagesResponse{NextCursor: &next, Items: []api.SandboxMessage{
			{MessageID: "A", Direction: api.SandboxMessageDirectionIn, Chat: grace, From: grace, To: ada, Timestamp: at, Kind: api.SandboxMessageKindText, Text: hostile},
			{MessageID: "C&c", Direction: api.SandboxMessageDirectionIn, Chat: grace, From: grace, To: ada, Timestamp: at, Kind: api.SandboxMessageKindImage, Text: "our cat", Media: &api.SandboxMedia{Mimetype: "image/png"}, Edited: &yes},
			{MessageID: "D", Direction: api.SandboxMessageDirectionIn, Chat: grace, From: grace, To: ada, Timestamp: at, Kind: api.SandboxMessageKindText, Revoked: &yes},
		}}, nil
	}
	return &api.ListSandboxMessagesResponse{Items: []api.SandboxMessage{
		{MessageID: "B", Direction: api.SandboxMessageDirectionOut, Chat: grace, From: ada, To: grace, Timestamp: at, Kind: api.SandboxMessageKindText, Text: "my answer", Status: &read},
	}}, nil
}

func identity(number, name string) api.Identity {
	phone := "+" + number
	return api.Identity{JID: number + "@s.whatsapp.net", Phone: &phone, Name: &name}
}

func (p *phones) SendMessage(ctx context.Context, r *api.SendSandboxMessageRequest) (*api.SendSandboxMessageResponse, error) {
	p.sent = append(p.sent, strings.Join([]string{api.CallerFrom(ctx).UserID, r.Phone, r.JID, *r.Message.Text}, " "))
	return &api.SendSandboxMessageResponse{}, nil
}

func (p *phones) ServeEvents(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	_ = http.NewResponseController(w).Flush()
	p.streams <- r.Context()
	<-r.Context().Done()
}

func (p *phones) ServeMedia(w http.ResponseWriter, r *http.Request) {
	_, _ = io.WriteString(w, "a file for "+api.CallerFrom(r.Context()).UserID)
}

// site is a handset behind a listener, and a browser that keeps cookies and follows nothing.
type site struct {
	t       *testing.T
	handset *Handset
	phones  *phones
	keys    keys
	url     string
	cookie  string
	now     time.Time
	closed  atomic.Bool // the demo, if it was opened
}

func start(t *testing.T, publicURL string) *site {
	t.Helper()
	s := &site{t: t, phones: &phones{streams: make(chan context.Context, 100)}, keys: testKeys(), now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	var err error
	s.handset, err = New(Config{Phones: s.phones, Keys: s.keys, Assets: os.DirFS("../../assets"), PublicURL: publicURL, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	s.handset.sessions.now = func() time.Time { return s.now }
	server := httptest.NewServer(s.handset)
	t.Cleanup(server.Close)
	t.Cleanup(s.handset.Drain)
	s.url = server.URL
	return s
}

// demo opens the handset to the account ada.
func (s *site) demo() *site {
	s.handset.OpenTo(func(context.Context) (api.Caller, error) {
		if s.closed.Load() {
			return api.Caller{}, api.Errorf(api.CodeUnauthenticated, "The demo is closed.")
		}
		return api.Caller{UserID: "ada", Email: "demo@example.com", Role: "user"}, nil
	})
	return s
}

type reply struct {
	*http.Response
	body string
}

// do sends a request, with headers written "Name: value", and reads the answer.
func (s *site) do(method, path, body string, headers ...string) reply {
	s.t.Helper()
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if s.cookie != "" {
		r.Header.Set("Cookie", s.cookie)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
		if name == "Host" {
			r.Host = value
		}
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range resp.Cookies() {
		s.cookie = c.Name + "=" + c.Value
	}
	return reply{resp, string(text)}
}

func (s *site) expect(got reply, status int, contains string) {
	s.t.Helper()
	if got.StatusCode != status || !strings.Contains(got.body, contains) {
		s.t.Errorf("%d, want %d with %q in\n%s", got.StatusCode, status, contains, got.body)
	}
}

func TestEveryAnswerForbidsWhatPagesDoNotNeed(t *testing.T) {
	s := start(t, "").demo()
	page := s.do("GET", "/sandbox", "")
	style := regexp.MustCompile(`/sandbox/assets/handset\.\w+\.css`).FindString(page.body)
	for _, path := range []string{"/sandbox", "/sandbox/sign-in", "/sandbox/nothing", style} {
		got := s.do("GET", path, "")
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self';", "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if !strings.HasPrefix(got.Header.Get(name), want) {
				t.Errorf("%s: %s is %q", path, name, got.Header.Get(name))
			}
		}
		if strings.Contains(got.Header.Get("Content-Security-Policy"), "unsafe") {
			t.Errorf("%s: %s", path, got.Header.Get("Content-Security-Policy"))
		}
	}
	if inline := regexp.MustCompile(`<script>|<style|<[a-z][^>"]*(?:"[^"]*"[^>"]*)*\s(?:style|on\w+)=`).FindString(page.body); inline != "" {
		t.Errorf("the page has %q, which its policy forbids", inline)
	}
}

func TestNamesAndMessagesAreOnlyText(t *testing.T) {
	s := start(t, "").demo()
	got := s.do("GET", "/sandbox?leftChat=15557654321@s.whatsapp.net", "")
	s.expect(got, 200, "my answer")
	if n := strings.Count(got.body, "&lt;script&gt;alert(1)"); n < 4 { // two choices, a row, a title, a message
		t.Errorf("the name and the message are there %d times", n)
	}
	if strings.Contains(got.body, "<script>alert") || strings.Contains(got.body, "<img src=x") {
		t.Errorf("markup of a message is in the page:\n%s", got.body)
	}
	s.expect(got, 200, `<a href="/sandbox/media?messageId=C%26c&amp;phone=%2B15551234567">Photo</a>`)
	s.expect(got, 200, "This message was deleted")
	s.expect(got, 200, `<span class="unseen">read</span>`)
	s.expect(got, 200, `<time datetime="2026-03-01T12:00:00Z">12:00</time>`)
}

func TestAnAddressSaysWhatIsShown(t *testing.T) {
	s := start(t, "").demo()
	got := s.do("GET", "/sandbox?left=%2B15557654321&right=%2B15551234567&rightChat=15557654321%40s.whatsapp.net", "")
	s.expect(got, 200, `data-side="left" data-phone="&#43;15557654321" data-chat=""`)
	s.expect(got, 200, `data-side="right" data-phone="&#43;15551234567" data-chat="15557654321@s.whatsapp.net"`)
	s.expect(s.do("GET", "/sandbox?left=%2B1999&right=", ""), 200, `data-side="left" data-phone=""`)
}

func TestATextIsSentWithoutAScript(t *testing.T) {
	s := start(t, "").demo()
	s.do("GET", "/sandbox", "")
	form := url.Values{"side": {"right"}, "phone": {"+15551234567"}, "chat": {"15557654321@s.whatsapp.net"}, "text": {"line 1\r\nline 2"}, "left": {"+15557654321"}}
	got := s.do("POST", "/sandbox/send", form.Encode())
	want := "/sandbox?left=%2B15557654321&right=%2B15551234567&rightChat=15557654321%40s.whatsapp.net"
	if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != want {
		t.Errorf("%s to %s", got.Status, got.Header.Get("Location"))
	}
	if len(s.phones.sent) != 1 || s.phones.sent[0] != "ada +15551234567 15557654321@s.whatsapp.net line 1\nline 2" {
		t.Errorf("sent: %q", s.phones.sent)
	}
	form.Set("text", " ")
	s.expect(s.do("POST", "/sandbox/send", form.Encode()), 400, "A message has 1 to 65536 characters")
	form.Set("text", strings.Repeat("x", maxText+1))
	s.expect(s.do("POST", "/sandbox/send", form.Encode()), 400, "A message has 1 to 65536 characters")
	if len(s.phones.sent) != 1 {
		t.Errorf("sent: %d", len(s.phones.sent))
	}
}

func TestFilesAreKeptForEver(t *testing.T) {
	s := start(t, "").demo()
	script := regexp.MustCompile(`/sandbox/assets/handset\.\w+\.js`).FindString(s.do("GET", "/sandbox", "").body)
	got := s.do("GET", script, "", "Accept-Encoding: gzip")
	if got.StatusCode != 200 || got.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(got.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("%s %v", got.Status, got.Header)
	}
	if n := len(got.body); n > 25<<10 {
		t.Errorf("the script is %d bytes, packed; it may have 25 KiB", n)
	}
	if plain := s.do("GET", script, "", "Accept-Encoding: identity"); plain.Header.Get("Content-Encoding") != "" || len(plain.body) == 0 {
		t.Errorf("%s %v", plain.Status, plain.Header)
	}
	s.expect(s.do("GET", "/sandbox/assets/handset.js", ""), 404, "")
}

func TestAFileOfAMessageIsNoPageOfOurs(t *testing.T) {
	s := start(t, "").demo()
	s.expect(s.do("GET", "/sandbox/media?phone=%2B15551234567&messageId=C", ""), 401, "Open /sandbox again")
	s.do("GET", "/sandbox", "")
	got := s.do("GET", "/sandbox/media?phone=%2B15551234567&messageId=C", "")
	s.expect(got, 200, "a file for ada")
	if got.Header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" || got.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%v", got.Header)
	}
}
