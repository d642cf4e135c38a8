package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"wpengine/docsite"
)

// buildCmd is "docsite build".
type buildCmd struct {
	source
	Out      string `help:"Folder to write, else that of docsite.yaml. It is replaced if a former build wrote it." placeholder:"DIR"`
	Upstream string `help:"Server that the code samples name, else the first of the spec." placeholder:"URL"`
	BaseURL  string `name:"base-url" help:"Address the site will have, for canonical links and the site map." placeholder:"URL"`
	ProxyURL string `name:"proxy-url" help:"Where \"docsite proxy\" runs for these pages, else that of docsite.yaml. Without one they call the API themselves." placeholder:"URL"`
	Strict   bool   `help:"Write nothing if anything is wrong with the guides or the spec."`
	Drafts   bool   `help:"Show the guides that are drafts."`
	Quiet    bool   `short:"q" help:"Do not print warnings and progress."`
}

// gcPercent trades memory for time: a build is over before most of its garbage is worth collecting.
const gcPercent = 150

// Run writes the site.
func (c *buildCmd) Run(m mainCmd) error {
	start := time.Now()
	debug.SetGCPercent(gcPercent)
	if err := c.readSettings(); err != nil {
		return err
	}
	if c.Out == "" && c.settings.Out != "" {
		c.Out = filepath.Join(c.dir, filepath.FromSlash(c.settings.Out))
	}
	if c.Out == "" {
		return usageError{errors.New("missing flags: --out=DIR; or say out: in docsite.yaml")}
	}
	if err := c.apart(); err != nil {
		return err
	}
	if c.Quiet {
		m.Stderr = io.Discard
	}
	site, _, err := c.site(m, func(config *docsite.Config) {
		config.Static, config.Drafts = true, c.Drafts
		config.BaseURL = cmp.Or(c.BaseURL, c.settings.BaseURL)
		config.ProxyURL = cmp.Or(c.ProxyURL, c.settings.ProxyURL)
		flags := proxyFlags{}
		if c.Upstream != "" {
			flags.Upstream = []string{c.Upstream}
		}
		if config.Upstreams = flags.upstreams(c.settings); len(config.Upstreams) > 0 {
			config.ServerURL = config.Upstreams[0]
		}
	})
	if err != nil {
		return err
	}
	if problems, err := c.refused(site); err != nil || problems != nil {
		return errors.Join(err, problems)
	}
	summary, err := c.export(m, site)
	if err != nil {
		return err
	}
	warnings := site.Problems()
	printWarnings(m, warnings)
	fmt.Fprintf(m.Stdout, "Wrote %s, %s%s, %s to %s in %s%s.\n", count(summary.Pages, "page"), count(summary.Files, "file"), kept(summary),
		size(summary.Bytes), c.Out, time.Since(start).Round(time.Millisecond), warned(len(warnings)))
	return nil
}

// export writes the site, unless the program is told to stop meanwhile.
func (c *buildCmd) export(m mainCmd, site *docsite.Site) (docsite.Summary, error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	progress := m.progress()
	summary, err := site.Export(ctx, c.Out, progress.page)
	progress.end()
	if err != nil && ctx.Err() != nil {
		return summary, fmt.Errorf("stopped; %s is as it was", c.Out)
	}
	return summary, err
}

// refused are the problems that a strict build ends for.
func (c *buildCmd) refused(site *docsite.Site) (error, error) {
	if !c.Strict {
		return nil, nil
	}
	problems, err := site.Check()
	if err != nil || len(problems) == 0 {
		return nil, err
	}
	return problems, nil
}

// shownWarnings is how many warnings a build prints; "docsite check" prints all.
const shownWarnings = 20

func printWarnings(m mainCmd, warnings docsite.Problems) {
	for _, p := range warnings[:min(len(warnings), shownWarnings)] {
		fmt.Fprintf(m.Stderr, "warning: %s\n", p)
	}
	if more := len(warnings) - shownWarnings; more > 0 {
		fmt.Fprintf(m.Stderr, "and %s; \"docsite check\" lists all\n", count(more, "more warning"))
	}
}

func kept(s docsite.Summary) string {
	if s.Kept == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d as they were)", s.Kept)
}

func warned(n int) string {
	if n == 0 {
		return ""
	}
	return ", with " + count(n, "warning")
}

// progress shows on a terminal how far a build is.
type progress struct {
	m     mainCmd
	shown bool
	mu    sync.Mutex
	last  time.Time
}

// between is how often progress is shown.
const between = 100 * time.Millisecond

func (m mainCmd) progress() *progress {
	file, ok := m.Stderr.(*os.File)
	terminal := false
	if ok {
		info, err := file.Stat()
		terminal = err == nil && info.Mode()&fs.ModeCharDevice != 0
	}
	return &progress{m: m, shown: terminal, last: time.Now()}
}

func (p *progress) page(done, total int) {
	if !p.shown {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := time.Now(); now.Sub(p.last) >= between {
		p.last = now
		fmt.Fprintf(p.m.Stderr, "\r%d of %d files", done, total)
	}
}

// end takes the line away.
func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.m.Stderr, "\r\x1b[K")
	}
}

// size is a number of bytes as people say it.
func size(n int64) string {
	switch {
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	}
	return count(int(n), "byte")
}
