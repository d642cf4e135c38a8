// Package content holds what the guides say: index.md and a file for each guide. A guide is Markdown with front
// matter; how it becomes a page is the business of the docs site.
package content

import (
	"embed"
	"io/fs"
)

// "all:" takes _meta.yaml along, which names the folder in the sidebar.
//
//go:embed index.md all:guides
var files embed.FS

// FS returns the folder of guides.
func FS() fs.FS { return files }
