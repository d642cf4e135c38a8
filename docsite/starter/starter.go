// Package starter writes a site to begin with: settings, a guide, a changelog, a description of an
// API and a workflow that publishes it. The files in files/ are it, but for what %NAMES% stand for.
package starter

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"wpengine/docsite/settings"
	"wpengine/openapi/document"
)

//go:embed all:files
var files embed.FS

// Options are what an author may say of a new site.
type Options struct {
	Title string // the description's without one, and that of our own "Acme API"
	Spec  fs.FS  // with the description of an API, which is copied; nil for our own
	Name  string // of the description in Spec
}

// specName is what the description is called in a new site, if it is ours.
const specName = "openapi.yaml"

// Files are all files of a new site, by their names.
func Files(o Options) (map[string][]byte, error) {
	all := map[string][]byte{settings.SchemaName: settings.Schema}
	site, err := newWords(&o, all)
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(files, "files", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		to := strings.TrimPrefix(name, "files/")
		if to == specName && o.Spec != nil {
			return nil
		}
		text, err := fs.ReadFile(files, name)
		all[to] = []byte(site.Replace(string(text)))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("starter: %w", err)
	}
	return all, nil
}

// newWords finds out what the names in the files stand for, and adds the author's description.
func newWords(o *Options, all map[string][]byte) (*strings.Replacer, error) {
	spec, summary, server, call := specName, "What it does, in one sentence.", "https://api.example.com/v1/orders", "listOrders"
	if o.Spec != nil {
		doc, err := document.Load(o.Spec, o.Name)
		if err != nil {
			return nil, err
		}
		if spec, err = copySpec(doc, o, all); err != nil {
			return nil, err
		}
		o.Title = first(o.Title, doc.Info.Title)
		summary = first(doc.Info.Summary, summary)
		server, call = "https://api.example.com/", ""
		if len(doc.Servers) > 0 && plainURL.MatchString(doc.Servers[0].URL) {
			server = doc.Servers[0].URL
		}
		if len(doc.Operations) > 0 && plainID.MatchString(doc.Operations[0].ID) {
			call = doc.Operations[0].ID
		}
	}
	o.Title = first(o.Title, "Acme API")
	if call != "" {
		call = "This one ends with a call of [[" + call + "]]: names in double brackets link to operations."
	}
	return strings.NewReplacer(
		"%TITLE-QUOTED%", quoted(o.Title), "%TITLE-TEXT%", inMarkdown.Replace(o.Title), "%SUMMARY-QUOTED%", quoted(summary),
		"%SPEC%", spec, "%SERVER%", server, " %CALL%", strings.TrimRight(" "+call, " "),
	), nil
}

// copySpec adds the files of a description, one or several, and returns the name of the first.
func copySpec(doc *document.Document, o *Options, all map[string][]byte) (string, error) {
	into := ""
	if len(doc.Files) > 1 {
		into = "openapi"
	}
	for _, name := range doc.Files {
		text, err := fs.ReadFile(o.Spec, name)
		if err != nil {
			return "", fmt.Errorf("starter: copy %s: %w", name, err)
		}
		to := path.Join(into, name)
		if _, taken := all[to]; taken || to == settings.Name {
			return "", fmt.Errorf("starter: %s has the name of a file of the site; give the description another", name)
		}
		all[to] = text
	}
	return path.Join(into, doc.Files[0]), nil
}

// What can stand in a program or in brackets as it is.
var (
	plainURL = regexp.MustCompile(`^https?://[\w./:-]+$`)
	plainID  = regexp.MustCompile(`^[\w./-]+$`)
)

func first(texts ...string) string {
	for _, text := range texts {
		if text = strings.Join(strings.Fields(text), " "); text != "" {
			return text
		}
	}
	return ""
}

// quoted is a text as YAML takes it whatever is in it: as in JSON.
func quoted(text string) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		panic("starter: " + err.Error()) // a text is always JSON
	}
	return strings.TrimSpace(out.String())
}

var inMarkdown = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "& ", "& ", "&", `\&`, "|", `\|`)
