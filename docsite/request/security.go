package request

import (
	"strings"

	"wpengine/openapi/document"
)

// Requirement is one way to be let in: all of its schemes together. One without schemes lets everybody in.
type Requirement []Scheme

// Scheme is a security scheme as an operation needs it.
type Scheme struct {
	*document.SecurityScheme
	Scopes []string
}

func requirements(op *document.Operation) []Requirement {
	var all []Requirement
	for _, requirement := range op.Security {
		r := Requirement{}
		for _, part := range requirement {
			r = append(r, Scheme{part.Scheme, part.Scopes})
		}
		all = append(all, r)
	}
	return all
}

// Basic reports a scheme that takes a user name and a password.
func (s Scheme) Basic() bool { return s.Type == "http" && s.Scheme == "basic" }

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
	case s.Scheme == "bearer":
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
	return "header", "Authorization"
}

// Value is the credential as it stands in its place. Basic takes "name:password" in base64; the caller encodes it.
func (s Scheme) Value(credential string) string {
	switch {
	case s.Type == "apiKey":
		return credential
	case s.Basic():
		return "Basic " + credential
	case s.Type == "http" && s.Scheme != "bearer" && s.Scheme != "":
		return strings.ToUpper(s.Scheme[:1]) + s.Scheme[1:] + " " + credential
	}
	return "Bearer " + credential
}
