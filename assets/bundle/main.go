// Bundle turns the style sheets and the browser code of assets into the few files
// that browsers load. It runs esbuild as a library, so no Node is needed. Run it
// in the assets folder, or by "make generate".
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintf(os.Stderr, "bundle: %v\n", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	files, err := Bundle(dir)
	if err != nil {
		return err
	}
	if files[EditorName], err = Editor(dir); err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// entries are the sources that become a file of their own, and its name.
func entries() []api.EntryPoint {
	return []api.EntryPoint{
		{InputPath: "css/site.css", OutputPath: "site.gen"},
		{InputPath: "ts/theme.ts", OutputPath: "theme.gen"}, // before the first paint
		{InputPath: "ts/site.ts", OutputPath: "site.gen"},
		{InputPath: "css/search.css", OutputPath: "search.gen"},
		{InputPath: "ts/search.ts", OutputPath: "search.gen"},               // when it is first opened
		{InputPath: "ts/tryit.ts", OutputPath: "tryit.gen"},                 // only where somebody uses the panel of an operation
		{InputPath: "ts/answers.ts", OutputPath: "answers.gen"},             // when somebody sends
		{InputPath: "ts/direct.ts", OutputPath: "direct.gen"},               // the same, where there is no proxy
		{InputPath: "ts/tryit-samples.ts", OutputPath: "tryit-samples.gen"}, // when a panel is first used
		{InputPath: "ts/login.ts", OutputPath: "login.gen"},                 // when somebody signs in there
		{InputPath: "ts/oauth-callback.ts", OutputPath: "oauth-callback.gen"},
		{InputPath: "ts/reload.ts", OutputPath: "reload.gen"}, // only while a site is being written
		{InputPath: "css/handset.css", OutputPath: "handset.gen"},
		{InputPath: "ts/handset.ts", OutputPath: "handset.gen"},
		{InputPath: "css/dashboard.css", OutputPath: "dashboard.gen"},
		{InputPath: "ts/dashboard.ts", OutputPath: "dashboard.gen"},
	}
}

// Bundle makes the files from the sources in dir, an assets folder: all but the editor, which takes more than is here.
func Bundle(dir string) (map[string][]byte, error) {
	return build(dir, entries())
}

func build(dir string, entries []api.EntryPoint, plugins ...api.Plugin) (map[string][]byte, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:       dir,
		EntryPointsAdvanced: entries,
		Plugins:             plugins,
		NodePaths:           []string{filepath.Join(dir, "deps", "node_modules")},
		Outdir:              dir,
		Bundle:              true,
		Format:              api.FormatIIFE,
		MinifyWhitespace:    true,
		MinifyIdentifiers:   true,
		MinifySyntax:        true,
		Charset:             api.CharsetUTF8,
		LegalComments:       api.LegalCommentsNone,
		// The oldest browsers with light-dark() and popovers, which the pages use as they are.
		Engines: []api.Engine{
			{Name: api.EngineChrome, Version: "123"},
			{Name: api.EngineFirefox, Version: "125"},
			{Name: api.EngineSafari, Version: "17.5"},
		},
	})
	if len(result.Errors)+len(result.Warnings) > 0 {
		messages := append(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}),
			api.FormatMessages(result.Warnings, api.FormatMessagesOptions{Kind: api.WarningMessage})...)
		errs := make([]error, len(messages))
		for i, message := range messages {
			errs[i] = errors.New(message)
		}
		return nil, errors.Join(errs...)
	}
	files := map[string][]byte{}
	for _, out := range result.OutputFiles {
		files[filepath.Base(out.Path)] = out.Contents
	}
	return files, nil
}
