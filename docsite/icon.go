package docsite

import (
	"cmp"
	"fmt"
	"html"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wpengine/docsite/printable"
)

// icon is what stands beside a page's label in the sidebar: a sign, such as an emoji, or a picture of the content.
type icon struct {
	sign string
	file string // from the root of the site
}

// longestSign is how many characters a sign has: an emoji may be a few that are joined.
const longestSign = 12

// pictureTypes are the kinds of pictures that an icon can be.
var pictureTypes = []string{".svg", ".png", ".webp", ".avif", ".gif", ".jpg", ".jpeg"}

// iconOf is the icon that a guide's front matter gives it, if that can be shown.
func (b *builder) iconOf(p *page) icon {
	given := strings.TrimSpace(printable.Line(p.guide.Front.Icon))
	if given == "" {
		return icon{}
	}
	told := ""
	switch {
	case slices.Contains(pictureTypes, strings.ToLower(path.Ext(given))):
		to, _, err := b.destination(p, given)
		if err == nil && to != nil && to.page == nil {
			return icon{file: to.file}
		}
		if told = "a picture of another site can't be one"; err != nil {
			told = strings.TrimPrefix(err.Error(), fmt.Sprintf("link %q: ", given))
		}
	case utf8.RuneCountInString(given) <= longestSign && strings.IndexFunc(given, isWord) < 0:
		return icon{sign: given}
	default:
		told = "there is no set of icons to take it from"
	}
	b.problem(Problem{File: p.source, Line: cmp.Or(p.line, 1), Rule: "icon", Message: fmt.Sprintf("icon %q: %s; give an emoji, or the name of a picture", given, told)})
	return icon{}
}

// isWord reports what no sign has.
func isWord(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) }

// icon is the HTML of an entry's icon. What it shows is told by the label.
func (w *sidebarWriter) icon(pl *place) string {
	switch {
	case pl.icon.sign != "":
		return `<span class="nav-icon" aria-hidden="true">` + html.EscapeString(pl.icon.sign) + "</span>"
	case pl.icon.file != "":
		return `<img class="nav-icon" src="` + html.EscapeString(w.b.join(w.key.up, pl.icon.file)) + `" alt="" width="16" height="16">`
	}
	return ""
}
