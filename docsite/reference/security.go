package reference

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"wpengine/openapi"
)

// Requirement is one way to be let in: all of its schemes together. One without schemes lets
// everybody in.
type Requirement []Scheme

// Scheme is a security scheme as an operation needs it.
type Scheme struct {
	ID          string // its name in the spec
	Type        string // apiKey, http, oauth2, openIdConnect or mutualTLS
	In          string // apiKey: header, query or cookie
	Name        string // apiKey: the name of the header, parameter or cookie
	HTTP        string // http: basic, bearer or another scheme, in lower case
	Description string
	Scopes      []string
	Flows       *openapi3.OAuthFlows
	OpenID      string // openIdConnect: the discovery URL
}

// requirements are the operation's own, or the document's where it has none of its own.
func requirements(spec *openapi.Spec, op *openapi.Operation) []Requirement {
	declared := spec.Doc.Security
	if op.Op.Security != nil {
		declared = *op.Op.Security
	}
	var all []Requirement
	for _, requirement := range declared {
		var r Requirement
		for _, id := range slices.Sorted(maps.Keys(requirement)) {
			if scheme := schemeOf(spec, id); scheme != nil {
				scheme.Scopes = requirement[id]
				r = append(r, *scheme)
			}
		}
		all = append(all, r)
	}
	return all
}

// schemeOf returns the scheme that the spec has under id, or nil.
func schemeOf(spec *openapi.Spec, id string) *Scheme {
	if spec.Doc.Components == nil {
		return nil
	}
	ref := spec.Doc.Components.SecuritySchemes[id]
	if ref == nil || ref.Value == nil {
		return nil
	}
	v := ref.Value
	return &Scheme{
		ID: id, Type: v.Type, In: v.In, Name: v.Name, HTTP: strings.ToLower(v.Scheme),
		Description: v.Description, Flows: v.Flows, OpenID: v.OpenIdConnectUrl,
	}
}

// schemes are all security schemes of the spec.
func schemes(spec *openapi.Spec) []Scheme {
	if spec.Doc.Components == nil {
		return nil
	}
	var all []Scheme
	for _, id := range slices.Sorted(maps.Keys(spec.Doc.Components.SecuritySchemes)) {
		if scheme := schemeOf(spec, id); scheme != nil {
			all = append(all, *scheme)
		}
	}
	return all
}

// Basic reports a scheme that takes a user name and a password.
func (s Scheme) Basic() bool { return s.Type == "http" && s.HTTP == "basic" }

// Sendable reports whether a credential of the scheme is a text that goes into the request.
func (s Scheme) Sendable() bool { return s.Type != "mutualTLS" }

// Label names the credential for the person who pastes it.
func (s Scheme) Label() string {
	switch {
	case s.Type == "apiKey":
		return "API key"
	case s.Basic():
		return "User name and password"
	case s.Type == "oauth2":
		return "OAuth 2.0 access token"
	case s.Type == "openIdConnect":
		return "OpenID Connect access token"
	case s.Type == "mutualTLS":
		return "Client certificate"
	case s.HTTP == "bearer":
		return "Bearer token"
	}
	return "Credential"
}

// Place says where the credential goes: "header x-api-key".
func (s Scheme) Place() (in, name string) {
	switch s.Type {
	case "apiKey":
		return s.In, s.Name
	case "mutualTLS":
		return "", ""
	}
	return openapi3.ParameterInHeader, "Authorization"
}

// Value is the credential as it stands in its place. Basic takes "name:password" in base64;
// the caller encodes it.
func (s Scheme) Value(credential string) string {
	switch {
	case s.Type == "apiKey":
		return credential
	case s.Basic():
		return "Basic " + credential
	case s.Type == "http" && s.HTTP != "bearer" && s.HTTP != "":
		return strings.ToUpper(s.HTTP[:1]) + s.HTTP[1:] + " " + credential
	}
	return "Bearer " + credential
}
