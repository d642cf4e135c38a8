package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"wpengine/engine"
)

// sandboxAt makes the process of the tests a simulated network: its value is the address, and after a space the folder.
const sandboxAt = "WPENGINE_BENCH_SANDBOX"

func TestMain(m *testing.M) {
	if at := os.Getenv(sandboxAt); at != "" {
		address, data, _ := strings.Cut(at, " ")
		fmt.Fprintln(os.Stderr, serveSandbox(address, data))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// serveSandbox is what wpengine sandbox does. For each line that it reads it says how much it holds.
func serveSandbox(address, data string) error {
	l, err := engine.ListenSandbox(context.Background(), address)
	if err != nil {
		return err
	}
	s, err := engine.NewSandbox(context.Background(), engine.SandboxConfig{Data: data, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	go func() {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			use := usage(os.Getpid())
			fmt.Println(use.heap, use.rss, use.goroutines)
		}
	}()
	fmt.Println("up")
	return (&http.Server{Handler: s.Handler(), ReadHeaderTimeout: time.Minute}).Serve(l)
}

// use is what a process holds: bytes, and goroutines.
type use struct{ heap, rss, goroutines int }

// usage measures the process that it is called in.
func usage(pid int) use {
	runtime.GC()
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	u := use{heap: int(m.HeapAlloc), goroutines: runtime.NumGoroutine()}
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)) // empty where there is no such file
	for line := range strings.Lines(string(status)) {
		if text, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kilobytes, _ := strconv.Atoi(strings.Fields(text)[0])
			u.rss = kilobytes << 10
		}
	}
	return u
}

// victim is the process of a simulated network.
type victim struct {
	tb      testing.TB
	address string
	data    string
	process *exec.Cmd
	in      io.Writer
	out     *bufio.Reader
}

func newVictim(tb testing.TB) *victim {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	v := &victim{tb: tb, address: l.Addr().String(), data: tb.TempDir()}
	_ = l.Close()
	v.start()
	tb.Cleanup(v.end)
	return v
}

func (v *victim) url() string { return "http://" + v.address }

// start runs the process, and returns when it is up.
func (v *victim) start() {
	v.tb.Helper()
	v.process = exec.Command(os.Args[0])
	v.process.Env = append(os.Environ(), sandboxAt+"="+v.address+" "+v.data)
	v.process.Stderr = os.Stderr
	out, err := v.process.StdoutPipe()
	if err != nil {
		v.tb.Fatal(err)
	}
	if v.in, err = v.process.StdinPipe(); err != nil {
		v.tb.Fatal(err)
	}
	if err := v.process.Start(); err != nil {
		v.tb.Fatal(err)
	}
	v.out = bufio.NewReader(out)
	if line, err := v.out.ReadString('\n'); err != nil || line != "up\n" {
		v.tb.Fatalf("the network does not come up: %q, %v", line, err)
	}
}

// usage asks the process how much it holds.
func (v *victim) usage() (u use) {
	v.tb.Helper()
	fmt.Fprintln(v.in)
	if _, err := fmt.Fscan(v.out, &u.heap, &u.rss, &u.goroutines); err != nil {
		v.tb.Fatal(err)
	}
	return u
}

// end kills the process with SIGKILL, which it can't prepare for.
func (v *victim) end() {
	_ = v.process.Process.Kill()
	_ = v.process.Wait()
}

func (v *victim) restart() {
	v.end()
	v.start()
}
