package docsite

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"

	"wpengine/docsite/spelling"
)

//go:embed templates/*.html
var templateFiles embed.FS

// frames puts pages into what stands around them.
type frames struct {
	template *template.Template
	own      map[string][]byte // the author's files, by their names
	folder   string            // that they are in, as messages name it
}

// newFrames parses the templates, and then those of the site's author over them: each block that they define takes the
// place of ours.
func newFrames(config Config) (*frames, error) {
	tmpl, err := template.ParseFS(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("docsite: %w", err) // they are part of the program
	}
	f := &frames{template: tmpl, own: map[string][]byte{}, folder: path.Join(config.FilesName, config.Settings.Templates)}
	if config.Templates == nil {
		return f, nil
	}
	names, err := fs.Glob(config.Templates, "*.html")
	if err != nil {
		return nil, fmt.Errorf("docsite: read the templates: %w", err)
	}
	var ours []string
	for _, t := range tmpl.Templates() {
		ours = append(ours, t.Name())
	}
	for _, name := range names {
		text, err := fs.ReadFile(config.Templates, name)
		if err != nil {
			return nil, fmt.Errorf("docsite: read the templates: %w", err)
		}
		f.own[name] = text
		parsed := tmpl
		if name != tmpl.Name() {
			parsed = tmpl.New(name)
		}
		if _, err := parsed.Parse(string(text)); err != nil {
			return nil, f.explained(err)
		}
	}
	if problems := f.unshown(ours); len(problems) > 0 {
		return nil, problems.sorted()
	}
	return f, nil
}

var (
	definition   = regexp.MustCompile(`{{-?\s*define\s+"([^"]*)"`)
	inclusion    = regexp.MustCompile(`{{-?\s*(?:template|block)\s+"([^"]*)"`)
	templateFail = regexp.MustCompile(`^(?:html/)?template: ?([^:]+):(\d+):(?:\d+:)? (?s:(.*))$`)
)

// unshown are the author's templates that neither take the place of ours nor are part of another one: they were to, and
// their names are misspelt.
func (f *frames) unshown(ours []string) (problems Problems) {
	shown := map[string]bool{}
	for _, name := range ours {
		shown[name] = true
	}
	for _, text := range f.own {
		for _, m := range inclusion.FindAllSubmatch(text, -1) {
			shown[string(m[1])] = true
		}
	}
	for name, text := range f.own {
		for _, at := range definition.FindAllSubmatchIndex(text, -1) {
			defined := string(text[at[2]:at[3]])
			if shown[defined] {
				continue
			}
			line := 1 + bytes.Count(text[:at[0]], []byte("\n"))
			problems = append(problems, Problem{File: path.Join(f.folder, name), Line: line, Rule: "settings",
				Message: fmt.Sprintf("no page shows the template %q%s", defined, spelling.DidYouMean(defined, ours))})
		}
	}
	return problems
}

// explained is an error of a template; of the author's it names the file.
func (f *frames) explained(err error) error {
	m := templateFail.FindStringSubmatch(err.Error())
	if m == nil || f.own[m[1]] == nil {
		return err
	}
	line, _ := strconv.Atoi(m[2])
	message := strings.ReplaceAll(m[3], " in type *docsite.frame", ": pages have no such field")
	return Problems{{File: path.Join(f.folder, m[1]), Line: line, Rule: "settings", Message: message}}
}
