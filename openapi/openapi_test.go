package openapi_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"wpengine/openapi"
)

func TestEngineSpecKeepsItsConventions(t *testing.T) {
	spec, err := openapi.Engine()
	if err != nil {
		t.Fatal(err)
	}
	var groups []string
	for _, g := range spec.Groups {
		groups = append(groups, g.Name)
	}
	if diff := cmp.Diff([]string{"server", "clients", "whatsapp", "apiKeys", "account", "proxy", "sandbox"}, groups); diff != "" {
		t.Errorf("groups are not in the order of the tags (-want +got):\n%s", diff)
	}
	op := spec.Operation("whatsapp.sendMessage")
	if op == nil || op.Path != "/whatsapp/sendMessage" || op.Group != "whatsapp" || op.Name != "sendMessage" {
		t.Fatalf("whatsapp.sendMessage = %+v", op)
	}
	if op.File != "whatsapp.yaml" || op.Line == 0 {
		t.Errorf("whatsapp.sendMessage is at %s:%d", op.File, op.Line)
	}
	if got := spec.Operation("proxy.seed").Role; got != "admin" {
		t.Errorf("proxy.seed x-role = %q", got)
	}
	if op.Reads || !spec.Operation("whatsapp.getMessage").Reads {
		t.Error("sendMessage reads, or getMessage doesn't")
	}
	want := []string{"clientId", "jid", "message", "options"}
	if diff := cmp.Diff(want, openapi.PropertyNames(op.Request().Value)); diff != "" {
		t.Errorf("properties are not in the author's order (-want +got):\n%s", diff)
	}
}

func TestEncodedSpecLoadsAgain(t *testing.T) {
	spec, err := openapi.Engine()
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := spec.JSON()
	if err != nil {
		t.Fatal(err)
	}
	asYAML, err := spec.YAML()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"api.json": asJSON, "api.yaml": asYAML} {
		again, err := openapi.Load(fstest.MapFS{name: {Data: data}}, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, want := len(again.Operations), len(spec.Operations); got != want {
			t.Errorf("%s has %d operations, want %d", name, got, want)
		}
	}
}

func TestForeignSpecs(t *testing.T) {
	const head = `{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{},"components":{"schemas":{"A":`
	for name, c := range map[string]struct{ doc, want string }{
		"an example that does not fit is no reason to refuse": {doc: head + `{"type":"string","example":1,"default":2}}}}`},
		"Swagger 2.0": {
			doc:  `{"swagger":"2.0","info":{"title":"t","version":"1"},"paths":{}}`,
			want: "openapi: api.json: there is no member openapi, such as openapi: 3.1.0; Swagger 2.0 documents have to be converted to OpenAPI 3 first",
		},
		"a reference into the network": {
			doc:  head + `{"$ref":"https://example.com/a.json"}}}}`,
			want: `openapi: api.json: reference to https://example.com/a.json: only files beside the document are read; save it there and refer to the file`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := openapi.Load(fstest.MapFS{"api.json": {Data: []byte(c.doc)}}, "api.json")
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("error %q, want %q", got, c.want)
			}
		})
	}
}
