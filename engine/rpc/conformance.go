package rpc

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"wpengine/openapi"
)

// Conformance checks answers against the spec. Tests put it around a Server, so that no answer of any test is one
// that the spec doesn't promise.
type Conformance struct {
	promised map[string]map[int]promise // by path, by status
	problem  *jsonschema.Schema
}

// promise is what the spec says of one status of an operation.
type promise struct {
	media   string
	body    *jsonschema.Schema
	headers []headerPromise
}

type headerPromise struct {
	name     string
	required bool
	schema   *jsonschema.Schema
}

// NewConformance compiles everything that the spec says about answers.
func NewConformance(spec *openapi.Spec) (*Conformance, error) {
	schemas, err := newSchemas(spec)
	if err != nil {
		return nil, err
	}
	c := &Conformance{promised: map[string]map[int]promise{}}
	if c.problem, err = schemas.compile("components", "schemas", "Problem"); err != nil {
		return nil, err
	}
	for _, op := range spec.Operations {
		statuses := map[int]promise{}
		for text := range op.Op.Responses.Map() {
			status, err := strconv.Atoi(text)
			if err != nil {
				return nil, fmt.Errorf("rpc: %s promises the status %q, which is not a number", op.ID, text)
			}
			if statuses[status], err = schemas.promise(op, text); err != nil {
				return nil, err
			}
		}
		c.promised["/api/rpc"+op.Path] = statuses
	}
	return c, nil
}

// promise compiles one response of an operation. The compiler goes by the text of the document, so references on the
// way to a schema are followed here.
func (s *schemas) promise(op *openapi.Operation, status string) (p promise, err error) {
	response := op.Op.Responses.Value(status)
	at := []string{"paths", op.Path, "post", "responses", status}
	if response.Ref != "" {
		at = strings.Split(strings.TrimPrefix(response.Ref, "#/"), "/")
	}
	for media := range response.Value.Content {
		p.media = media
		if p.body, err = s.compile(append(at[:len(at):len(at)], "content", media, "schema")...); err != nil {
			return promise{}, err
		}
	}
	for name, header := range response.Value.Headers {
		h := headerPromise{name: name, required: header.Value.Required}
		from := append(at[:len(at):len(at)], "headers", name)
		if header.Ref != "" {
			from = strings.Split(strings.TrimPrefix(header.Ref, "#/"), "/")
		}
		if h.schema, err = s.compile(append(from, "schema")...); err != nil {
			return promise{}, err
		}
		p.headers = append(p.headers, h)
	}
	return p, nil
}

// Check says in what an answer to a request for the path is not what the spec promises.
func (c *Conformance) Check(path string, status int, header http.Header, body []byte) error {
	statuses, known := c.promised[path]
	p, listed := statuses[status]
	switch {
	case listed:
	case !known && status == http.StatusNotFound, known && status == http.StatusMethodNotAllowed, !known && status == http.StatusServiceUnavailable:
		// What is said of every operation, or of none.
		p = promise{media: "application/problem+json", body: c.problem}
	default:
		return fmt.Errorf("the spec does not list the status %d: %s", status, body)
	}
	var errs []error
	if media, _, err := mime.ParseMediaType(header.Get("Content-Type")); err != nil || media != p.media {
		errs = append(errs, fmt.Errorf("Content-Type is %q, not %s", header.Get("Content-Type"), p.media))
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		errs = append(errs, fmt.Errorf("the body is not JSON: %w", err))
	} else if err := p.body.Validate(value); err != nil {
		errs = append(errs, fmt.Errorf("the body %s is not what the spec says: %w", body, err))
	}
	if busy := status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable; busy && header.Get("Retry-After") == "" {
		errs = append(errs, errors.New("the header Retry-After is missing"))
	}
	for _, h := range p.headers {
		errs = append(errs, h.check(header))
	}
	return errors.Join(errs...)
}

func (p headerPromise) check(header http.Header) error {
	given := header.Values(p.name)
	if len(given) == 0 {
		if p.required {
			return fmt.Errorf("the header %s is missing", p.name)
		}
		return nil
	}
	var value any = strings.Join(given, ", ")
	if n, err := strconv.ParseInt(given[0], 10, 64); err == nil && p.schema.Types != nil && strings.Contains(p.schema.Types.String(), "integer") {
		value = n
	}
	if err := p.schema.Validate(value); err != nil {
		return fmt.Errorf("the header %s: %w", p.name, err)
	}
	return nil
}

// Handler passes requests on to next, and reports each answer below /api/rpc/ that isn't what the spec promises. It
// promises nothing to a browser that asks before it sends.
func (c *Conformance) Handler(next http.Handler, report func(error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := &recorder{ResponseWriter: w}
		next.ServeHTTP(rec, r)
		if !strings.HasPrefix(r.URL.Path, "/api/rpc/") || rec.status == 0 || r.Method == http.MethodOptions && rec.status == http.StatusNoContent {
			return
		}
		body := rec.body.Bytes()
		if err := c.Check(r.URL.Path, rec.status, w.Header(), body); err != nil {
			report(fmt.Errorf("%s %s answered %d: %w", r.Method, r.URL.Path, rec.status, err))
		}
	})
}

// recorder keeps a copy of an answer.
type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(data []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	r.body.Write(data)
	return r.ResponseWriter.Write(data)
}

// Unwrap lets an http.ResponseController through.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
