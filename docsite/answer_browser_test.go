package docsite_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"wpengine/docsite"
	"wpengine/e2e/testkit/chromium"
	"wpengine/openapi/document"
)

// answers is a server whose operations each answer in a way of their own.
type answers map[string]func(w http.ResponseWriter, r *http.Request)

func (a answers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a[strings.TrimPrefix(r.URL.Path, "/")](w, r)
}

// spec describes an operation for each answer.
func (a answers) spec(t *testing.T, more string) *document.Document {
	t.Helper()
	var paths strings.Builder
	for name := range a {
		fmt.Fprintf(&paths, "  /%s:\n    get:\n      operationId: %s\n      tags: [answers]\n      responses: { '200': { $ref: '#/components/responses/thing' }, '401': { description: Not known here. }, '403': { description: Not allowed. }, '429': { description: Too much. } }\n", name, name)
	}
	spec, err := document.Load(fstest.MapFS{"a.yaml": {Data: []byte(`
openapi: 3.1.0
info: { title: Answers, version: '1' }
security: [ { key: [] } ]
paths:
` + paths.String() + `
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
` + more + `
  responses:
    thing:
      description: The thing.
      content:
        application/json: { schema: { $ref: '#/components/schemas/Thing' } }
        application/x-ndjson: { itemSchema: { $ref: '#/components/schemas/Thing' } }
        text/*: {}
        image/*: {}
        application/pdf: {}
  schemas:
    Thing:
      type: object
      required: [id, name]
      properties:
        id: { type: integer }
        name: { type: string, maxLength: 8 }
        parts: { type: array, items: { $ref: '#/components/schemas/Thing' } }
`)}}, "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

// site serves docs of the answers.
func (a answers) site(t *testing.T, more string) (docs *httptest.Server, api *httptest.Server) {
	t.Helper()
	api = httptest.NewServer(a)
	t.Cleanup(func() {
		api.CloseClientConnections() // somebody may still wait
		api.Close()
	})
	site, err := docsite.New(docsite.Config{Spec: a.spec(t, more), Assets: os.DirFS("../assets"), Upstreams: []string{api.URL}})
	if err != nil {
		t.Fatal(err)
	}
	docs = httptest.NewServer(site)
	t.Cleanup(docs.Close)
	return docs, api
}

func typed(mediaType, body string) func(w http.ResponseWriter, r *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", mediaType)
		_, _ = io.WriteString(w, body)
	}
}

// sent opens the page of an operation and waits until a call has ended.
func (b *browser) sent(docs, operation string) {
	b.t.Helper()
	b.do(chromedp.Navigate(docs+"/reference/answers/"+operation+"/"), chromium.Click("[data-send]"))
	b.ended()
}

func (b *browser) ended() {
	b.t.Helper()
	b.wait(`document.querySelector("[data-answer]").getAttribute("aria-busy") === "false" && !document.querySelector("[data-send]").hasAttribute("data-busy")`)
}

func picture(t *testing.T) string {
	t.Helper()
	made := image.NewRGBA(image.Rect(0, 0, 40, 20))
	for i := range 800 {
		made.Set(i%40, i/40, color.RGBA{uint8(i), 120, 80, 255})
	}
	var out bytes.Buffer
	if err := png.Encode(&out, made); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const pwned = `document.title='pwned'`

func TestAnswersAreShownAsWhatTheyAre(t *testing.T) {
	large := `{"id":1,"name":"large","parts":[` + strings.TrimSuffix(strings.Repeat(`{"id":2,"name":"part"},`, 3000), ",") + `]}`
	all := answersShown(t, large)
	served := answers{}
	for name, one := range all {
		served[name] = one.answer
	}
	docs, _ := served.site(t, "")
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1200))
	for name, one := range all {
		t.Run(name, func(t *testing.T) {
			b := &browser{t, b.ctx}
			b.sent(docs.URL, name)
			for expression, want := range one.js {
				b.wait(fmt.Sprintf("String(%s) === %q", expression, want))
			}
			shown := b.js(`document.querySelector("[data-answer]").innerText`)
			for _, want := range one.want {
				if !strings.Contains(shown, want) {
					t.Errorf("the panel lacks %q:\n%s", want, shown)
				}
			}
			if title := b.js(`document.title`); strings.Contains(title, "pwned") {
				t.Error("something ran")
			}
		})
	}
}

// shownAs is an answer, what the panel has of it, and what is true of the page.
type shownAs struct {
	answer func(w http.ResponseWriter, r *http.Request)
	want   []string
	js     map[string]string
}

func answersShown(t *testing.T, large string) map[string]shownAs {
	t.Helper()
	const answer = `document.querySelector("[data-answer]")`
	return map[string]shownAs{
		"json": {typed("application/json", `{"id":12345678901234567890,"name":"<img src=x onerror=\"`+pwned+`\">","parts":[]}`),
			[]string{"200 OK", "The thing.", "12345678901234567890", `"parts": []`, "One difference from the description", "name: At most 8 characters"}, map[string]string{answer + `.querySelector("img")`: "null"}},
		"misfit": {typed("application/json", `{"id":"one","parts":[{"id":1,"name":"a"},{"id":1.5}]}`),
			[]string{"4 differences from the description", "id: A whole number is needed here.", "parts[1]: name is required.", "The body: name is required.", "parts[1].id: A whole number"},
			map[string]string{answer + `.querySelectorAll(".tryit-tree .tryit-misfit").length`: "4"}},
		"fits":   {typed("application/json", `{"id":1,"name":"a"}`), []string{"200 OK"}, map[string]string{answer + `.querySelector(".tryit-differences")`: "null"}},
		"large":  {typed("application/json", large), []string{"of 2,800"}, map[string]string{answer + `.querySelectorAll(".tryit-tree *").length < 9000`: "true"}},
		"nested": {typed("application/json", strings.Repeat(`{"id":1,"name":"a","parts":[`, 40_000)+strings.Repeat("]}", 40_000)), []string{"200 OK", `"parts": [`}, nil},
		"arrays": {typed("application/json", strings.Repeat("[", 900_000)+strings.Repeat("]", 900_000)), []string{"200 OK", "An object is needed here."}, nil},
		"plain":  {typed("application/json", `"`+strings.Repeat("x", 2_100_000)+`"`), []string{"2.1 MB are too much to lay out", "Show more"}, nil},
		"faulty": {typed("application/json", "{\n  \"id\": 1,\n}"), []string{"The body says that it is JSON, but it isn't: line 3, column 1: there is nothing after the last comma"}, nil},
		"page": {typed("text/html", `<script>`+pwned+`</script><img src=x onerror="`+pwned+`">`),
			[]string{"The server answered with a page, not with JSON.", "<script>"}, map[string]string{answer + `.querySelectorAll("script, img").length`: "0"}},
		"drawing": {typed("image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"><script>`+pwned+`</script><g><path d="M0 0"/></g></svg>`),
			[]string{"  <g>\n    <path d=\"M0 0\"/>\n  </g>"}, map[string]string{answer + `.querySelectorAll("svg, img, script").length`: "0"}},
		"xml":     {typed("application/xml", `<?xml version="1.0"?><a><b x="1">t</b><c/></a>`), []string{"<a>\n  <b x=\"1\">t</b>\n  <c/>\n</a>", "The description has application/json"}, nil},
		"bytes":   {typed("text/plain", "good \xff\xfe bad"), []string{"from byte 5 on it isn't UTF-8", "67 6f 6f 64 20 ff fe 20"}, nil},
		"latin":   {typed("text/plain; charset=iso-8859-1", "gr\xfc\xdfe"), []string{"grüße"}, nil},
		"picture": {typed("image/png", picture(t)), []string{"image/png", "40 × 20"}, map[string]string{answer + `.querySelector("img").naturalWidth`: "40"}},
		"nopic":   {typed("image/png", "no picture"), []string{"the browser can't show it"}, map[string]string{answer + `.querySelector("img")`: "null"}},
		"document": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Disposition", `attachment; filename="../../.ssh/Q3 report.pdf"`)
			typed("application/pdf", "%PDF-1.7")(w, r)
		}, []string{"The body is application/pdf", "Q3 report.pdf"}, map[string]string{answer + `.querySelector("a[download]").download`: "Q3 report.pdf"}},
		"empty": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, []string{"204 No Content", "The answer has no body.", "The description says nothing of status 204."}, nil},
		"packed": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = io.WriteString(z, `{"id":1,"name":"packed"}`)
			_ = z.Close()
		}, []string{`"packed"`}, nil},
		"bomb": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = io.Copy(z, io.LimitReader(zeros{}, 60<<20))
			_ = z.Close()
		}, []string{"Show more", "This is the beginning: what comes after the first 26.2 MB is too much to unpack", "Save what came"}, nil},
		"events": {typed("text/event-stream", ": hello\n\nevent: tick\nid: 7\ndata: {\"n\":\ndata: 1}\n\ndata: two\r\n\r\ndata: cut"), []string{"3 events.", "tick", "id 7", "\"n\": 1", "two", "cut", "events.txt"}, nil},
		"lines":  {typed("application/x-ndjson", "{\"id\":1,\"name\":\"a\"}\n{\"id\":2}\nnone\n"), []string{"3 lines.", "name is required.", "This is not JSON."}, nil},
	}
}

// zeros never ends.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = '0'
	}
	return len(b), nil
}
