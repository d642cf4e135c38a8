package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNewsOfOpenAPI32AreRead has one of each.
func TestNewsOfOpenAPI32AreRead(t *testing.T) {
	doc := load(t, map[string]string{"api.yaml": `openapi: 3.2.0
$self: https://example.com/api
info: {title: T, version: 1}
servers: [{url: https://a.example.com, name: Production}]
tags: [{name: pets, summary: Pets, kind: nav}, {name: cats, parent: pets}]
paths:
  /a:
    query: {operationId: search, tags: [cats], parameters: [{name: q, in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object}}}}], responses: {200: {summary: Fine}}}
    additionalOperations:
      COPY: {operationId: copy, responses: {200: {content: {text/event-stream: {itemSchema: {type: string}}}}}}
    get:
      responses:
        200:
          content: {application/json: {$ref: '#/components/mediaTypes/pet'}}
components:
  mediaTypes: {pet: {schema: {type: object, discriminator: {propertyName: kind, defaultMapping: Pet}}, examples: {a: {dataValue: {b: 1}, serializedValue: '{"b": 1}'}}}}
  schemas: {Pet: {type: object}}
  securitySchemes:
    device: {type: oauth2, deprecated: true, flows: {deviceAuthorization: {deviceAuthorizationUrl: https://d, tokenUrl: https://t, scopes: {}}}}
`})
	var got []string
	for _, op := range doc.Operations {
		got = append(got, fmt.Sprintf("%s %s in %s", op.Method, op.ID, op.Group.Slug))
	}
	pet := doc.Operations[2].Responses[0].Contents[0]
	stream := doc.Operations[1].Responses[0].Contents[0]
	query := doc.Operations[0].Parameters[0]
	flow := doc.SecuritySchemes[0].Flows[0]
	got = append(got, doc.Servers[0].Name, doc.Tags[0].DisplayName+" "+doc.Tags[0].Kind, doc.Tags[1].Parent, doc.Operations[0].Responses[0].Summary,
		query.In+" "+query.MediaType, stream.ItemSchema.Types[0], pet.Schema.Discriminator.Default.Name,
		string(pet.Examples[0].Value.AppendJSON(nil, ""))+" "+pet.Examples[0].Serialized, flow.Name+" "+flow.DeviceAuthorization, fmt.Sprint(doc.SecuritySchemes[0].Deprecated))
	want := []string{
		"QUERY search in cats", "COPY copy in operations", "GET operations.get-a in operations",
		"Production", "Pets nav", "pets", "Fine", "querystring application/x-www-form-urlencoded", "string", "Pet", `{"b":1} {"b": 1}`,
		"deviceAuthorization https://d", "true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, w := range doc.Warnings {
		t.Errorf("%v", w)
	}
}

// TestExtensionsOfManyToolsAreRead has those that mean something here.
func TestExtensionsOfManyToolsAreRead(t *testing.T) {
	doc := load(t, one(`x-tagGroups: [{name: Second, tags: [b]}, {name: First, tags: [a]}]
tags: [{name: a, x-displayName: The As}, {name: b}]
x-webhooks: {w: {post: {responses: {}}}}
paths:
  /a:
    get: {tags: [a], x-internal: true, x-codeSamples: [{lang: PHP, label: Guzzle, source: one}], responses: {}}
    put: {tags: [b], x-code-samples: [{lang: Go, source: two}, {lang: Go}], responses: {}}
components:
  schemas:
    A: {enum: [1, 2], x-enum-descriptions: [one, two]}
    B: {enum: [x, y], x-enumDescriptions: {y: why}}
    C: {enum: [x], x-enum-varnames: [EX], x-internal: true, x-nullable: true}
`))
	got := []string{
		doc.Groups[0].Title, doc.Groups[1].Title, doc.TagGroups[0].Name, doc.Webhooks[0].Webhook + " " + doc.Webhooks[0].Slug,
		fmt.Sprint(doc.Operations[1].Internal, doc.Operations[1].CodeSamples), fmt.Sprint(doc.Operations[0].Internal, doc.Operations[0].CodeSamples),
	}
	for _, s := range doc.Schemas {
		got = append(got, fmt.Sprintf("%s %q %t %t", s.Name, s.EnumTexts, s.Internal, s.Nullable))
	}
	want := []string{
		"b", "The As", "Second", "w w", "true [{PHP Guzzle one}]", "false [{Go  two}]",
		`A ["one" "two"] false false`, `B ["" "why"] false false`, `C ["EX"] true true`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, w := range doc.Warnings {
		t.Errorf("%v", w)
	}
}

// TestSchemaIsReadWhole has every keyword; what it says is told by a walk over it.
func TestSchemaIsReadWhole(t *testing.T) {
	doc := load(t, one(`paths: {}
components:
  schemas:
    A:
      type: [object, 'null']
      title: T
      properties: {a: {$ref: '#/components/schemas/B', description: beside}, b: true}
      patternProperties: {^x: {minLength: 1, maxLength: 2}}
      additionalProperties: false
      unevaluatedProperties: {type: string}
      propertyNames: {pattern: a}
      required: [a]
      dependentRequired: {a: [b]}
      dependentSchemas: {a: {title: dependent}}
      dependencies: {b: [a], c: {title: old}}
      minProperties: 1
      maxProperties: 3
      not: {const: 5}
      if: {title: if}
      then: {title: then}
      else: {title: else}
      allOf: [{title: all}]
      anyOf: [{title: any}]
      oneOf: [{title: one}]
      $defs: {d: {title: def}}
    B:
      type: array
      prefixItems: [{title: first}]
      items: {exclusiveMinimum: 1, exclusiveMaximum: 3.50, multipleOf: 0.5}
      contains: {contentEncoding: base64, contentMediaType: image/png, contentSchema: {title: content}}
      minContains: 1
      maxContains: 2
      minItems: 1
      maxItems: 1e1
      uniqueItems: true
      unevaluatedItems: false
      example: 1
      examples: [2]
      default: 3
      readOnly: true
`))
	a, b := doc.Schemas[0], doc.Schemas[1]
	var titles []string
	a.Each(func(s *Schema) { titles = append(titles, s.Title) })
	b.Each(func(s *Schema) { titles = append(titles, s.Title) })
	want := ",,,,if,then,else,all,any,one,,,,dependent,old,def" + ",,,,first"
	if diff := cmp.Diff(want, strings.Join(titles, ",")); diff != "" {
		t.Errorf("schemas inside:\n%s", diff)
	}
	got := fmt.Sprintln(a.Types, a.Required, a.DependentRequired, *a.MinProperties, *a.MaxProperties, *a.AdditionalProperties.Boolean, *a.Properties[1].Schema.Boolean,
		a.Properties[0].Schema.Ref == b, a.Properties[0].Schema.Description, *a.PatternProperties[0].Schema.MaxLength, a.PropertyNames.Pattern, a.Not.Const.Text(),
		*b.MinItems, *b.MaxItems, *b.MinContains, *b.MaxContains, b.UniqueItems, *b.UnevaluatedItems.Boolean, len(b.Examples), b.Default.Text(), b.ReadOnly,
		b.Items.ExclusiveMinimum, b.Items.ExclusiveMaximum, b.Items.MultipleOf, b.Contains.ContentEncoding, b.Contains.ContentMediaType, b.Contains.ContentSchema.Title)
	if diff := cmp.Diff("[object null] [a] [{a [b]} {b [a]}] 1 3 false true true beside 2 a 5 1 10 1 2 true false 2 3 true 1 3.50 0.5 base64 image/png content\n", got); diff != "" {
		t.Error(diff)
	}
	for _, w := range doc.Warnings {
		t.Errorf("%v", w)
	}
}

// TestBooleanBoundsOf30AreExclusive: there exclusiveMinimum says how minimum is meant.
func TestBooleanBoundsOf30AreExclusive(t *testing.T) {
	doc := load(t, map[string]string{"api.yaml": `openapi: 3.0.0
info: {title: T, version: 1}
paths: {}
components:
  schemas:
    A: {minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false}
    B: {type: object, properties: {a: {$ref: '#/components/schemas/A', description: beside, nullable: true, type: string}}}
`})
	a, beside := doc.Schemas[0], doc.Schemas[1].Properties[0].Schema
	if a.Minimum != "" || a.ExclusiveMinimum != "1" || a.Maximum != "5" || a.ExclusiveMaximum != "" {
		t.Errorf("bounds %q %q %q %q", a.Minimum, a.ExclusiveMinimum, a.Maximum, a.ExclusiveMaximum)
	}
	if beside.Ref != a || beside.Description != "beside" || !beside.Nullable || beside.Types != nil {
		t.Errorf("beside a reference: %+v", beside)
	}
}

// TestDescriptionBesideAReferenceCounts: 3.1 has it in place of that of what is referred to.
func TestDescriptionBesideAReferenceCounts(t *testing.T) {
	doc := load(t, one(`paths:
  /a:
    post:
      parameters: [{$ref: '#/components/parameters/p', description: here}]
      requestBody: {$ref: '#/components/requestBodies/b', description: here}
      responses: {200: {$ref: '#/components/responses/r', description: here}}
    put:
      parameters: [{$ref: '#/components/parameters/p'}]
      requestBody: {$ref: '#/components/requestBodies/b'}
      responses: {200: {$ref: '#/components/responses/r'}}
components:
  parameters: {p: {name: p, in: query, description: there, schema: {}}}
  requestBodies: {b: {description: there, content: {}}}
  responses: {r: {description: there, headers: {A: {$ref: '#/components/headers/h', description: here}, B: {$ref: '#/components/headers/h'}}}}
  headers: {h: {description: there, schema: {}}}
`))
	for i, want := range []string{"here", "there"} {
		op := doc.Operations[i]
		r := op.Responses[0]
		got := []string{op.Parameters[0].Description, op.Body.Description, r.Description, r.Headers[0].Name + r.Headers[0].Description, r.Headers[1].Name + r.Headers[1].Description}
		if diff := cmp.Diff([]string{want, want, want, "Ahere", "Bthere"}, got); diff != "" {
			t.Errorf("%s:\n%s", op.Method, diff)
		}
	}
}
