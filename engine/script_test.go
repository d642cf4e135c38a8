package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"wpengine/engine"
	"wpengine/engine/rpc"
	"wpengine/openapi"
)

// TestScripts runs testdata/*.txtar, each against an engine of its own on the simulated network.
// Every answer is checked against the spec. The commands are
//
//	account NAME [admin] [pro]     create an account; its API key is then $NAME
//	post KEY OPERATION BODY        call an operation. BODY is JSON or the name of a file. Standard output is the
//	                               body of the answer, standard error its status line and headers
//	send METHOD PATH [HEADER]… [BODY]  any request; a header is written "Name: value"
//	keep NAME MEMBER               set $NAME to a member of the last answer, such as items.0.id
//	until TEXT KEY OPERATION BODY  post until the answer contains the text
//	restart                        stop the engine and start it again on the same data
//	world FILE                     load a world, and say what was added
//
// "!" before post and send expects a status of 400 or more, and before keep that there is no such member.
func TestScripts(t *testing.T) {
	spec, err := openapi.Engine()
	if err != nil {
		t.Fatal(err)
	}
	conformance, err := rpc.NewConformance(spec)
	if err != nil {
		t.Fatal(err)
	}
	// whatsmeow trusts one network in a process, so the scripts take turns.
	var turn sync.Mutex
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			turn.Lock()
			env.Defer(turn.Unlock)
			s := &scripted{conformance: conformance, data: filepath.Join(env.WorkDir, "data")}
			env.Values[scriptedKey{}] = s
			env.Defer(s.stop)
			return s.start()
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"account": command((*scripted).account),
			"post":    command((*scripted).post),
			"send":    command((*scripted).send),
			"keep":    command((*scripted).keep),
			"until":   command((*scripted).until),
			"restart": command((*scripted).restart),
			"world":   command((*scripted).world),
		},
	})
}

type scriptedKey struct{}

// scripted is the engine that one script talks to.
type scripted struct {
	conformance *rpc.Conformance
	data        string
	engine      *engine.Engine
	server      *httptest.Server
	last        []byte // the body of the last answer

	mu       sync.Mutex
	offences []error // answers that the spec does not promise
}

func command(run func(*scripted, *testscript.TestScript, bool, []string)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		s := ts.Value(scriptedKey{}).(*scripted)
		run(s, ts, neg, args)
		s.mu.Lock()
		defer s.mu.Unlock()
		ts.Check(errors.Join(s.offences...))
	}
}

func (s *scripted) start() error {
	e, err := engine.New(context.Background(), engine.Config{
		Data: s.data, Network: engine.NetworkSandbox, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	e.Start(context.Background())
	s.engine = e
	s.server = httptest.NewServer(s.conformance.Handler(e, func(err error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.offences = append(s.offences, err)
	}))
	return nil
}

func (s *scripted) stop() {
	s.server.Close()
	_ = s.engine.Close()
}

func (s *scripted) restart(ts *testscript.TestScript, _ bool, _ []string) {
	s.server.Close()
	ts.Check(s.engine.Close())
	ts.Check(s.start())
}

func (s *scripted) world(ts *testscript.TestScript, neg bool, args []string) {
	world, err := engine.ReadWorld(ts.MkAbs(args[0]))
	ts.Check(err)
	loaded, err := s.engine.LoadWorld(context.Background(), world)
	if neg == (err == nil) {
		ts.Fatalf("%s, %v", loaded, err)
	}
	_, _ = fmt.Fprintln(ts.Stdout(), loaded)
	_, _ = fmt.Fprintln(ts.Stderr(), err)
}

func (s *scripted) account(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	admin, err := engine.OpenAdmin(ctx, s.data)
	ts.Check(err)
	defer admin.Close()
	tier := "free"
	if slices.Contains(args, "pro") {
		tier = "pro"
	}
	email := strings.ToLower(args[0]) + "@example.com"
	_, err = admin.CreateUser(ctx, engine.NewUser{
		Email: email, Name: args[0], Password: "correct horse battery", Admin: slices.Contains(args, "admin"), Tier: tier,
	})
	ts.Check(err)
	key, err := admin.CreateKey(ctx, email, "script")
	ts.Check(err)
	ts.Setenv(args[0], key)
}

func (s *scripted) post(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: post KEY OPERATION BODY")
	}
	s.do(ts, neg, http.MethodPost, "/api/rpc/"+args[1], []string{"x-api-key: " + args[0], "content-type: application/json"}, bodyOf(ts, args[2]))
}

func (s *scripted) send(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: send METHOD PATH [HEADER]… [BODY]")
	}
	headers, body := args[2:], ""
	if n := len(headers); n > 0 && !isHeader(headers[n-1]) {
		headers, body = headers[:n-1], bodyOf(ts, headers[n-1])
	}
	s.do(ts, neg, args[0], args[1], headers, body)
}

func isHeader(arg string) bool {
	name, _, ok := strings.Cut(arg, ": ")
	return ok && !strings.ContainsAny(name, " {[\"")
}

// bodyOf returns the file that is named, or the argument itself.
func bodyOf(ts *testscript.TestScript, arg string) string {
	if strings.ContainsAny(arg, "{[\" ") {
		return arg
	}
	if _, err := os.Stat(ts.MkAbs(arg)); err != nil {
		return arg
	}
	return os.Expand(ts.ReadFile(arg), ts.Getenv)
}

func (s *scripted) do(ts *testscript.TestScript, neg bool, method, path string, headers []string, body string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, s.server.URL+path, strings.NewReader(body))
	ts.Check(err)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Add(name, value)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	ts.Check(err)
	defer resp.Body.Close()
	s.last, err = io.ReadAll(resp.Body)
	ts.Check(err)
	var head bytes.Buffer
	fmt.Fprintf(&head, "%s %s\n", resp.Proto, resp.Status)
	_ = resp.Header.Write(&head)
	_, _ = ts.Stdout().Write(append(s.last, '\n'))
	_, _ = ts.Stderr().Write(head.Bytes())
	if failed := resp.StatusCode >= 400; failed != neg {
		ts.Fatalf("%s %s: %s\n%s", method, path, resp.Status, s.last)
	}
}

func (s *scripted) keep(ts *testscript.TestScript, neg bool, args []string) {
	var value any
	ts.Check(json.Unmarshal(s.last, &value))
	found := true
	for _, step := range strings.Split(args[1], ".") {
		switch v := value.(type) {
		case map[string]any:
			value, found = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			ts.Check(err)
			if found = i < len(v); found {
				value = v[i]
			}
		default:
			found = false
		}
		if !found {
			break
		}
	}
	if found == neg {
		ts.Fatalf("%s is there: %v, in %s", args[1], found, s.last)
	}
	if found {
		ts.Setenv(args[0], fmt.Sprint(value))
	}
}

// until is for what happens by itself, such as a client connecting.
func (s *scripted) until(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 4 {
		ts.Fatalf("usage: until TEXT KEY OPERATION BODY")
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		s.post(ts, false, args[1:])
		if strings.Contains(string(s.last), args[0]) {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s never answered with %s; the last answer was %s", args[2], args[0], s.last)
		}
	}
}
