package docsite

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"wpengine/docsite/collection"
	"wpengine/docsite/markdown"
	"wpengine/docsite/panel"
	"wpengine/docsite/printable"
	"wpengine/docsite/reference"
	"wpengine/docsite/request"
	"wpengine/docsite/spelling"
	"wpengine/docsite/typescript"
	"wpengine/openapi/document"
)

// referenceFolder is where the pages made from the spec live.
const referenceFolder = "reference/"

// addReference makes the pages of each version's spec, and the spec itself to download.
func (b *builder) addReference() error {
	for _, e := range b.editions {
		e.indexOperations()
		if e.spec == nil || !b.main(e) {
			continue
		}
		o := b.referenceOptions(e)
		e.reference = reference.New(e.spec, o)
		if o.TryIt {
			e.models = panel.New(e.spec, panel.Options{ServerURL: b.config.ServerURL, Upstreams: b.config.Upstreams, Internal: o.Internal})
		}
		for _, made := range e.reference.Pages() {
			b.pages = append(b.pages, &page{
				edition:     e,
				path:        e.prefix + made.Path,
				title:       printable.Title(made.Title),
				label:       printable.Title(made.Nav.Label),
				description: printable.Title(made.Description),
				layout:      layoutReference,
				made:        made,
				toc:         3,
				source:      b.specFile(e, made.File),
				line:        made.Line,
			})
		}
		for _, w := range e.spec.Warnings {
			b.problem(Problem{File: b.specFile(e, w.File), Line: w.Line, Column: w.Column, Rule: "spec", Message: w.Message})
		}
		b.files[e.prefix+"openapi.json"] = b.lazyFile("openapi.json", func() ([]byte, error) { return e.spec.JSON(), nil })
		b.files[e.prefix+"openapi.yaml"] = b.lazyFile("openapi.yaml", func() ([]byte, error) { return e.spec.YAML(), nil })
		for _, d := range b.downloads(e) {
			b.files[e.prefix+d.name] = b.lazyFile(d.name, func() ([]byte, error) { return d.make(), nil })
		}
	}
	return nil
}

// download is the operations in a form for another program.
type download struct {
	label, name string
	make        func() []byte
}

func (b *builder) downloads(e *edition) []download {
	if len(e.spec.Operations) == 0 {
		return nil
	}
	o := collection.Options{Title: b.config.Title, ServerURL: b.config.ServerURL, Internal: b.config.Settings.ShowInternal}
	types := typescript.Options{Internal: o.Internal}
	return []download{
		{"Postman", "postman.json", func() []byte { return collection.Postman(e.spec, o) }},
		{"Bruno", "bruno.zip", func() []byte { return collection.Bruno(e.spec, o) }},
		{".http", "requests.http", func() []byte { return collection.HTTP(e.spec, o) }},
		{"TypeScript types", "types.ts", func() []byte { return typescript.Types(e.spec, types) }},
	}
}

func (b *builder) referenceOptions(e *edition) reference.Options {
	fragments := newFragments(b, e)
	e.fragments = fragments
	var downloads [][2]string
	for _, d := range b.downloads(e) {
		downloads = append(downloads, [2]string{d.label, d.name})
	}
	return reference.Options{
		Script:    func(from, name string) string { return b.scriptOn(e, from, name) },
		Callback:  b.callbackLink(),
		Downloads: downloads,
		ServerURL: b.config.ServerURL,
		TryIt:     b.config.Settings.TryIt,
		ProxyURL:  b.config.ProxyURL,
		Direct:    b.config.Static && b.config.ProxyURL == "",
		Languages: b.config.Settings.Samples,
		Internal:  b.config.Settings.ShowInternal,
		Upstreams: b.config.Upstreams,
		Link:      func(from, to string) string { return b.relativePath(e.prefix+from, e.prefix+to) },
		Markdown:  fragments.render,
		Code: func(to []byte, language, code string) []byte {
			return markdown.Code{Language: language, Source: code}.Append(to)
		},
	}
}

// scriptOn is where a page finds a script of ours that it loads when it needs it, "" if the assets lack it.
func (b *builder) scriptOn(e *edition, from, name string) string {
	script := b.assets[name]
	if script == "" {
		return ""
	}
	return b.relativePath(e.prefix+from, script)
}

// specFile is a file of the spec as messages name it.
func (b *builder) specFile(e *edition, name string) string {
	return path.Join(e.specName, name)
}

// operation is the operation that a link names by its id, "addPet", or by its group and name, "pets/addPet"; nil if
// there is none.
func (e *edition) operation(id string) *document.Operation { return e.byID[id] }

// indexOperations makes it quick to find an operation. An id goes before another operation's group and name.
func (e *edition) indexOperations() {
	e.byID = map[string]*document.Operation{}
	if e.spec == nil {
		return
	}
	for _, op := range e.spec.Operations {
		e.byID[op.Group.Slug+"/"+op.Slug] = op
	}
	for _, op := range e.spec.Operations {
		if op.OperationID != "" {
			e.byID[op.OperationID] = op
		}
	}
	for _, op := range e.spec.Operations {
		e.byID[op.ID] = op
	}
}

// nearOperation is what a link to an operation that is not there most likely meant, as far as it can be told;
// else "". An operation may be named without its group, or with one where the spec has none.
func nearOperation(spec *document.Document, id string) string {
	ids, paths := make([]string, len(spec.Operations)), make([]string, len(spec.Operations))
	for i, op := range spec.Operations {
		ids[i], paths[i] = op.ID, op.Group.Slug+"/"+op.Slug
	}
	if strings.Contains(id, "/") {
		ids, paths = paths, ids // as its author writes them
	}
	if near := spelling.Nearest(id, ids); near != "" {
		return near
	}
	if near := spelling.Nearest(id, paths); near != "" {
		return near
	}
	name := id[strings.LastIndexAny(id, "./")+1:]
	for _, op := range spec.Operations {
		if strings.EqualFold(op.Slug, name) {
			return op.ID
		}
	}
	return ""
}

// SpecServers are the servers a spec names by a URL of their own. Whoever runs a site may make them its Upstreams:
// without that, the proxy does not reach those of them that are inside the network.
func SpecServers(spec *document.Document) (servers []string) {
	for _, server := range request.ServerURLs(spec.Servers) {
		if u, err := url.Parse(server); err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
			servers = append(servers, server)
		}
	}
	return servers
}

// placeReference puts the reference into the sidebar: the overview, then each group below its own page. A language
// without a reference shows that of the first language.
func (b *builder) placeReference(e *edition) {
	from := b.referenceOf(e)
	if from == nil {
		return
	}
	var section, part *place
	for _, p := range b.pages {
		if p.made == nil || p.edition != from || p.made.Kind == reference.Whole {
			continue
		}
		nav := p.made.Nav
		nav.Group, nav.Badge = printable.Title(nav.Group), printable.Title(nav.Badge)
		switch {
		case section == nil:
			section = e.root.add(&place{title: e.words.Reference, page: p})
		case nav.Group == "":
			section.add(&place{title: p.label, badge: nav.Badge, page: p})
		case part == nil || part.title != nav.Group:
			part = section.add(&place{title: nav.Group, page: p, closed: true})
		default:
			part.add(&place{title: p.label, badge: nav.Badge, page: p})
		}
	}
}

// operationTarget is the page of an operation.
func (b *builder) operationTarget(e *edition, id string) (*page, error) {
	spec := e.spec
	if spec == nil {
		return nil, fmt.Errorf("no operation %q: the site has no spec", id)
	}
	if op := e.operation(id); op != nil {
		if to := b.byPath[b.referenceOf(e).prefix+referenceFolder+op.Group.Slug+"/"+op.Slug+"/"]; to != nil {
			return to, nil
		}
	}
	if near := nearOperation(spec, id); near != "" {
		return nil, fmt.Errorf("no operation %q in the spec; did you mean %q?", id, near)
	}
	return nil, fmt.Errorf("no operation %q in the spec", id)
}
