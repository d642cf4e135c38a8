package panel

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/printable"
	"wpengine/docsite/request"
	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

// filled is what somebody filled in, as the panel and the proxy tell each other: Go and the browser make a request of it.
type filled struct {
	Values      map[string]map[string]json.RawMessage `json:"values"`
	Credentials map[string]request.Credential         `json:"credentials"`
	MediaType   string                                `json:"mediaType"`
	Body        string                                `json:"body,omitempty"`
	BodyFile    *filledFile                           `json:"bodyFile,omitempty"`
	Parts       []filledPart                          `json:"parts,omitempty"`
}

type filledFile struct {
	Name string `json:"name"`
}

type filledPart struct {
	Name      string  `json:"name"`
	Value     *string `json:"value,omitempty"` // a file has none
	FileName  string  `json:"fileName,omitempty"`
	MediaType string  `json:"mediaType,omitempty"`
}

// asked is a request that is made twice.
type asked struct {
	what        string
	call        *request.Call
	api, server string // as samples name them
	script      string
	inputs      []*filled // nil is the example
}

// sent is a request as it goes out.
type sent struct {
	URL     string
	Method  string
	Headers map[string]string
	Body    string
	Wrong   bool
	Why     string `json:",omitempty"`
}

const (
	upstream = "https://api.example/base"
	boundary = "BOUNDARY"
)

// inBrowser makes the requests as the panel does.
const inBrowser = `
	import { buildRequest } from "./tryit-request";
	import { exampleInput } from "./tryit-example";
	import { writeParts } from "./tryit-parts";
	import { InputError } from "./tryit-model";
	globalThis.self = globalThis;
	async function answer({ script, inputs }) {
		(0, eval)(script);
		const model = self.docsiteModel;
		return await Promise.all(inputs.map((input) => built(model, input)));
	}
	async function built(model, input) {
		try {
			const request = buildRequest(model, input ? { server: { index: 0, variables: {} }, ...input } : exampleInput(model));
			const headers = Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
			let body = request.body ?? "";
			if (typeof body !== "string") {
				const blob = writeParts(body, "` + boundary + `");
				headers["content-type"] = body.mediaType + "; boundary=` + boundary + `";
				body = await blob.text();
			}
			return { URL: request.url, Method: request.method, Headers: headers, Body: body };
		} catch (wrong) {
			if (wrong instanceof InputError) {
				return { Wrong: true, Why: wrong.message };
			}
			throw wrong;
		}
	}
`

// ask adds the requests of some operations of a description.
func ask(t *testing.T, all []asked, name string, doc *document.Document, inputs func(*request.Call) []*filled) []asked {
	t.Helper()
	models := New(doc, Options{Upstreams: []string{upstream}})
	for _, op := range doc.Operations {
		call := request.Of(op)
		server := request.ServerURLs(op.Servers)[0]
		all = append(all, asked{name + " " + op.ID, call, printable.Title(doc.Info.Title), server, string(models.Script(op)), inputs(call)})
	}
	return all
}

// same compares the requests that Go and the browser make.
func same(t *testing.T, all []asked) {
	t.Helper()
	type input struct {
		Script string    `json:"script"`
		Inputs []*filled `json:"inputs"`
	}
	inputs := make([]input, len(all))
	for i, one := range all {
		inputs[i] = input{one.script, one.inputs}
	}
	var answers [][]sent
	inNode(t, inBrowser, inputs, &answers)
	count, refused := 0, 0
	for i, one := range all {
		for k, got := range answers[i] {
			in := one.call.ExampleInput()
			what := one.what + ", the example"
			if one.inputs[k] != nil {
				in = goInput(t, one.inputs[k])
				text, _ := json.Marshal(one.inputs[k])
				what = fmt.Sprintf("%s, %.3000s", one.what, text)
			}
			count++
			want := goSent(t, one.call, in)
			why := got.Why
			got.Why = ""
			if got.Wrong && want.Wrong {
				refused++
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-Go +browser): %s\n%s", what, why, diff)
			}
		}
	}
	t.Logf("%d requests of %d operations, %d of them refused", count, len(all), refused)
	if refused > count/2 {
		t.Errorf("%d of %d inputs make no request: the test has become one of refusals", refused, count)
	}
}

func goInput(t *testing.T, f *filled) request.Input {
	t.Helper()
	in := request.Input{Values: request.Values{}, Credentials: f.Credentials, MediaType: f.MediaType, Body: []byte(f.Body)}
	for place, values := range f.Values {
		in.Values[place] = map[string]*document.Node{}
		for name, text := range values {
			node := document.NewNull()
			if err := node.UnmarshalJSON(text); err != nil {
				t.Fatal(err)
			}
			in.Values[place][name] = node
		}
	}
	if f.BodyFile != nil {
		in.FileName = f.BodyFile.Name
	}
	for _, p := range f.Parts {
		part := request.Part{Name: p.Name, FileName: p.FileName, MediaType: p.MediaType, File: p.Value == nil}
		if p.Value != nil {
			part.Text = *p.Value
		}
		in.Parts = append(in.Parts, part)
	}
	return in
}

func goSent(t *testing.T, call *request.Call, in request.Input) sent {
	t.Helper()
	r, err := call.Request(t.Context(), upstream, in)
	if err != nil {
		return sent{Wrong: true}
	}
	s := sent{URL: r.URL.String(), Method: r.Method, Headers: map[string]string{}}
	for name, values := range r.Header {
		s.Headers[strings.ToLower(name)] = strings.Join(values, " | ")
	}
	if r.Body != nil && r.Body != http.NoBody {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		s.Body = string(body)
	}
	if kind, parameters, _ := mime.ParseMediaType(s.Headers["content-type"]); parameters["boundary"] != "" && strings.HasPrefix(kind, "multipart/") {
		s.Body = strings.ReplaceAll(s.Body, parameters["boundary"], boundary)
		s.Headers["content-type"] = strings.ReplaceAll(s.Headers["content-type"], parameters["boundary"], boundary)
	}
	return s
}

// oddTexts are what readers and links may put anywhere.
var oddTexts = []string{"", " ", "..", ".", "%2e", "a/b?c#d&e=f+g", "%", "ünï→😀", "a\r\nb: c", "\x00", "a;b,c\"d\\e", "{id}", "$&", "~!*'()[]@:", "\u2028\u202e\ufeff", "é\tx "}

// oddJSON are texts of JSON around an odd text, and some that are nearly JSON.
var oddJSON = []string{
	`{"a": %s, "a": %s, "list": [1, 2.50, -0, 1e5], "10": [], "o": {}, "\u00e9\ud83d\ude00\ud800": "\u0000\u2028\ufeff", "__proto__": {"a-b": null}}`,
	"[\n  [%s, \"ééééééééééééééééééééééééééé\"], [\"0123456789\", \"0123456789\", \"0123456789\", \"0123456789\", %s],\n  [{}]\n]\n",
	`{"big": 12345678901234567890, "small": -9007199254740993, "t": %s}`, `[9007199254740992, -9007199254740992, 1.5e300, 0.123456789012345678, true, false]`,
	`{"a": 1,}`, `%s`, `"#{x} ${y} %d {z} \"\"\" \"# '"`, "{\r\n\"a\": \"\"}", `1e999`, ` null `,
}

// odd fills in all parameters, each time with another text or a value of another kind, and all kinds of bodies.
func odd(call *request.Call) []*filled {
	inputs := []*filled{nil}
	for round, text := range oddTexts {
		quoted, _ := json.Marshal(text)
		all := &filled{Values: map[string]map[string]json.RawMessage{}, Credentials: map[string]request.Credential{}}
		for i, p := range call.Params {
			shapes := []string{"%s", "%s", `[%s,"x",null,1.5,true]`, `{"a":%s,"b c":[1,{"d":%[1]s}],"é&":{}}`, "[]", "{}", "[[%s]]"}
			value := strings.ReplaceAll(shapes[(i+round)%len(shapes)], "%[1]s", "%s")
			value = strings.ReplaceAll(value, "%s", string(quoted))
			if all.Values[p.In] == nil {
				all.Values[p.In] = map[string]json.RawMessage{}
			}
			if p.Required || (i+round)%3 > 0 {
				all.Values[p.In][p.Name] = json.RawMessage(value)
			}
		}
		if len(call.Security) > 0 {
			for _, s := range call.Security[round%len(call.Security)] {
				all.Credentials[s.ID] = request.Credential{Value: text + "key"}
				if s.Basic() {
					all.Credentials[s.ID] = request.Credential{Username: "a" + text, Password: "ü:"}
				}
			}
		}
		if len(call.Bodies) > 0 {
			body := call.Bodies[round%len(call.Bodies)]
			all.MediaType, all.Body = body.MediaType, text
			if round%3 != 1 {
				all.Body = strings.ReplaceAll(oddJSON[round%len(oddJSON)], "%s", string(quoted))
			}
			if round%7 == 6 {
				all.Body, all.BodyFile = "", &filledFile{text + "f"}
			}
			if body.Multipart() && round%2 == 0 {
				all.Body, all.Parts = "", []filledPart{{Name: text, Value: &text}, {Name: "b", Value: &text, MediaType: "text/plain"}, {Name: `f"`, FileName: text}, {Name: "g", FileName: "g", MediaType: "image/png"}}
			}
		}
		inputs = append(inputs, all)
	}
	return inputs
}

func example(*request.Call) []*filled { return []*filled{nil} }

// TestPanelBuildsTheRequestsThatTheProxyBuilds: of our own descriptions, with what the examples say and with what is odd.
func TestPanelBuildsTheRequestsThatTheProxyBuilds(t *testing.T) {
	var all []asked
	for _, file := range []string{"../sample/testdata/hard.yaml", "../testdata/spec.yaml", "testdata/requests.yaml"} {
		doc, err := document.Load(os.DirFS(filepath.Dir(file)), filepath.Base(file))
		if err != nil {
			t.Fatal(err)
		}
		all = ask(t, all, file, doc, odd)
	}
	same(t, all)
}

// tenSpecs are descriptions of others with all that requests can have.
var tenSpecs = []string{
	"oas-3.0-parameters-style.json", "oas-3.0-file-uploads.json", "oas-3.0-security.json", "oas-3.2-features.yaml", "swagger-petstore.yaml",
	"gotify-2.0.json", "2ch-cyrillic.yml", "docker-engine-2.0.yaml", "line-messaging.yml", "twilio-api-v2010.json",
}

func TestPanelBuildsTheRequestsOfOthersDescriptions(t *testing.T) {
	var all []asked
	for _, file := range tenSpecs {
		doc, err := document.Load(corpus.Named(t, file).Open())
		if err != nil {
			t.Fatal(err)
		}
		inputs := odd
		if len(doc.Operations) > 40 {
			inputs = example
		}
		all = ask(t, all, file, doc, inputs)
	}
	same(t, all)
}
