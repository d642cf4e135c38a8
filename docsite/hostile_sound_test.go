package docsite

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"
)

// ours are the elements and attributes that pages are made of. Every element may have those of "*".
var ours = map[string]string{
	"*": "aria-controls aria-current aria-describedby aria-hidden aria-keyshortcuts aria-label aria-labelledby aria-pressed class dir hidden id " +
		"lang role tabindex title",
	"a": "data-schema download href hreflang rel type", "article": "", "b": "", "blockquote": "", "body": "", "br": "",
	"button": "data-search-address data-cancel data-copy data-copy-by-key data-copy-page data-dismiss data-forget data-kept data-reset data-search data-search-index data-search-style data-send data-share data-show " +
		"data-theme-toggle data-view name popovertarget popovertargetaction type value",
	"code": "", "dd": "", "del": "", "details": "data-login data-switch name open",
	"div": "data-announcement data-answer data-beside data-bodyform data-host data-label data-realm data-scheme data-server data-title data-ways", "dl": "", "dt": "", "em": "",
	"fieldset": "", "figure": "", "footer": "", "form": "autocomplete data-answers data-callback data-direct data-editor data-keys data-model data-operation data-panel " +
		"data-proxy data-samples data-tryit novalidate",
	"h1": "", "h2": "", "h3": "", "h4": "", "h5": "", "h6": "", "head": "", "header": "", "hr": "", "html": "data-root", "i": "",
	"img": "alt decoding height loading src width",
	"input": "autocapitalize autocomplete checked data-1p-ignore data-alone data-in data-kind data-live data-lpignore data-name data-part " +
		"data-scheme data-variable disabled name placeholder required spellcheck type value",
	"kbd": "", "label": "for", "legend": "", "li": "", "link": "href hreflang rel type", "main": "", "meta": "charset content http-equiv name property",
	"nav": "popover", "noscript": "", "ol": "start", "option": "data-kind data-text selected value", "p": "data-said", "pre": "", "s": "",
	"script": "defer src type", "section": "", "select": "data-variable name", "small": "", "span": "data-class data-method data-views", "strong": "", "sub": "",
	"summary": "", "sup": "", "table": "", "tbody": "", "td": "", "textarea": "autocapitalize autocomplete data-in data-kind data-name name " +
		"placeholder rows spellcheck", "tfoot": "", "th": "scope", "thead": "", "title": "", "tr": "", "ul": "",
}

// checkSite looks at every file of a site that is made of what nobody trusts.
func checkSite(t *testing.T, site *Site) {
	t.Helper()
	all := site.builder.allFiles()
	all["404.html"] = site.builder.notFound
	names, wrong, pages := []string{}, []string{}, map[string]seenPage{}
	for _, name := range keys(all) {
		body, err := all[name].make()
		if err != nil {
			t.Fatal(err)
		}
		name = exportName(name)
		names = append(names, name)
		for _, w := range checkFile(name, body) {
			wrong = append(wrong, name+": "+w)
		}
		if path.Ext(name) == ".html" && name != "404.html" { // its links are those of a server
			pages[name] = readPage(string(body))
		}
	}
	for _, name := range keys(pages) {
		for _, link := range pages[name].links {
			if problem := deadLink(pages, all, name, link); problem != "" {
				wrong = append(wrong, name+": "+problem)
			}
		}
	}
	for _, p := range site.Problems() {
		if i := strings.IndexFunc(p.String(), unprintable); i >= 0 {
			wrong = append(wrong, fmt.Sprintf("a message has %q: %.200q", p.String()[i:i+1], p.String()))
		}
	}
	tell(t, append(wrong, checkFileNames(names)...))
}

// tell reports what is wrong, the first of much.
func tell(t *testing.T, wrong []string) {
	t.Helper()
	for _, w := range wrong[:min(len(wrong), 12)] {
		t.Error(w)
	}
	if more := len(wrong) - 12; more > 0 {
		t.Errorf("and %d more", more)
	}
}

// unprintable reports characters that a terminal obeys, or that turn what follows around.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || turns(r) || r == '\u2028' || r == '\u2029'
}

// turns reports characters that change the direction of what follows.
func turns(r rune) bool { return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' }

// unseen reports characters that no page may have.
func unseen(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' || r == '\u202d' || r == '\u202e'
}

// inProse reports a text of a guide or a description, or a list of its headings, where words of another direction may be set
// apart.
func inProse(n *html.Node) bool {
	for n = range n.Ancestors() {
		if class := attribute(n, "class"); strings.Contains(class, "prose") || class == "field-text" || strings.HasPrefix(class, "contents") {
			return true
		}
	}
	return false
}

// checkFileNames finds names of files that some system cannot have, and those that are one on a disk that doesn't tell case
// or ways to write an accent apart.
func checkFileNames(all []string) (wrong []string) {
	fold := func(name string) string { return norm.NFC.String(cases.Fold().String(norm.NFD.String(name))) }
	files := map[string]string{}
	for _, name := range all {
		for part := range strings.SplitSeq(name, "/") {
			if why := unportable(part); why != "" {
				wrong = append(wrong, fmt.Sprintf("file %q: %s", name, why))
			}
		}
		if other, ok := files[fold(name)]; ok {
			wrong = append(wrong, fmt.Sprintf("files %q and %q are one on some disks", name, other))
		}
		files[fold(name)] = name
	}
	for _, name := range all {
		for dir := path.Dir(name); dir != "." && dir != "/"; dir = path.Dir(dir) {
			if other, ok := files[fold(dir)]; ok {
				wrong = append(wrong, fmt.Sprintf("file %q is a folder of %q on some disks", other, name))
			}
		}
	}
	return wrong
}

// unportable says why a name is no good for a file or folder everywhere, or nothing.
func unportable(name string) string {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	devices := []string{"con", "prn", "aux", "nul", "com0", "com1", "com9", "lpt0", "lpt1", "lpt9"}
	switch {
	case name == "" || name == "." || name == "..":
		return "it names a folder of the disk's own"
	case !utf8.ValidString(name):
		return "it is no UTF-8"
	case len(name) > 200:
		return "it is too long"
	case strings.ContainsAny(name, `<>:"\|?*%#`):
		return "it has a character that Windows or a URL doesn't take"
	case strings.ContainsFunc(name, func(r rune) bool { return unprintable(r) || !unicode.IsPrint(r) }):
		return "it has a character that can't be seen"
	case strings.HasSuffix(name, ".") || strings.TrimSpace(name) != name:
		return "it begins or ends with what some systems leave out"
	case slices.Contains(devices, strings.TrimSpace(stem)):
		return "Windows keeps it for a device"
	case !norm.NFC.IsNormalString(name):
		return "it is not in the form of Unicode that all disks keep"
	}
	return ""
}

// checkFile finds what is wrong in a file, by its kind.
func checkFile(name string, body []byte) []string {
	var err error
	switch ext := path.Ext(name); ext {
	case ".html":
		return checkPage(body)
	case ".json":
		if !json.Valid(body) {
			err = errors.New("it is no JSON")
		}
	case ".yaml":
		err = yaml.Unmarshal(body, new(any))
	case ".xml":
		err = wellFormed(body)
	case ".zip":
		return checkZip(body)
	case ".http":
		if bytes.Contains(body, []byte("\nX-Evil: 1\n")) {
			err = errors.New("somebody else's header is sent")
		}
	}
	if err != nil {
		return []string{err.Error()}
	}
	return nil
}

func wellFormed(body []byte) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// checkZip wants names in it that are good anywhere, too.
func checkZip(body []byte) []string {
	r, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return []string{err.Error()}
	}
	var names []string
	for _, f := range r.File {
		names = append(names, strings.TrimSuffix(f.Name, "/"))
	}
	return checkFileNames(names)
}

// checkDrawing finds what is in a drawing or a formula, which guides and descriptions may hold, that could do something.
func checkDrawing(n *html.Node) (wrong []string) {
	drawn := strings.Fields("svg g path rect text tspan line polyline polygon circle ellipse title desc defs marker clipPath " +
		"math semantics annotation mrow mi mn mo mtext mspace msub msup msubsup munder mover munderover mfrac msqrt mroot mtable mtr mtd menclose mphantom")
	if !slices.Contains(drawn, n.Data) {
		wrong = append(wrong, fmt.Sprintf("there is a <%s> in a drawing", n.Data))
	}
	for _, a := range n.Attr {
		if key := strings.ToLower(a.Key); strings.HasPrefix(key, "on") || key == "href" || key == "style" || key == "src" {
			wrong = append(wrong, fmt.Sprintf("<%s> in a drawing has %s=%q", n.Data, a.Key, a.Val))
		}
	}
	return wrong
}

// checkPage finds what is on a page that isn't ours.
func checkPage(body []byte) (wrong []string) {
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if !utf8.Valid(body) {
		say("it is no UTF-8")
	}
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return append(wrong, err.Error())
	}
	ids := map[string]bool{}
	for n := range root.Descendants() {
		switch n.Type {
		case html.TextNode:
			if i := strings.IndexFunc(n.Data, func(r rune) bool { return unseen(r) || turns(r) && !inProse(n) }); i >= 0 {
				say("the text of <%s> has a character that nobody sees: %.100q", n.Parent.Data, n.Data[i:])
			}
		case html.CommentNode:
			say("there is a comment: %.100q", n.Data)
		case html.ElementNode:
			if n.Namespace != "" {
				wrong = append(wrong, checkDrawing(n)...)
				continue
			}
			allowed, ok := ours[n.Data]
			if !ok {
				say("there is a <%s>", n.Data)
			}
			for _, a := range n.Attr {
				if !slices.Contains(strings.Fields(allowed), a.Key) && !slices.Contains(strings.Fields(ours["*"]), a.Key) {
					say("<%s> has %s=%.100q", n.Data, a.Key, a.Val)
				}
				wrong = append(wrong, checkAttribute(n, a)...)
				if a.Key == "id" {
					if ids[a.Val] {
						say("the id %q is there twice", a.Val)
					}
					ids[a.Val] = true
				}
			}
		}
	}
	return wrong
}

var ourClass = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// checkAttribute finds what an attribute of ours must not say.
func checkAttribute(n *html.Node, a html.Attribute) (wrong []string) {
	say := func(why string) { wrong = append(wrong, fmt.Sprintf("<%s %s=%.100q>: %s", n.Data, a.Key, a.Val, why)) }
	words := a.Key == "alt" || a.Key == "title" || a.Key == "aria-label"
	if strings.ContainsFunc(a.Val, func(r rune) bool { return unseen(r) || turns(r) && !words }) {
		say("that has a character that nobody sees")
	}
	switch a.Key {
	case "class":
		for class := range strings.FieldsSeq(a.Val) {
			if !strings.HasPrefix(class, "language-") && !ourClass.MatchString(class) || class == "topbar" && n.Data != "header" {
				say("that class is not of our making")
			}
		}
	case "id", "name", "for":
		if a.Val == "" || strings.ContainsFunc(a.Val, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || turns(r) }) {
			say("that is no id")
		}
	case "href", "src", "action", "data-root", "data-search", "data-model", "data-panel", "data-editor", "data-samples", "data-answers", "data-keys", "data-callback", "data-direct":
		u, err := url.Parse(strings.TrimSpace(a.Val))
		switch {
		case err != nil:
			say("that is no address")
		case n.Data != "a" && n.Data != "img" && (u.Host != "" || u.Scheme != "") && attribute(n, "rel") != "canonical" && attribute(n, "rel") != "alternate":
			say("that is fetched from elsewhere")
		case !slices.Contains([]string{"", "http", "https", "mailto", "tel", "sms", "ftp", "irc", "xmpp"}, strings.ToLower(u.Scheme)):
			say("that scheme leads nowhere")
		}
	}
	return wrong
}
