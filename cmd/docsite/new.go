package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"wpengine/docsite/starter"
)

// newCmd is "docsite new".
type newCmd struct {
	Dir   string `arg:"" help:"Folder to make; it must be empty or not there yet."`
	Title string `help:"Name of the product, else the title of the spec." placeholder:"NAME"`
	Spec  string `help:"OpenAPI document to begin with, which is copied. Without one there is a small one to replace." placeholder:"FILE"`
}

// Run starts a site.
func (c *newCmd) Run(m mainCmd) error {
	if c.Dir == "" {
		return usageError{errors.New("the name of the folder is empty; name one that is empty or not there yet")}
	}
	o := starter.Options{Title: c.Title}
	if c.Spec != "" {
		info, err := os.Stat(c.Spec)
		if err != nil {
			return missing("--spec", c.Spec, err)
		}
		if info.IsDir() {
			return usageError{fmt.Errorf("--spec %s is a folder; name the OpenAPI document", c.Spec)}
		}
		o.Name = filepath.Base(c.Spec)
		if o.Spec, err = specFolder(filepath.Dir(c.Spec), o.Name); err != nil {
			return err
		}
	}
	if err := starter.Write(c.Dir, o); err != nil {
		return err
	}
	name, enter := "this folder", ""
	if filepath.Clean(c.Dir) != "." {
		name, enter = c.Dir, fmt.Sprintf("  cd %s\n", c.Dir)
	}
	fmt.Fprintf(m.Stdout, "Started a site in %s. What is in it, README.md says. To see it:\n\n%s  docsite serve --watch\n", name, enter)
	return nil
}
