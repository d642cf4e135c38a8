package sample

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"wpengine/docsite/request"
)

// secret is a credential, read from the environment.
type secret struct {
	Env    string
	Var    string // a name for it in a program, "apiKey"
	Basic  bool
	In     string // header, query or cookie
	Name   string
	Prefix string // "Bearer "
}

// secrets are those of the first alternative that has any and that a program can send.
func secrets(c *request.Call, title string) []*secret {
	for _, requirement := range c.Security {
		if slices.ContainsFunc(requirement, func(s request.Scheme) bool { return !s.Sendable() }) {
			continue
		}
		var all []*secret
		for _, scheme := range requirement {
			in, name := scheme.Place()
			if in == "header" && slices.ContainsFunc(all, func(s *secret) bool { return s.In == in && strings.EqualFold(s.Name, name) }) {
				continue // there can be but one
			}
			one := &secret{Basic: scheme.Basic(), In: in, Name: name, Prefix: scheme.Value("")}
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
			if slices.ContainsFunc(all, func(s *secret) bool { return s.Env == one.Env }) {
				one.Env += fmt.Sprint("_", len(all)+1)
			}
			all = append(all, one)
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
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
