package reference

import (
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

type overviewView struct {
	Title       string
	Version     string
	Description template.HTML
	Servers     []serverView
	Schemes     []schemeView
	Groups      []groupCard
}

type serverView struct {
	URL         string
	Block       template.HTML
	Description template.HTML
	Variables   []variableView
}

type variableView struct {
	Name, Default string
	Enum          []string
	Description   template.HTML
}

type schemeView struct {
	ID, Label   string
	Name        string // in the spec
	Place       string // "the header x-api-key"
	Code        string
	Description template.HTML
	Flows       []flowView
	OpenID      string
}

type flowView struct {
	Name, Authorize, Token string
	Scopes                 []EnumValue
}

type groupCard struct {
	Href, Title, Text string
	Count             int
}

func (s *site) overview() (Page, error) {
	v := overviewView{Title: s.spec.Title, Version: s.spec.Version}
	var err error
	if v.Description, err = s.text(s.spec.Description, "the spec"); err != nil {
		return Page{}, err
	}
	if v.Servers, err = s.servers(); err != nil {
		return Page{}, err
	}
	if v.Schemes, err = s.schemeViews(); err != nil {
		return Page{}, err
	}
	for _, g := range s.spec.Groups {
		v.Groups = append(v.Groups, groupCard{Href: groupPath(g), Title: g.Title, Text: plainText(g.Description), Count: len(g.Operations)})
	}
	body, err := s.execute("overview.html", v)
	if err != nil {
		return Page{}, err
	}
	page := Page{Path: "reference/", Title: "API reference", Description: plainText(s.spec.Description), Nav: Nav{Label: "Overview"}, Body: body}
	if page.Description == "" {
		page.Description = "Every operation of " + s.spec.Title + "."
	}
	page.Headings = append(page.Headings, Heading{Level: 2, ID: "base-url", Text: "Base URL"})
	if len(v.Schemes) > 0 {
		page.Headings = append(page.Headings, Heading{Level: 2, ID: "authentication", Text: "Authentication"})
	}
	if len(v.Groups) > 0 {
		page.Headings = append(page.Headings, Heading{Level: 2, ID: "operations", Text: "Operations"})
	}
	page.Headings = append(page.Headings, Heading{Level: 2, ID: "download", Text: "Download the spec"})
	return page, nil
}

// servers is the one that the site's operator names, else the spec's, else the one that samples use.
func (s *site) servers() ([]serverView, error) {
	var all []serverView
	if s.named {
		return []serverView{{Block: s.opts.Highlight("text", s.opts.ServerURL)}}, nil
	}
	for _, server := range s.spec.Doc.Servers {
		if server == nil {
			continue
		}
		v := serverView{URL: server.URL, Block: s.opts.Highlight("text", serverURL(server))}
		var err error
		if v.Description, err = s.text(server.Description, server.URL); err != nil {
			return nil, err
		}
		for _, name := range slices.Sorted(maps.Keys(server.Variables)) {
			variable := server.Variables[name]
			if variable == nil {
				continue
			}
			text, err := s.text(variable.Description, server.URL)
			if err != nil {
				return nil, err
			}
			v.Variables = append(v.Variables, variableView{Name: name, Default: variable.Default, Enum: variable.Enum, Description: text})
		}
		all = append(all, v)
	}
	if len(all) == 0 {
		all = []serverView{{URL: s.opts.ServerURL, Block: s.opts.Highlight("text", s.opts.ServerURL)}}
	}
	return all, nil
}

func (s *site) schemeViews() ([]schemeView, error) {
	var all []schemeView
	for _, scheme := range schemes(s.spec) {
		v := schemeView{ID: schemeAnchor(scheme.ID), Label: scheme.Label(), Name: scheme.ID, OpenID: scheme.OpenID, Flows: flows(scheme.Flows)}
		if in, name := scheme.Place(); in != "" {
			v.Place, v.Code = "Sent in the "+placeNoun(in), name
			if prefix := scheme.Value("…"); in == openapi3.ParameterInHeader && prefix != "…" {
				v.Code += ": " + prefix
			}
		}
		var err error
		if v.Description, err = s.text(scheme.Description, scheme.ID); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// schemeAnchor is the id of a scheme on the overview.
func schemeAnchor(id string) string {
	return "auth-" + strings.Join(strings.Fields(id), "-")
}

func flows(f *openapi3.OAuthFlows) []flowView {
	if f == nil {
		return nil
	}
	var all []flowView
	for _, flow := range []struct {
		name string
		flow *openapi3.OAuthFlow
	}{
		{"Authorization code", f.AuthorizationCode}, {"Client credentials", f.ClientCredentials},
		{"Password", f.Password}, {"Implicit", f.Implicit},
	} {
		if flow.flow == nil {
			continue
		}
		v := flowView{Name: flow.name, Authorize: flow.flow.AuthorizationURL, Token: flow.flow.TokenURL}
		for _, scope := range slices.Sorted(maps.Keys(flow.flow.Scopes)) {
			v.Scopes = append(v.Scopes, EnumValue{Value: scope, Text: flow.flow.Scopes[scope]})
		}
		all = append(all, v)
	}
	return all
}
