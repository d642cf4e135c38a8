package request

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"wpengine/openapi/document"
)

// ServerURLs are the URLs of servers with the defaults of their variables: "/" alone if there are none.
func ServerURLs(servers []*document.Server) []string {
	var all []string
	for _, server := range servers {
		all = append(all, ServerURL(server))
	}
	if len(all) == 0 {
		return []string{"/"}
	}
	return all
}

// ServerURL is a server's URL with the defaults of its variables.
func ServerURL(server *document.Server) string { return fill(server, nil) }

// ServerURLWith is a server's URL with what a reader chose for its variables. It returns an [*InputError] for a choice that
// the description does not offer: a variable without an enum takes any text that stays below the host and the path that the
// URL names without it. One that is all of the host, or the port, could lead anywhere, and keeps its default.
func ServerURLWith(server *document.Server, chosen map[string]string) (string, error) {
	for name, value := range chosen {
		i := slices.IndexFunc(server.Variables, func(v *document.ServerVariable) bool { return v.Name == name })
		if i < 0 {
			return "", inputErrorf("the server has no variable %q", name)
		}
		switch v := server.Variables[i]; {
		case value == v.Default, slices.Contains(v.Enum, value):
		case len(v.Enum) > 0:
			return "", inputErrorf("%s of the server is one of %s", name, strings.Join(v.Enum, ", "))
		default:
			if err := bounded(server.URL, name, value); err != nil {
				return "", err
			}
		}
	}
	return fill(server, chosen), nil
}

// ServerChoices are the URLs that a server can have: with every combination of what its variables may be, up to a number. A star
// stands for the labels of a host that a reader chooses, where [ServerURLWith] lets them.
func ServerChoices(server *document.Server) []string {
	const most = 64
	all := []string{server.URL}
	for _, v := range server.Variables {
		mark := "{" + v.Name + "}"
		values := v.Enum
		switch {
		case !strings.Contains(server.URL, mark):
			continue
		case len(values) == 0 && bounded(server.URL, v.Name, "x") == nil && strings.Contains(server.URL, "://"+mark+"."):
			values = []string{"*", v.Default}
		case !slices.Contains(values, v.Default):
			values = append(slices.Clone(values), v.Default)
		}
		var more []string
		for _, address := range all {
			for _, value := range values {
				if len(more) < most {
					more = append(more, strings.ReplaceAll(address, mark, value))
				}
			}
		}
		all = more
	}
	return all
}

// Choosable reports a variable that readers can set: [ServerURLWith] takes something besides its default.
func Choosable(server *document.Server, v *document.ServerVariable) bool {
	return len(v.Enum) > 0 || bounded(server.URL, v.Name, "x") == nil
}

func fill(server *document.Server, chosen map[string]string) string {
	address := server.URL
	for _, v := range server.Variables {
		value, ok := chosen[v.Name]
		if !ok {
			value = v.Default
		}
		address = strings.ReplaceAll(address, "{"+v.Name+"}", value)
	}
	return address
}

var (
	hostLabel = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)
	pathTexts = regexp.MustCompile(`^[A-Za-z0-9._~!$'()*+,;=:@-]+(/[A-Za-z0-9._~!$'()*+,;=:@-]+)*$`)
)

// bounded refuses a text for a variable that would change more than a label of the host or a segment of the path.
func bounded(template, name, value string) error {
	mark := "{" + name + "}"
	scheme, rest, ok := strings.Cut(template, "://")
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, path := rest[:end], rest[end:]
	if !ok || strings.Contains(scheme, mark) || strings.ContainsAny(path, "?#") {
		return inputErrorf("%s of the server can't be chosen: it could lead to any address", name)
	}
	if strings.Contains(authority, mark) {
		if !belowDomain(authority, mark) {
			return inputErrorf("%s of the server can't be chosen: it could lead to any host", name)
		}
		if !hostLabel.MatchString(value) {
			return inputErrorf("%s of the server takes letters, digits and hyphens", name)
		}
	}
	if strings.Contains(path, mark) {
		dots := func(s string) bool { return s == "." || s == ".." }
		if !pathTexts.MatchString(value) || slices.ContainsFunc(strings.Split(value, "/"), dots) {
			return inputErrorf("%s of the server takes what a path may have, without escapes and dot segments", name)
		}
	}
	return nil
}

// belowDomain reports whether whatever stands for the mark stays below a domain that somebody owns: in
// "{tenant}.example.com" it does, in "{host}" and "{name}.co.uk" it does not.
func belowDomain(authority, mark string) bool {
	host, port := authority, ""
	if i := strings.LastIndex(authority, ":"); i >= 0 {
		host, port = authority[:i], authority[i+1:]
	}
	if strings.ContainsAny(host, "@[]:") || strings.Contains(port, mark) {
		return false
	}
	_, domain, ok := strings.Cut(host[strings.LastIndex(host, "}")+1:], ".")
	domain = strings.ToLower(strings.TrimSuffix(domain, "."))
	if !ok || !strings.Contains(domain, ".") {
		return false
	}
	suffix, registry := publicsuffix.PublicSuffix(domain)
	return suffix != domain || !registry
}
