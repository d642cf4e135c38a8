package changes

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

func read(t testing.TB, text string) *document.Document {
	t.Helper()
	doc, err := document.Load(fstest.MapFS{"api.yaml": {Data: []byte(text)}}, "api.yaml")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return doc
}

// The descriptions of the table have one of these around what changes.
const (
	whole     = "openapi: 3.1.0\ninfo: {title: T, version: 1}\n%s\n"
	operation = "openapi: 3.1.0\ninfo: {title: T, version: 1}\npaths: {/a: {get: {%s}}}\ncomponents: {securitySchemes: {k: {type: apiKey, in: header, name: k}, o: {type: oauth2, flows: {}}}}\n"
	parameter = "openapi: 3.1.0\ninfo: {title: T, version: 1}\npaths: {/a: {get: {parameters: [%s]}}}\n"
	request   = "openapi: 3.1.0\ninfo: {title: T, version: 1}\npaths: {/a: {post: {requestBody: {content: {application/json: {schema: {%s}}}}}}}\n"
	answer    = "openapi: 3.1.0\ninfo: {title: T, version: 1}\npaths: {/a: {get: {responses: {'200': {content: {application/json: {schema: {%s}}}}}}}}\n"
)

func TestChangesAreToldByWhomTheyBreak(t *testing.T) {
	const (
		body = "request body"
		ok   = "response 200"
	)
	for _, tt := range []struct{ around, old, now, want string }{
		// The API as a whole.
		{whole, "servers: [{url: 'https://a'}]\npaths: {}", "servers: [{url: 'https://b'}]\npaths: {}", "warning: the server https://a is gone; addition: there is the server https://b"},
		{whole, "paths: {}\ncomponents: {securitySchemes: {k: {type: apiKey, in: header, name: k}}}", "paths: {}\ncomponents: {securitySchemes: {k: {type: apiKey, in: query, name: k}}}", "breaking: authentication: the credential of k is sent in another way: apiKey query k instead of apiKey header k"},
		{whole, "paths: {}\ncomponents: {securitySchemes: {k: {type: apiKey, in: header, name: k}}}", "paths: {}", "warning: authentication: the security scheme k is gone"},
		{whole, "paths: {}", "paths: {}\ncomponents: {securitySchemes: {k: {type: apiKey, in: header, name: k}}}", "addition: authentication: there is the security scheme k"},
		// Operations.
		{whole, "paths: {/a: {get: {}}}", "paths: {/a: {get: {}, post: {}}}", "addition: it is new"},
		{whole, "paths: {/a: {get: {}, post: {}}}", "paths: {/a: {get: {}}}", "breaking: it is gone"},
		{whole, "paths: {/a: {get: {deprecated: true}}}", "paths: {}", "warning: it is gone; it had been deprecated"},
		{whole, "paths: {/a: {get: {operationId: x}}}", "paths: {/b: {get: {operationId: x}}}", "breaking: it was GET /a"},
		{whole, "paths: {'/a/{id}': {get: {}}}", "paths: {'/a/{key}': {get: {}}}", ""},
		{whole, "webhooks: {w: {post: {}}}", "webhooks: {}", "breaking: it is gone"},
		{whole, "webhooks: {w: {post: {requestBody: {content: {a/b: {schema: {type: string}}}}}}}", "webhooks: {w: {post: {requestBody: {content: {a/b: {schema: {type: [string, 'null']}}}}}}}", "breaking: request body: it can be null now"},
		{whole, "webhooks: {w: {post: {requestBody: {content: {a/b: {schema: {type: [string, 'null']}}}}}}}", "webhooks: {w: {post: {requestBody: {content: {a/b: {schema: {type: string}}}}}}}", "addition: request body: it can no longer be null"},
		{operation, "", "deprecated: true", "warning: it is deprecated now"},
		{operation, "deprecated: true", "", "addition: it is no longer deprecated"},
		{operation, "summary: A", "summary: B", "documentation: its description changed"},
		{operation, "tags: [a]", "tags: [b]", ""},
		// Credentials.
		{operation, "", "security: [{k: []}]", "breaking: authorization: it is no longer enough to have no credential"},
		{operation, "security: [{k: []}]", "", "addition: authorization: it is enough to have no credential"},
		{operation, "security: [{k: []}]", "security: [{k: []}, {o: []}]", "addition: authorization: it is enough to have o"},
		{operation, "security: [{k: []}, {o: []}]", "security: [{k: []}]", "breaking: authorization: it is no longer enough to have o"},
		{operation, "security: [{o: [a]}]", "security: [{o: [a, b]}]", "breaking: authorization: it is no longer enough to have o with a"},
		{operation, "security: [{o: [a, b]}]", "security: [{o: [a]}]", "addition: authorization: it is enough to have o with a"},
		// Parameters.
		{parameter, "", "{name: q, in: query, required: true}", "breaking: query q: it is new, and required"},
		{parameter, "", "{name: q, in: query}", "addition: query q: it is new"},
		{parameter, "{name: q, in: query}", "", "warning: query q: it is gone"},
		{parameter, "{name: q, in: query}", "{name: q, in: query, required: true}", "breaking: query q: it is required now"},
		{parameter, "{name: q, in: query, required: true}", "{name: q, in: query}", "addition: query q: it is optional now"},
		{parameter, "{name: q, in: query}", "{name: q, in: query, deprecated: true}", "warning: query q: it is deprecated now"},
		{parameter, "{name: q, in: query}", "{name: q, in: header}", "warning: query q: it is gone; addition: header q: it is new"},
		{parameter, "{name: Q, in: header}", "{name: q, in: header}", ""},
		{parameter, "{name: q, in: query, schema: {type: array}}", "{name: q, in: query, explode: false, schema: {type: array}}", "breaking: query q: it is written in another way: form instead of form, exploded"},
		{parameter, "{name: q, in: query, schema: {type: string}}", "{name: q, in: query, schema: {type: integer}}", "breaking: query q: it can no longer be a string; addition: query q: it can be an integer now"},
		{parameter, "{name: q, in: query, schema: {default: 1}}", "{name: q, in: query, schema: {default: 2}}", "warning: query q: its default is 2 instead of 1"},
		{parameter, "{name: q, in: query, schema: {enum: [a, b]}}", "{name: q, in: query, schema: {enum: [a, c]}}", "breaking: query q: it can no longer be b; addition: query q: it can be c now"},
		{parameter, "{name: q, in: query, description: A}", "{name: q, in: query, description: B}", "documentation: query q: its description changed"},
		// Bodies.
		{operation, "", "requestBody: {required: true, content: {}}", "breaking: request body: it is new, and required"},
		{operation, "", "requestBody: {content: {}}", "addition: request body: it is new"},
		{operation, "requestBody: {content: {}}", "", "breaking: request body: it is gone"},
		{operation, "requestBody: {content: {}}", "requestBody: {required: true, content: {}}", "breaking: request body: it is required now"},
		{operation, "requestBody: {required: true, content: {}}", "requestBody: {content: {}}", "addition: request body: it is optional now"},
		{operation, "requestBody: {content: {a/b: {}}}", "requestBody: {content: {a/c: {}}}", "breaking: request body: a/b is gone; addition: request body: there is a/c"},
		// What clients send: less being allowed breaks them.
		{request, "type: [string, integer]", "type: string", "breaking: " + body + ": it can no longer be an integer"},
		{request, "type: integer", "type: number", "addition: " + body + ": it can be a number now"},
		{request, "type: [string, 'null']", "type: string", "breaking: " + body + ": it can no longer be null"},
		{request, "type: string", "type: [string, 'null']", "addition: " + body + ": it can be null now"},
		{request, "type: string, maxLength: 10", "type: string, maxLength: 5", "breaking: " + body + ": its greatest length is 5 instead of 10"},
		{request, "type: string, maxLength: 5", "type: string, maxLength: 10", "addition: " + body + ": its greatest length is 10 instead of 5"},
		{request, "type: string", "type: string, minLength: 1", "breaking: " + body + ": its least length is 1 instead of none"},
		{request, "type: integer, minimum: 1", "type: integer, exclusiveMinimum: 1", "breaking: " + body + ": its least value is more than 1 instead of 1"},
		{request, "type: integer, maximum: 1", "type: integer", "addition: " + body + ": its greatest value is none instead of 1"},
		{request, "type: array, minItems: 1", "type: array, minItems: 2", "breaking: " + body + ": its least number of items is 2 instead of 1"},
		{request, "type: array", "type: array, uniqueItems: true", "breaking: " + body + ": no item may be there twice now"},
		{request, "type: string", "type: string, pattern: a", "breaking: " + body + ": its pattern is a instead of none"},
		{request, "type: string, pattern: a", "type: string, pattern: b", "warning: " + body + ": its pattern is b instead of a"},
		{request, "type: string, format: date", "type: string, format: uuid", "breaking: " + body + ": its format is uuid instead of date"},
		{request, "type: string", "type: string, format: uuid", "warning: " + body + ": its format is uuid instead of none"},
		{request, "type: string", "type: string, enum: [a]", "breaking: " + body + ": it has to be one of a now"},
		{request, "type: string, const: a", "type: string, const: b", "breaking: " + body + ": it can no longer be a; addition: " + body + ": it can be b now"},
		{request, "properties: {a: {}}", "properties: {a: {}, b: {}}, required: [b]", "breaking: " + body + ", b: it is new, and required"},
		{request, "properties: {a: {}}", "properties: {a: {}, b: {}}", "addition: " + body + ", b: it is new"},
		{request, "properties: {a: {}}", "properties: {a: {}}, required: [a]", "breaking: " + body + ", a: it is required now"},
		{request, "properties: {a: {}}, required: [a]", "properties: {a: {}}", "addition: " + body + ", a: it is optional now"},
		{request, "properties: {a: {}, b: {}}", "properties: {a: {}}", "warning: " + body + ", b: it is gone"},
		{request, "properties: {a: {}}", "properties: {a: {}}, additionalProperties: false", "breaking: " + body + ": other members than those named are no longer possible"},
		{request, "properties: {a: {readOnly: true}}", "properties: {}", ""},
		{request, "properties: {a: {type: array, items: {type: string}}}", "properties: {a: {type: array, items: {type: integer}}}", "breaking: " + body + ", a, each item: it can no longer be a string; addition: " + body + ", a, each item: it can be an integer now"},
		{request, "additionalProperties: {type: string, maxLength: 2}", "additionalProperties: {type: string, maxLength: 1}", "breaking: " + body + ", any other member: its greatest length is 1 instead of 2"},
		{request, "oneOf: [{title: A}, {title: B}]", "oneOf: [{title: A}]", "warning: " + body + ": it is no longer one of several; documentation: " + body + ": its description changed"},
		{request, "oneOf: [{title: A}, {title: B}, {title: C}]", "oneOf: [{title: A}, {title: B}]", "breaking: " + body + ": it can no longer be C"},
		{request, "oneOf: [{title: A}, {title: B}]", "oneOf: [{title: A}, {title: B}, {title: C}]", "addition: " + body + ": it can be C now"},
		{request, "allOf: [{properties: {a: {}}}]", "properties: {a: {}}", ""},
		{request, "properties: {a: {description: A}}", "properties: {a: {description: B}}", "documentation: " + body + ", a: its description changed"},
		// What clients are sent: more being possible breaks them.
		{operation, "responses: {'200': {}}", "responses: {'201': {}}", "breaking: response 200: it is gone; addition: response 201: it is new"},
		{operation, "responses: {'404': {}}", "responses: {}", "warning: response 404: it is gone"},
		{operation, "responses: {'200': {headers: {A: {}}}}", "responses: {'200': {}}", "warning: " + ok + ", header A: it is gone"},
		{operation, "responses: {'200': {headers: {A: {required: true}}}}", "responses: {'200': {headers: {A: {}}}}", "breaking: " + ok + ", header A: it may be missing now"},
		{operation, "responses: {'200': {}}", "responses: {'200': {headers: {A: {}}}}", "addition: " + ok + ", header A: it is new"},
		{answer, "type: string", "type: [string, integer]", "breaking: " + ok + ": it can be an integer now"},
		{answer, "type: number", "type: integer", "addition: " + ok + ": it can no longer be a number"},
		{answer, "type: string", "type: [string, 'null']", "breaking: " + ok + ": it can be null now"},
		{answer, "type: string, maxLength: 5", "type: string, maxLength: 10", "breaking: " + ok + ": its greatest length is 10 instead of 5"},
		{answer, "type: string, enum: [a]", "type: string, enum: [a, b]", "warning: " + ok + ": it can be b now"},
		{answer, "type: string, enum: [a, b]", "type: string, enum: [a]", "addition: " + ok + ": it can no longer be b"},
		{answer, "properties: {a: {}}, required: [a]", "properties: {a: {}}", "breaking: " + ok + ", a: it is optional now"},
		{answer, "properties: {a: {}}", "properties: {a: {}}, required: [a]", "addition: " + ok + ", a: it is required now"},
		{answer, "properties: {a: {}}, required: [a]", "properties: {}", "breaking: " + ok + ", a: it is gone"},
		{answer, "properties: {a: {}}", "properties: {b: {}}", "warning: " + ok + ", a: it is gone; addition: " + ok + ", b: it is new"},
		{answer, "properties: {a: {writeOnly: true}}, required: [a]", "properties: {}", ""},
		{answer, "oneOf: [{title: A}, {title: B}]", "oneOf: [{title: A}, {title: B}, {title: C}]", "warning: " + ok + ": it can be C now"},
		{answer, "properties: {a: {}}", "properties: {a: {deprecated: true}}", "warning: " + ok + ", a: it is deprecated now"},
		{operation, "callbacks: {c: {'{$request.body#/u}': {post: {}}}}", "", "breaking: callback c: it is gone"},
		{operation, "callbacks: {c: {'{$request.body#/u}': {post: {responses: {'200': {content: {a/b: {schema: {type: string}}}}}}}}}", "callbacks: {c: {'{$request.body#/u}': {post: {responses: {'200': {content: {a/b: {schema: {type: string, maxLength: 1}}}}}}}}}", "breaking: callback c, response 200: its greatest length is 1 instead of none"},
	} {
		report := Between(read(t, fmt.Sprintf(tt.around, tt.old)), read(t, fmt.Sprintf(tt.around, tt.now)))
		var got []string
		for _, s := range report.Subjects {
			for _, c := range s.Changes {
				said := c.Level.String() + ": "
				if c.Where != "" {
					said += c.Where + ": "
				}
				got = append(got, said+c.Message)
			}
		}
		if said := strings.Join(got, "; "); said != tt.want {
			t.Errorf("%s\n-> %s:\n got %s\nwant %s", tt.old, tt.now, said, tt.want)
		}
	}
}

// petshop has a schema that two operations use, one of them through another.
const petshop = `openapi: 3.1.0
info: {title: Pets, version: %s}
paths:
  /pets: {get: {operationId: listPets, responses: {'200': {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}}}}
  /owners: {post: {operationId: addOwner, requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Owner'}}}}}}
components:
  schemas:
    Owner: {properties: {pet: {$ref: '#/components/schemas/Pet'}, self: {$ref: '#/components/schemas/Owner'}}}
    Pet: {properties: {name: {type: string%s}}}
`

func TestNamedSchemaIsToldOnceWithWhatItTouches(t *testing.T) {
	report := Between(read(t, fmt.Sprintf(petshop, "1", "")), read(t, fmt.Sprintf(petshop, "2", ", maxLength: 5")))
	if len(report.Subjects) != 1 {
		t.Fatalf("subjects: %+v", report.Subjects)
	}
	pet := report.Subjects[0]
	if pet.Name != "Pet" || len(pet.Changes) != 1 || pet.Changes[0].Level != Breaking {
		t.Errorf("subject: %+v", pet)
	}
	if diff := cmp.Diff([]string{"GET /pets", "POST /owners"}, pet.Touches); diff != "" {
		t.Errorf("touches: %s", diff)
	}
}

func TestReportIsAGuide(t *testing.T) {
	report := Between(read(t, fmt.Sprintf(petshop, "1", "")), read(t, strings.Replace(fmt.Sprintf(petshop, "2", ", description: Its name."), "/owners: {post: {", "/owners: {delete: {operationId: x}, post: {deprecated: true, ", 1)))
	var out bytes.Buffer
	if err := report.WriteMarkdown(&out, Meta{Date: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}); err != nil {
		t.Fatal(err)
	}
	want := "---\ntitle: \"What changed from 1 to 2\"\ndate: 2026-03-01\ndescription: \"1 change to look at, 1 addition.\"\n---\n\n1 change to look at, 1 addition.\n" +
		"\n## To look at\n\n**[[addOwner]] `POST /owners`**\n\n- it is deprecated now\n" +
		"\n## New\n\n**[[x]] `DELETE /owners`**\n\n- it is new\n" +
		"\n:::details 1 change only in words\n\n**`Pet`**, in `GET /pets`, `POST /owners`\n\n- `name`: its description changed\n:::\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

// TestNothingChangedIsNoChange compares every document of the corpus with itself, read twice.
func TestNothingChangedIsNoChange(t *testing.T) {
	for _, d := range corpus.Descriptions(t) {
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			a, err := document.Load(d.Open())
			if err != nil {
				t.Skip(err)
			}
			b, err := document.Load(d.Open())
			if err != nil {
				t.Fatal(err)
			}
			if report := Between(a, b); len(report.Subjects) > 0 {
				t.Errorf("%+v", report.Subjects[0])
			}
		})
	}
}
