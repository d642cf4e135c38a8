package docsite

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"wpengine/docsite/markdown"
	"wpengine/docsite/snippet"
	"wpengine/docsite/verify"
	"wpengine/openapi/document"
)

// guideBlock is a block of code in a guide.
type guideBlock struct {
	page *page
	markdown.Block
}

// reviewSamples tells which samples of the guides do not fit the spec.
func (b *builder) reviewSamples(blocks []guideBlock) {
	apis := map[*document.Document]*snippet.API{}
	for _, block := range blocks {
		e := block.page.edition
		if e.spec == nil {
			continue
		}
		if apis[e.spec] == nil {
			apis[e.spec] = snippet.New(e.spec, append(slices.Clone(b.config.Upstreams), b.config.ServerURL)...)
		}
		b.reviewBlock(apis[e.spec], block)
	}
}

func (b *builder) reviewBlock(api *snippet.API, block guideBlock) {
	say := func(line int, message string) {
		if message != "" {
			b.problem(Problem{File: path.Join(block.page.edition.contentName, block.File), Line: block.Line + line, Rule: "sample", Message: message})
		}
	}
	if m := titledJSON.FindStringSubmatch(block.Title); m != nil && block.Language == "json" {
		say(0, b.titled(api, block, m[1], m[2]))
		return
	}
	for _, r := range snippet.Find(block.Language, block.Source) {
		say(r.Line+1, api.Check(r))
	}
}

// titledJSON is the title of a block that says what its JSON is: "addPet request", "pets/addPet 200".
var titledJSON = regexp.MustCompile(`^(\S+) (request|[1-5][0-9]{2})$`)

// titled says what is wrong with JSON that is by its title a request or an answer of an operation; "" for nothing.
func (b *builder) titled(api *snippet.API, block guideBlock, id, part string) string {
	e := block.page.edition
	op := e.operation(id)
	if op == nil {
		if i := strings.IndexAny(id, "./"); i > 0 && slices.ContainsFunc(e.spec.Groups, func(g *document.Group) bool { return g.Slug == id[:i] }) {
			_, err := b.operationTarget(e, id)
			return fmt.Sprint(err)
		}
		return "" // a title like any other
	}
	value, ok := verify.ReadJSON(block.Source)
	switch {
	case !ok:
		return "this is no JSON, and its title says that it is one of " + id
	case part == "request":
		return api.Request(op, value)
	}
	return api.Answer(op, part, value)
}
