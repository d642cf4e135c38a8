package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"wpengine/docsite"
	"wpengine/openapi"
)

// checkCmd is "docsite check".
type checkCmd struct {
	source
	Format string        `help:"How to print what is found: ${enum}." enum:"text,json,github" default:"text"`
	Advice time.Duration `help:"How long a strict reader may take to say what it thinks of the spec; 0 asks none." default:"10s"`
}

// Run makes the site and throws it away: whatever is wrong is found in making it.
func (c *checkCmd) Run(m mainCmd) error {
	site, config, err := c.site(m, func(config *docsite.Config) { config.Static = true })
	var settings docsite.Problems
	if errors.As(err, &settings) {
		return errors.Join(report(m.Stdout, c.Format, settings), silentError{exitProblems})
	}
	if err != nil {
		return err
	}
	problems, err := site.Review()
	if err != nil {
		return err
	}
	advice, err := c.advice(config)
	if err != nil {
		return err
	}
	problems = append(problems, advice...)
	if err := report(m.Stdout, c.Format, problems); err != nil {
		return err
	}
	if slices.ContainsFunc(problems, func(p docsite.Problem) bool { return !p.Advice }) {
		return silentError{exitProblems}
	}
	if c.Format == "text" {
		fmt.Fprintf(m.Stdout, "No problems in %s.\n", count(site.Pages(), "page"))
	}
	return nil
}

// advice is what kin-openapi, which is stricter than we are, says of the spec.
func (c *checkCmd) advice(config docsite.Config) ([]docsite.Problem, error) {
	if c.Advice == 0 || config.Spec == nil {
		return nil, nil
	}
	root, name := specRoot(c.Spec)
	fsys, err := specFolder(root, name)
	if err != nil {
		return nil, err
	}
	said, err := openapi.Verdict(fsys, name, c.Advice)
	if errors.Is(err, openapi.ErrUndecided) {
		return []docsite.Problem{{File: c.Spec, Rule: "strict", Advice: true, Message: fmt.Sprintf("the strict reader did not come to an end in %v; --advice gives it more time", c.Advice)}}, nil
	}
	if err != nil {
		return nil, err
	}
	advice := make([]docsite.Problem, len(said))
	for i, message := range said {
		advice[i] = docsite.Problem{File: c.Spec, Rule: "strict", Message: message, Advice: true}
	}
	return advice, nil
}

// report prints what is wrong, and what is advice, which nobody has to follow.
func report(w io.Writer, format string, problems docsite.Problems) error {
	switch format {
	case "json":
		return reportJSON(w, problems)
	case "github":
		for _, p := range problems {
			annotate(w, p)
		}
		return nil
	}
	wrong := 0
	for _, p := range problems {
		switch {
		case !p.Advice:
			wrong++
			fmt.Fprintln(w, p)
		case p.Rule == "strict":
			fmt.Fprintf(w, "%s (advice of a strict reader)\n", p)
		default:
			fmt.Fprintf(w, "%s (advice)\n", p)
		}
	}
	if wrong > 0 {
		fmt.Fprintf(w, "%s\n", count(wrong, "problem"))
	}
	return nil
}

// finding is a problem as JSON has it.
type finding struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Rule    string `json:"rule"`
	Level   string `json:"level"` // "error" or "advice"
	Message string `json:"message"`
}

func reportJSON(w io.Writer, problems docsite.Problems) error {
	all := make([]finding, len(problems))
	for i, p := range problems {
		all[i] = finding{p.File, p.Line, p.Column, p.Rule, "error", p.Message}
		if p.Advice {
			all[i].Level = "advice"
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(map[string]any{"problems": all})
}

// annotate writes a workflow command, which GitHub shows beside the line.
func annotate(w io.Writer, p docsite.Problem) {
	level := "error"
	if p.Advice {
		level = "notice"
	}
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	where := "file=" + property.Replace(p.File)
	if p.Line > 0 {
		where += fmt.Sprintf(",line=%d", p.Line)
	}
	if p.Column > 0 {
		where += fmt.Sprintf(",col=%d", p.Column)
	}
	fmt.Fprintf(w, "::%s %s,title=docsite %s::%s\n", level, where, property.Replace(p.Rule), data.Replace(p.Message))
}
