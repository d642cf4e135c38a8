package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// asProgram makes the test binary behave as the program, for the test that needs a process.
const asProgram = "DOCSITE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"docsite": main})
}

// TestCommandLine tells what the commands do, in testdata/*.txtar.
func TestCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			// exits CODE ARGS... runs docsite and wants that exit code.
			"exits": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) < 1 {
					ts.Fatalf("usage: exits CODE ARGS...")
				}
				err := ts.Exec("docsite", args[1:]...)
				code := "0"
				if m := regexp.MustCompile(`exit status (\d+)`).FindStringSubmatch(errorText(err)); m != nil {
					code = m[1]
				}
				if code != args[0] {
					ts.Fatalf("exit code %s, want %s", code, args[0])
				}
			},
		},
	})
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestServeAnswersUntilItIsStopped runs the program as people do: it prints its
// address, serves, and ends cleanly when interrupted.
func TestServeAnswersUntilItIsStopped(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "serve", "--listen", "127.0.0.1:0",
		"--content", "../../docsite/testdata/content", "--spec", "../../docsite/testdata/spec.yaml")
	cmd.Env = append(os.Environ(), asProgram+"=1")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`^Serving \d+ pages on (http://127\.0\.0\.1:\d+)/docs/\n$`).FindStringSubmatch(said)
	if m == nil {
		t.Fatalf("it said %q", said)
	}
	for path, want := range map[string]string{
		"/":                           "Everything about the Acme API", // leads to the site
		"/docs/guides/start/":         "Getting started",
		"/docs/reference/server/ping": "Ping the server",
	} {
		if body := fetch(ctx, t, m[1]+path); !strings.Contains(body, want) {
			t.Errorf("%s lacks %q", path, want)
		}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, m[1]+"/docs/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "evil.example"
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if _ = answer.Body.Close(); answer.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("a name that others made answers %d", answer.StatusCode)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("interrupted: %v", err)
	}
}

func fetch(ctx context.Context, t *testing.T, url string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }() // only read
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %d, %v", url, answer.StatusCode, err)
	}
	return string(body)
}
