package docsite

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"wpengine/docsite/markdown"
	"wpengine/docsite/reference"
	"wpengine/openapi"
)

// referenceFolder is where the pages made from the spec live.
const referenceFolder = "reference"

// operationPath is the address of an operation's page.
func operationPath(op *openapi.Operation) string {
	return referenceFolder + "/" + op.Group + "/" + op.Name + "/"
}

// findOperation is the operation that a link names by its id, "addPet", or by its
// group and name, "pets/addPet"; nil if there is none.
func findOperation(spec *openapi.Spec, id string) *openapi.Operation {
	for _, op := range spec.Operations {
		if op.ID == id {
			return op
		}
	}
	for _, op := range spec.Operations {
		if op.Group+"/"+op.Name == id {
			return op
		}
	}
	return nil
}

// nearOperation is what a link to an operation that is not there most likely
// meant, as far as it can be told; else "". An operation may be named without its
// group, or with one where the spec has none.
func nearOperation(spec *openapi.Spec, id string) string {
	ids, paths := make([]string, len(spec.Operations)), make([]string, len(spec.Operations))
	for i, op := range spec.Operations {
		ids[i], paths[i] = op.ID, op.Group+"/"+op.Name
	}
	if strings.Contains(id, "/") {
		ids, paths = paths, ids // as its author writes them
	}
	if near := cmp.Or(nearest(id, ids), nearest(id, paths)); near != "" {
		return near
	}
	name := id[strings.LastIndexAny(id, "./")+1:]
	for _, op := range spec.Operations {
		if strings.EqualFold(op.Name, name) {
			return op.ID
		}
	}
	return ""
}

// addOperations makes the reference: pages and the spec itself to download.
func (b *builder) addOperations() error {
	spec := b.config.Spec
	if spec == nil {
		return nil
	}
	renderer := markdown.New(markdown.Options{})
	known := func(id string) bool { return findOperation(spec, id) != nil }
	description := func(source string) (template.HTML, error) {
		// What is odd in a description stays readable: a spec is often not ours to mend.
		text, _ := renderer.LegacyFragment(source, known)
		return text, nil
	}
	blocks := map[[2]string]template.HTML{} // the same error examples stand on every page
	pages, err := reference.Pages(spec, description, reference.Options{
		ServerURL: b.config.ServerURL,
		Highlight: func(language, code string) template.HTML {
			block, ok := blocks[[2]string{language, code}]
			if !ok {
				block = markdown.Code{Language: language, Source: code}.HTML()
				blocks[[2]string{language, code}] = block
			}
			return block
		},
		TryIt:     !b.config.Static,
		Upstreams: b.config.upstreamNames(),
	})
	if err != nil {
		return err
	}
	for _, made := range pages {
		b.addReferencePage(made)
	}
	return b.addSpec()
}

// upstreamNames are the servers a reader may choose from, as the panel shows them.
func (c Config) upstreamNames() []string {
	if len(c.Upstreams) > 0 {
		return c.Upstreams
	}
	return reference.ServerURLs(c.Spec)
}

// SpecServers are the servers a spec names by a URL of their own. Whoever runs a
// site may make them its Upstreams: without that, the proxy does not reach those
// of them that are inside the network.
func SpecServers(spec *openapi.Spec) (servers []string) {
	for _, server := range reference.ServerURLs(spec) {
		if u, err := url.Parse(server); err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
			servers = append(servers, server)
		}
	}
	return servers
}

// addSpec puts the spec itself on the site, as one document in both notations.
func (b *builder) addSpec() error {
	for name, encode := range map[string]func() ([]byte, error){
		"openapi.json": b.config.Spec.JSON, "openapi.yaml": b.config.Spec.YAML,
	} {
		text, err := encode()
		if err != nil {
			return fmt.Errorf("docsite: %s: %w", name, err)
		}
		b.files[name] = b.newFile(name, text)
	}
	return nil
}

func (b *builder) addReferencePage(made reference.Page) {
	p := &page{
		path:        strings.TrimPrefix(made.Path, "/"),
		title:       made.Title,
		label:       made.Nav.Label,
		description: made.Description,
		layout:      "reference",
		group:       made.Nav.Group,
		method:      made.Nav.Badge,
		body:        string(made.Body),
		source:      b.specFile(made.File),
		line:        made.Line,
	}
	for _, h := range made.Headings {
		p.headings = append(p.headings, markdown.Heading(h))
	}
	b.pages = append(b.pages, p)
}

// referenceSection is the reference in the sidebar: the overview, then a part
// for each group, its own page first.
func (b *builder) referenceSection() *section {
	var s *section
	for _, p := range b.pages {
		switch {
		case p.layout != "reference":
			continue
		case s == nil:
			s = &section{title: "API reference", path: referenceFolder + "/"}
		}
		if p.group == "" {
			s.pages = append(s.pages, p)
			continue
		}
		if n := len(s.parts); n == 0 || s.parts[n-1].title != p.group {
			s.parts = append(s.parts, &part{title: p.group, path: p.path, closed: true})
		}
		last := s.parts[len(s.parts)-1]
		last.pages = append(last.pages, p)
	}
	return s
}
