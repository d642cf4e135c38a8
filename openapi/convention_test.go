package openapi

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestSpecOffConventionIsRefusedLineByLine loads a spec that breaks each convention.
func TestSpecOffConventionIsRefusedLineByLine(t *testing.T) {
	fsys := fstest.MapFS{
		Root: {Data: []byte(`openapi: 3.1.0
info: { title: Shop, version: '1' }
tags: [{ name: orders }]
paths:
  /orders/place: { $ref: 'orders.yaml#/paths/~1orders~1place' }
`)},
		"orders.yaml": {Data: []byte(`paths:
  /orders/place:
    get:
      operationId: orders.put
      tags: [orders, more]
      x-role: boss
      x-reads: sometimes
      responses:
        '200':
          description: Placed.
  /orders/forgotten:
    post:
      responses: {}
components:
  schemas:
    Unused: { type: object }
`)},
	}
	spec, err := Load(fsys, Root)
	if err != nil {
		t.Fatal(err)
	}
	err = checkConventions(spec, fsys)
	if err == nil {
		t.Fatal("the spec passes")
	}
	const at = "orders.yaml:3: GET /orders/place: "
	want := []string{
		at + "every operation is a POST",
		at + "the path is /<group>/<operation>, /orders/put",
		at + "an operation has one tag, and is in the file of that name",
		at + "summary and description are needed",
		at + `x-role is admin or not there, not "boss"`,
		at + "x-reads is true or not there, not sometimes",
		at + "a required application/json body is needed",
		at + "a 200 response in application/json is needed",
		at + "the response 400 is missing: any operation can answer with it",
		at + "the response 401 is missing: any operation can answer with it",
		at + "the response 403 is missing: any operation can answer with it",
		at + "the response 413 is missing: any operation can answer with it",
		at + "the response 415 is missing: any operation can answer with it",
		at + "the response 429 is missing: any operation can answer with it",
		at + "the response 500 is missing: any operation can answer with it",
		at + "the response 503 is missing: any operation can answer with it",
		"orders.yaml:11: /orders/forgotten is not listed under paths in openapi.yaml",
	}
	if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}
