package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// EditorName is the file with the JSON editor. It is made of packages that this repository doesn't have and that only
// deps.sh fetches, so it is written anew only when its own sources change; its first line tells which they were.
const EditorName = "editor.gen.js"

// Editor makes the JSON editor, unless the one that is there is made of the same sources. The packages are in dir/deps.
func Editor(dir string) ([]byte, error) {
	banner, err := editorBanner(dir)
	if err != nil {
		return nil, err
	}
	have, err := os.ReadFile(filepath.Join(dir, EditorName))
	if err == nil && bytes.HasPrefix(have, banner) {
		return have, nil
	}
	if _, err := os.Stat(filepath.Join(dir, "deps", "node_modules")); err != nil {
		return nil, errors.New("the sources of the JSON editor have changed, and the packages that it is made of are not in assets/deps: run \"sh assets/deps.sh\", which needs npm")
	}
	script, err := buildEditor(dir, adoptStyles())
	return append(banner, script...), err
}

// EditorIsUpToDate reports whether the editor is made of the sources in dir.
func EditorIsUpToDate(dir string) (bool, error) {
	banner, err := editorBanner(dir)
	if err != nil {
		return false, err
	}
	have, err := os.ReadFile(filepath.Join(dir, EditorName))
	return bytes.HasPrefix(have, banner), err
}

// editorBanner names the sources by the sum of what they come to without the packages, and says whose those are.
func editorBanner(dir string) ([]byte, error) {
	own, err := buildEditor(dir, packagesElsewhere())
	if err != nil {
		return nil, err
	}
	versions, err := os.ReadFile(filepath.Join(dir, "deps.sh"))
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append(own, versions...))
	return fmt.Appendf(nil, "/* %x. CodeMirror and Lezer in it: Copyright (C) by Marijn Haverbeke and others, MIT licence, see NOTICE. */\n", sum[:12]), nil
}

func buildEditor(dir string, plugin api.Plugin) ([]byte, error) {
	files, err := build(dir, []api.EntryPoint{{InputPath: "ts/editor.ts", OutputPath: "editor.gen"}}, plugin)
	return files[EditorName], err
}

// packagesElsewhere leaves out what isn't ours.
func packagesElsewhere() api.Plugin {
	return api.Plugin{Name: "packages-elsewhere", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `^[^.]`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: args.Path, External: args.Kind != api.ResolveEntryPoint}, nil
		})
	}}
}

// adoptStyles makes the editor's styles a sheet that the document adopts. Left alone they become a style element, which
// the policy of our pages refuses.
func adoptStyles() api.Plugin {
	const before = "if (!root.head && root.adoptedStyleSheets && win.CSSStyleSheet)"
	const after = "if (root.adoptedStyleSheets && win.CSSStyleSheet)"
	return api.Plugin{Name: "adopt-styles", Setup: func(b api.PluginBuild) {
		b.OnLoad(api.OnLoadOptions{Filter: `style-mod\.js$`}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			source, err := os.ReadFile(args.Path)
			if err != nil {
				return api.OnLoadResult{}, err
			}
			if strings.Count(string(source), before) != 1 {
				return api.OnLoadResult{}, fmt.Errorf("%s has changed: look how it decides between a style element and adoptedStyleSheets", args.Path)
			}
			patched := strings.Replace(string(source), before, after, 1)
			return api.OnLoadResult{Contents: &patched, ResolveDir: filepath.Dir(args.Path)}, nil
		})
	}}
}
