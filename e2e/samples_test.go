package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sample is a piece of code in a guide that calls the API.
type sample struct {
	file string // "guides/api-keys.md"
	line int
	lang string
	code string
}

// placeholders of the guides, which a reader fills in, and nothing else of a sample.
const (
	placeholderHost   = "https://your-web-host.example"
	defaultHost       = "http://localhost:8080"
	placeholderClient = "00000000-0000-0000-0000-000000000000"
)

func TestGuideSamplesRunAsWritten(t *testing.T) {
	d := start(t, filepath.Join(t.TempDir(), "data"))
	samples := guideSamples(t)
	ran := map[string]int{}
	for _, s := range samples {
		t.Run(fmt.Sprintf("%s:%d/%s", s.file, s.line, s.lang), func(t *testing.T) {
			code := strings.NewReplacer(placeholderHost, d.origin, defaultHost, d.origin, placeholderClient, d.clientID).Replace(s.code)
			out := runSample(t, s.lang, code, d.key)
			if strings.Contains(out, `"code":`) && strings.Contains(out, `"detail":`) {
				t.Errorf("the engine refused the sample:\n%s", out)
			}
		})
		ran[s.lang]++
	}
	for _, lang := range []string{"bash", "typescript", "python"} {
		if ran[lang] == 0 {
			t.Errorf("the guides have no sample in %s", lang)
		}
	}
}

// TestFirstSamplesStillRun runs the samples of the first guide to API keys, which people have in their programs: with the
// host, the client and the key filled in, and nothing else changed.
func TestFirstSamplesStillRun(t *testing.T) {
	d := start(t, filepath.Join(t.TempDir(), "data"))
	for _, c := range []struct{ file, lang, want string }{
		{"ping.sh", "bash", `"ok":true`}, {"ping.ts", "typescript", `ok: true`}, {"ping.py", "python", `'ok': True`}, {"send.sh", "bash", `"status":"sent"`},
	} {
		t.Run(c.file, func(t *testing.T) {
			code, err := os.ReadFile(filepath.Join("testdata", "first", c.file))
			if err != nil {
				t.Fatal(err)
			}
			out := runSample(t, c.lang, strings.NewReplacer(placeholderHost, d.origin, placeholderClient, d.clientID).Replace(string(code)), d.key)
			if !strings.Contains(out, c.want) {
				t.Errorf("it prints %s", out)
			}
		})
	}
	d.received(t, "+15551234567", "Hello from WP Engine")
}

func TestPrintedCommandSendsAMessage(t *testing.T) {
	d := start(t, filepath.Join(t.TempDir(), "data"))
	need(t, "curl")
	out := runSample(t, "bash", d.curl, d.key)
	var answer struct{ MessageID, Status string }
	if err := json.Unmarshal([]byte(out), &answer); err != nil || answer.Status != "sent" {
		t.Fatalf("pasting\n%s\nanswered %s (%v)", d.curl, out, err)
	}
	if got := d.received(t, "+15551234567", "Hello from WP Engine"); got != answer.MessageID {
		t.Errorf("the phone has message %s, the sender was told %s", got, answer.MessageID)
	}
	// The recipient echoes, and the echo reaches the sender's phone.
	d.received(t, "+15557654321", "Hello from WP Engine")
}

// guideSamples returns every fenced block of the guides that calls an operation.
func guideSamples(t *testing.T) []sample {
	t.Helper()
	var all []sample
	err := fs.WalkDir(os.DirFS("../content"), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		source, err := os.ReadFile(filepath.Join("../content", path))
		if err != nil {
			return err
		}
		all = append(all, fences(path, string(source))...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("the guides have no samples")
	}
	return all
}

func fences(file, source string) []sample {
	languages := map[string]string{"bash": "bash", "sh": "bash", "ts": "typescript", "typescript": "typescript", "python": "python", "go": "go"}
	var all []sample
	var open *sample
	indent := 0
	for i, line := range strings.Split(source, "\n") {
		trimmed := strings.TrimLeft(line, " ")
		switch {
		case open == nil && strings.HasPrefix(trimmed, "```"):
			info := strings.Fields(strings.TrimPrefix(trimmed, "```"))
			open, indent = &sample{file: file, line: i + 1}, len(line)-len(trimmed)
			if len(info) > 0 {
				open.lang = languages[info[0]]
			}
		case open != nil && strings.HasPrefix(trimmed, "```"):
			if open.lang != "" && (strings.Contains(open.code, "/api/rpc") || strings.Contains(open.code, "/api/openapi")) {
				all = append(all, *open)
			}
			open = nil
		case open != nil:
			open.code += line[min(indent, len(line)-len(trimmed)):] + "\n"
		}
	}
	return all
}

// runSample runs code as its reader would and returns what it printed.
func runSample(t *testing.T, lang, code, key string) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(code), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	var cmd *exec.Cmd
	switch lang {
	case "bash":
		need(t, "curl")
		need(t, "jq")
		cmd = exec.CommandContext(ctx, need(t, "bash", "sh"), write("sample.sh"))
	case "typescript":
		// The samples keep to the part of TypeScript that is JavaScript, so plain Node runs them.
		cmd = exec.CommandContext(ctx, need(t, "node"), write("sample.mjs"))
	case "python":
		cmd = exec.CommandContext(ctx, python(t), write("sample.py"))
	case "go":
		cmd = exec.CommandContext(ctx, need(t, "go"), "run", write("sample.go"))
	default:
		t.Fatalf("no way to run %s", lang)
	}
	cmd.Dir = dir // a sample may write files
	cmd.Env = append(os.Environ(), "WP_ENGINE_API_KEY="+key)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s\n%s%s", err, code, out, &complaints)
	}
	return string(out)
}

// python returns a Python that has the library that the samples use.
func python(t *testing.T) string {
	t.Helper()
	for _, p := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(p, "-c", "import requests").Run() == nil {
			return p
		}
	}
	missing(t, "Python with requests is not installed")
	return ""
}
