package docsite

import (
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

// addOperations makes the reference: pages and the spec itself to download.
func (b *builder) addOperations() error {
	spec := b.config.Spec
	if spec == nil {
		return nil
	}
	renderer := markdown.New()
	description := func(source string) (template.HTML, error) {
		// What is odd in a description stays readable: a spec is often not ours to mend.
		text, _ := renderer.Fragment(source)
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
