package document

import "strings"

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
					r.checkMembers(flow, "a flow", flowMembers)
					s.Flows = append(s.Flows, r.flow(name, flow))
				}
			}
		}
		r.checkScheme(s, n)
		for _, f := range s.Flows {
			at := n.Get("flows").Get(f.Name)
			if at == nil {
				at = n
			}
			r.checkFlow(f, at)
		}
		r.schemes[id] = s
		r.doc.SecuritySchemes = append(r.doc.SecuritySchemes, s)
	}
}

func (r *reader) checkScheme(s *SecurityScheme, n *Node) {
	if r.swagger {
		r.checkMembers(n, "a security scheme", swaggerSchemeMembers)
	} else {
		r.checkMembers(n, "a security scheme", schemeMembers)
	}
	if !r.oneOf(n, "security scheme of type", s.Type, "apiKey", "http", "oauth2", "openIdConnect", "mutualTLS") {
		return
	}
	switch {
	case s.Type == "apiKey":
		if s.In != "header" && s.In != "query" && s.In != "cookie" {
			r.warn(n, "an apiKey is in a header, the query or a cookie, not in %q", s.In)
			s.In = "header"
		}
		if s.Name == "" {
			r.warn(n, "an apiKey needs the name of the header, parameter or cookie")
		}
	case s.Type == "http" && s.Scheme == "":
		r.warn(n, "a security scheme of type http needs a scheme, such as bearer")
	case s.Type == "openIdConnect" && s.OpenIDConnectURL == "":
		r.warn(n, "a security scheme of type openIdConnect needs an openIdConnectUrl")
	case s.Type == "oauth2" && len(s.Flows) == 0:
		r.warn(n, "a security scheme of type oauth2 needs flows, such as authorizationCode")
	}
}

// checkFlow warns of addresses that a flow needs and lacks.
func (r *reader) checkFlow(f *Flow, n *Node) {
	var needs []NamedText
	switch f.Name {
	case "implicit":
		needs = []NamedText{{"authorizationUrl", f.AuthorizationURL}}
	case "authorizationCode":
		needs = []NamedText{{"authorizationUrl", f.AuthorizationURL}, {"tokenUrl", f.TokenURL}}
	case "password", "clientCredentials":
		needs = []NamedText{{"tokenUrl", f.TokenURL}}
	case "deviceAuthorization":
		needs = []NamedText{{"deviceAuthorizationUrl", f.DeviceAuthorization}, {"tokenUrl", f.TokenURL}}
	default:
		r.oneOf(n, "flow", f.Name, flowsMembers...)
	}
	for _, need := range needs {
		if need.Text == "" {
			r.warn(n, "the flow %s needs a member %s", f.Name, need.Name)
		}
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
				r.checkScope(scheme, scope)
			}
			requirement = append(requirement, part)
		}
		all = append(all, requirement)
	}
	return all, true
}

// checkScope warns of a scope that none of the flows grants, if they say what they grant.
func (r *reader) checkScope(s *SecurityScheme, scope *Node) {
	if s.Type != "oauth2" {
		return
	}
	known := r.scopes[s]
	if known == nil {
		known = map[string]bool{}
		for _, f := range s.Flows {
			for _, granted := range f.Scopes {
				known[granted.Name] = true
			}
		}
		r.scopes[s] = known
	}
	if len(known) > 0 && !known[scope.Text()] {
		r.warn(scope, "the security scheme %q has no scope %q", s.ID, scope.Text())
	}
}
