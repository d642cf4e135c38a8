//go:build unix

package docsite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"wpengine/e2e/testkit/chromium"
	"wpengine/openapi/document"
)

// hostileDir makes the test binary build the site of a folder, for tests that need a process whose time and memory are
// those of one build.
const hostileDir = "DOCSITE_TEST_HOSTILE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(hostileDir); dir != "" {
		if err := json.NewEncoder(os.Stdout).Encode(buildHostile(dir)); err != nil {
			panic(err)
		}
		return
	}
	os.Exit(chromium.Main(m))
}

// built is what became of a build in a process of its own.
type built struct {
	Error     string
	Pages     int
	Bytes     int64 // of all files
	Wall, CPU time.Duration
	Peak      int64
}

// buildHostile does what "docsite build" does.
func buildHostile(dir string) (b built) {
	began := time.Now()
	go func() {
		for peak() < 2*hostileMemory && processor() < hostileEnd {
			time.Sleep(20 * time.Millisecond)
		}
		fmt.Fprintf(os.Stderr, "ended after %v of a processor, with %d MiB\n", processor(), peak()>>20)
		os.Exit(1)
	}()
	defer func() {
		b.Wall = time.Since(began)
		b.CPU, b.Peak = processor(), peak()
	}()
	config := Config{Assets: os.DirFS("../assets"), Static: true}
	if names, _ := filepath.Glob(filepath.Join(dir, "api.*")); len(names) > 0 {
		spec, err := document.Load(os.DirFS(dir), filepath.Base(names[0]))
		if err != nil {
			b.Error = err.Error()
			return b
		}
		config.Spec = spec
	}
	if content := filepath.Join(dir, "content"); exists(content) {
		config.Content, config.ContentName = os.DirFS(content), "content"
	}
	site, err := New(config)
	if err == nil {
		b.Pages = site.Pages()
		b.Bytes, err = site.rendered()
	}
	if err != nil {
		b.Error = err.Error()
	}
	return b
}

// rendered makes all files, as an export does, and says how many bytes they have. It leaves out the disk, whose speed is
// not what is measured.
func (s *Site) rendered() (int64, error) {
	var total atomic.Int64
	all := slices.Collect(maps.Values(s.builder.allFiles()))
	buffers := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	err := parallel(len(all), func(i int) error {
		out := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(out)
		out.Reset()
		err := all[i].write(out)
		total.Add(int64(out.Len()))
		return err
	})
	return total.Load(), err
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// processor is how long the process has kept processors busy.
func processor() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// peak is the most memory that the process had, in bytes; 0 where the system doesn't tell.
func peak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kilobytes int64
	_, _ = fmt.Sscan(rest, &kilobytes)
	return kilobytes << 10
}

// What one build may take.
const (
	hostileTime   = 2 * time.Second
	hostileMemory = 500 << 20
	hostileEnd    = 6 * time.Second // when it is ended: it may never come to an end by itself
)

// buildApart builds the site of a folder in a process of its own.
func buildApart(t *testing.T, dir string) built {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), hostileDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var b built
	if err := json.Unmarshal(out, &b); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return b
}

// TestHostileSizesEndInTimeAndMemory: whatever somebody writes to keep a build busy, it ends soon, with a site or one clear
// error.
func TestHostileSizesEndInTimeAndMemory(t *testing.T) {
	all := hostileSizes()
	for _, name := range keys(all) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for name, text := range all[name]() {
				name = filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			b := buildApart(t, dir)
			t.Logf("%d pages, %d kB in %v, %v of a processor, %d MiB; %s", b.Pages, b.Bytes/1000, b.Wall, b.CPU, b.Peak>>20, b.Error)
			// On a machine that does something else too, time passes without us.
			if b.Wall > hostileTime && b.CPU > hostileTime {
				t.Errorf("it took %v, and %v of a processor", b.Wall, b.CPU)
			}
			if b.Peak > hostileMemory {
				t.Errorf("it took %d MiB", b.Peak>>20)
			}
			if !plainError(b.Error) {
				t.Errorf("the error is not clear: %.500q", b.Error)
			}
			if b.Error == "" && b.Pages == 0 {
				t.Error("there is no page and no error")
			}
		})
	}
}

// plainError reports an error of one line that begins with the file; or none.
func plainError(message string) bool {
	return message == "" || len(message) < 300 && strings.HasPrefix(message, "api.") && !strings.ContainsFunc(message, unprintable)
}
