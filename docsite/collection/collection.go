// Package collection writes an API's operations as collections of requests, for the programs that
// people try APIs with: Postman, Bruno, and editors that send .http files. Nobody's credentials are
// in them: they are variables for the reader to set.
//
//	collection.go  the operations of a description -> requests
//	request.go     an operation -> a request
//	postman.go     requests -> a Postman collection
//	bruno.go       requests -> the files of a Bruno collection
//	http.go        requests -> an .http file
package collection

import (
	"cmp"
	"strings"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// Options say what a collection is made of.
type Options struct {
	Title     string // the document's without one
	ServerURL string // the document's first without one
	Internal  bool   // with what is marked x-internal
}

// collection is the requests of an API.
type collection struct {
	title, description string
	server             string // what {{baseUrl}} is
	folders            []folder
	secrets            []string // the variables of credentials
}

type folder struct {
	slug, title, description string
	calls                    []call
}

// baseURL is the variable of the server.
const baseURL = "{{baseUrl}}"

func collect(doc *document.Document, o Options) *collection {
	c := &collection{
		title:       cmp.Or(line(o.Title), line(doc.Info.Title), "API"),
		description: strings.TrimSpace(doc.Info.Description),
		server:      absolute(cmp.Or(o.ServerURL, request.ServerURLs(doc.Servers)[0])),
	}
	known := map[string]bool{}
	for _, g := range doc.Groups {
		if g.Tag != nil && g.Tag.Internal && !o.Internal {
			continue
		}
		f := folder{slug: g.Slug, title: cmp.Or(line(g.Title), g.Slug), description: strings.TrimSpace(g.Description)}
		for _, op := range g.Operations {
			if op.Internal && !o.Internal {
				continue
			}
			one, ok := callOf(op, doc, o)
			if !ok {
				continue
			}
			f.calls = append(f.calls, one)
			for _, secret := range one.secrets() {
				if !known[secret] {
					known[secret] = true
					c.secrets = append(c.secrets, secret)
				}
			}
		}
		if len(f.calls) > 0 {
			c.folders = append(c.folders, f)
		}
	}
	return c
}

// absolute gives a server that is only a path the host that readers have to fill in.
func absolute(server string) string {
	if !strings.Contains(server, "://") {
		server = "https://your-host.example/" + strings.TrimPrefix(server, "/")
	}
	return strings.TrimRight(line(server), "/")
}

// line is a text on one line.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }
