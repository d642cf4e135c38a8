package gogen_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"wpengine/e2e/testkit/golden"
	"wpengine/openapi"
	"wpengine/openapi/gogen"
)

func TestCommittedGoIsWhatTheSpecPromises(t *testing.T) {
	spec, err := openapi.Engine()
	if err != nil {
		t.Fatal(err)
	}
	files, err := gogen.Generate(spec)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", "..", "engine", "api", name))
		if err != nil {
			t.Fatalf("%v: run make generate", err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("engine/api/%s is not what the spec says; run make generate (-want +got):\n%s", name, diff)
		}
	}
}

func TestGenerateGolden(t *testing.T) {
	spec, err := openapi.Load(os.DirFS("testdata"), "shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files, err := gogen.Generate(spec)
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range files {
		golden.File(t, "testdata/"+name+".golden", got)
	}
}

func TestInlineObjectIsRefusedByName(t *testing.T) {
	const doc = `{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{},"components":{"schemas":{
		"A":{"type":"object","properties":{"b":{"type":"object"}}}}}}`
	spec, err := openapi.Load(fstest.MapFS{"a.json": {Data: []byte(doc)}}, "a.json")
	if err != nil {
		t.Fatal(err)
	}
	_, err = gogen.Generate(spec)
	want := "gogen: schemas.gen.go: A.b: give the object a name under components/schemas and refer to it"
	if err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
}
