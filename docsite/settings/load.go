package settings

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"wpengine/docsite/misread"
)

// Name is what the file is called.
const Name = "docsite.yaml"

// maxSize is far above any real file, which has some 5 kB.
const maxSize = 1 << 20

// Problem is a mistake in docsite.yaml.
type Problem struct {
	File         string
	Line, Column int // from 1; 0 if it is the file as a whole
	Message      string
}

// String is "file:line:column: message", which editors turn into a link.
func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Load reads the settings that fsys has under name. They are complete, with defaults for what is
// not said or said wrongly, so whoever asks for problems only gets those; a site should not be
// made from settings that have some. That there is no such file is a problem.
func Load(fsys fs.FS, name string) (*Settings, []Problem) {
	r := &reader{fsys: fsys, dir: path.Dir(name), file: name, set: Default(), written: map[string]*yaml.Node{}}
	root, err := parse(fsys, name)
	if err != nil {
		return r.set, []Problem{notRead(name, err)}
	}
	if root != nil {
		r.read(root)
	}
	r.complete()
	slices.SortStableFunc(r.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return r.set, r.problems
}

// parse reads a file of YAML as a tree; one that says nothing is nil.
func parse(fsys fs.FS, name string) (*yaml.Node, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	text, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxSize {
		return nil, fmt.Errorf("it has more than %d MiB", maxSize>>20)
	}
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	var document, second yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		line, message := misread.YAML(text, err)
		return nil, fmt.Errorf("line %d: %s", line, message)
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, errors.New(`there is a second document after a line "---"; keep one`)
	}
	return document.Content[0], nil
}

var yamlLine = regexp.MustCompile(`^line (\d+): `)

// notRead says why there are no settings.
func notRead(name string, err error) Problem {
	p := Problem{File: name}
	var failed *fs.PathError
	switch found := yamlLine.FindStringSubmatch(err.Error()); {
	case errors.Is(err, fs.ErrNotExist):
		p.Message = `no such file; "docsite new DIR" starts a site that has one`
	case errors.As(err, &failed):
		p.Message = failed.Err.Error()
	case found != nil:
		p.Line, _ = strconv.Atoi(found[1])
		p.Column = 1
		p.Message = strings.TrimPrefix(err.Error(), found[0])
	default:
		p.Message = err.Error()
	}
	return p
}
