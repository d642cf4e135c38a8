// Package assets is how the pages look and move: style sheets in css, browser
// code in ts, and what they become.
//
// Browsers get a few files made by ./bundle: every name with ".gen." in it. They
// are kept beside their sources so that building the module takes nothing but Go;
// a test fails when they are not what the sources say.
package assets

import (
	"embed"
	"io/fs"
)

//go:generate go run ./bundle

//go:embed search.gen.css search.gen.js site.gen.css site.gen.js theme.gen.js tryit.gen.js tryit-samples.gen.js answers.gen.js direct.gen.js login.gen.js oauth-callback.gen.js editor.gen.js reload.gen.js favicon.svg
var files embed.FS

// FS holds the files that the documentation site publishes, all at its root.
func FS() fs.FS { return files }

//go:embed dashboard.gen.css dashboard.gen.js handset.gen.css handset.gen.js theme.gen.js favicon.svg
var engine embed.FS

// Engine holds the files of the engine's own pages, the dashboard and the virtual phones, all at its root.
func Engine() fs.FS { return engine }
