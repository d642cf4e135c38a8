package reference

import (
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"wpengine/openapi"
)

// operationView is what the template of an operation's page is given.
type operationView struct {
	Title       string
	Method      string
	Path        string
	ID          string
	Deprecated  bool
	Description template.HTML
	Facts       []fact
	Places      []*placeView
	Body        *bodyView
	Responses   []*responseView
	Samples     []sampleView
	TryIt       *tryView
}

// fact is a line of what there is to know before calling.
type fact struct {
	Name string
	Text template.HTML
}

// placeView is the parameters of one place.
type placeView struct {
	ID, Title string
	Fields    []*Field
}

// bodyView is the request's body.
type bodyView struct {
	Required    bool
	Description template.HTML
	Contents    []*contentView
}

// contentView is a body in one content type.
type contentView struct {
	MediaType   string
	Type        string // what it is, where it is no object
	Schema      string // the component it is, or its items are
	Constraints []constraint
	Description template.HTML
	Inside      *Inside
	Examples    []exampleView
}

type exampleView struct {
	Label string
	Code  template.HTML
}

type sampleView struct {
	Sample
	Block template.HTML
}

func (s *site) operation(group *openapi.Group, op *openapi.Operation) (Page, error) {
	call := CallOf(s.spec, op)
	v := operationView{Title: title(op), Method: op.Method, Path: op.Path, ID: op.ID, Deprecated: op.Op.Deprecated}
	var err error
	if v.Description, err = s.text(op.Op.Description, op.ID); err != nil {
		return Page{}, err
	}
	if v.Facts, err = s.facts(call); err != nil {
		return Page{}, err
	}
	request := s.tree()
	if v.Places, err = request.places(call); err != nil {
		return Page{}, err
	}
	if v.Body, err = request.body(call); err != nil {
		return Page{}, err
	}
	if err := request.grow(); err != nil {
		return Page{}, err
	}
	answers := s.tree()
	answers.ids = request.ids
	if v.Responses, err = answers.responses(op); err != nil {
		return Page{}, err
	}
	if err := answers.grow(); err != nil {
		return Page{}, err
	}
	samples, err := s.samples(call)
	if err != nil {
		return Page{}, err
	}
	for _, sample := range samples {
		v.Samples = append(v.Samples, sampleView{Sample: sample, Block: s.opts.Highlight(sample.Language, sample.Code)})
	}
	v.TryIt = s.tryIt(call)
	body, err := s.execute("operation.html", v)
	if err != nil {
		return Page{}, fmt.Errorf("%s: %w", op.ID, err)
	}
	return Page{
		Path: strings.TrimPrefix(operationPath(op), "/"), Title: v.Title, Description: describe(op),
		Nav:  Nav{Group: group.Title, Label: label(op), Badge: op.Method},
		Body: body, Headings: headings(&v), File: op.File, Line: op.Line,
	}, nil
}

// title is the summary, or what the operation is called.
func title(op *openapi.Operation) string {
	switch {
	case op.Op.Summary != "":
		return strings.TrimSuffix(strings.TrimSpace(op.Op.Summary), ".")
	case op.Op.OperationID != "":
		return op.Op.OperationID
	}
	return op.Method + " " + op.Path
}

// label is short, for the sidebar: the name that programmers search for, if the author gave one.
func label(op *openapi.Operation) string {
	if op.Op.OperationID != "" {
		return op.Name
	}
	return title(op)
}

func describe(op *openapi.Operation) string {
	if text := plainText(op.Op.Description); text != "" {
		return text
	}
	return title(op) + ": " + op.Method + " " + op.Path
}

func headings(v *operationView) []Heading {
	var all []Heading
	add := func(level int, id, text string) { all = append(all, Heading{Level: level, ID: id, Text: text}) }
	for _, place := range v.Places {
		add(2, place.ID, place.Title)
	}
	if v.Body != nil {
		add(2, "body", "Request body")
	}
	if len(v.Responses) > 0 {
		add(2, "responses", "Responses")
	}
	return all
}

// facts are who may call, what it costs, and what makes a retry safe.
func (s *site) facts(c *Call) ([]fact, error) {
	var all []fact
	op := c.Operation
	if op.Role != "" {
		all = append(all, fact{"Who may call it", template.HTML("Accounts with the role <code>" + template.HTMLEscapeString(op.Role) + "</code>")})
	}
	if text := authorization(c); text != "" {
		all = append(all, fact{"Authorization", text})
	}
	if text := cost(op); text != "" {
		all = append(all, fact{"Rate limit", template.HTML(template.HTMLEscapeString(text))})
	}
	if c.idempotent() {
		all = append(all, fact{"Idempotency", `Send an <a href="#header.Idempotency-Key"><code>Idempotency-Key</code></a> and a retry does nothing twice`})
	}
	if c.BodyLimit > 0 {
		all = append(all, fact{"Body", template.HTML("Up to " + bytesWords(c.BodyLimit))})
	}
	return all, nil
}

// cost says what a call takes from the caller's budget: x-rate-limit-cost, or one request where
// answers carry the RateLimit header.
func cost(op *openapi.Operation) string {
	switch n := op.Op.Extensions["x-rate-limit-cost"].(type) {
	case float64:
		if n == 0 {
			return "Costs nothing"
		}
		return "Costs " + between(uint64(n), ptr(uint64(n)), "request", "requests")[len("exactly "):]
	case string:
		return n
	}
	for _, r := range responses(op) {
		if strings.HasPrefix(r.status, "2") && r.value.Headers["RateLimit"] != nil {
			return "Costs 1 request"
		}
	}
	return ""
}

func ptr[T any](v T) *T { return &v }

// authorization lists the alternatives in words.
func authorization(c *Call) template.HTML {
	var ways []string
	for _, requirement := range c.Security {
		if len(requirement) == 0 {
			ways = append(ways, "none")
			continue
		}
		var parts []string
		for _, scheme := range requirement {
			part := template.HTMLEscapeString(scheme.Label())
			switch in, name := scheme.Place(); {
			case scheme.Basic():
			case in != "":
				part += " in the " + placeNoun(in) + " <code>" + template.HTMLEscapeString(name) + "</code>"
			}
			if len(scheme.Scopes) > 0 {
				part += " with " + template.HTMLEscapeString(strings.Join(scheme.Scopes, ", "))
			}
			parts = append(parts, `<a href="/reference/#`+template.HTMLEscapeString(schemeAnchor(scheme.ID))+`">`+part+"</a>")
		}
		ways = append(ways, strings.Join(parts, " and "))
	}
	if len(ways) == 0 || len(ways) == 1 && ways[0] == "none" {
		return "None needed"
	}
	return template.HTML(strings.Join(ways, ", or "))
}

func placeNoun(in string) string {
	switch in {
	case "query":
		return "query parameter"
	case "cookie":
		return "cookie"
	}
	return "header"
}

// bytesWords says 16 MiB.
func bytesWords(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return strconv.FormatInt(n>>20, 10) + " MiB"
	case n >= 1<<10 && n%(1<<10) == 0:
		return strconv.FormatInt(n>>10, 10) + " KiB"
	}
	return group(uint64(n)) + " bytes"
}

// statusWords is the meaning of a status, or of several: "Not Found", "Any other status".
func statusWords(status string) string {
	if status == "default" {
		return "Any other status"
	}
	if strings.HasSuffix(strings.ToUpper(status), "XX") {
		return "Any status from " + status[:1] + "00 to " + status[:1] + "99"
	}
	n, err := strconv.Atoi(status)
	if err != nil {
		return ""
	}
	return StatusText(n)
}

// StatusText is the meaning of a status in today's words: package http keeps the names that
// RFC 9110 replaced.
func StatusText(status int) string {
	switch status {
	case http.StatusRequestEntityTooLarge:
		return "Content Too Large"
	case http.StatusUnprocessableEntity:
		return "Unprocessable Content"
	case http.StatusRequestedRangeNotSatisfiable:
		return "Range Not Satisfiable"
	}
	return http.StatusText(status)
}
