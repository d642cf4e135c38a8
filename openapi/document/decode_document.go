package document

import "strings"

// rootMembers are what the root of a description can have.
func (r *reader) rootMembers() []string {
	if r.swagger {
		return []string{"swagger", "info", "host", "basePath", "schemes", "consumes", "produces", "paths", "definitions", "parameters",
			"responses", "securityDefinitions", "security", "tags", "externalDocs"}
	}
	return []string{"openapi", "$self", "info", "jsonSchemaDialect", "servers", "paths", "webhooks", "components", "security", "tags", "externalDocs"}
}

// document reads the root.
func (r *reader) document(root *Node) {
	d := r.doc
	r.checkMembers(root, "the document", r.rootMembers())
	d.Info = r.info(root)
	d.ExternalDocs = r.externalDocs(root)
	if r.swagger {
		r.consumes, r.produces = r.texts(root, "consumes"), r.texts(root, "produces")
		d.Servers = r.swaggerServers(root)
	} else {
		d.Servers = r.servers(root)
	}
	for name, n := range r.components("schemas").Members() {
		r.addNamed(n, name)
	}
	if !r.swagger { // where Swagger 2.0 had them, and some documents of OpenAPI 3 still do
		for name, n := range r.object(root, "definitions").Members() {
			r.addNamed(n, name)
		}
	}
	r.securitySchemes()
	d.Security, _ = r.security(root)
	r.tags(root)
	r.paths(root)
	r.webhooks(root)
	r.resolveLinks()
}

// components are the document's components of a kind, as OpenAPI 3 calls it.
func (r *reader) components(kind string) *Node {
	root := r.doc.Root
	if !r.swagger {
		components := root.Get("components")
		if components.Kind() != Object {
			return nil
		}
		return components.Get(kind)
	}
	switch kind {
	case "schemas":
		return root.Get("definitions")
	case "securitySchemes":
		return root.Get("securityDefinitions")
	}
	return root.Get(kind)
}

func (r *reader) component(kind, name string) *Node { return r.child(r.components(kind), name) }

func (r *reader) info(root *Node) Info {
	n := r.object(root, "info")
	if n == nil {
		r.warn(root, "there is no info, with the title and the version of the API")
		return Info{}
	}
	r.checkMembers(n, "info", []string{"title", "summary", "description", "termsOfService", "contact", "license", "version"})
	if n.Get("title") == nil {
		r.warn(n, "info has no title")
	}
	if n.Get("version") == nil {
		r.warn(n, "info has no version")
	}
	contact, license, logo := r.object(n, "contact"), r.object(n, "license"), r.object(n, "x-logo")
	return Info{
		Title: r.text(n, "title"), Summary: r.text(n, "summary"), Version: r.text(n, "version"),
		Description: r.text(n, "description"), TermsOfService: r.text(n, "termsOfService"),
		Contact: Contact{r.text(contact, "name"), r.text(contact, "url"), r.text(contact, "email")},
		License: License{r.text(license, "name"), r.text(license, "identifier"), r.text(license, "url")},
		Logo:    Logo{r.text(logo, "url"), r.text(logo, "altText"), r.text(logo, "href"), r.text(logo, "backgroundColor")},
	}
}

func (r *reader) externalDocs(n *Node) *ExternalDocs {
	docs := r.object(n, "externalDocs")
	if docs == nil {
		return nil
	}
	return &ExternalDocs{Description: r.text(docs, "description"), URL: r.text(docs, "url")}
}

// servers are those that an object names itself.
func (r *reader) servers(n *Node) []*Server {
	var all []*Server
	for _, item := range r.list(n, "servers") {
		if item.Kind() != Object {
			r.warn(item, "a server has to be an object with a url")
			continue
		}
		s := &Server{URL: r.text(item, "url"), Name: r.text(item, "name"), Description: r.text(item, "description")}
		for name, variable := range r.object(item, "variables").Members() {
			s.Variables = append(s.Variables, &ServerVariable{
				Name: name, Default: r.text(variable, "default"), Description: r.text(variable, "description"), Enum: r.texts(variable, "enum"),
			})
		}
		r.checkVariables(item, s)
		all = append(all, s)
	}
	return all
}

// checkVariables compares a server's variables with its URL.
func (r *reader) checkVariables(n *Node, s *Server) {
	for _, v := range s.Variables {
		if !strings.Contains(s.URL, "{"+v.Name+"}") {
			r.warn(n, "the server's URL has no {%s}, which is among its variables", v.Name)
		}
	}
	for _, name := range braced(s.URL) {
		if n.Get("variables").Get(name) == nil {
			r.warn(n, "the server's URL has {%s}, which is not among its variables", name)
		}
	}
}

// braced are the names in braces in a URL or a path.
func braced(s string) (names []string) {
	for {
		_, rest, found := strings.Cut(s, "{")
		if !found {
			return names
		}
		name, rest, found := strings.Cut(rest, "}")
		if !found {
			return names
		}
		names = append(names, name)
		s = rest
	}
}

// tags reads the declared tags and how they are grouped.
func (r *reader) tags(root *Node) {
	seen := map[string]bool{}
	for _, item := range r.list(root, "tags") {
		if item.Kind() != Object {
			r.warn(item, "a tag has to be an object with a name")
			continue
		}
		tag := &Tag{
			Name: r.text(item, "name"), DisplayName: r.text(item, "x-displayName"), Summary: r.text(item, "summary"),
			Description: r.text(item, "description"), Parent: r.text(item, "parent"), Kind: r.text(item, "kind"),
			Internal: r.flag(item, "x-internal"), ExternalDocs: r.externalDocs(item),
		}
		if seen[tag.Name] {
			r.warn(item, "the tag %q is declared twice", tag.Name)
			continue
		}
		seen[tag.Name] = true
		r.doc.Tags = append(r.doc.Tags, tag)
	}
	for _, item := range r.list(root, "x-tagGroups") {
		r.doc.TagGroups = append(r.doc.TagGroups, TagGroup{r.text(item, "name"), r.texts(item, "tags")})
	}
}

// securitySchemes reads the kinds of credentials.
func (r *reader) securitySchemes() {
	for id, n := range r.components("securitySchemes").Members() {
		if n = r.deref(n); n.Kind() != Object {
			continue
		}
		s := &SecurityScheme{
			ID: id, Type: r.text(n, "type"), In: r.text(n, "in"), Name: r.text(n, "name"), Scheme: strings.ToLower(r.text(n, "scheme")),
			BearerFormat: r.text(n, "bearerFormat"), Description: r.text(n, "description"), OpenIDConnectURL: r.text(n, "openIdConnectUrl"),
			Deprecated: r.flag(n, "deprecated"), Source: r.position(n),
		}
		if r.swagger {
			r.swaggerScheme(s, n)
		} else {
			for name, flow := range r.object(n, "flows").Members() {
				if !extension(name) {
					s.Flows = append(s.Flows, r.flow(name, flow))
				}
			}
		}
		r.checkScheme(s, n)
		r.schemes[id] = s
		r.doc.SecuritySchemes = append(r.doc.SecuritySchemes, s)
	}
}

func (r *reader) checkScheme(s *SecurityScheme, n *Node) {
	switch s.Type {
	case "apiKey":
		if s.In != "header" && s.In != "query" && s.In != "cookie" {
			r.warn(n, "an apiKey is in a header, the query or a cookie, not in %q", s.In)
			s.In = "header"
		}
		if s.Name == "" {
			r.warn(n, "an apiKey needs the name of the header, parameter or cookie")
		}
	case "http", "oauth2", "openIdConnect", "mutualTLS":
	default:
		r.warn(n, "there is no security scheme of type %q; it can be apiKey, http, oauth2, openIdConnect or mutualTLS", s.Type)
	}
}

func (r *reader) flow(name string, n *Node) *Flow {
	f := &Flow{
		Name: name, AuthorizationURL: r.text(n, "authorizationUrl"), TokenURL: r.text(n, "tokenUrl"), RefreshURL: r.text(n, "refreshUrl"),
		DeviceAuthorization: r.text(n, "deviceAuthorizationUrl"),
	}
	for scope, text := range r.object(n, "scopes").Members() {
		if !extension(scope) {
			f.Scopes = append(f.Scopes, NamedText{scope, text.Text()})
		}
	}
	return f
}

// security reads the alternatives that an object names itself; set reports whether it names any, even none.
func (r *reader) security(n *Node) (all []Requirement, set bool) {
	value := n.Get("security")
	if value == nil {
		return nil, false
	}
	for _, item := range r.list(n, "security") {
		requirement := Requirement{}
		for id, scopes := range item.Members() {
			scheme := r.schemes[id]
			if scheme == nil {
				r.warn(scopes, "there is no security scheme %q", id)
				continue
			}
			part := RequirementPart{Scheme: scheme}
			for scope := range scopes.Items() {
				part.Scopes = append(part.Scopes, scope.Text())
			}
			requirement = append(requirement, part)
		}
		all = append(all, requirement)
	}
	return all, true
}
