package docsite

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"wpengine/docsite/misread"
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
	rank, title := rankInName(dir)
	meta := folderMeta{Title: sentenceCase(title)}
	if dir == "." {
		meta.Title = b.config.Title
	}
	name := path.Join(dir, "_meta.yaml")
	text, err := fs.ReadFile(e.content, name)
	if err == nil {
		decoder := yaml.NewDecoder(bytes.NewReader(text))
		decoder.KnownFields(true)
		err = decoder.Decode(&meta)
	}
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, fs.ErrNotExist) {
		b.folderProblems(path.Join(e.contentName, name), text, err)
	}
	if errors.Is(err, fs.ErrNotExist) {
		readCategory(e.content, dir, &meta)
	}
	if p := e.bySource[path.Join(dir, "_index.md")]; p != nil && errors.Is(err, fs.ErrNotExist) && dir != "." {
		meta.Title, meta.Description, meta.Order = p.label, p.description, p.rank // as Hugo has it
	}
	if meta.Order == nil {
		meta.Order = rank
	}
	meta.Title, meta.Description = printable.Title(meta.Title), printable.Line(meta.Description)
	e.metas[dir] = meta
	return meta
}

// categories are what Docusaurus calls a folder's file.
var categories = [...]string{"_category_.json", "_category_.yml", "_category_.yaml"}

// readCategory takes over what a folder's file of Docusaurus says; what it cannot read means nothing here.
func readCategory(content fs.FS, dir string, meta *folderMeta) {
	for _, name := range categories {
		text, err := fs.ReadFile(content, path.Join(dir, name))
		if err != nil {
			continue
		}
		var category struct {
			Label     string   `yaml:"label"`
			Position  *float64 `yaml:"position"`
			Collapsed bool     `yaml:"collapsed"`
			Link      struct {
				Description string `yaml:"description"`
			} `yaml:"link"`
		}
		if yaml.Unmarshal(text, &category) == nil {
			meta.Title, meta.Description = cmp.Or(category.Label, meta.Title), category.Link.Description
			meta.Order, meta.Closed = category.Position, category.Collapsed
		}
		return
	}
}

// What the YAML reader says of a value that it can't put into folderMeta.
var (
	unknownKey = regexp.MustCompile(`^field (.*) not found in type`)
	wrongKind  = regexp.MustCompile("^cannot unmarshal !!\\w+(?: `(.*)`)? into (\\w+)")
)

// folderProblems are what is wrong with a _meta.yaml.
func (b *builder) folderProblems(file string, text []byte, err error) {
	var wrong *yaml.TypeError
	if !errors.As(err, &wrong) {
		line, message := misread.YAML(text, err)
		b.problem(Problem{File: file, Line: line, Rule: "folder", Message: message})
		return
	}
	for _, said := range wrong.Errors {
		line, message := misread.Place(said)
		if m := unknownKey.FindStringSubmatch(message); m != nil {
			names := []string{"title", "description", "order", "closed"}
			message = fmt.Sprintf("unknown key %q%s", m[1], cmp.Or(b.didYouMean(m[1], names), "; it can be "+strings.Join(names, ", ")))
		}
		if m := wrongKind.FindStringSubmatch(message); m != nil {
			kind := map[string]string{"float64": "order has to be a number", "bool": "closed has to be true or false"}[m[2]]
			message = fmt.Sprintf("%s, not %q", cmp.Or(kind, "it has to be lines such as title: Guides"), m[1])
		}
		b.problem(Problem{File: file, Line: line, Rule: "folder", Message: message})
	}
}

// sentenceCase makes a title of a file's or folder's name: "self-hosting" is "Self hosting".
func sentenceCase(name string) string {
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == ' ' }), " ")
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}
