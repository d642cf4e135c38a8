package settings

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"io/fs"
	"path"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"gopkg.in/yaml.v3"
)

// complete looks at what has to fit together, and fills in what follows from the rest.
func (r *reader) complete() {
	r.findContent()
	r.set.Out = cmp.Or(r.set.Out, "site")
	r.checkLanguages()
	r.checkVersions()
	r.checkNav()
	r.checkFooter()
	r.checkAnnouncement()
	r.checkChangelog()
	r.checkAccent()
	if logo := r.written["logo"]; logo != nil && logo.Kind == yaml.MappingNode && r.written["logo.light"] == nil {
		r.wrong(logo, "logo lacks light, the picture on a light ground")
	}
	for _, s := range r.set.Servers {
		r.required(s.At, "servers", "url", s.URL)
	}
}

// findContent takes the folder that a new site has its guides in, if the file names none.
func (r *reader) findContent() {
	if r.written["content"] != nil {
		return
	}
	if info, err := fs.Stat(r.fsys, path.Join(r.dir, "content")); err == nil && info.IsDir() {
		r.set.Content = "content"
	}
}

// at is a position as a problem needs it.
func at(p Position) *yaml.Node { return &yaml.Node{Line: p.Line, Column: p.Column} }

func (r *reader) required(p Position, what, key, text string) bool {
	if text == "" {
		r.wrong(at(p), "an entry of %s lacks %s", what, key)
	}
	return text != ""
}

// rightToLeft are the scripts that are written so.
var rightToLeft = map[string]bool{"Arab": true, "Hebr": true, "Thaa": true, "Syrc": true, "Nkoo": true, "Adlm": true, "Rohg": true, "Mand": true, "Samr": true}

func (r *reader) checkLanguages() {
	codes := map[string]bool{}
	for i := range r.set.Languages {
		l := &r.set.Languages[i]
		if !r.required(l.At, "languages", "code", l.Code) {
			continue
		}
		if codes[l.Code] {
			r.wrong(at(l.At), "languages: %s is here twice; keep one", l.Code)
		}
		codes[l.Code] = true
		tag := language.Make(l.Code)
		if l.Label == "" {
			first, size := utf8.DecodeRuneInString(display.Self.Name(tag))
			l.Label = string(unicode.ToUpper(first)) + display.Self.Name(tag)[size:]
		}
		if l.Dir == "" {
			script, _ := tag.Script()
			l.Dir = map[bool]string{false: "ltr", true: "rtl"}[rightToLeft[script.String()]]
		}
	}
}

// checkVersions gives each version what it doesn't say of its own.
func (r *reader) checkVersions() {
	names, latest := map[string]bool{}, -1
	for _, l := range r.set.Languages {
		names[l.Code] = true
	}
	for i := range r.set.Versions {
		v := &r.set.Versions[i]
		if !r.required(v.At, "versions", "name", v.Name) {
			continue
		}
		if names[v.Name] {
			r.wrong(at(v.At), "versions: the name %q is taken by another version or a language; give it another", v.Name)
		}
		names[v.Name] = true
		if v.Latest && latest >= 0 {
			r.wrong(at(v.At), "versions: %s can't be the latest too, as %s is", v.Name, r.set.Versions[latest].Name)
		}
		if v.Latest && latest < 0 {
			latest = i
		}
		if v.Label == "" {
			v.Label = v.Name
		}
		if v.Content == "" {
			v.Content = r.set.Content
		}
		if v.Spec == "" {
			v.Spec = r.set.Spec
		}
	}
	if len(r.set.Versions) == 0 {
		return
	}
	v := &r.set.Versions[max(latest, 0)]
	v.Latest = true
	r.set.Content, r.set.Spec = v.Content, v.Spec
}

func (r *reader) checkNav() {
	for _, item := range r.set.Nav {
		switch {
		case item.To == "" && item.Items == nil:
			r.wrong(at(item.At), "an entry of nav lacks to, which says where it leads, or items, which make it a menu")
		case item.To != "" && item.Items != nil:
			r.wrong(at(item.At), "an entry of nav has both to and items; a menu leads nowhere itself, so make to one of its items")
		case item.Items != nil:
			r.required(item.At, "nav", "title", item.Title)
		default:
			r.checkLink(Link{item.Title, item.To, item.At}, "nav")
		}
		for _, l := range item.Items {
			r.checkLink(l, "nav.items")
		}
	}
}

// checkLink asks for a title where there is no page to take it from.
func (r *reader) checkLink(l Link, what string) {
	if r.required(l.At, what, "to", l.To) && l.External() {
		r.required(l.At, what, "title", l.Title)
	}
}

func (r *reader) checkFooter() {
	for _, c := range r.set.Footer.Columns {
		r.required(c.At, "footer.columns", "title", c.Title)
		if len(c.Links) == 0 {
			r.wrong(at(c.At), "an entry of footer.columns lacks links")
		}
		for _, l := range c.Links {
			r.checkLink(l, "footer.columns.links")
		}
	}
}

// checkAnnouncement names what has no name by its text, so that a new text is shown again.
func (r *reader) checkAnnouncement() {
	a := &r.set.Announcement
	if r.written["announcement"] == nil {
		return
	}
	if a.Text == "" {
		if r.written["announcement.text"] == nil && r.written["announcement"].Kind == yaml.MappingNode {
			r.wrong(r.written["announcement"], "announcement lacks text")
		}
		return
	}
	if a.ID == "" {
		sum := fnv.New64a()
		fmt.Fprintln(sum, a.Text, a.Href)
		a.ID = fmt.Sprintf("%x", sum.Sum64())
	}
}

// checkChangelog looks for the folder within the content.
func (r *reader) checkChangelog() {
	n := r.written["changelog"]
	if n == nil || r.set.Changelog == "" {
		return
	}
	content := cmp.Or(r.set.Content, "content")
	r.set.Changelog = path.Clean(r.set.Changelog)
	full := path.Join(r.dir, content, r.set.Changelog)
	if !fs.ValidPath(r.set.Changelog) || r.set.Changelog == "." {
		r.wrong(n, "changelog %q must be a folder of the content, such as changelog", n.Value)
		return
	}
	if !fs.ValidPath(full) {
		return // outside of what we see
	}
	if info, err := fs.Stat(r.fsys, full); err != nil || !info.IsDir() {
		r.set.Missing = append(r.set.Missing, path.Join(content, r.set.Changelog))
		r.wrong(n, "changelog %q: there is no such folder in %s", n.Value, content)
	}
}
