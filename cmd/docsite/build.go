package main

import (
	"fmt"
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
