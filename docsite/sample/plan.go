package sample

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// How a plan's body is sent.
type bodyKind int

const (
	noBody bodyKind = iota
	jsonBody
	textBody // also a form that is urlencoded
	formBody // multipart
	fileBody // bytes
)

// plan is a request as samples show it: what is required, with the author's examples. The languages only write it down.
type plan struct {
	API       string
	Method    string
	Base      string    // "https://api.example.com/v1"
	Rest      string    // "/pets/1?limit=2"
	Secrets   []*Secret // all of them
	Query     []*Secret // those that go behind Rest
	Basic     *Secret   // "name:password"; each language has its own words for it
	Headers   []header  // but for the content type and Basic
	Body      bodyKind
	MediaType string
	Text      string // of a textBody or a jsonBody
	FileName  string // of a fileBody
	Value     *document.Node
	Parts     []request.Part
	JSONBack  bool // a success is answered in JSON
	Seconds   int  // how long to wait for the answer
}

// header is a header with its value, in which secrets may stand.
type header struct {
	Name  string // in lower case
	Value []piece
}

// piece is a part of a value: a text, or what a secret has.
type piece struct {
	Text   string
	Secret *Secret
}

// anyFile is what samples call a file that the reader has.
const anyFile = "file.bin"

func planOf(c *request.Call, in request.Input, o Options) (*plan, error) {
	p := &plan{API: o.API, Method: c.Method, Base: absolute(o.ServerURL), Seconds: c.Seconds(), JSONBack: c.AnswersJSON()}
	rest, err := c.Target("", in.Values)
	if err != nil {
		return nil, fmt.Errorf("the example makes no request: %w", err)
	}
	p.Rest = rest
	for _, s := range secrets(c, o.API, in.Credentials) {
		if given := in.Credentials[s.ID]; o.ShowSecrets && given != (request.Credential{}) {
			p.show(s, given)
			continue
		}
		p.Secrets = append(p.Secrets, s)
		switch {
		case s.Basic:
			p.Basic = s
		case s.In == "query":
			p.Query = append(p.Query, s)
		case s.In == "cookie":
			p.addHeader("cookie", piece{Text: s.Name + "="}, piece{Secret: s})
		case s.In == "header":
			p.addHeader(s.Name, piece{Text: s.Prefix}, piece{Secret: s})
		}
	}
	for _, h := range c.Headers(in.Values) {
		p.addHeader(h[0], piece{Text: h[1]})
	}
	p.setBody(c, in)
	return p, nil
}

// show puts the credential itself into the sample.
func (p *plan) show(s *Secret, c request.Credential) {
	value := s.Prefix + strings.TrimSpace(c.Value)
	switch {
	case s.Basic:
		p.addHeader("authorization", piece{Text: "Basic " + base64.StdEncoding.EncodeToString([]byte(c.Username+":"+c.Password))})
	case s.In == "query":
		p.Rest += p.separator() + request.EscapeQuery(s.Name) + "=" + request.EscapeQuery(value)
	case s.In == "cookie":
		p.addHeader("cookie", piece{Text: s.Name + "=" + oneLine(value)})
	case s.In == "header":
		p.addHeader(s.Name, piece{Text: oneLine(value)})
	}
}

// oneLine is a text as it can be in a header.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// addHeader adds a header. All cookies are in one; of any other, the first one counts.
func (p *plan) addHeader(name string, value ...piece) {
	name = strings.ToLower(name)
	value = slices.DeleteFunc(value, func(v piece) bool { return v == piece{} })
	for i, h := range p.Headers {
		if h.Name != name {
			continue
		}
		if name == "cookie" {
			p.Headers[i].Value = append(append(h.Value, piece{Text: "; "}), value...)
		}
		return
	}
	p.Headers = append(p.Headers, header{name, value})
}

// setBody takes over the body. One that the reader has and that we can't write is a file.
func (p *plan) setBody(c *request.Call, in request.Input) {
	i := slices.IndexFunc(c.Bodies, func(b request.Body) bool { return b.MediaType == in.MediaType })
	if len(c.Bodies) == 0 {
		return
	}
	body := c.Bodies[max(i, 0)]
	p.MediaType, p.FileName = body.ContentType(), cmp.Or(in.FileName, anyFile)
	switch {
	case in.FileName != "", body.Binary() && len(in.Body) == 0:
		p.Body = fileBody
	case body.Multipart() && len(in.Body) == 0:
		p.Body, p.Parts = formBody, slices.Clone(in.Parts)
		for i := range p.Parts {
			if p.Parts[i].File {
				p.Parts[i].FileName = cmp.Or(p.Parts[i].FileName, anyFile)
			}
		}
	case len(in.Body) > 0:
		p.setText(body, string(in.Body))
	case len(request.Examples(body.Content, schema.Request)) == 0:
		p.Body = fileBody
	}
}

// setText takes over a body that is text, as a value if it is JSON.
func (p *plan) setText(body request.Body, text string) {
	p.Body, p.Text = textBody, text
	if !body.JSON() || !json.Valid([]byte(text)) {
		return
	}
	var value document.Node
	if value.UnmarshalJSON([]byte(text)) == nil && exact(&value) {
		p.Body, p.Value = jsonBody, &value
	}
}

// exact reports a value whose numbers are the same in every language. One with others is sent as the text that it is.
func exact(value *document.Node) bool {
	const most = 1 << 53
	if value.Kind() == document.Number {
		if strings.ContainsAny(value.Text(), ".eE") {
			x, err := strconv.ParseFloat(value.Text(), 64)
			return err == nil && !math.IsInf(x, 0) && len(value.Text()) < 18
		}
		i, err := strconv.ParseInt(value.Text(), 10, 64)
		return err == nil && i >= -most && i <= most
	}
	for item := range value.Items() {
		if !exact(item) {
			return false
		}
	}
	for _, member := range value.Members() {
		if !exact(member) {
			return false
		}
	}
	return true
}

// absolute gives a server that is only a path the host that readers have to fill in.
func absolute(server string) string {
	server = request.Clean(server)
	switch {
	case strings.HasSuffix(server, "://"):
		return server + "your-host.example"
	case strings.Contains(server, "://"):
		return strings.TrimSuffix(server, "/")
	case strings.HasPrefix(server, "//"):
		return strings.TrimSuffix("https:"+server, "/")
	}
	return strings.TrimSuffix("https://your-host.example/"+strings.TrimPrefix(server, "/"), "/")
}

// contentType is the header of that name, or "": a form makes its own.
func (p *plan) contentType() string {
	if p.Body == noBody || p.Body == formBody {
		return ""
	}
	return p.MediaType
}

// literalHeaders are the headers with their values as a language writes them: the content type first, if there is one.
func (p *plan) literalHeaders(write func([]piece) string) [][2]string {
	var all [][2]string
	if kind := p.contentType(); kind != "" {
		all = append(all, [2]string{"content-type", write([]piece{{Text: kind}})})
	}
	for _, h := range p.Headers {
		all = append(all, [2]string{h.Name, write(h.Value)})
	}
	return all
}

// addressed is the URL below the base with the secrets in its query, as pieces.
func (p *plan) addressed() []piece {
	all := []piece{{Text: p.Rest}}
	separator := p.separator()
	for _, s := range p.Query {
		all = append(all, piece{Text: separator + request.EscapeQuery(s.Name) + "="}, piece{Secret: s})
		separator = "&"
	}
	return all
}

// separator is what comes before one more parameter of the query.
func (p *plan) separator() string {
	if strings.Contains(p.Rest, "?") {
		return "&"
	}
	return "?"
}

// partType is the content type of a part, for clients that don't say by themselves that a file is bytes.
func partType(p request.Part) string {
	if p.File && p.MediaType == "" {
		return "application/octet-stream"
	}
	return p.MediaType
}

// typed reports whether a part that is no file has a content type, for which some clients have no words.
func (p *plan) typed() bool {
	return slices.ContainsFunc(p.Parts, func(part request.Part) bool { return !part.File && part.MediaType != "" })
}

// partHead is what stands before the content of a part.
func partHead(p request.Part) string {
	head := `Content-Disposition: form-data; name="` + quoteless(p.Name) + `"`
	if p.File {
		head += `; filename="` + quoteless(p.FileName) + `"`
	}
	if kind := partType(p); kind != "" {
		head += "\r\nContent-Type: " + kind
	}
	return head + "\r\n\r\n"
}

var nameEscapes = strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A")

// quoteless writes a name in quotes as browsers do.
func quoteless(s string) string { return nameEscapes.Replace(s) }

func (p *plan) hasFile() bool {
	return p.Body == fileBody || slices.ContainsFunc(p.Parts, func(part request.Part) bool { return part.File })
}

// sum writes pieces as a language that adds texts up: "Bearer " + token.
func sum(all []piece, plus string, text func(string) string, secret func(*Secret) string) string {
	var parts []string
	for i := 0; i < len(all); i++ {
		if all[i].Secret != nil {
			parts = append(parts, secret(all[i].Secret))
			continue
		}
		joined := all[i].Text
		for ; i+1 < len(all) && all[i+1].Secret == nil; i++ {
			joined += all[i+1].Text
		}
		parts = append(parts, text(joined))
	}
	if len(parts) == 0 {
		return text("")
	}
	return strings.Join(parts, plus)
}

// filled writes pieces as a language that has places in its texts: Bearer ${token}.
func filled(all []piece, text func(string) string, secret func(*Secret) string) string {
	return sum(all, "", text, secret)
}

// alone is the secret that a value is and nothing else, or nil.
func alone(all []piece) *Secret {
	if len(all) == 1 {
		return all[0].Secret
	}
	return nil
}

// constant is the text of a value without secrets.
func constant(all []piece) (string, bool) {
	text := ""
	for _, one := range all {
		if one.Secret != nil {
			return "", false
		}
		text += one.Text
	}
	return text, true
}

func variable(s *Secret) string { return s.Var }

func snakeVariable(s *Secret) string { return snakeCase(s.Var) }

// quoted is the text as a string of JSON, which TypeScript, Python, C#, Java and Go read the same.
func quoted(s string) string {
	return string(document.NewString(s).AppendJSON(make([]byte, 0, len(s)+2), ""))
}
