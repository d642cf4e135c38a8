package docsite

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"wpengine/docsite/printable"
)

// folderMeta is what _meta.yaml says of the folder it is in.
type folderMeta struct {
	Title       string   `yaml:"title"`       // in the sidebar, else the folder's name
	Description string   `yaml:"description"` // on the page that lists the folder
	Order       *float64 `yaml:"order"`       // among its siblings
	Closed      bool     `yaml:"closed"`      // a folder within a folder starts folded
}

// folder reads the _meta.yaml of a folder, "guides" for example; every field has a default.
func (b *builder) folder(e *edition, dir string) folderMeta {
	if meta, ok := e.metas[dir]; ok {
		return meta
	}
	meta := folderMeta{Title: sentenceCase(path.Base(dir))}
	if dir == "." {
		meta.Title = b.config.Title
	}
	name := path.Join(dir, "_meta.yaml")
	f, err := e.content.Open(name)
	if err == nil {
		defer func() { _ = f.Close() }() // only read
		decoder := yaml.NewDecoder(f)
		decoder.KnownFields(true)
		err = decoder.Decode(&meta)
	}
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, fs.ErrNotExist) {
		b.problem(yamlProblem(path.Join(e.contentName, name), err))
	}
	if p := e.bySource[path.Join(dir, "_index.md")]; p != nil && errors.Is(err, fs.ErrNotExist) && dir != "." {
		meta.Title, meta.Description, meta.Order = p.label, p.description, p.rank // as Hugo has it
	}
	meta.Title, meta.Description = printable.Title(meta.Title), printable.Line(meta.Description)
	e.metas[dir] = meta
	return meta
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// yamlProblem takes the line out of a YAML reader's message.
func yamlProblem(file string, err error) Problem {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	remedy := "this is not YAML: look at the indentation, and put texts with a colon, # or quotes into quotes"
	var wrong *yaml.TypeError
	if errors.As(err, &wrong) {
		message, remedy = wrong.Errors[0], "it can say title, description, order, closed"
	}
	line := 0
	if m := yamlLine.FindStringSubmatchIndex(message); m != nil {
		line, _ = strconv.Atoi(message[m[2]:m[3]])
		message = message[:m[0]] + message[m[1]:]
	}
	message = strings.ReplaceAll(message, "in type docsite.folderMeta", "in _meta.yaml")
	return Problem{File: file, Line: line, Rule: "folder", Message: message + "; " + remedy}
}

// sentenceCase makes a title of a file's or folder's name: "self-hosting" is "Self hosting".
func sentenceCase(name string) string {
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == ' ' }), " ")
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}
