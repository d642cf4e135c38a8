package reference

import (
	"strings"

	"wpengine/docsite/request"
	"wpengine/docsite/schema"
	"wpengine/openapi/document"
)

// exampleRoom is how long an example on a page may be. The page with all that an operation takes and answers has all of it.
const exampleRoom = 12_000

// contentExamples are the examples of bodies that are alike: of each those that its author gave, else one made of the
// schema. Of a request a single one is left out, if the samples show it already.
func (w *writer) contentExamples(id string, g alike, mode schema.Mode, shown bool) {
	if w.page.Kind == Webhook && (id == "body" || strings.HasPrefix(id, "body-")) {
		return // they stand beside
	}
	made := map[string]bool{} // by how the content types write a value
	for _, content := range g.all {
		if len(content.Examples) > 0 {
			made[languageOf(content.MediaType)] = true
		}
	}
	for i, content := range g.all {
		if len(content.Examples) == 0 {
			how := languageOf(content.MediaType)
			if made[how] || how != "xml" && len(made) > 0 || shown && i == 0 || strings.HasPrefix(content.MediaType, "multipart/") {
				continue // samples show how parts are sent
			}
			made[how] = true
		}
		if shown && i == 0 && len(content.Examples) == 1 && content.Examples[0].Description == "" && w.page.Kind != Whole {
			continue
		}
		label := ""
		if len(g.all) > 1 {
			label = content.MediaType
		}
		w.examples(id, content, mode, label, false)
	}
}

// examples are those of a content, folded unless open. within says what they are of, where that isn't clear.
func (w *writer) examples(id string, content *document.Content, mode schema.Mode, within string, open bool) {
	for _, example := range request.ExamplesBy(content, mode, w.r.shapes.example) {
		given := len(content.Examples) > 0
		if !given && content.Schema != nil && w.r.shapes.of(content.Schema).Format == "binary" {
			continue // there is nothing to see in bytes
		}
		if !given && (len(example.Text) > exampleRoom || !open && !w.fits(len(example.Text)/8)) {
			continue // it is of our making, and the schema's page has one
		}
		name := id + ".example"
		if example.Name != "" {
			name += "-" + example.Name
		}
		name = w.id(name)
		w.raw(`<details class="example"`)
		w.attr("id", name)
		if open {
			w.raw(" open")
		}
		w.raw("><summary>Example")
		if example.Label != "" {
			w.element(": ", example.Label, "")
		}
		if within != "" {
			w.element(" (", within, ")")
		}
		w.raw("</summary>\n")
		w.markdown("field-text", example.Description, document.Position{})
		w.exampleText(name, content, example)
		w.raw("</details>\n")
	}
}

func (w *writer) exampleText(id string, content *document.Content, example request.Example) {
	if example.Text == "" && example.External != "" {
		w.raw("<p>")
		w.outward(example.External, example.External)
		w.raw("</p>\n")
		return
	}
	text := example.Text
	if w.page.whole == nil || len(text) <= exampleRoom {
		w.code(languageOf(content.MediaType), text)
		return
	}
	cut := exampleRoom
	if line := strings.LastIndexByte(text[:cut], '\n'); line > 0 {
		cut = line
	}
	w.code(languageOf(content.MediaType), strings.ToValidUTF8(text[:cut], "")+"\n…")
	w.linkToAll(id, "All of this example")
}

func (w *writer) linkToAll(id, words string) {
	w.raw(`<p class="field-same"><a`)
	w.attr("href", w.link(w.page.whole.Path)+"#"+id)
	w.element(">", words, "</a></p>\n")
}

func languageOf(mediaType string) string {
	switch {
	case request.IsJSON(mediaType):
		return "json"
	case strings.Contains(mediaType, "xml"):
		return "xml"
	case strings.Contains(mediaType, "html"):
		return "html"
	case strings.Contains(mediaType, "yaml"):
		return "yaml"
	}
	return "text"
}
