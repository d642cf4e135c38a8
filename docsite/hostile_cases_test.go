package docsite

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
)

// hostileFiles makes the files of a case: a description, called api.*, and a folder of guides, called content. Either may be
// missing.
type hostileFiles func() map[string]string

// hostileSizes are what somebody could write to keep a build busy.
func hostileSizes() map[string]hostileFiles {
	all := map[string]hostileFiles{}
	for _, some := range []map[string]hostileFiles{hostileDocuments(), hostileSchemas(), hostileOperations(), hostileGuides()} {
		maps.Copy(all, some)
	}
	return all
}

const hostileHead = "openapi: 3.1.0\ninfo: {title: Hostile, version: '1'}\n"

// spec is a description of what follows its head.
func spec(text string) map[string]string { return map[string]string{"api.yaml": hostileHead + text} }

// schemas are named ones, with an operation that takes and gives the first of them.
func schemas(first, text string) map[string]string {
	content := "{application/json: {schema: {$ref: '#/components/schemas/" + first + "'}}}"
	return spec("paths: {/a: {post: {requestBody: {content: " + content + "}, responses: {'200': {description: x, content: " + content + "}}}}}\n" +
		"components:\n  schemas:\n" + text)
}

// inline is an operation that takes a schema in two places and gives it.
func inline(schema string) map[string]string {
	content := "{application/json: {schema: " + schema + "}}"
	return spec("paths: {/a: {post: {parameters: [{name: p, in: query, schema: " + schema + "}], requestBody: {content: " + content + "}, " +
		"responses: {'200': {description: x, content: " + content + "}}}}}\n")
}

// operation is a description of one operation.
func operation(parts string) map[string]string {
	return spec("paths: {/a: {get: {" + parts + "}}}\n")
}

func many(s string, n int) string { return strings.Repeat(s, n) }

// each is a text for each of n numbers, which stand for every %d.
func each(n int, format string) string {
	var out strings.Builder
	args := make([]any, strings.Count(format, "%d"))
	for i := range n {
		for j := range args {
			args[j] = i
		}
		fmt.Fprintf(&out, format, args...)
	}
	return out.String()
}

// chain is n named schemas. Of every %d, the first is the schema's own number, the others are the next one's.
func chain(n int, format string) string {
	var out strings.Builder
	args := make([]any, strings.Count(format, "%d"))
	for i := range n {
		args[0] = i
		for j := 1; j < len(args); j++ {
			args[j] = i + 1
		}
		fmt.Fprintf(&out, "    S%d: "+format+"\n", args...)
	}
	return out.String() + fmt.Sprintf("    S%d: {type: string}\n", n)
}

// meshed is n named schemas that each refer to k others.
func meshed(n, k int) string {
	r := rand.New(rand.NewPCG(3, 4))
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "    S%d: {type: object, required: [p0], properties: {", i)
		for j := range k {
			fmt.Fprintf(&out, "p%d: {$ref: '#/components/schemas/S%d'}, ", j, r.IntN(n))
		}
		out.WriteString("}}\n")
	}
	return out.String()
}

// punctuated is n names without a letter.
func punctuated(n int, format string) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, format, strings.NewReplacer("0", "!", "1", "?").Replace(fmt.Sprintf("%013b", i)))
	}
	return out.String()
}

// nonsense is n bytes of words that nobody knows.
func nonsense(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	var out strings.Builder
	for out.Len() < n {
		fmt.Fprintf(&out, "w%x ", r.Uint32())
	}
	return out.String()
}

// bomb is anchors, each of which stands ten times in the next.
func bomb(format string) string {
	text := "x0: &x0 {type: string}\n"
	for i := 1; i < 12; i++ {
		var inside strings.Builder
		for j := range 10 {
			fmt.Fprintf(&inside, format+", ", j, i-1)
		}
		text += fmt.Sprintf("x%d: &x%d {type: object, properties: {%s}}\n", i, i, inside.String())
	}
	return text
}

func packed(text string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write([]byte(text)) // a Buffer takes everything
	_ = w.Close()
	return out.String()
}

func oneFile(name, text string) map[string]string { return map[string]string{name: text} }

const fifty = 50 << 20 // bytes

// hostileDocuments are files as such.
func hostileDocuments() map[string]hostileFiles {
	return map[string]hostileFiles{
		"YAML bomb": func() map[string]string {
			return spec(bomb("p%d: *x%d") + "paths: {/a: {get: {responses: {'200': {description: x, content: {application/json: {schema: *x11}}}}}}}\n")
		},
		"YAML bomb of merges": func() map[string]string { return spec(bomb("p%d: {<<: *x%d}")) },
		"200,000 aliases": func() map[string]string {
			return spec("x: &x " + many("a", 10000) + "\ny: [" + many("*x, ", 200_000) + "]\n")
		},
		"50 MB of nonsense": func() map[string]string { return oneFile("api.yaml", nonsense(fifty)) },
		"50 MB of brackets": func() map[string]string { return oneFile("api.yaml", many("[", fifty)) },
		"50 MB of zeros":    func() map[string]string { return oneFile("api.yaml", many("\x00", fifty)) },
		"50 MB of JSON": func() map[string]string {
			return oneFile("api.json", `{"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{},"x":[`+many(`{"a":"b","c":[1,2,3]},`, fifty/22)+"1]}")
		},
		"50 MB of YAML":          func() map[string]string { return spec("paths: {}\nx:\n" + many("- a: b\n  c: [d, e]\n", fifty/19)) },
		"50 MB with an anchor":   func() map[string]string { return spec("paths: {}\nx: &x\n" + many("- a: b\n  c: [d, e]\n", fifty/19)) },
		"YAML that is just read": func() map[string]string { return spec("paths: {}\nx: &x\n" + many("- a: b\n  c: [d, e]\n", 120_000)) },
		"50 MB in a text":        func() map[string]string { return spec("paths: {}\nx: \"" + many("text ", fifty/5) + "\"\n") },
		"gzip bomb": func() map[string]string {
			return oneFile("api.json.gz", packed(`{"openapi":"3.1.0","x":"`+many(" ", 200<<20)))
		},
		"gzip bomb that lies": func() map[string]string {
			text := packed(`{"openapi":"3.1.0","x":"` + many(" ", 200<<20))
			return oneFile("api.json.gz", text[:len(text)-4]+"\x10\x00\x00\x00")
		},
		"1000 files": func() map[string]string {
			files := spec("paths:\n" + each(1000, "  /a%d: {$ref: 'f%d.yaml'}\n"))
			for i := range 1000 {
				files[fmt.Sprintf("f%d.yaml", i)] = "get: {responses: {}}\n"
			}
			return files
		},
		"ways out": func() map[string]string {
			return spec("paths:\n  /a: {$ref: '../../../../../../etc/passwd'}\n  /b: {$ref: '/etc/passwd'}\n  /c: {$ref: 'file:///etc/passwd'}\n" +
				"  /d: {$ref: 'https://evil.example/x.yaml#/a'}\n  /e: {$ref: '..\\..\\x'}\n  /f: {$ref: \"\\0\"}\n  /g: {$ref: '#/paths/~1g'}\n")
		},
	}
}

// hostileGuides are guides.
func hostileGuides() map[string]hostileFiles {
	guide := func(text string) hostileFiles {
		return func() map[string]string {
			return map[string]string{"content/index.md": "# Home\n\nText.\n", "content/a.md": text}
		}
	}
	table := "| a | b | c |\n|---|---|---|\n" + many("| *cell* | `code` | [link](#t) |\n", 30_000)
	return map[string]hostileFiles{
		"a table of 1 MB":            guide("# T\n\n" + table),
		"100,000 headings":           guide("# T\n\n" + many("## Same\n\n", 100_000)),
		"10,000 tabs":                guide("# T\n\n" + many(":::tabs\n== A\nx\n== B\ny\n:::\n\n", 10_000)),
		"a title of a guide of 1 MB": guide("---\ntitle: " + many("long ", 1<<18) + "\n---\n# T\n"),
		"10,000 dead links":          guide("# T\n\n" + each(10_000, "[a%d](b%d.md#c) [[op%d]] ![x](p%d.png)\n")),
		"2000 guides of one name": func() map[string]string {
			files := map[string]string{}
			for i := range 2000 {
				files[fmt.Sprintf("content/g%d.md", i)] = "# Same title\n\nText.\n"
			}
			return files
		},
		"folders 100 deep": func() map[string]string {
			files := map[string]string{}
			for i := range 100 {
				files["content/"+many("d/", i)+"a.md"] = "# T\n\nText.\n"
			}
			return files
		},
		"includes of each other": func() map[string]string {
			return map[string]string{
				"content/index.md": "# T\n\n" + many(":::include _b.md\n", 100),
				"content/_b.md":    many(":::include _c.md\n", 100), "content/_c.md": many(":::include _b.md\n", 100),
			}
		},
		"a bomb as the meta of a folder": func() map[string]string {
			return map[string]string{"content/index.md": "# Home\n\nText.\n", "content/b/a.md": "# T\n\nText.\n", "content/b/_meta.yaml": bomb("p%d: *x%d")}
		},
		"a picture beyond all": func() map[string]string {
			return map[string]string{"content/index.md": "# T\n\n![x](p.png)\n",
				"content/p.png": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x06\x00\x00\x00\x00\x00\x00\x00"}
		},
	}
}
