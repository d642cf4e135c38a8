// Package chromium opens pages in a headless Chromium for tests. All tests of a package share one browser, which takes
// longer to start than most of them take; each has a page with cookies and storage of its own.
package chromium

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// shared is the browser of this process, started by the first test that wants a page.
var shared struct {
	once sync.Once
	ctx  context.Context
	end  context.CancelFunc
	err  error
}

var errNone = errors.New("there is no Chromium: make deps installs it")

// Main runs the tests of a package and ends their browser; it returns what TestMain has to exit with.
func Main(m *testing.M) int {
	code := m.Run()
	if shared.end != nil {
		_ = chromedp.Cancel(shared.ctx) // waits until it has ended
		shared.end()
	}
	return code
}

// Page opens a page, which goes with the test. The test fails if something on it throws, or breaks its content security
// policy. Without a browser the test is skipped, or fails where nothing may be skipped.
func Page(t testing.TB) context.Context {
	t.Helper()
	shared.once.Do(launch)
	if errors.Is(shared.err, errNone) && os.Getenv("CI") == "" {
		t.Skip(shared.err)
	}
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	ctx, cancel := context.WithTimeout(shared.ctx, 5*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	if err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("the page throws: %s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
		case *log.EventEntryAdded:
			if e.Entry.Source == log.EntrySourceSecurity {
				t.Errorf("the browser refuses: %s", e.Entry.Text)
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	// Pages of several tests are open at once; each believes that it is the one in front.
	if _, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func launch() {
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		shared.err = errNone
		return
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1280, 900),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("force-prefers-reduced-motion", true)) // what is clicked doesn't move
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	shared.ctx, _ = chromedp.NewContext(ctx) //nolint:govet // Main ends it
	shared.end = cancel
	shared.err = chromedp.Do(shared.ctx)
}
