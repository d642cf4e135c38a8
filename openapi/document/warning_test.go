package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDefectIsOneWarning(t *testing.T) {
	const head = "openapi: 3.0.3\ninfo: {title: T, version: 1}\n"
	for _, tt := range []struct{ name, text, want string }{
		{"no info", "openapi: 3.1.0\npaths: {}\n", "1:1: there is no info, with the title and the version of the API"},
		{"no title", "openapi: 3.1.0\ninfo: {}\npaths: {}\n", "2:1: info has no title\n2:1: info has no version"},
		{"no openapi", "info: {title: T, version: 1}\npaths: {}\n", "1:1: there is no member openapi, such as openapi: 3.1.0, so the document is read as that"},
		{"another version", "openapi: 4.0.0\ninfo: {title: T, version: 1}\npaths: {}\n", `1:1: OpenAPI "4.0.0" is read as 3.1`},
		{"no text", "openapi: 3.1.0\ninfo: {title: [T], version: 1, description: no, summary: true}\npaths: {}\n", "2:8: title has to be a text\n2:49: summary has to be a text; it is true"},
		{"Swagger's members", head + "host: x\nschemes: [http]\npaths: {}\n", `3:1: the document has no member "host"; OpenAPI 3 has that in servers` + "\n" + `4:1: the document has no member "schemes"; OpenAPI 3 has that in servers`},
		{"Swagger's parameter", head + "paths: {/a: {get: {responses: {200: {}}, parameters: [{name: a, in: query, type: integer}]}}}\n", `3:76: a parameter has no member "type"; OpenAPI 3 has that in schema, which it belongs into`},
		{"misspelt member", head + "paths: {/a: {get: {responses: {200: {contents: {}}}}}}\n", `3:38: a response has no member "contents"; did you mean "content"?`},
		{"unknown member", head + "paths: {/a: {get: {responses: {200: {}}, body: {}}}}\n", `3:42: an operation has no member "body"`},
		{"unknown keyword", head + "paths: {}\ncomponents: {schemas: {A: {optional: true}}}\n", `4:28: a schema has no member "optional"`},
		{"variables", head + "servers: [{url: 'https://{a}.x', variables: {b: {enum: [x], default: y}, c: {}}}]\npaths: {}\n",
			"3:11: the server's URL has {a}, which is not among its variables\n3:46: the server's URL has no {b}, which is among its variables\n" +
				"3:46: the variable {b} has the default \"y\", which is not in its enum\n3:74: the server's URL has no {c}, which is among its variables\n" +
				"3:74: the variable {c} needs a default"},
		{"paths", head + "paths: {'/a/{b}': {}, '/a/{c}': {}, '/d?e=f': {}, g: {}}\n",
			"3:23: the path /a/{c} is the same as /a/{b}\n3:37: a path has no query: what follows /d has to be parameters\n3:51: the path \"g\" does not start with a slash"},
		{"no responses", head + "paths: {/a: {get: {}}}\n", "3:14: the operation says nothing of its responses"},
		{"media type", head + "paths: {/a: {get: {responses: {200: {content: {json: {}}}}}}}\n", `3:48: "json" is no media type, such as application/json`},
		{"parameter twice", head + "paths: {/a: {parameters: [&p {name: a, in: query}], get: {responses: {200: {}}, parameters: [*p, {name: a, in: query}]}}}\n",
			`3:98: the query parameter "a" is there twice; the last one counts`},
		{"style", head + "paths: {/a: {get: {responses: {200: {}}, parameters: [{name: a, in: query, style: deepobject}, {name: b, in: header, style: form}]}}}\n",
			`3:76: there is no style for a parameter in query "deepobject"; did you mean "deepObject"?` + "\n" + `3:118: there is no style for a parameter in header "form"; it can be simple`},
		{"optional path", head + "paths: {'/a/{b}': {get: {responses: {200: {}}, parameters: [{name: b, in: path, required: false}]}}}\n",
			`3:61: the path parameter "b" is required, whatever it says: without it, it would be another path`},
		{"security", head + "paths: {}\nsecurity: [{a: [writes]}, {b: []}]\ncomponents: {securitySchemes: {a: {type: oauth2, flows: {implicid: {}, password: {scopes: {write: w}}}}, c: {type: aipKey}, d: {type: http}}}\n",
			`4:17: the security scheme "a" has no scope "writes"` + "\n" + `4:28: there is no security scheme "b"` + "\n" +
				`5:58: there is no flow "implicid"; did you mean "implicit"?` + "\n" + "5:72: the flow password needs a member tokenUrl\n" +
				`5:106: there is no security scheme of type "aipKey"; did you mean "apiKey"?` + "\n" +
				"5:125: a security scheme of type http needs a scheme, such as bearer"},
		{"names", head + "paths: {}\ncomponents: {schemas: {'A<B>': {}, C D: {}, E: {}}}\n", `4:24: the name "A<B>" has more than letters, digits, dots, dashes and underscores, and so have 1 others here`},
		{"bounds", head + "paths: {}\ncomponents: {schemas: {A: {minLength: 3, maxLength: 2}, B: {minimum: 1.5, maximum: 1}}}\n",
			"4:28: minLength is more than maxLength, so that no value fits\n4:61: minimum is more than maximum, so that no value fits"},
		{"enum", head + "paths: {}\ncomponents: {schemas: {A: {enum: [a, 1, '1', a], x-enum-descriptions: [x]}, B: {enum: []}}}\n",
			`4:46: enum has "a" twice` + "\n4:50: x-enum-descriptions has 1 texts for 4 values\n4:81: enum has to have a value, or nothing is allowed"},
		{"tags", "openapi: 3.2.0\ninfo: {title: T, version: 1}\npaths: {}\ntags: [{name: a, parent: b}, {}, {name: a}]\nx-tagGroups: [{name: g, tags: [a, c]}]\n",
			"4:18: there is no tag \"b\"\n4:30: a tag needs a name\n4:34: the tag \"a\" is declared twice\n5:35: there is no tag \"c\""},
		{"operationId", head + "paths: {/a: {get: {operationId: x, responses: {200: {}}}, put: {operationId: x, responses: {200: {}}}}}\nwebhooks: {w: {post: {operationId: x, responses: {200: {}}}}}\n",
			`3:65: operationId "x" is taken by GET /a` + "\n" + `4:23: operationId "x" is taken by GET /a`},
		{"links", head + "paths: {/a: {get: {responses: {200: {links: {l: {operationId: none}}}}}}}\n", "" +
			`3:46: the link leads to no operation of this document: "none"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := load(t, map[string]string{"api.yaml": tt.text})
			var said []string
			for _, w := range doc.Warnings {
				said = append(said, fmt.Sprintf("%d:%d: %s", w.Line, w.Column, w.Message))
			}
			if diff := cmp.Diff(tt.want, strings.Join(said, "\n")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestWhatIsLeftOfSwaggerIsRead: documents that were moved to OpenAPI 3 by hand say some things as before.
func TestWhatIsLeftOfSwaggerIsRead(t *testing.T) {
	doc := load(t, map[string]string{"api.yaml": `openapi: 3.0.0
info: {title: T, version: 1}
host: api.example.com
basePath: /v1
securityDefinitions: {key: {type: apiKey, in: header, name: X-Key}}
security: [{key: []}]
paths:
  /a:
    get:
      parameters: [{name: limit, in: query, type: integer, maximum: 5}]
      responses: {200: {schema: {$ref: '#/definitions/A'}}}
definitions: {A: {type: string}}
`})
	op := doc.Operations[0]
	got := []string{
		op.Servers[0].URL, op.Security[0][0].Scheme.Name, op.Parameters[0].Schema.Types[0], op.Parameters[0].Schema.Maximum,
		op.Responses[0].Contents[0].MediaType, op.Responses[0].Contents[0].Schema.Ref.Name,
	}
	if diff := cmp.Diff([]string{"https://api.example.com/v1", "X-Key", "integer", "5", "application/json", "A"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestManyWarningsEnd: a document of nothing but defects isn't answered with as much text.
func TestManyWarningsEnd(t *testing.T) {
	var text strings.Builder
	text.WriteString("{\"openapi\": \"3.1.0\", \"paths\": {}")
	fmt.Fprintf(&text, ", %q: 1", strings.Repeat("ä", 3*maxQuoted))
	for i := range 3 * maxWarnings {
		fmt.Fprintf(&text, ", \"m%d\": 1", i)
	}
	text.WriteString("}")
	doc := load(t, map[string]string{"api.yaml": text.String()})
	if n := len(doc.Warnings); n != maxWarnings+1 {
		t.Errorf("%d warnings", n)
	}
	for _, w := range doc.Warnings {
		if len(w.Message) > 2*maxQuoted {
			t.Errorf("%d bytes of message", len(w.Message))
		}
	}
}
