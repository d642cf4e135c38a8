package sample

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"wpengine/docsite/request"
)

// Secret is a credential, read from the environment.
type Secret struct {
	ID     string // of the scheme
	Env    string
	Var    string // a name for it in a program, "apiKey"
	Basic  bool
	In     string // header, query or cookie
	Name   string
	Prefix string // "Bearer "
}

// Secrets are what the samples of a call need, for each of the ways to be let in; nothing for one that a program can't send.
func Secrets(c *request.Call, title string) [][]*Secret {
	all := make([][]*Secret, len(c.Security))
	for i, requirement := range c.Security {
		all[i] = secretsOf(requirement, title)
	}
	return all
}

// secrets are those of the way to be let in that there are credentials for, else of the first that has any and that a
// program can send.
func secrets(c *request.Call, title string, credentials map[string]request.Credential) []*Secret {
	if i := c.Alternative(credentials); i >= 0 {
		if all := secretsOf(c.Security[i], title); len(all) > 0 {
			return all
		}
	}
	for _, requirement := range c.Security {
		if all := secretsOf(requirement, title); len(all) > 0 {
			return all
		}
	}
	return nil
}

func secretsOf(requirement request.Requirement, title string) []*Secret {
	if slices.ContainsFunc(requirement, func(s request.Scheme) bool { return !s.Sendable() }) {
		return nil
	}
	var all []*Secret
	for _, scheme := range requirement {
		in, name := scheme.Place()
		if in == "header" && slices.ContainsFunc(all, func(s *Secret) bool { return s.In == in && strings.EqualFold(s.Name, name) }) {
			continue // there can be but one
		}
		one := &Secret{ID: scheme.ID, Basic: scheme.Basic(), In: in, Name: name, Prefix: scheme.Value("")}
		suffix := "API_KEY"
		switch {
		case one.Basic:
			suffix, one.Var, one.Prefix = "CREDENTIALS", "credentials", ""
		case scheme.Type == "apiKey":
			one.Var = "apiKey"
		default:
			suffix, one.Var = "TOKEN", "token"
		}
		if len(all) > 0 {
			suffix = constantCase(scheme.ID) + "_" + suffix
			one.Var += fmt.Sprint(len(all) + 1)
		}
		one.Env = environmentName(title, suffix)
		if slices.ContainsFunc(all, func(s *Secret) bool { return s.Env == one.Env }) {
			one.Env += fmt.Sprint("_", len(all)+1)
		}
		all = append(all, one)
	}
	return all
}

// environmentName is "WP_ENGINE_API_KEY" for "WP Engine API".
func environmentName(title, suffix string) string {
	name := strings.TrimSuffix(strings.TrimSuffix(constantCase(title), "API"), "_")
	suffix = strings.TrimPrefix(suffix, "_")
	if name == "" || len(name) > 60 {
		return suffix
	}
	if unicode.IsDigit(rune(name[0])) {
		name = "API_" + name
	}
	return name + "_" + suffix
}

// constantCase keeps the ASCII letters and digits.
func constantCase(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.ToUpper(strings.Join(words, "_"))
}

// snakeCase is api_key for apiKey.
func snakeCase(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
