package tryit

import (
	"context"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// build makes the request, and sees to it that it goes where the operator allows, whatever the spec or the reader says.
func build(ctx context.Context, call *request.Call, base string, input request.Input) (*http.Request, error) {
	if name := strayObject(call, input.Values); name != "" {
		return nil, problemf(http.StatusBadRequest, "invalid_input", "This can't be sent", "%q of %s takes no object: each of its members would be a parameter of its own.", name, call.Operation.ID)
	}
	req, err := call.Request(ctx, base, input)
	var wrong *request.InputError
	if errors.As(err, &wrong) {
		return nil, problemf(http.StatusBadRequest, "invalid_input", "This can't be sent", "%s", sentence(wrong.Message))
	}
	if err != nil {
		return nil, &problem{Status: http.StatusInternalServerError, Code: "internal", Title: "This can't be sent", Detail: "Something is wrong with the site. Its log has more.", cause: err}
	}
	switch {
	case size(req) > headerBytes:
		return nil, headTooLarge(size(req))
	case req.Method == http.MethodConnect || !below(req.URL, base):
		return nil, problemf(http.StatusBadRequest, "invalid_target", "This can't be sent", "With these values the path of %s is none of the server's: no part of it may be . or .., however it is written.", call.Operation.ID)
	}
	for name := range req.Header {
		if aboutSender(name) {
			return nil, problemf(http.StatusBadRequest, "invalid_input", "This can't be sent", "%s says where a request comes from, and nobody but this site can say that. Leave it empty.", name)
		}
	}
	if req.Header.Get("User-Agent") == "" {
		req.Header.Set("User-Agent", agent)
	}
	return req, nil
}

// strayObject is a parameter that was given an object though the spec has none for it. Spread over the query or the cookies, it would
// be parameters that the spec does not have.
func strayObject(call *request.Call, values request.Values) string {
	for _, p := range call.Params {
		value := values[p.In][p.Name]
		if value.Kind() == document.Object && p.Explode && (p.In == "query" || p.In == "cookie") && p.Style != "deepObject" && !p.TakesObject() {
			return p.Name
		}
	}
	return ""
}

// aboutSender reports the headers that a server believes from its neighbours, which this site may be one of: with them, a reader could
// pass for another, or for another address.
func aboutSender(name string) bool {
	name = strings.ReplaceAll(strings.ToLower(name), "_", "-")
	switch strings.TrimPrefix(name, "x-") {
	case "forwarded", "forwarded-for", "via", "origin", "host", "real-ip", "remote-ip", "remote-addr", "remote-user", "originating-ip", "client-ip", "cluster-client-ip",
		"true-client-ip", "proxy-client-ip", "wl-proxy-client-ip", "proxyuser-ip", "nf-client-connection-ip", "cf-connecting-ip", "cf-connecting-ipv6", "fastly-client-ip", "fly-client-ip",
		"do-connecting-ip", "azure-clientip", "azure-socketip", "appengine-user-ip", "appengine-remote-addr", "envoy-external-address", "envoy-original-path",
		"original-url", "original-uri", "original-host", "rewrite-url", "original-forwarded-for":
		return true
	}
	return strings.HasPrefix(name, "x-forwarded-")
}

func headTooLarge(size int) *problem {
	return problemf(http.StatusRequestHeaderFieldsTooLarge, "head_too_large", "The parameters are too large", "The address and the headers have %d KiB; this site sends up to %d.", size>>10, headerBytes>>10)
}

// size is that of the request without its body.
func size(req *http.Request) int {
	n := len(req.URL.String())
	for name, values := range req.Header {
		for _, value := range values {
			n += len(name) + len(value)
		}
	}
	return n
}

// below reports whether a URL is one of the server's.
func below(u *url.URL, base string) bool {
	server, err := url.Parse(base)
	if err != nil || !plain(server) || u.Scheme != server.Scheme || u.Host != server.Host || u.User != nil || u.Opaque != "" || strings.ContainsAny(u.RawQuery, " #") {
		return false
	}
	path, ok := strings.CutPrefix(u.EscapedPath(), strings.TrimSuffix(server.EscapedPath(), "/"))
	return ok && strings.HasPrefix(path, "/") && !climbs(path)
}

// climbs reports a path that somebody could take for another one: who takes an escaped slash or a backslash for a slash, who leaves out
// what follows a semicolon, an end of text or a blank, who takes a wide dot for a dot, or who unescapes twice, would find dot segments in it.
func climbs(path string) bool {
	for range 3 {
		path = lookalikes.Replace(path)
		for segment := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '/' || r == '\\' }) {
			if end := strings.IndexAny(segment, ";\x00"); end >= 0 {
				segment = segment[:end]
			}
			if segment = strings.TrimSpace(segment); segment == "." || segment == ".." {
				return true
			}
		}
		path = escapes.ReplaceAllStringFunc(path, func(escape string) string {
			char, _ := hex.DecodeString(escape[1:]) // two digits
			return string(char)
		})
	}
	return false
}

// lookalikes are what some readers make plain characters of: those of full width, and those in more bytes than they have.
var lookalikes = strings.NewReplacer("\uff0e", ".", "\uff0f", "/", "\uff3c", `\`, "\uff1b", ";", "\u2024", ".", "\ufe52", ".", "\u2215", "/", "\u2044", "/", "\xc0\xae", ".", "\xc0\xaf", "/")

// escapes are those that anybody reads. A percent sign that begins none keeps only strict readers from the others.
var escapes = regexp.MustCompile("%[0-9A-Fa-f]{2}")
