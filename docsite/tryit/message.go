package tryit

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"time"

	"wpengine/docsite/reference"
	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

const (
	// aroundBody is what a message may have besides the body.
	aroundBody = 1 << 20
	// mostFiles is how many files a message may bring.
	mostFiles = 256
	// mostValues is how many values, lists and members a message may have: each takes a hundred bytes here, and two there.
	mostValues = 20_000
)

// message is what the panel posts: a form, whose first part is this as JSON and whose others are the files that it names.
type message struct {
	Server      serverChoice                  `json:"server"`
	Values      request.Values                `json:"values"`
	Credentials map[string]request.Credential `json:"credentials"`
	MediaType   string                        `json:"mediaType"`
	Body        string                        `json:"body"`
	BodyFile    string                        `json:"bodyFile"` // the part that is the body, instead of Body
	Parts       []messagePart                 `json:"parts"`    // of a multipart body, instead of both

	files map[string][]byte
}

// serverChoice is which server it goes to.
type serverChoice struct {
	Index     int               `json:"index"`
	Variables map[string]string `json:"variables"`
}

// messagePart is a part of a multipart body.
type messagePart struct {
	Name      string `json:"name"`
	Value     string `json:"value"`
	File      string `json:"file"` // the part that has the content, instead of Value
	FileName  string `json:"fileName"`
	MediaType string `json:"mediaType"`
}

// receive reads what the panel posted, bounded by what the operation takes and in time. What it holds in memory is counted until
// release is called.
func (p *Proxy) receive(w http.ResponseWriter, r *http.Request, call *request.Call) (m *message, release func(), err error) {
	mediaType, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "multipart/form-data" || params["boundary"] == "" {
		return nil, nil, problemf(http.StatusUnsupportedMediaType, "unsupported_media_type", "This is not a panel's message", "The panel sends multipart/form-data. Reload the page; it may be older than the server.")
	}
	limit := call.BodyLimit
	if limit <= 0 {
		limit = p.bounds.body
	}
	tooLarge := problemf(http.StatusRequestEntityTooLarge, "body_too_large", "The body is too large", "This operation takes up to %s.", reference.BytesWords(limit))
	// Quotes and line breaks are two bytes in a JSON string.
	most := 2*limit + aroundBody
	if r.ContentLength > most {
		return nil, nil, tooLarge
	}
	body := &arrival{from: http.MaxBytesReader(w, r.Body, most), limits: p.limits, bounds: p.bounds}
	// The limit is lifted only when the message is there, because it would end the wait for the
	// answer as well: without it, net/http would wait for the rest of a message that failed.
	connection := http.NewResponseController(w)
	_ = connection.SetReadDeadline(time.Now().Add(p.bounds.arrival))
	m, err = readMessage(body, params["boundary"])
	var full *problem
	var exceeded *http.MaxBytesError
	switch {
	case errors.As(err, &full):
		err = full
	case errors.As(err, &exceeded), err == nil && m.size() > limit:
		err = tooLarge
	case err == nil && m.headSize(call) > headerBytes:
		err = headTooLarge(m.headSize(call)) // before it is escaped, and copied
	case errors.Is(err, errValues):
		err = problemf(http.StatusRequestEntityTooLarge, "too_many_values", "The input has too many values", "All parameters and parts together may have up to %d values.", mostValues)
	case errors.Is(err, os.ErrDeadlineExceeded):
		err = problemf(http.StatusRequestTimeout, "slow_message", "The request came too slowly", "This site waited %v for it. Is the connection good?", p.bounds.arrival)
	case err != nil:
		err = problemf(http.StatusBadRequest, "invalid_message", "The panel's message can't be read", "Reload the page; it may be older than the server.")
	}
	if err != nil {
		body.release()
		return nil, nil, err
	}
	_ = connection.SetReadDeadline(time.Time{})
	return m, body.release, nil
}

// arrival counts what has come of a message: one that was only announced takes no room from others.
type arrival struct {
	from   io.Reader
	limits *limits
	bounds bounds
	held   int64
}

// Read implements [io.Reader].
func (a *arrival) Read(b []byte) (int, error) {
	n, err := a.from.Read(b)
	if full := a.limits.hold(int64(n), a.held, a.bounds); full != nil {
		return 0, full
	}
	a.held += int64(n)
	return n, err
}

func (a *arrival) release() { a.limits.release(a.held) }

// errValues refuses a message that would become much larger in memory.
var errValues = errors.New("more values than a message may have")

// values counts the values of JSON that passes.
type values struct {
	from    io.Reader
	n       int
	quoted  bool
	escaped bool
}

// Read implements [io.Reader].
func (v *values) Read(b []byte) (int, error) {
	n, err := v.from.Read(b)
	for _, c := range b[:n] {
		switch {
		case v.escaped:
			v.escaped = false
		case v.quoted:
			v.escaped, v.quoted = c == '\\', c != '"'
		case c == '"':
			v.quoted = true
		case c == ',', c == '[', c == '{':
			v.n++
		}
	}
	if v.n > mostValues {
		return 0, errValues
	}
	return n, err
}

func readMessage(body io.Reader, boundary string) (*message, error) {
	form := multipart.NewReader(body, boundary)
	first, err := form.NextRawPart()
	if err != nil {
		return nil, err
	}
	if first.FormName() != "message" {
		return nil, errors.New("the first part is not the message")
	}
	m := &message{files: map[string][]byte{}}
	decoder := json.NewDecoder(&values{from: first})
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(m); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.Join(errors.New("there is more after the message"), err)
	}
	for {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		name := part.FormName()
		if _, twice := m.files[name]; twice || name == "" || len(m.files) == mostFiles {
			return nil, errors.New("a file without a name of its own, or too many of them")
		}
		if m.files[name], err = io.ReadAll(part); err != nil {
			return nil, err
		}
	}
	// The end has to be seen: only then does net/http notice that the reader leaves.
	rest, err := io.Copy(io.Discard, body)
	if err == nil && rest > 0 {
		err = errors.New("there is more after the form")
	}
	return m, err
}

// size is what the body will be, nearly.
func (m *message) size() int64 {
	size := len(m.Body)
	for _, part := range m.Parts {
		size += len(part.Value) + 3*(len(part.Name)+len(part.FileName)) + len(part.MediaType) // a quote in a name becomes three bytes
	}
	for _, file := range m.files {
		size += len(file)
	}
	return int64(size)
}

// headSize is what the message has for the address and the headers of the request, at least.
func (m *message) headSize(call *request.Call) int {
	size := len(m.MediaType)
	for name, value := range m.Server.Variables {
		size += len(name) + len(value)
	}
	for id, c := range m.Credentials {
		size += len(id) + len(c.Value) + len(c.Username) + len(c.Password)
	}
	for place, values := range m.Values {
		for name, value := range values {
			deep := slices.ContainsFunc(call.Params, func(p request.Param) bool { return p.In == place && p.Name == name && p.Style == "deepObject" })
			size += len(place) + len(name) + weight(value, deep, 0)
		}
	}
	return size
}

// weight is how long a value is as text. In a deepObject each plain value has the names of all that it is in before it.
func weight(value *document.Node, deep bool, names int) int {
	size := 0
	for name, member := range value.Members() {
		if deep {
			size += weight(member, deep, names+len(name))
		} else {
			size += len(name) + weight(member, deep, 0)
		}
	}
	for item := range value.Items() {
		size += weight(item, deep, names)
	}
	if value.Len() == 0 {
		size += names + len(value.Text())
	}
	return size
}

// input is the message as a request is built of it.
func (m *message) input() (request.Input, error) {
	in := request.Input{Values: m.Values, Credentials: m.Credentials, MediaType: m.MediaType, Body: []byte(m.Body)}
	missing := problemf(http.StatusBadRequest, "invalid_message", "The panel's message can't be read", "It names a file that it doesn't bring, or one file twice. Choose the file again.")
	// Each is used once: many parts with one file would be a body of any size.
	file := func(name string) ([]byte, bool) {
		content, ok := m.files[name]
		delete(m.files, name)
		return content, ok
	}
	if m.BodyFile != "" {
		var ok bool
		if in.Body, ok = file(m.BodyFile); !ok {
			return in, missing
		}
	}
	for _, part := range m.Parts {
		one := request.Part{Name: part.Name, Text: part.Value, MediaType: part.MediaType}
		if part.File != "" {
			var ok bool
			one.File, one.FileName = true, part.FileName
			if one.Content, ok = file(part.File); !ok {
				return in, missing
			}
		}
		in.Parts = append(in.Parts, one)
	}
	if bodies := min(len(m.Body), 1) + min(len(m.BodyFile), 1) + min(len(m.Parts), 1); bodies > 1 || len(m.files) > 0 {
		return in, problemf(http.StatusBadRequest, "invalid_message", "The panel's message can't be read", "It has more than one body, or files that are no part of it. Reload the page.")
	}
	return in, nil
}
