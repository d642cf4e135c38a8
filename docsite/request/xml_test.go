package request_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/request"
	"wpengine/openapi/document"
)

// The first ones are those of the specification, as far as they have values.
func TestValuesAreWrittenAsXML(t *testing.T) {
	for _, test := range []struct{ schema, example, want string }{
		{`{ type: object, xml: { name: animal }, properties: { id: { type: integer, xml: { attribute: true } }, name: { type: string, xml: { namespace: 'http://example.com/schema/sample', prefix: sample } } } }`,
			`{ id: 123, name: a<b }`, "<animal id=\"123\">\n  <sample:name xmlns:sample=\"http://example.com/schema/sample\">a&lt;b</sample:name>\n</animal>"},
		{`{ type: object, properties: { animals: { type: array, items: { type: string, xml: { name: animal } } } } }`, `{ animals: [x, y] }`, "<root>\n  <animal>x</animal>\n  <animal>y</animal>\n</root>"},
		{`{ type: object, properties: { animals: { type: array, items: { type: string }, xml: { wrapped: true } } } }`, `{ animals: [x] }`, "<root>\n  <animals>\n    <animals>x</animals>\n  </animals>\n</root>"},
		{`{ type: object, properties: { animals: { type: array, items: { type: string, xml: { name: animal } }, xml: { name: aliens, wrapped: true } } } }`, `{ animals: [x] }`,
			"<root>\n  <aliens>\n    <animal>x</animal>\n  </aliens>\n</root>"},
		{`{ type: array, items: { $ref: '#/components/schemas/Pet' }, xml: { name: pets } }`, `[{ name: a }, {}]`, "<pets>\n  <pet>\n    <name>a</name>\n  </pet>\n  <pet></pet>\n</pets>"},
		{`{ $ref: '#/components/schemas/Tag' }`, `{ deep: { 'odd name>': [[1, 2], null] } }`,
			"<Tag>\n  <deep>\n    <odd_name_>\n      <odd_name_>1</odd_name_>\n      <odd_name_>2</odd_name_>\n    </odd_name_>\n    <odd_name_/>\n  </deep>\n</Tag>"},
		{`{ type: object, properties: { kind: { type: string, xml: { nodeType: attribute } }, text: { type: string, xml: { nodeType: text } } } }`, `{ kind: a, text: b }`, "<root kind=\"a\">b</root>"},
		{`{ type: object, properties: { a: { type: string } } }`, `'<given/>'`, "<given/>"},
	} {
		source := `
openapi: 3.1.0
info: { title: T, version: '1' }
paths: { /a: { post: { requestBody: { content: { application/xml: { schema: ` + test.schema + `, example: ` + test.example + ` } } }, responses: {} } } }
components: { schemas: { Pet: { type: object, xml: { name: pet }, properties: { name: { type: string } } }, Tag: { type: object } } }
`
		doc, err := document.Load(fstest.MapFS{"t.yaml": {Data: []byte(source)}}, "t.yaml")
		if err != nil {
			t.Fatal(err)
		}
		got := request.Examples(doc.Operations[0].Body.Contents[0], 0)[0].Text
		if diff := cmp.Diff(test.want, strings.TrimPrefix(got, xml.Header)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.schema, diff)
		}
		for d := xml.NewDecoder(strings.NewReader(got)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%v: %s", err, got)
			}
		}
	}
}
