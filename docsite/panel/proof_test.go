package panel

import (
	"encoding/base64"
	"flag"
	"net/http"
	"slices"
	"strings"
	"testing"

	"wpengine/e2e/testkit/corpus"
	"wpengine/e2e/testkit/echo"
	"wpengine/openapi/document"
)

var proof = flag.Bool("proof", false, "compare the requests of every operation, not of some of them")

// provenLanguages are those that every site has samples in.
var provenLanguages = []string{"curl", "typescript", "python", "go"}

// builtAndWritten is the request that the panel builds from the example, and the samples beside it, each with an address of
// its own. All secrets and files are those of package echo.
const builtAndWritten = `
	import { buildRequest } from "./tryit-request";
	import { exampleInput } from "./tryit-example";
	import { writeParts } from "./tryit-parts";
	import { InputError } from "./tryit-model";
	import { samples } from "./samples";
	globalThis.self = globalThis;
	async function answer({ script, bases, secret, file }) {
		(0, eval)(script);
		const model = self.docsiteModel;
		const input = filled(model, secret, new File([Uint8Array.from(atob(file.bytes), (c) => c.charCodeAt(0))], file.name));
		const written = {};
		try {
			for (const [id, base] of Object.entries(bases)) {
				model.sample.base = base;
				written[id] = samples(model, input, [id]).get(id);
			}
			model.servers[0].url = bases.panel;
			const { method, url, headers, body } = buildRequest(model, input);
			const all = Object.fromEntries(headers);
			let bytes = new Blob(body === null ? [] : [body]);
			if (body?.parts) {
				bytes = writeParts(body, "BOUNDARY");
				all["content-type"] = body.mediaType + "; boundary=BOUNDARY";
			}
			const request = { method, url, headers: all, body: Buffer.from(await bytes.arrayBuffer()).toString("base64") };
			return { request, written, secrets: model.sample.secrets.flat() };
		} catch (wrong) {
			if (wrong instanceof InputError) {
				return { why: wrong.message };
			}
			throw wrong;
		}
	}
	function filled(model, secret, file) {
		const input = exampleInput(model);
		const way = model.sample.secrets.findIndex((all) => all.length > 0);
		for (const { id } of model.security[way] ?? []) {
			input.credentials[id] = model.schemes[id].kind === "basic" ? { username: secret.username, password: secret.password } : { value: secret.value };
		}
		const body = model.bodies[0];
		for (const part of input.parts ?? []) {
			if (part.value === undefined) {
				Object.assign(part, { file, fileName: file.name });
			}
		}
		// What nobody gives an example of is a file to samples.
		return body && !input.parts && !input.body && (body.kind === "binary" || body.examples.length === 0) ? { ...input, bodyFile: file } : input;
	}
`

// proven is what builtAndWritten says of an operation.
type proven struct {
	Request struct {
		Method, URL, Body string
		Headers           map[string]string
	}
	Written map[string]string
	Secrets []struct {
		Env   string
		Basic bool
	}
	Why string
}

// arrived is the request as a server has it.
func (p *proven) arrived(t *testing.T, server *echo.Server) echo.Request {
	t.Helper()
	body, err := base64.StdEncoding.DecodeString(p.Request.Body)
	if err != nil {
		t.Fatal(err)
	}
	header := http.Header{}
	for name, value := range p.Request.Headers {
		header.Set(name, value)
	}
	_, uri, _ := strings.Cut(strings.TrimPrefix(p.Request.URL, server.URL+"/panel/"), "/")
	return echo.Request{Method: p.Request.Method, URI: "/" + uri, Header: header, Body: body}
}

// cannot reports what the client of a language refuses to send.
func (p *proven) cannot(language string) bool {
	method, body := p.Request.Method, p.Request.Body != ""
	switch language {
	case "typescript":
		return method == "TRACE" || method == "CONNECT" || body && (method == "GET" || method == "HEAD")
	case "python":
		return method != strings.ToUpper(method)
	}
	return false
}

// TestPanelAndSamplesSendTheSame compares, byte for byte where clients leave no choice, what the panel builds of the examples of
// ten descriptions with what their samples send: of every operation with -proof, else of some all over them.
func TestPanelAndSamplesSendTheSame(t *testing.T) {
	const oneIn = 9
	server := echo.New(t)
	var names []string
	var inputs []map[string]any
	n := 0
	for _, file := range tenSpecs {
		doc, err := document.Load(corpus.Named(t, file).Open())
		if err != nil {
			t.Fatal(err)
		}
		models := New(doc, Options{Upstreams: []string{upstream}})
		for _, op := range doc.Operations {
			if n++; n%oneIn != 0 && !*proof {
				continue
			}
			bases := map[string]string{"panel": server.Base("panel", len(names))}
			for _, language := range provenLanguages {
				bases[language] = server.Base(language, len(names))
			}
			names = append(names, file+" "+op.ID)
			inputs = append(inputs, map[string]any{
				"script": string(models.Script(op)), "bases": bases,
				"secret": map[string]string{"value": echo.Credential, "username": echo.Username, "password": echo.Password},
				"file":   map[string]string{"name": echo.FileName, "bytes": base64.StdEncoding.EncodeToString([]byte(echo.FileText))},
			})
		}
	}
	var all []*proven
	inNode(t, builtAndWritten, inputs, &all)
	var env []string
	for i, p := range all {
		if p.Why != "" {
			t.Logf("%s makes no request: %s", names[i], p.Why)
		}
		for _, s := range p.Secrets {
			value := echo.Credential
			if s.Basic {
				value = echo.Username + ":" + echo.Password
			}
			env = append(env, s.Env+"="+value)
		}
	}
	for _, language := range echo.Languages() {
		if !slices.Contains(provenLanguages, language.ID) {
			continue
		}
		t.Run(language.ID, func(t *testing.T) {
			t.Parallel()
			var programs []echo.Program
			for i, p := range all {
				if p.Why == "" && !p.cannot(language.ID) {
					programs = append(programs, echo.Program{Number: i, Code: p.Written[language.ID]})
				}
			}
			language.Run(t, env, programs)
			different := 0
			for _, program := range programs {
				if diff := echo.Diff(t, all[program.Number].arrived(t, server), server.Of(language.ID, program.Number)); diff != "" {
					if different++; different < 20 {
						t.Errorf("%s (-panel +%s):\n%s\n%s", names[program.Number], language.ID, diff, program.Code)
					}
				}
			}
			t.Logf("%d of %d operations: %d are not the same", len(programs), n, different)
		})
	}
}
