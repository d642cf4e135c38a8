package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"wpengine/assets"
	"wpengine/docsite"
	"wpengine/docsite/settings"
	"wpengine/openapi/document"
)

// source is what every command makes the site from: docsite.yaml, and flags that go before it.
type source struct {
	Config  string `help:"Settings of the site; docsite.yaml in this folder if there is one." placeholder:"FILE"`
	Spec    string `help:"Description of the API: OpenAPI 3.0 to 3.2 or Swagger 2.0, YAML or JSON. Without one the site has guides alone." placeholder:"FILE"`
	Content string `help:"${content_help}" placeholder:"DIR"`
	Title   string `help:"Name in the top bar, else the title of the spec." placeholder:"NAME"`

	settings *settings.Settings
	dir      string // of the settings: what they name is relative to it
	history  history
}

// site makes the site; change sets what the command wants of it.
func (s *source) site(m mainCmd, change func(*docsite.Config)) (*docsite.Site, docsite.Config, error) {
	config, err := s.config(m)
	if err != nil {
		return nil, config, err
	}
	change(&config)
	site, err := docsite.New(config)
	return site, config, err
}

// readSettings reads docsite.yaml, if there is one, and what the flags say instead.
func (s *source) readSettings() error {
	name := s.configFile()
	if name == "" {
		s.settings, s.dir = settings.Default(), "."
		return s.complete()
	}
	if info, err := os.Stat(name); err != nil {
		return missing("--config", name, err)
	} else if info.IsDir() {
		return usageError{fmt.Errorf("--config %s is a folder; name the file of the settings", name)}
	}
	s.dir = filepath.Dir(name)
	var problems []settings.Problem
	s.settings, problems = settings.Load(os.DirFS(s.dir), filepath.Base(name))
	if len(problems) > 0 {
		return settingsProblems(filepath.ToSlash(s.dir), problems)
	}
	return s.complete()
}

// configFile is the file of the settings: that of the flag, else the one in this folder, if there is one.
func (s *source) configFile() string {
	if s.Config != "" {
		return s.Config
	}
	if _, err := os.Lstat(settings.Name); errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	return settings.Name
}

// complete names the spec and the content by the settings where no flag does.
func (s *source) complete() error {
	if s.Spec == "" && s.settings.Spec != "" {
		s.Spec = filepath.Join(s.dir, filepath.FromSlash(s.settings.Spec))
	}
	if s.Content == "" && s.settings.Content != "" {
		s.Content = filepath.Join(s.dir, filepath.FromSlash(s.settings.Content))
	}
	if s.Spec == "" && s.Content == "" {
		return usageError{errors.New("there is nothing to make a site of: name a description with --spec FILE, a folder of guides with --content DIR, or both in " + settings.Name)}
	}
	return nil
}

// settingsProblems are what is wrong with docsite.yaml, as problems of the site.
func settingsProblems(dir string, problems []settings.Problem) error {
	all := make(docsite.Problems, len(problems))
	for i, p := range problems {
		all[i] = docsite.Problem{File: strings.TrimPrefix(dir+"/"+p.File, "./"), Line: p.Line, Column: p.Column, Rule: "settings", Message: p.Message}
	}
	return all
}

// config reads the spec and opens the folder of guides.
func (s *source) config(m mainCmd) (docsite.Config, error) {
	if err := s.readSettings(); err != nil {
		return docsite.Config{}, err
	}
	files, err := openFolder(s.dir)
	if err != nil {
		return docsite.Config{}, err
	}
	config := docsite.Config{Title: cmp.Or(s.Title, s.settings.Title), Assets: assets.FS(), Settings: s.settings, Files: files, FilesName: filepath.ToSlash(s.dir)}
	if s.Content != "" {
		content, err := openContent("--content", s.Content)
		if err != nil {
			return config, err
		}
		config.Content, config.ContentName = content, filepath.ToSlash(filepath.Clean(s.Content))
	}
	if s.Spec != "" {
		spec, name, err := openSpec("--spec", s.Spec)
		if err != nil {
			return config, err
		}
		config.Spec, config.SpecName = spec, name
	}
	for _, l := range s.settings.Languages {
		config.Languages = append(config.Languages, docsite.Language{Code: l.Code, Label: cmp.Or(l.Label, l.Code), RTL: l.Dir == "rtl"})
	}
	if s.settings.Templates != "" {
		if config.Templates, err = openContent("templates", filepath.Join(s.dir, filepath.FromSlash(s.settings.Templates))); err != nil {
			return config, err
		}
	}
	if err := s.addVersions(&config); err != nil {
		return config, err
	}
	if s.settings.LastUpdated == "git" {
		config.Updated = s.history.of(config, func(err error) { fmt.Fprintf(m.Stderr, "warning: %s\n", explained(err)) })
	}
	return config, nil
}

// addVersions reads the other versions of the site that the settings name.
func (s *source) addVersions(config *docsite.Config) error {
	for _, v := range s.settings.Versions {
		if v.Latest {
			config.VersionLabel = cmp.Or(v.Label, v.Name)
			continue
		}
		version := docsite.Version{Name: v.Name, Label: v.Label, Content: config.Content, ContentName: config.ContentName, Spec: config.Spec, SpecName: config.SpecName}
		if v.Content != "" {
			folder := filepath.Join(s.dir, filepath.FromSlash(v.Content))
			content, err := openContent("content of version "+v.Name, folder)
			if err != nil {
				return err
			}
			version.Content, version.ContentName = content, filepath.ToSlash(folder)
		}
		if v.Spec != "" {
			spec, name, err := openSpec("spec of version "+v.Name, filepath.Join(s.dir, filepath.FromSlash(v.Spec)))
			if err != nil {
				return err
			}
			version.Spec, version.SpecName = spec, name
		}
		config.Versions = append(config.Versions, version)
	}
	return nil
}

// origin is a file or folder that the site is made from.
type origin struct {
	flag, name string
	kind       kind
}

type kind int

const (
	aFile kind = iota
	aSpec
	aFolder
)

// origins are all of them that the flags and the settings name.
func (s *source) origins() (all []origin) {
	named := func(flag, name string, is kind) {
		if name != "" {
			all = append(all, origin{flag, name, is})
		}
	}
	set := func(key, name string, is kind) {
		if name != "" {
			named(key, filepath.Join(s.dir, filepath.FromSlash(name)), is)
		}
	}
	named("--content", s.Content, aFolder)
	named("--spec", s.Spec, aSpec)
	named("--config", s.configFile(), aFile)
	set("templates", s.settings.Templates, aFolder)
	set("logo", s.settings.Logo.Light, aFile)
	set("logo", s.settings.Logo.Dark, aFile)
	set("favicon", s.settings.Favicon, aFile)
	for _, name := range s.settings.CSS {
		set("css", name, aFile)
	}
	for _, version := range s.settings.Versions {
		set("content of version "+version.Name, version.Content, aFolder)
		set("spec of version "+version.Name, version.Spec, aSpec)
	}
	return all
}

func openContent(flag, folder string) (fs.FS, error) {
	info, err := os.Stat(folder)
	if err != nil {
		return nil, missing(flag, folder, err)
	}
	if !info.IsDir() {
		return nil, usageError{fmt.Errorf("%s %s is a file; name the folder of the guides", flag, folder)}
	}
	return openFolder(folder)
}

// openSpec reads a description. name is what messages call the folder that its files are in.
func openSpec(flag, file string) (doc *document.Document, name string, err error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, "", missing(flag, file, err)
	}
	if info.IsDir() {
		return nil, "", usageError{fmt.Errorf("%s %s is a folder; name the OpenAPI document", flag, file)}
	}
	root, rest := specRoot(file)
	fsys, err := specFolder(root, rest)
	if err != nil {
		return nil, "", err
	}
	doc, err = document.Load(fsys, rest)
	if err != nil {
		return nil, "", problemOfSpec(root, err)
	}
	if root == "." {
		return doc, "", nil
	}
	return doc, filepath.ToSlash(root), nil
}

// specRoot is the folder that the references of a description may not leave, and the file in it: this folder, if the
// file is below it, however it is named, else the file's own.
func specRoot(file string) (root, rest string) {
	file = filepath.Clean(file)
	if here, err := filepath.Abs("."); err == nil && filepath.IsAbs(file) {
		if below, err := filepath.Rel(here, file); err == nil && filepath.IsLocal(below) {
			file = below
		}
	}
	if filepath.IsLocal(file) {
		return ".", filepath.ToSlash(file)
	}
	return filepath.Dir(file), filepath.Base(file)
}

// problemOfSpec says which file it is, from here.
func problemOfSpec(root string, err error) error {
	if root == "." {
		return err
	}
	return fmt.Errorf("%s/%w", filepath.ToSlash(root), err)
}

// specFolder is the folder that a description and what it refers to are in. Its references lead out of it as little as a
// guide does.
func specFolder(root, rest string) (fs.FS, error) {
	f, err := openFolder(root)
	if err != nil {
		return nil, err
	}
	f.given = rest
	return f, nil
}

// missing says in one line what is wrong with a file named on the command line.
func missing(flag, name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return usageError{fmt.Errorf("%s %s: no such file or folder", flag, name)}
	}
	return usageError{fmt.Errorf("%s: %w", flag, err)}
}
