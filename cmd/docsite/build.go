package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"wpengine/docsite"
)

// buildCmd is "docsite build".
type buildCmd struct {
	source
	Out      string `help:"Folder to write. It is replaced if a former build wrote it." required:"" placeholder:"DIR"`
	Upstream string `help:"Server that the code samples name, else the first of the spec." placeholder:"URL"`
	BaseURL  string `name:"base-url" help:"Address the site will have, for canonical links and the site map." placeholder:"URL"`
}

// Run writes the site.
func (c *buildCmd) Run(m mainCmd) error {
	start := time.Now()
	config, err := c.config()
	if err != nil {
		return err
	}
	if err := c.apart(); err != nil {
		return err
	}
	config.Static, config.BaseURL, config.ServerURL = true, c.BaseURL, c.Upstream
	site, err := docsite.New(config)
	if err != nil {
		return err
	}
	if err := site.Export(c.Out); err != nil {
		return err
	}
	stats := site.Stats()
	fmt.Fprintf(m.Stdout, "Wrote %s, %s, %s to %s in %s.\n",
		count(stats.Pages, "page"), count(stats.Files, "file"), size(stats.Bytes), c.Out, time.Since(start).Round(time.Millisecond))
	return nil
}

// apart refuses a folder to write that shares files with the sources: the next
// build would take the pages of this one for pictures, or replace the sources.
func (c *buildCmd) apart() error {
	out, err := realPath(c.Out)
	if err != nil {
		return usageError{fmt.Errorf("--out: %w", err)}
	}
	content, err := realPath(c.Content)
	if err != nil {
		return usageError{fmt.Errorf("--content: %w", err)}
	}
	switch {
	case out == content:
		return usageError{fmt.Errorf("--out %s is the folder of the guides, --content %s; name another folder", c.Out, c.Content)}
	case within(out, content):
		return usageError{fmt.Errorf("--out %s is inside --content %s, so the next build would take the site for guides; name a folder beside it", c.Out, c.Content)}
	case within(content, out):
		return usageError{fmt.Errorf("--content %s is inside --out %s, which a build replaces; name a folder beside it", c.Content, c.Out)}
	}
	if c.Spec == "" {
		return nil
	}
	spec, err := realPath(c.Spec)
	if err != nil {
		return usageError{fmt.Errorf("--spec: %w", err)}
	}
	if within(spec, out) {
		return usageError{fmt.Errorf("--spec %s is inside --out %s, which a build replaces; name another folder", c.Spec, c.Out)}
	}
	return nil
}

// realPath is the absolute path of a file or folder, without symbolic links. Its
// end may be missing: what is to be written is not there yet.
func realPath(name string) (string, error) {
	name, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	rest := ""
	for {
		found, err := filepath.EvalSymlinks(name)
		if err == nil {
			return filepath.Join(found, rest), nil
		}
		parent := filepath.Dir(name)
		if !errors.Is(err, fs.ErrNotExist) || parent == name {
			return "", err
		}
		name, rest = parent, filepath.Join(filepath.Base(name), rest)
	}
}

// within reports whether a path is below a folder; both are real ones.
func within(name, folder string) bool {
	rest, err := filepath.Rel(folder, name)
	return err == nil && rest != "." && filepath.IsLocal(rest)
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

// checkCmd is "docsite check".
type checkCmd struct {
	source
}

// Run makes the site and throws it away: whatever is wrong is found in making it.
func (c *checkCmd) Run(m mainCmd) error {
	config, err := c.config()
	if err != nil {
		return err
	}
	config.Static = true
	site, err := docsite.New(config)
	if err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "No problems in %s.\n", count(site.Stats().Pages, "page"))
	return nil
}
