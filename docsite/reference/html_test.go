package reference_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// scanned is what there is on a page.
type scanned struct {
	ids      map[string]bool
	openable map[string]bool // elements with something inside that a script can put elsewhere
	links    []link
}

type link struct {
	to     string
	inside bool // it opens in place
}

// block are the elements that may not be in a paragraph or a heading.
var block = []string{"address", "article", "details", "div", "dl", "fieldset", "form", "h1", "h2", "h3", "h4", "header", "ol", "p", "pre", "section", "table", "ul"}

// open is an element whose end is still to come.
type open struct{ tag, id, class string }

// scan reads a page as strictly as a person would like to: every element ends where it should and stands where it may,
// no id is there twice, and nothing in it is code for a browser.
func scan(t *testing.T, path, body string) scanned {
	t.Helper()
	found := scanned{ids: map[string]bool{}, openable: map[string]bool{}}
	var stack []open
	fail := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s, in %v: %s", path, stack, fmt.Sprintf(format, args...))
	}
	tab := "" // the radio button before the pane that comes
	for z := html.NewTokenizer(strings.NewReader(body)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		switch kind {
		case html.StartTagToken:
			here := open{tag: token.Data}
			if message := misplaced(stack, token); message != "" {
				fail("%s", message)
			}
			for _, a := range token.Attr {
				switch {
				case a.Key == "id" && (found.ids[a.Val] || a.Val == "" || strings.ContainsAny(a.Val, " \t\n")):
					fail("the id %q is there twice, or is none", a.Val)
				case a.Key == "id":
					found.ids[a.Val], here.id = true, a.Val
				case a.Key == "class":
					here.class = a.Val
				case a.Key == "href":
					_, inside := attribute(token, "data-schema")
					found.links = append(found.links, link{a.Val, inside})
				}
			}
			if here.class == "tab-input" {
				tab = here.id
			}
			if here.class == "tab-pane" {
				here.id = tab
			}
			noteOpenable(found, stack, here)
			if !slices.Contains([]string{"input", "br", "img", "hr", "wbr"}, here.tag) {
				stack = append(stack, here)
			}
		case html.EndTagToken:
			if len(stack) == 0 || stack[len(stack)-1].tag != token.Data {
				fail("</%s> ends nothing", token.Data)
				return found
			}
			stack = stack[:len(stack)-1]
		}
	}
	if len(stack) > 0 {
		fail("not ended")
	}
	return found
}

func attribute(token html.Token, name string) (string, bool) {
	for _, a := range token.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// misplaced says what is wrong with an element where it stands.
func misplaced(stack []open, token html.Token) string {
	parent := ""
	if len(stack) > 0 {
		parent = stack[len(stack)-1].tag
	}
	seen := map[string]bool{}
	for _, a := range token.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") && a.Key == "href" {
			return fmt.Sprintf("<%s %s=%q> is code", token.Data, a.Key, a.Val)
		}
		if seen[a.Key] {
			return fmt.Sprintf("<%s> has %s twice", token.Data, a.Key)
		}
		seen[a.Key] = true
	}
	switch {
	case slices.Contains([]string{"script", "style", "iframe", "object", "base", "meta", "link"}, token.Data):
		return "there is a <" + token.Data + ">"
	case slices.Contains([]string{"ul", "ol"}, parent) && token.Data != "li":
		return "a list has a <" + token.Data + ">"
	case token.Data == "li" && parent != "ul" && parent != "ol":
		return "a <li> is in no list"
	case slices.Contains([]string{"p", "h1", "h2", "h3", "span", "code", "label", "dt"}, parent) && slices.Contains(block, token.Data):
		return fmt.Sprintf("<%s> stands in <%s>", token.Data, parent)
	case token.Data == "a" && slices.ContainsFunc(stack, func(o open) bool { return o.tag == "a" || o.tag == "button" }):
		return "a link is in another"
	}
	return ""
}

// noteOpenable notes what schema.ts can take out of a page: fields and choices, in an element with an id or in what that
// folds.
func noteOpenable(found scanned, stack []open, here open) {
	first, _, _ := strings.Cut(here.class, " ")
	if !slices.Contains([]string{"fields", "variants", "field-choice", "field-same", "field-more"}, first) && here.class != "tabs variants" {
		return
	}
	for i, up := len(stack)-1, 0; i >= 0 && up < 2; i, up = i-1, up+1 {
		if stack[i].id != "" {
			found.openable[stack[i].id] = true
			return
		}
		if stack[i].tag != "details" {
			return
		}
	}
}
