package sandbox_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types"
	"go.mau.fi/whatsmeow/types/events"
	waLog "go.mau.fi/whatsmeow/util/log"

	"wpengine/engine/api"
	"wpengine/engine/sandbox"
	"wpengine/engine/sandbox/sandboxtest"
)

// serveNetwork puts a network on a port, as a process of its own does, and connects to it.
func serveNetwork(t *testing.T, n *sandbox.Network) *sandbox.Remote {
	t.Helper()
	l, err := sandbox.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: n.Handler(), ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(l) }()
	r, err := sandbox.Connect(t.Context(), "http://"+l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = r.Close()
		_ = server.Close()
	})
	return r
}

type fixedClient types.JID

func (c fixedClient) JID(context.Context, string) (types.JID, error) { return types.JID(c), nil }

func TestNetworkInAnotherProcess(t *testing.T) {
	n := start(t, nil)
	r := serveNetwork(t, n)
	if r.RootKey() != n.RootKey() {
		t.Error("the network introduces itself as another")
	}
	ada := api.WithCaller(t.Context(), api.Caller{UserID: "ada"})
	alone := sandbox.NewRemoteService(r, fixedClient{})
	for _, number := range []string{"+15550000001", "+15550000002"} {
		if _, err := alone.CreatePhone(ada, &api.CreatePhoneRequest{Phone: number, Persona: api.PersonaSilent}); err != nil {
			t.Fatal(err)
		}
	}
	far := whatsmeow.NewClient(newDevice(t), waLog.Noop)
	r.Attach(far)
	c := &client{sandboxtest.Watch(t, far), t}
	if err := c.Connect(); err != nil {
		t.Fatal(err)
	}
	qr := await[*events.QR](c, "QR", nil)
	linked, err := alone.ScanQR(ada, &api.ScanQRRequest{Phone: "+15550000001", QR: qr.Codes[0]})
	if err != nil {
		t.Fatal(err)
	}
	await[*events.Connected](c, "Connected", nil)
	settle(c)
	jid, err := types.ParseJID(linked.JID)
	if err != nil {
		t.Fatal(err)
	}
	s := sandbox.NewRemoteService(r, fixedClient(jid))
	c.Say(types.NewJID("15550000002", types.DefaultUserServer), "through a port")
	until(t, "the phone has the message", func() bool {
		page, err := s.ListMessages(ada, &api.ListSandboxMessagesRequest{Phone: "+15550000002", Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		return len(page.Items) == 1 && page.Items[0].Text == "through a port"
	})
	c.Forget()
	if _, err := s.Fault(ada, &api.FaultRequest{ClientID: "x", Fault: api.FaultRequestFaultKick, Count: 1}); err != nil {
		t.Fatal(err)
	}
	await[*events.Connected](c, "Connected", nil)
}

func TestRefusalsComeOverUnchanged(t *testing.T) {
	n := start(t, nil)
	near, far := sandbox.NewService(n, fixedClient{}), sandbox.NewRemoteService(serveNetwork(t, n), fixedClient{})
	ada := api.WithCaller(t.Context(), api.Caller{UserID: "ada"})
	for name, call := range map[string]func(api.SandboxService) error{
		"no phone": func(s api.SandboxService) error {
			_, err := s.DeletePhone(ada, &api.DeletePhoneRequest{Phone: "+15550000009"})
			return err
		},
		"bad number": func(s api.SandboxService) error {
			_, err := s.CreatePhone(ada, &api.CreatePhoneRequest{Phone: "12"})
			return err
		},
		"bad cursor": func(s api.SandboxService) error {
			cursor := "x"
			_, err := s.ListPhones(ada, &api.ListPhonesRequest{Cursor: &cursor, Limit: 1})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			var here, there *api.Error
			if !errors.As(call(near), &here) || !errors.As(call(far), &there) {
				t.Fatalf("here %v, there %v", call(near), call(far))
			}
			if here.Code != there.Code || here.Detail != there.Detail || !reflect.DeepEqual(here.Fields, there.Fields) {
				t.Errorf("here %+v, there %+v", here, there)
			}
		})
	}
}

func TestEventsComeOver(t *testing.T) {
	n := start(t, nil)
	far := sandbox.NewRemoteService(serveNetwork(t, n), fixedClient{})
	p, err := n.CreatePhone(t.Context(), sandbox.PhoneSpec{Number: "15550000001", Owner: "ada"})
	if err != nil {
		t.Fatal(err)
	}
	other := phone(t, n, "15550000002", "Bob", sandbox.PersonaSilent)
	engine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		far.ServeEvents(w, r.WithContext(api.WithCaller(r.Context(), api.Caller{UserID: "ada"})))
	}))
	defer engine.Close()
	resp, err := http.Get(engine.URL + "?phone=" + url.QueryEscape("+15550000001"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got := resp.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("%s %s", resp.Status, got)
	}
	if _, err := other.SendText(t.Context(), p.Info().JID, "live"); err != nil {
		t.Fatal(err)
	}
	var seen strings.Builder
	for piece := make([]byte, 1024); !strings.Contains(seen.String(), `"text":"live"`); {
		k, err := resp.Body.Read(piece)
		if err != nil {
			t.Fatalf("the stream ended with %v after %q", err, seen.String())
		}
		seen.Write(piece[:k])
	}
}

// TestRemoteForwardsEveryOperation calls each one and looks at the path that it took.
func TestRemoteForwardsEveryOperation(t *testing.T) {
	var asked string
	network := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.Path
		if r.Method == http.MethodGet {
			_, _ = io.WriteString(w, `{"Root":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`)
			return
		}
		_, _ = io.WriteString(w, `{}`)
	}))
	defer network.Close()
	r, err := sandbox.Connect(t.Context(), network.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	s := reflect.ValueOf(sandbox.NewRemoteService(r, fixedClient(types.NewADJID("15550000001", 0, 1))))
	operations := reflect.TypeFor[api.SandboxService]()
	for i := range operations.NumMethod() {
		m := operations.Method(i)
		out := s.MethodByName(m.Name).Call([]reflect.Value{reflect.ValueOf(t.Context()), reflect.New(m.Type.In(1).Elem())})
		if err, _ := out[1].Interface().(error); err != nil || !strings.HasSuffix(asked, "/"+m.Name) {
			t.Errorf("%s asks for %s: %v", m.Name, asked, err)
		}
	}
}

func TestNetworkIsReachedFromItsMachineAlone(t *testing.T) {
	for _, address := range []string{":8090", "0.0.0.0:8090", "[::]:8090", "192.0.2.1:8090", "example.com:8090", "8090", ""} {
		if l, err := sandbox.Listen(t.Context(), address); err == nil {
			_ = l.Close()
			t.Errorf("it listens on %q", address)
		}
	}
	for _, address := range []string{"http://192.0.2.1:8090", "http://example.com:8090", "https://127.0.0.1:8090", "http://127.0.0.1", "127.0.0.1:8090", "http://127.0.0.1:8090/x", ""} {
		if _, err := sandbox.Connect(t.Context(), address); err == nil {
			t.Errorf("it connects to %q", address)
		}
	}
}

func TestConnectWaitsForTheNetworkAndSaysHowToStartIt(t *testing.T) {
	l, err := sandbox.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := sandbox.Connect(ctx, "http://"+address); err == nil || !strings.Contains(err.Error(), "wpengine sandbox --listen "+address) {
		t.Errorf("got %v", err)
	}
	something := httptest.NewServer(http.NotFoundHandler())
	defer something.Close()
	ctx, cancel = context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := sandbox.Connect(ctx, something.URL); err == nil || !strings.Contains(err.Error(), "something else") {
		t.Errorf("got %v", err)
	}
}

func TestControlIsNotForPages(t *testing.T) {
	n := start(t, nil)
	server := httptest.NewServer(n.Handler())
	defer server.Close()
	for name, test := range map[string]struct {
		host, contentType, origin string
		want                      int
	}{
		"an engine":                   {"", "application/json", "", http.StatusOK},
		"a form":                      {"", "application/x-www-form-urlencoded", "", http.StatusForbidden},
		"a text":                      {"", "text/plain", "", http.StatusForbidden},
		"a script":                    {"", "application/json", "https://evil.example", http.StatusForbidden},
		"a script of the machine":     {"", "application/json", "http://127.0.0.1:3000", http.StatusForbidden},
		"a name that points here":     {"evil.example", "application/json", "", http.StatusMisdirectedRequest},
		"a name that looks like ours": {"web.whatsapp.net.evil.example", "application/json", "", http.StatusMisdirectedRequest},
		"a client of WhatsApp":        {"web.whatsapp.com", "application/json", "", http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			req, err := http.NewRequest(http.MethodPost, server.URL+"/control/operation/ListPhones", strings.NewReader(`{"Caller":{"UserID":"ada"},"Request":{"limit":1}}`))
			if err != nil {
				t.Fatal(err)
			}
			req.Host = test.host
			req.Header.Set("Content-Type", test.contentType)
			if test.origin != "" {
				req.Header.Set("Origin", test.origin)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if resp.StatusCode != test.want {
				t.Errorf("%s, want %d", resp.Status, test.want)
			}
		})
	}
	for path, body := range map[string]string{
		"operation/Nope":        `{"Request":{}}`,
		"operation/ListPhones":  `{`,
		"operation/CreatePhone": `{"Request":"x"}`,
		"events":                `{"Query":"phone=%2B15559999999"}`,
	} {
		resp, err := http.Post(server.URL+"/control/"+path, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode != http.StatusBadRequest && resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s with %s: %s", path, body, resp.Status)
		}
		_ = resp.Body.Close()
	}
}
