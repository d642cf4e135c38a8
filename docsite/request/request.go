package request

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// Input is what a person filled in to send a request of an operation.
type Input struct {
	Values      Values
	Credentials map[string]Credential // by the id of the scheme
	MediaType   string                // of Body; the operation's first if empty
	Body        []byte
	Parts       []Part // of a multipart body, instead of Body
	FileName    string // of Body, if that is a file
}

// Credential is what a person pasted for a security scheme.
type Credential struct {
	Value    string `json:"value,omitempty"`
	Username string `json:"username,omitempty"` // for HTTP Basic
	Password string `json:"password,omitempty"`
}

func (c Credential) empty() bool { return c == Credential{} }

// InputError says what is wrong with an [Input], for the person who filled it in.
type InputError struct{ Message string }

func (e *InputError) Error() string { return e.Message }

func inputErrorf(format string, args ...any) error {
	return &InputError{Message: fmt.Sprintf(format, args...)}
}

// Request builds the request from nothing: it has the headers, parameters and cookies that the
// operation names, the body's content type, and the credential where its scheme wants it. It
// returns an [*InputError] for an input that makes no request of this operation, so the path of
// the request is always one that the operation's template allows.
func (c *Call) Request(ctx context.Context, base string, in Input) (*http.Request, error) {
	for place, values := range in.Values {
		for name := range values {
			known := func(p Param) bool { return p.In == place && p.Name == name }
			if !slices.ContainsFunc(c.Params, known) {
				return nil, inputErrorf("%s has no %s parameter %q", c.Operation.ID, place, name)
			}
		}
	}
	target, err := c.Target(base, in.Values)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, c.Method, target, http.NoBody)
	if err != nil {
		return nil, inputErrorf("this makes no URL: %s", target)
	}
	req.Header = http.Header{"Accept": {c.Accept}}
	var cookies []string
	for _, p := range c.Params {
		value, ok := in.Values[p.In][p.Name]
		if !ok {
			if p.Required {
				return nil, inputErrorf("the %s parameter %q is required", p.In, p.Name)
			}
			continue
		}
		switch p.In {
		case "header":
			if err := setHeader(req.Header, p.Name, p.header(value)); err != nil {
				return nil, err
			}
		case "cookie":
			cookies = append(cookies, p.cookie(value))
		}
	}
	if err := c.setBody(req, in); err != nil {
		return nil, err
	}
	more, err := c.authorize(req, in.Credentials)
	if err != nil {
		return nil, err
	}
	if cookies = append(cookies, more...); len(cookies) > 0 {
		return req, setHeader(req.Header, "Cookie", strings.Join(cookies, "; "))
	}
	return req, nil
}

// Target is the URL with the parameters in it.
func (c *Call) Target(base string, values Values) (string, error) {
	if strings.HasSuffix(base, "://") { // the first segment of the path would be the host
		return "", inputErrorf("the server %s has no host", base)
	}
	// A path may bring a query, and a fragment that tells operations of one path apart; that is not sent.
	path, _, _ := strings.Cut(c.Path, "#")
	path, fixed, _ := strings.Cut(path, "?")
	var query []string
	for _, p := range c.Params {
		value, ok := values[p.In][p.Name]
		if !ok {
			continue
		}
		switch p.In {
		case "path":
			segment := p.pathValue(value)
			if segment == "" {
				return "", inputErrorf("the path parameter %q is empty", p.Name)
			}
			path = strings.ReplaceAll(path, "{"+p.Name+"}", segment)
			fixed = strings.ReplaceAll(fixed, "{"+p.Name+"}", EscapeQuery(Text(value)))
		case "query", "querystring":
			if pair := p.query(value); pair != "" {
				query = append(query, pair)
			}
		}
	}
	if fixed != "" {
		query = append([]string{fixed}, query...)
	}
	for segment := range strings.SplitSeq(path, "/") {
		// Dots can't be escaped: %2e%2e is ".." to whoever reads the path.
		if decoded, err := url.PathUnescape(segment); err != nil || decoded == "." || decoded == ".." {
			return "", inputErrorf("%q can't be a segment of the path", decoded)
		}
	}
	target := path
	if len(query) > 0 {
		target += "?" + strings.Join(query, "&")
	}
	return strings.TrimSuffix(base, "/") + Clean(target), nil
}

// Clean escapes what can't be in a URL of a text that is one otherwise, such as the path of an operation.
func Clean(address string) string {
	bad := func(c byte) bool { return c <= ' ' || c >= 0x7F || strings.IndexByte("\"<>\\^`{|}", c) >= 0 }
	at := 0
	for at < len(address) && !bad(address[at]) {
		at++
	}
	if at == len(address) {
		return address
	}
	var b strings.Builder
	b.WriteString(address[:at])
	for ; at < len(address); at++ {
		if c := address[at]; bad(c) {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// setHeader refuses a value that would end the header and begin another.
func setHeader(header http.Header, name, value string) error {
	if !httpguts.ValidHeaderFieldName(name) || hopByHop(name) {
		return inputErrorf("%q can't be sent as a header", name)
	}
	if !httpguts.ValidHeaderFieldValue(value) {
		return inputErrorf("the value of %s has a line break or another character that a header can't have", name)
	}
	header.Set(name, value)
	return nil
}

// hopByHop reports the headers that are between two neighbours, not for a spec to name, and
// Host, which the URL says.
func hopByHop(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection",
		"Te", "Trailer", "Transfer-Encoding", "Upgrade", "Host", "Content-Length":
		return true
	}
	return false
}

// setBody sends no content type without a body, except where one is required: the server then
// says what is wrong with the empty one.
func (c *Call) setBody(req *http.Request, in Input) error {
	if len(in.Body) == 0 && len(in.Parts) == 0 && (!c.BodyRequired || len(c.Bodies) == 0) {
		return nil
	}
	if len(c.Bodies) == 0 {
		return inputErrorf("%s takes no body", c.Operation.ID)
	}
	mediaType := in.MediaType
	if mediaType == "" {
		mediaType = c.Bodies[0].MediaType
	}
	if !slices.ContainsFunc(c.Bodies, func(b Body) bool { return b.MediaType == mediaType }) {
		return inputErrorf("%s takes no body of type %q", c.Operation.ID, mediaType)
	}
	body := in.Body
	mediaType = Body{MediaType: mediaType}.ContentType()
	if len(in.Parts) > 0 {
		if !(Body{MediaType: mediaType}).Multipart() {
			return inputErrorf("a body of type %q has no parts", mediaType)
		}
		var err error
		if body, mediaType, err = multipartBody(base(mediaType), in.Parts); err != nil {
			return err
		}
	}
	if err := setHeader(req.Header, "Content-Type", mediaType); err != nil || len(body) == 0 {
		return err
	}
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	req.Body, _ = req.GetBody()
	req.ContentLength = int64(len(body))
	return nil
}

// authorize puts the credentials where their schemes want them, and returns those that are
// cookies. Without a credential the request goes as it is: what comes back teaches more than a
// refusal here.
func (c *Call) authorize(req *http.Request, credentials map[string]Credential) (cookies []string, err error) {
	wanted := map[string]Scheme{}
	for _, requirement := range c.Security {
		for _, scheme := range requirement {
			wanted[scheme.ID] = scheme
		}
	}
	for id, credential := range credentials {
		if _, ok := wanted[id]; !ok && !credential.empty() {
			return nil, inputErrorf("%s has no security scheme %q", c.Operation.ID, id)
		}
	}
	for _, scheme := range c.chosen(credentials) {
		value, err := scheme.Encode(credentials[scheme.ID])
		if err != nil {
			return nil, err
		}
		switch in, name := scheme.Place(); in {
		case "header":
			if err := setHeader(req.Header, name, value); err != nil {
				return nil, err
			}
		case "query":
			if req.URL.RawQuery != "" {
				req.URL.RawQuery += "&"
			}
			req.URL.RawQuery += EscapeQuery(name) + "=" + EscapeQuery(value)
		case "cookie":
			if strings.ContainsAny(value, ";, \"\\") {
				return nil, inputErrorf("the %s has a character that a cookie can't have", scheme.Label())
			}
			cookies = append(cookies, name+"="+value)
		}
	}
	return cookies, nil
}

// chosen are the schemes whose credentials are sent.
func (c *Call) chosen(credentials map[string]Credential) []Scheme {
	i := c.Alternative(credentials)
	if i < 0 {
		return nil
	}
	return given(c.Security[i], credentials)
}

// Alternative is the first of the ways to be let in that all credentials are there for, else the first that some are there
// for; -1 if there is none.
func (c *Call) Alternative(credentials map[string]Credential) int {
	some := -1
	for i, requirement := range c.Security {
		switch n := len(given(requirement, credentials)); {
		case n > 0 && n == len(requirement):
			return i
		case n > 0 && some < 0:
			some = i
		}
	}
	return some
}

// given are the schemes that there are credentials for.
func given(requirement Requirement, credentials map[string]Credential) []Scheme {
	var all []Scheme
	for _, scheme := range requirement {
		if !credentials[scheme.ID].empty() && scheme.Sendable() {
			all = append(all, scheme)
		}
	}
	return all
}

// Encode is the credential as it is sent.
func (s Scheme) Encode(c Credential) (string, error) {
	if s.Basic() {
		if strings.Contains(c.Username, ":") {
			return "", inputErrorf("a user name for HTTP Basic can't have a colon")
		}
		return s.Value(base64.StdEncoding.EncodeToString([]byte(c.Username + ":" + c.Password))), nil
	}
	return s.Value(strings.TrimSpace(c.Value)), nil
}
