package docsite

// hostileSchemas are descriptions whose schemas are too deep, too many or too large.
func hostileSchemas() map[string]hostileFiles {
	deep := func(n int, open, inside, end string) hostileFiles {
		return func() map[string]string { return inline(many(open, n) + inside + many(end, n)) }
	}
	named := func(text func() string) hostileFiles {
		return func() map[string]string { return schemas("S0", text()) }
	}
	chained := func(n int, format string) hostileFiles { return named(func() string { return chain(n, format) }) }
	netted := func(n, k int) hostileFiles { return named(func() string { return meshed(n, k) }) }
	of := func(n int, open, one, end string) hostileFiles {
		return func() map[string]string { return inline(open + each(n, one) + end) }
	}
	is := func(schema string) hostileFiles { return func() map[string]string { return inline(schema) } }
	return map[string]hostileFiles{
		"members 500 deep":      deep(500, "{type: object, properties: {a: ", "{type: string}", "}}"),
		"members 490 deep":      deep(490, "{type: object, required: [a], properties: {a: ", "{type: string}", "}}"),
		"lists 500 deep":        deep(500, "{type: array, items: ", "{type: string}", "}"),
		"maps 500 deep":         deep(500, "{additionalProperties: ", "{type: string}", "}"),
		"not 500 deep":          deep(500, "{not: ", "{type: string}", "}"),
		"allOf 490 deep":        deep(490, "{allOf: [", "{type: string}", "]}"),
		"oneOf 490 deep":        deep(490, "{oneOf: [{type: integer}, ", "{type: string}", "]}"),
		"all of them, 150 deep": deep(150, "{anyOf: [{allOf: [{oneOf: [{title: a}, ", "{type: string}", "]}]}]}"),
		"an example 900 deep":   is("{type: object, example: " + many("{a: ", 900) + "1" + many("}", 900) + "}"),
		"a list 900 deep":       is("{example: " + many("[", 900) + "1" + many("]", 900) + "}"),

		"3000 mutually recursive":   netted(3000, 3),
		"1000 that have ten others": netted(1000, 10),
		"150 that have all others":  netted(150, 150),
		"a cycle of allOf": func() map[string]string {
			return schemas("A", "    A: {allOf: [{$ref: '#/components/schemas/B'}], properties: {a: {$ref: '#/components/schemas/A'}}}\n"+
				"    B: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}\n")
		},
		"a chain of references":   chained(1500, "{$ref: '#/components/schemas/S%d'}"),
		"a chain of allOf":        chained(1500, "{allOf: [{$ref: '#/components/schemas/S%d'}], properties: {a: {type: string}}}"),
		"a chain of members":      chained(1500, "{required: [a], properties: {a: {$ref: '#/components/schemas/S%d'}}}"),
		"allOf of many members":   chained(150, "{allOf: [{$ref: '#/components/schemas/S%d'}], properties: {"+each(20, "f%d: {type: string}, ")+"}}"),
		"allOf twice, 40 times":   chained(40, "{allOf: [{$ref: '#/components/schemas/S%d'}, {$ref: '#/components/schemas/S%d'}], properties: {a: {type: string}}}"),
		"oneOf twice, 40 times":   chained(40, "{oneOf: [{$ref: '#/components/schemas/S%d'}, {$ref: '#/components/schemas/S%d'}]}"),
		"members twice, 40 times": chained(40, "{type: object, required: [a, b], properties: {a: {$ref: '#/components/schemas/S%d'}, b: {$ref: '#/components/schemas/S%d'}}}"),
		"lists twice, 40 times":   chained(40, "{type: array, minItems: 20, prefixItems: [{$ref: '#/components/schemas/S%d'}, {$ref: '#/components/schemas/S%d'}]}"),
		"names of punctuation": func() map[string]string {
			return schemas("S0", "    S0: {type: string}\n"+punctuated(1500, "    '%s': {type: string}\n"))
		},
		"long names": func() map[string]string {
			return schemas("S0", "    S0: {type: string}\n"+each(1000, "    "+many("long", 100)+"%d: {type: string}\n"))
		},

		"10,000 values":             of(10_000, "{type: string, enum: [", "value-%d, ", "]}"),
		"10,000 described values":   is("{type: string, enum: [" + each(10_000, "v%d, ") + "], x-enumDescriptions: {" + each(10_000, "v%d: Text., ") + "}}"),
		"5000 variants":             of(5000, "{oneOf: [", "{title: V%d, type: object, properties: {a%d: {type: string}}}, ", "]}"),
		"5000 variants of one name": of(5000, "{oneOf: [", "{title: V, type: object, properties: {a%d: {type: string}}}, ", "]}"),
		"5000 anyOf":                of(5000, "{anyOf: [", "{type: object, properties: {a: {type: string}, b%d: {enum: [1, 2]}}}, ", "]}"),
		"5000 allOf":                of(5000, "{allOf: [", "{type: object, properties: {a: {type: string}, b%d: {enum: [1, 2]}}}, ", "]}"),
		"1500 named variants": func() map[string]string {
			return schemas("A", "    A: {oneOf: ["+each(1500, "{$ref: '#/components/schemas/V%d'}, ")+"], discriminator: {propertyName: kind, mapping: {"+
				each(1500, "k%d: '#/components/schemas/V%d', ")+"}}}\n"+each(1500, "    V%d: {properties: {kind: {const: k%d}}}\n"))
		},
		"10,000 members":         of(10_000, "{type: object, properties: {", "p%d: {type: string, description: 'Text of %d.'}, ", "}}"),
		"members of long names":  of(3000, "{type: object, properties: {", "'"+many("long", 120)+"%d': {type: string}, ", "}}"),
		"5000 patterns of names": of(5000, "{type: object, patternProperties: {", "'^p%d': {type: string}, ", "}}"),

		"texts of 1 MB": is("{type: string, default: " + many("x", 1<<20) + ", example: " + many("y", 1<<20) + ", pattern: " + many("z", 1<<20) + "}"),
		"numbers beyond all": is("{type: number, minimum: 1e999999999, maximum: -1e-999999999, multipleOf: 1e99999999, exclusiveMinimum: " + many("9", 100_000) +
			", minLength: 18446744073709551616, minItems: 1e30, default: 1e400, example: " + many("1", 50_000) + "}"),
		"integers beyond all": is("{type: integer, minimum: 1e999999, maximum: 1e9999999, multipleOf: 1e9999999}"),
		"lengths beyond all":  is("{type: string, minLength: 4000000000, maxLength: 4000000001}"),
		"items beyond all":    is("{type: array, minItems: 4000000000, items: {type: array, minItems: 4000000000, items: {type: array, minItems: 400000, items: {type: string, minLength: 100000}}}}"),
		"members beyond all":  is("{type: object, minProperties: 4000000000, additionalProperties: {type: string}}"),
	}
}

// hostileOperations are descriptions whose operations are too many or too large.
func hostileOperations() map[string]hostileFiles {
	paths := func(n int, format string) hostileFiles {
		return func() map[string]string { return spec("paths:\n" + each(n, format)) }
	}
	of := func(n int, open, one, end string) hostileFiles {
		return func() map[string]string { return operation(open + each(n, one) + end) }
	}
	described := func(text string) hostileFiles {
		return func() map[string]string { return operation(`responses: {}, description: "` + text + `"`) }
	}
	return map[string]hostileFiles{
		"operations of one name": paths(1500, "  /a%d: {get: {operationId: same, responses: {}}}\n"),
		"paths of punctuation": func() map[string]string {
			return spec("paths:\n" + punctuated(1500, "  '/%s': {get: {responses: {}}}\n"))
		},
		"1500 tags":          paths(1500, "  /a%d: {get: {tags: [t%d], responses: {}}}\n"),
		"10,000 tags of one": of(10_000, "responses: {}, tags: [", "t%d, ", "]"),
		"3000 parameters":    of(3000, "responses: {}, parameters: [", "{name: p%d, in: query, required: true, schema: {type: string}}, ", "]"),
		"3000 responses":     of(3000, "responses: {", "'%d': {description: x, content: {application/json: {schema: {type: string}}}}, ", "}"),
		"3000 headers":       of(3000, "responses: {'200': {description: x, headers: {", "X-%d: {schema: {type: string}}, ", "}}}"),
		"3000 content types": of(3000, "responses: {}, requestBody: {content: {", "a/b%d: {schema: {type: object, properties: {a: {type: string}}}}, ", "}}"),
		"3000 examples":      of(3000, "responses: {}, requestBody: {content: {application/json: {schema: {}, examples: {", "e%d: {value: {a: [1, 2, %d]}}, ", "}}}}"),
		"an example of 1 MB": of(40_000, "responses: {}, requestBody: {content: {application/json: {schema: {}, example: {", "name%d: [1, two, {three: 3}], ", "}}}}"),
		"3000 servers": func() map[string]string {
			return spec("servers: [" + each(3000, "{url: 'https://s%d.example.com/{v}', variables: {v: {default: a, enum: [a, b]}}}, ") + "]\npaths: {/a: {get: {responses: {}}}}\n")
		},
		"3000 ways to be let in": func() map[string]string {
			return spec("security: [" + each(3000, "{k%d: []}, ") + "]\npaths: {/a: {get: {responses: {}}}, /b: {get: {responses: {}}}}\n" +
				"components: {securitySchemes: {" + each(3000, "k%d: {type: apiKey, in: header, name: X-%d}, ") + "}}\n")
		},
		"3000 scopes": func() map[string]string {
			return spec("paths: {/a: {get: {security: [{o: [" + each(3000, "s%d, ") + "]}], responses: {}}}}\n" +
				"components: {securitySchemes: {o: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://a.example', scopes: {" + each(3000, "s%d: Text., ") + "}}}}}}\n")
		},
		"callbacks in callbacks": func() map[string]string {
			return operation("responses: {}, callbacks: " + many("{c: {'{$request.body#/u}': {post: {responses: {}, callbacks: ", 100) + "{}" + many("}}}}", 100))
		},
		"callbacks of themselves": func() map[string]string {
			callback := "{post: {responses: {}, callbacks: {c: {x: {$ref: '#/paths/~1a'}, y: {$ref: '#/paths/~1b'}}}}}"
			return spec("paths:\n  /a: " + callback + "\n  /b: " + callback + "\n")
		},
		"a description of 1 MB":     described(nonsense(1 << 20)),
		"a table in a description":  described(`| a | b | c |\n|---|---|---|\n` + many(`| *cell* | code | [link](x.md) |\n`, 30_000)),
		"headings in a description": described(many(`## Same\n\n`, 100_000)),
		"titles of 1 MB": func() map[string]string {
			return oneFile("api.yaml", "openapi: 3.1.0\ninfo: {title: "+many("long ", 1<<18)+", version: '1'}\ntags: [{name: "+many("tag", 1<<18)+"}]\npaths:\n"+
				each(200, "  /a%d: {get: {tags: ["+many("tag", 1<<10)+"], summary: "+many("sum ", 1<<12)+", responses: {}}}\n"))
		},
		"summaries of 100 kB": paths(100, "  /a%d: {get: {operationId: "+many("id", 25_000)+"%d, summary: "+many("sum ", 25_000)+", responses: {}}}\n"),
	}
}
