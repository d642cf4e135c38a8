package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"wpengine/docsite/changes"
)

// diffCmd is "docsite diff".
type diffCmd struct {
	Old    string `arg:"" help:"Description of the API as it was." placeholder:"FILE"`
	New    string `arg:"" help:"Description of the API as it is." placeholder:"FILE"`
	Format string `help:"How to write what changed: ${enum}. Markdown is a page for the changelog of a site." enum:"text,markdown,json" default:"text"`
	Out    string `help:"File to write, else it is printed." placeholder:"FILE"`
	Title  string `help:"Title of the page, else one of the versions." placeholder:"TEXT"`
	Date   string `help:"Date of the page, such as 2026-03-01." placeholder:"DATE"`
	FailOn string `name:"fail-on" help:"Exit with 1 if there is a change of this kind: ${enum}." enum:"none,breaking,warning,any" default:"none"`
}

// Run compares the two.
func (c *diffCmd) Run(m mainCmd) error {
	meta := changes.Meta{Title: c.Title}
	if c.Date != "" {
		date, err := time.Parse(time.DateOnly, c.Date)
		if err != nil {
			return usageError{fmt.Errorf("--date %s is no date such as 2026-03-01", c.Date)}
		}
		meta.Date = date
	}
	old, oldFolder, err := openSpec("OLD", c.Old)
	if err != nil {
		return err
	}
	now, newFolder, err := openSpec("NEW", c.New)
	if err != nil {
		return err
	}
	report := changes.Between(old, now)
	report.OldFolder, report.NewFolder = oldFolder, newFolder
	var out bytes.Buffer
	write := map[string]func(io.Writer) error{
		"text": report.WriteText, "json": report.WriteJSON,
		"markdown": func(w io.Writer) error { return report.WriteMarkdown(w, meta) },
	}[c.Format]
	if err := write(&out); err != nil {
		return err
	}
	if err := c.deliver(m, out.Bytes()); err != nil {
		return err
	}
	if c.fails(report) {
		return silentError{exitProblems}
	}
	return nil
}

// deliver prints what was written, or puts it into the file, all of it or nothing.
func (c *diffCmd) deliver(m mainCmd, text []byte) error {
	if c.Out == "" {
		_, err := m.Stdout.Write(text)
		return err
	}
	fresh, err := os.CreateTemp(filepath.Dir(c.Out), filepath.Base(c.Out)+".new-*")
	if err != nil {
		return usageError{fmt.Errorf("--out: %w", err)}
	}
	_, err = fresh.Write(text)
	if closed := fresh.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(fresh.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(fresh.Name(), c.Out)
	}
	if err != nil {
		_ = os.Remove(fresh.Name()) // the first error says more
	}
	return err
}

// fails reports whether there is a change that the caller wants to be told of by the exit code.
func (c *diffCmd) fails(report *changes.Report) bool {
	worst, changed := report.Worst()
	switch c.FailOn {
	case "breaking":
		return changed && worst == changes.Breaking
	case "warning":
		return changed && worst <= changes.Warning
	case "any":
		return changed
	}
	return false
}
