package document

// document reads the root.
func (r *reader) document(root *Node) {
	d := r.doc
	if r.swagger {
		r.checkMembers(root, "the document", swaggerMembers)
	} else {
		r.checkMembers(root, "the document", documentMembers)
		r.checkMembers(r.object(root, "components"), "components", componentMembers)
	}
	d.Info = r.info(root)
	d.ExternalDocs = r.externalDocs(root)
	if r.swagger {
		r.consumes, r.produces = r.texts(root, "consumes"), r.texts(root, "produces")
		d.Servers = r.swaggerServers(root)
	} else {
		if d.Servers = r.servers(root); len(d.Servers) == 0 {
			d.Servers = r.swaggerServers(root) // left over, and better than none
		}
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
		if found := components.Get(kind); found != nil || kind != "securitySchemes" {
			return found
		}
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
	r.checkMembers(n, "info", infoMembers)
	if n.Get("title") == nil {
		r.warn(n, "info has no title")
	}
	if n.Get("version") == nil {
		r.warn(n, "info has no version")
	}
	contact, license, logo := r.object(n, "contact"), r.object(n, "license"), r.object(n, "x-logo")
	r.checkMembers(contact, "contact", contactMembers)
	r.checkMembers(license, "license", licenseMembers)
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
	r.checkMembers(docs, "externalDocs", docsMembers)
	if docs.Get("url") == nil {
		r.warn(docs, "externalDocs has no url")
	}
	return &ExternalDocs{Description: r.text(docs, "description"), URL: r.text(docs, "url")}
}

// tags reads the declared tags and how they are grouped.
func (r *reader) tags(root *Node) {
	seen := map[string]bool{}
	for _, item := range r.list(root, "tags") {
		if item.Kind() != Object {
			r.warn(item, "a tag has to be an object with a name")
			continue
		}
		r.checkMembers(item, "a tag", tagMembers)
		tag := &Tag{
			Name: r.text(item, "name"), DisplayName: r.text(item, "x-displayName"), Summary: r.text(item, "summary"),
			Description: r.text(item, "description"), Parent: r.text(item, "parent"), Kind: r.text(item, "kind"),
			Internal: r.flag(item, "x-internal"), ExternalDocs: r.externalDocs(item),
		}
		if tag.Name == "" {
			r.warn(item, "a tag needs a name")
			continue
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
