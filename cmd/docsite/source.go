package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"wpengine/assets"
	"wpengine/docsite"
	"wpengine/openapi"
)

// source is what every command makes the site from.
type source struct {
	Spec    string `help:"OpenAPI 3.0 or 3.1 document, YAML or JSON. Without one the site has guides alone." placeholder:"FILE"`
	Content string `help:"${content_help}" required:"" placeholder:"DIR"`
	Title   string `help:"Name in the top bar, else the title of the spec." placeholder:"NAME"`
}

// config reads the spec and opens the folder of guides.
func (s source) config() (docsite.Config, error) {
	config := docsite.Config{
		Title:       s.Title,
		Content:     os.DirFS(s.Content),
		ContentName: filepath.ToSlash(filepath.Clean(s.Content)),
		Assets:      assets.FS(),
	}
	info, err := os.Stat(s.Content)
	if err != nil {
		return config, missing("--content", s.Content, err)
	}
	if !info.IsDir() {
		return config, usageError{fmt.Errorf("--content %s is a file; name the folder of the guides", s.Content)}
	}
	if s.Spec == "" {
		return config, nil
	}
	info, err = os.Stat(s.Spec)
	if err != nil {
		return config, missing("--spec", s.Spec, err)
	}
	if info.IsDir() {
		return config, usageError{fmt.Errorf("--spec %s is a folder; name the OpenAPI document", s.Spec)}
	}
	config.SpecName = filepath.ToSlash(filepath.Dir(s.Spec))
	config.Spec, err = openapi.Load(os.DirFS(filepath.Dir(s.Spec)), filepath.Base(s.Spec))
	if err != nil {
		return config, fmt.Errorf("%s: %w", s.Spec, err)
	}
	return config, nil
}

// missing says in one line what is wrong with a file named on the command line.
func missing(flag, name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return usageError{fmt.Errorf("%s %s: no such file or folder", flag, name)}
	}
	return usageError{fmt.Errorf("%s: %w", flag, err)}
}
