package schema_test

import (
	"testing"
	"testing/fstest"
	"time"

	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// FuzzSchemas reads schemas of any kind: everything that is said of them, and made of them, ends, and soon.
func FuzzSchemas(f *testing.F) {
	for _, seed := range []string{
		`{"T":{"type":"object","required":["a"],"properties":{"a":{"$ref":"#/components/schemas/T"}}}}`,
		`{"T":{"allOf":[{"$ref":"#/components/schemas/U"},{"oneOf":[{"type":"null"},{"const":1}]}]},"U":{"anyOf":[{"$ref":"#/components/schemas/T"}]}}`,
		`{"T":{"type":["array","null"],"items":{"type":"string","pattern":"^(a|b)*[^\\d]{3,}$","minLength":5},"minItems":3,"uniqueItems":true}}`,
		`{"T":{"type":"number","multipleOf":0.3,"minimum":1e300,"exclusiveMaximum":-5,"format":"int32"}}`,
		`{"T":{"discriminator":{"propertyName":"k","mapping":{"a":"T"}},"patternProperties":{"(":{}},"propertyNames":{"maxLength":0},"minProperties":9,"not":{},"if":true,"then":false}}`,
		`{"T":{"$defs":{"x":{"$dynamicAnchor":"i","$ref":"#/components/schemas/T"}},"properties":{"a":{"items":{"$dynamicRef":"#i"}}},"dependentRequired":{"a":["b","c"]},"contains":{},"minContains":70}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, schemas string) {
		source := `{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{},"components":{"schemas":` + schemas + `}}`
		doc, err := document.Load(fstest.MapFS{"t.json": {Data: []byte(source)}}, "t.json")
		if err != nil {
			return
		}
		start := time.Now()
		for _, s := range doc.Schemas[:min(len(doc.Schemas), 10)] {
			shape := schema.Of(s)
			_ = told(shape)
			_ = told(shape.Element())
			for _, mode := range []schema.Mode{schema.Request, schema.Response} {
				value := schema.Example(s, mode)
				if len(value.AppendJSON(nil, "")) > 1<<20 {
					t.Error("the example is too long")
				}
				schema.Fits(s, value, mode)
			}
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}
