package engine_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"wpengine/engine"
)

// alone runs a simulated network as a process of its own does, until the test ends.
func alone(t *testing.T, data string) (url string) {
	t.Helper()
	s, err := engine.NewSandbox(context.Background(), engine.SandboxConfig{Data: data, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(func() {
		server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return server.URL
}

func open(t *testing.T, data, url string) (*engine.Engine, error) {
	t.Helper()
	return engine.New(context.Background(), engine.Config{
		Data: data, Network: engine.NetworkSandbox, SandboxURL: url, Logger: slog.New(slog.DiscardHandler),
	})
}

func TestFolderStaysWithItsSimulatedNetwork(t *testing.T) {
	data := t.TempDir()
	e, err := open(t, data, alone(t, t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	e.Start(context.Background())
	if _, err := e.Demo(context.Background()); err != nil {
		t.Fatal(err)
	}
	if e.Network() != nil {
		t.Error("there is a network in this process")
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	for name, url := range map[string]string{"another": alone(t, t.TempDir()), "its own": ""} {
		e, err := open(t, data, url)
		if err == nil {
			_ = e.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "another simulated network") {
			t.Errorf("%s network: %v", name, err)
		}
	}
}

// TestEnginesShareANetwork has a client of one engine write to a phone that another engine has made.
func TestEnginesShareANetwork(t *testing.T) {
	url := alone(t, t.TempDir())
	e, err := open(t, t.TempDir(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	e.Start(context.Background())
	demo, err := e.Demo(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	other, err := open(t, data, url)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Demo(context.Background()); err == nil || !strings.Contains(err.Error(), "start this engine without --demo") {
		t.Errorf("a second demo: %v", err)
	}
	admin, err := engine.OpenAdmin(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	key, err := admin.CreateKey(context.Background(), engine.DemoEmail, "test") // the account is there
	if err != nil {
		t.Fatal(err)
	}
	call(t, other, key, "sandbox/createPhone", `{"phone":"+15550107777"}`)
	call(t, e, demo.Key, "whatsapp/sendMessage", `{"clientId":"`+demo.ClientID+`","jid":"+15550107777","message":{"text":"from next door"}}`)
	for late := time.Now().Add(time.Minute); !strings.Contains(call(t, other, key, "sandbox/listMessages", `{"phone":"+15550107777"}`), "from next door"); {
		if time.Now().After(late) {
			t.Fatal("the message does not arrive")
		}
	}
}

// call calls an operation that must work, and returns the body of the answer.
func call(t *testing.T, e *engine.Engine, key, operation, body string) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/api/rpc/"+operation, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Api-Key", key)
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", operation, w.Code, w.Body)
	}
	return w.Body.String()
}
