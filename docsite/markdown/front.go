package markdown

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"go.abhg.dev/goldmark/frontmatter"
	"gopkg.in/yaml.v3"
)

// Front is the front matter of a guide: what it says about itself.
type Front struct {
	Title       string   `yaml:"title"`
	Label       string   `yaml:"label"`       // in the sidebar, where the title is too long
	Description string   `yaml:"description"` // for search engines and link previews
	Slug        string   `yaml:"slug"`        // the last part of the address, else the file's name
	Order       *float64 `yaml:"order"`       // place among its siblings; without one, after those with
	Draft       bool     `yaml:"draft"`       // left out of the site
	Tags        []string `yaml:"tags"`
	TOC         *int     `yaml:"toc"` // deepest heading "On this page" lists: 2 to 4, 0 for no list
}

// slugPattern is what an address may be made of.
var slugPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// decodeFront reads the front matter and refuses keys it does not know: a
// misspelt "desciption" would otherwise do nothing, quietly.
func decodeFront(data *frontmatter.Data, found *findings) (front Front) {
	if data == nil {
		return front
	}
	var root yaml.Node
	if err := data.Decode(&root); err != nil {
		found.addYAML(err)
		return front
	}
	if len(root.Content) == 0 {
		return front
	}
	mapping := root.Content[0]
	if mapping.Kind != yaml.MappingNode {
		found.addLine(mapping.Line+1, "front matter must be a list of \"key: value\" lines")
		return front
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if key := mapping.Content[i]; !slices.Contains(frontKeys, key.Value) {
			found.addLine(key.Line+1, "unknown front matter key %q; it can be %s", key.Value, strings.Join(frontKeys, ", "))
		}
	}
	if err := mapping.Decode(&front); err != nil {
		found.addYAML(err)
	}
	front.check(mapping, found)
	return front
}

// frontKeys are the keys of [Front].
var frontKeys = []string{"title", "label", "description", "slug", "order", "draft", "tags", "toc"}

func (front Front) check(mapping *yaml.Node, found *findings) {
	if front.Slug != "" && !slugPattern.MatchString(front.Slug) {
		found.addLine(keyLine(mapping, "slug"), "slug %q must be lower-case words joined by hyphens", front.Slug)
	}
	if t := front.TOC; t != nil && *t != 0 && (*t < 2 || *t > 4) {
		found.addLine(keyLine(mapping, "toc"), "toc is the deepest heading level to list: 2, 3 or 4, or 0 for no list")
	}
}

// keyLine is the line of the file on which a key stands. The mapping starts
// below the "---", so its lines count from one less.
func keyLine(mapping *yaml.Node, key string) int {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i].Line + 1
		}
	}
	return 1
}

func (f *findings) addLine(line int, format string, args ...any) {
	f.problems = append(f.problems, Problem{Line: line, Message: fmt.Sprintf(format, args...)})
}

var yamlLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): `)

// addYAML notes what the YAML reader found. Its lines are in its text only.
func (f *findings) addYAML(err error) {
	messages := []string{err.Error()}
	var wrong *yaml.TypeError
	if errors.As(err, &wrong) {
		messages = wrong.Errors
	}
	for _, message := range messages {
		line := 0
		if m := yamlLine.FindStringSubmatch(message); m != nil {
			_, _ = fmt.Sscan(m[1], &line)
			message = message[len(m[0]):]
		}
		f.addLine(line+1, "front matter: %s", strings.TrimPrefix(message, "yaml: "))
	}
}

// descriptionLength is what search engines and link previews show.
const descriptionLength = 160

// firstParagraph is the first paragraph's text, cut at a word.
func firstParagraph(root ast.Node, source []byte) string {
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() != ast.KindParagraph {
			continue
		}
		text := strings.Join(strings.Fields(plainText(n, source)), " ")
		if utf8.RuneCountInString(text) <= descriptionLength {
			return text
		}
		cut := string([]rune(text)[:descriptionLength-1])
		if i := strings.LastIndexByte(cut, ' '); i > 0 {
			cut = cut[:i]
		}
		return strings.TrimRight(cut, ",;:.") + "…"
	}
	return ""
}
