package schema_test

import (
	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

// load reads a description of the corpus; nil for one that is none.
func load(d corpus.Description) *document.Document {
	doc, err := document.Load(d.Open())
	if err != nil {
		return nil
	}
	return doc
}

// place is a schema that examples are made of, and where it stands.
type place struct {
	name   string
	schema *document.Schema
	answer bool
}

// places are all schemas of a description that stand for a whole value.
func places(doc *document.Document) []place {
	var all []place
	add := func(name string, s *document.Schema, answer bool) {
		if s != nil {
			all = append(all, place{name, s, answer})
		}
	}
	for _, s := range doc.Schemas {
		add("request "+s.Name, s, false)
		add("response "+s.Name, s, true)
	}
	for _, list := range [][]*document.Operation{doc.Operations, doc.Webhooks} {
		for _, op := range list {
			at := op.Method + " " + op.Path + op.Webhook
			for _, p := range op.Parameters {
				add(at+" "+p.In+" "+p.Name, p.Schema, false)
			}
			if op.Body != nil {
				for _, c := range op.Body.Contents {
					add(at+" "+c.MediaType, c.Schema, false)
					add(at+" items of "+c.MediaType, c.ItemSchema, false)
				}
			}
			for _, response := range op.Responses {
				for _, c := range response.Contents {
					add(at+" "+response.Status+" "+c.MediaType, c.Schema, true)
					add(at+" items of "+response.Status+" "+c.MediaType, c.ItemSchema, true)
				}
				for _, h := range response.Headers {
					add(at+" "+response.Status+" header "+h.Name, h.Schema, true)
				}
			}
		}
	}
	return all
}
