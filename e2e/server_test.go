// Package e2e drives the real programs as their users do: with a browser, with the samples of
// the guides, with a shell.
package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"wpengine/e2e/testkit/chromium"
)

// Programs, built once for all tests.
var bin struct {
	once               sync.Once
	err                error
	wpengine, docsite_ string
}

// build returns the paths of the two programs.
func build(t *testing.T) (wpengine, docsite string) {
	t.Helper()
	bin.once.Do(func() {
		dir, err := os.MkdirTemp("", "wpengine-e2e-")
		if err != nil {
			bin.err = err
			return
		}
		bin.wpengine, bin.docsite_ = filepath.Join(dir, "wpengine"), filepath.Join(dir, "docsite")
		cmd := exec.Command("go", "build", "-o", dir, "./cmd/wpengine", "./cmd/docsite")
		cmd.Dir = ".."
		if out, err := cmd.CombinedOutput(); err != nil {
			bin.err = fmt.Errorf("%w\n%s", err, out)
		}
	})
	if bin.err != nil {
		t.Fatal(bin.err)
	}
	return bin.wpengine, bin.docsite_
}

func TestMain(m *testing.M) {
	code := chromium.Main(m)
	if bin.wpengine != "" {
		_ = os.RemoveAll(filepath.Dir(bin.wpengine))
	}
	os.Exit(code)
}

// need returns the first of the programs that is there. Without one the test is skipped, and
// fails where nothing may be skipped.
func need(t *testing.T, programs ...string) string {
	t.Helper()
	for _, p := range programs {
		if path, err := exec.LookPath(p); err == nil {
			return path
		}
	}
	missing(t, strings.Join(programs, " or ")+" is not installed")
	return ""
}

func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(what + ", and with CI=true nothing is skipped: run make deps")
	}
	t.Skip(what + ": run make deps")
}

// demo is a running "wpengine serve --demo" and what it printed.
type demo struct {
	cmd      *exec.Cmd
	data     string
	origin   string // "http://localhost:40123"
	key      string // as printed, on the first start
	clientID string
	curl     string // the command it says to paste
	greeting string // everything printed on standard output
	log      *bytes.Buffer
}

var (
	originLine = regexp.MustCompile(`(http://\S+?)/(docs/|setup)`)
	keyLine    = regexp.MustCompile(`\bwpe_\w+`)
	clientLine = regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)
)

// greetingEnd is the last thing that serve prints when the demo stands.
const greetingEnd = "Ctrl-C"

// start runs the demo on a data folder.
func start(t *testing.T, data string) *demo {
	t.Helper()
	return serve(t, data, greetingEnd, "--demo")
}

// serve runs the server on a data folder, at a port that is free, until it prints the end of its greeting.
func serve(t *testing.T, data, end string, flags ...string) *demo {
	t.Helper()
	wpengine, _ := build(t)
	d := &demo{data: data, log: &bytes.Buffer{}}
	d.cmd = exec.Command(wpengine, append([]string{"serve", "--listen", "127.0.0.1:0", "--data", data, "--network", "sandbox"}, flags...)...)
	d.cmd.Env = append(os.Environ(), "WPENGINE_LOG_LEVEL=info")
	d.cmd.Stderr = d.log
	stdout, err := d.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.stop(t) })
	greeted := make(chan string, 1)
	go func() {
		var text strings.Builder
		for lines := bufio.NewScanner(stdout); lines.Scan(); {
			text.WriteString(lines.Text() + "\n")
			if strings.Contains(lines.Text(), end) {
				break
			}
		}
		greeted <- text.String()
		_, _ = io.Copy(io.Discard, stdout)
	}()
	select {
	case d.greeting = <-greeted:
	case <-time.After(time.Minute):
		_ = d.cmd.Process.Kill()
		t.Fatal("the demo did not start within a minute")
	}
	if m := originLine.FindStringSubmatch(d.greeting); m != nil {
		d.origin = m[1]
	} else {
		d.stop(t)
		t.Fatalf("no URL in what serve printed:\n%s\nlog:\n%s", d.greeting, d.log)
	}
	d.key, d.clientID = keyLine.FindString(d.greeting), clientLine.FindString(d.greeting)
	if i := strings.Index(d.greeting, "curl "); i >= 0 {
		d.curl = strings.TrimSpace(strings.SplitN(d.greeting[i:], "\n\n", 2)[0])
	}
	return d
}

// stop ends the server as Ctrl-C does and insists that it goes quietly.
func (d *demo) stop(t *testing.T) {
	t.Helper()
	if d.cmd.ProcessState != nil {
		return
	}
	_ = d.cmd.Process.Signal(syscall.SIGINT)
	done := make(chan error, 1)
	go func() { done <- d.cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("serve ended with %v after Ctrl-C; log:\n%s", err, d.log)
		}
	case <-time.After(30 * time.Second):
		_ = d.cmd.Process.Kill()
		t.Error("serve did not end within 30 s of Ctrl-C")
	}
}

// post posts to an operation with the demo's key.
func (d *demo) post(ctx context.Context, operation string, body any) (status int, answer []byte, err error) {
	data, err := json.Marshal(body)
	if err != nil {
		return 0, nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.origin+"/api/rpc/"+operation, bytes.NewReader(data))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("x-api-key", d.key)
	if httptrace.ContextClientTrace(ctx) != nil {
		req.Header.Set("Expect", "100-continue") // whoever traces it hears when the server reads it
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(resp.Body)
	return resp.StatusCode, answer, err
}

// call posts to an operation and decodes the answer into out.
func (d *demo) call(t *testing.T, operation string, body, out any) {
	t.Helper()
	status, answer, err := d.post(context.Background(), operation, body)
	if err != nil || status != http.StatusOK {
		t.Fatalf("%s: %d %v\n%s", operation, status, err, answer)
	}
	if err := json.Unmarshal(answer, out); err != nil {
		t.Fatalf("%s: %v\n%s", operation, err, answer)
	}
}

// received waits until the phone has decrypted a message with the text, and returns its id.
func (d *demo) received(t *testing.T, phone, text string) string {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		cursor := ""
		for {
			var page struct {
				Items []struct {
					MessageID, Direction, Text string
				}
				NextCursor string
			}
			request := map[string]any{"phone": phone, "limit": 200}
			if cursor != "" {
				request["cursor"] = cursor
			}
			d.call(t, "sandbox/listMessages", request, &page)
			for _, m := range page.Items {
				if m.Direction == "in" && m.Text == text {
					return m.MessageID
				}
			}
			if cursor = page.NextCursor; cursor == "" {
				break
			}
		}
	}
	t.Fatalf("%s has not received %q", phone, text)
	return ""
}
