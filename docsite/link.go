package docsite

import (
	"fmt"
	"html"
	"net/url"
	"path"
	"strconv"
	"strings"

	nethtml "golang.org/x/net/html"

	"wpengine/docsite/markdown"
)

// resolveLinks makes the links of every page relative and checks that each leads
// somewhere: to a page, an operation or a file of the site, and to an id that is
// there. An author may write a guide's file ("errors.md#codes"), an address from
// the site's root ("/guides/errors/#codes") or an operation
// ("op:server.ping").
func (b *builder) resolveLinks() error {
	for _, p := range b.pages {
		b.collectIDs(p)
	}
	for _, p := range b.pages {
		p.body = b.rewrite(p)
	}
	return nil
}

// collectIDs finds what can be linked to on the page. Two elements with one id
// would make such a link ambiguous.
func (b *builder) collectIDs(p *page) {
	p.ids = map[string]bool{contentID: true, sidebarID: true, contentsID: true}
	z := nethtml.NewTokenizer(strings.NewReader(p.body))
	for kind := z.Next(); kind != nethtml.ErrorToken; kind = z.Next() {
		if kind != nethtml.StartTagToken && kind != nethtml.SelfClosingTagToken {
			continue
		}
		for _, attr := range z.Token().Attr {
			if attr.Key != "id" {
				continue
			}
			if p.ids[attr.Val] {
				b.problem(p, p.line, "two elements have the id %q; give one heading another with {#id}", attr.Val)
			}
			p.ids[attr.Val] = true
		}
	}
}

// rewrite copies the page's HTML, its links resolved. Everything else stays byte
// for byte what it was.
func (b *builder) rewrite(p *page) string {
	var out strings.Builder
	z := nethtml.NewTokenizer(strings.NewReader(p.body))
	for {
		kind := z.Next()
		if kind == nethtml.ErrorToken {
			return out.String()
		}
		raw := string(z.Raw()) // before Token, which consumes it
		if kind != nethtml.StartTagToken && kind != nethtml.SelfClosingTagToken {
			out.WriteString(raw)
			continue
		}
		token := z.Token()
		if token.Data != "a" && token.Data != "img" {
			out.WriteString(raw)
			continue
		}
		b.rewriteTag(p, &token)
		out.WriteString(startTag(token))
	}
}

// rewriteTag resolves the address of one link or picture and takes out the line
// it was written on.
func (b *builder) rewriteTag(p *page, token *nethtml.Token) {
	line, kept := p.line, token.Attr[:0]
	for _, attr := range token.Attr {
		if attr.Key == markdown.LineAttribute {
			line, _ = strconv.Atoi(attr.Val)
			continue
		}
		kept = append(kept, attr)
	}
	token.Attr = kept
	for i, attr := range token.Attr {
		if (token.Data == "a" && attr.Key != "href") || (token.Data == "img" && attr.Key != "src") {
			continue
		}
		to, err := b.resolve(p, attr.Val)
		if err != nil {
			b.problem(p, line, "%v", err)
			continue
		}
		token.Attr[i].Val = to
		if token.Data == "img" {
			token.Attr = append(token.Attr, b.pictureSize(p, attr.Val)...)
		}
	}
}

func startTag(token nethtml.Token) string {
	var out strings.Builder
	out.WriteString("<" + token.Data)
	for _, attr := range token.Attr {
		fmt.Fprintf(&out, ` %s="%s"`, attr.Key, html.EscapeString(attr.Val))
	}
	out.WriteString(">")
	return out.String()
}

// resolve turns a link as the author wrote it into one relative to the page.
func (b *builder) resolve(p *page, link string) (string, error) {
	u, err := url.Parse(link)
	if err != nil {
		return "", fmt.Errorf("link %q is not an address", link)
	}
	if u.Host != "" || (u.Scheme != "" && u.Scheme != markdown.OperationScheme) {
		return link, nil // somewhere else
	}
	target, err := b.target(p, u)
	if err != nil {
		return "", err
	}
	if target == nil { // a file
		return b.relative(p, b.fileNamed(p, u)), nil
	}
	if u.Fragment != "" && !target.ids[u.Fragment] {
		return "", fmt.Errorf("link %q: %s has no heading or element with the id %q%s",
			link, target.source, u.Fragment, didYouMean(u.Fragment, keys(target.ids)))
	}
	fragment := ""
	if u.Fragment != "" {
		fragment = "#" + u.EscapedFragment()
	}
	if target == p && fragment != "" {
		return fragment, nil
	}
	return b.relative(p, target.path) + fragment, nil
}

// target is the page a link leads to, or nil if it is a file.
func (b *builder) target(p *page, u *url.URL) (*page, error) {
	switch {
	case u.Scheme == markdown.OperationScheme:
		return b.operationTarget(u.Opaque)
	case u.Path == "":
		return p, nil
	case strings.HasPrefix(u.Path, "/"):
		if to := b.byPath[strings.TrimPrefix(u.Path, "/")]; to != nil {
			return to, nil
		}
	case path.Ext(u.Path) == ".md":
		name := b.besideSource(p, u.Path)
		if to := b.bySource[name]; to != nil {
			return to, nil
		}
		if b.drafts[name] {
			return nil, fmt.Errorf("link %q leads to a draft, which readers cannot open", u)
		}
		return nil, fmt.Errorf("link %q: no file %s%s", u, b.contentFile(name), didYouMean(name, keys(b.bySource)))
	}
	if b.files[b.fileNamed(p, u)] != nil {
		return nil, nil
	}
	return nil, b.nowhere(p, u)
}

// nowhere says why a link leads nowhere, and what would.
func (b *builder) nowhere(p *page, u *url.URL) error {
	rooted, isRooted := strings.CutPrefix(u.Path, "/")
	switch {
	case path.Ext(u.Path) != "":
		name := b.fileNamed(p, u)
		return fmt.Errorf("link %q: no file %s%s", u, b.contentFile(name), didYouMean(name, keys(b.files)))
	case !isRooted:
		return fmt.Errorf("link %q leads nowhere; link to a guide by its file, \"errors.md\", or from the root, \"/guides/errors/\"", u)
	case b.byPath[rooted+"/"] != nil:
		return fmt.Errorf("link %q lacks the slash at its end", u)
	}
	return fmt.Errorf("link %q: the site has no such page%s", u, didYouMean(rooted, keys(b.byPath)))
}

// operationTarget is the page of an operation.
func (b *builder) operationTarget(id string) (*page, error) {
	spec := b.config.Spec
	if spec == nil {
		return nil, fmt.Errorf("no operation %q: the site has no spec", id)
	}
	if op := findOperation(spec, id); op != nil {
		if to := b.byPath[operationPath(op)]; to != nil {
			return to, nil
		}
	}
	if near := nearOperation(spec, id); near != "" {
		return nil, fmt.Errorf("no operation %q in the spec; did you mean %q?", id, near)
	}
	return nil, fmt.Errorf("no operation %q in the spec", id)
}

// besideSource is the file in Content that a path relative to the page's own means.
func (b *builder) besideSource(p *page, to string) string {
	return path.Join(path.Dir(p.file), to)
}

func (b *builder) fileNamed(p *page, u *url.URL) string {
	if rooted, ok := strings.CutPrefix(u.Path, "/"); ok {
		return rooted
	}
	return b.besideSource(p, u.Path)
}

// relative is the address of a page or file of the site, seen from a page.
func (b *builder) relative(p *page, to string) string {
	if b.config.Static && (to == "" || strings.HasSuffix(to, "/")) {
		to += "index.html" // nobody looks for it in a folder on disk
	}
	if p.absolute {
		return b.rootPath() + to
	}
	up := strings.Repeat("../", strings.Count(p.path, "/"))
	if up+to == "" {
		return "./"
	}
	return up + to
}

// rootPath is the path of the site's first page on its host, as far as it is known.
func (b *builder) rootPath() string {
	if b.config.Static {
		if u, err := url.Parse(b.config.BaseURL); err == nil && b.config.BaseURL != "" {
			return u.Path
		}
		return ""
	}
	return b.config.BasePath + "/"
}
