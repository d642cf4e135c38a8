package markdown

import (
	"fmt"
	"net/url"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// links writes links and pictures as the author gave them, with the line they
// stand on, and refuses addresses that could run a script.
type links struct{}

func (l links) Extend(md goldmark.Markdown) {
	md.Parser().AddOptions(parser.WithASTTransformers(util.Prioritized(l, 700)))
	renderers(md, l)
}

// Transform implements [parser.ASTTransformer].
func (links) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	found, source := findingsOf(pc), reader.Source()
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		var to []byte
		switch n := n.(type) {
		case *ast.Link:
			to = n.Destination
		case *ast.AutoLink:
			to = n.URL(source)
		case *ast.Image:
			to = n.Destination
			if plainText(n, source) == "" {
				found.add(offsetOf(n), "picture %s has no text for those who cannot see it: ![what it shows](%s)", to, to)
			}
		default:
			return ast.WalkContinue, nil
		}
		if err := allowed(string(to)); err != nil {
			found.add(offsetOf(n), "%v", err)
		}
		n.SetAttributeString(LineAttribute, lineAt(source, offsetOf(n)))
		return ast.WalkContinue, nil
	})
}

// allowed refuses schemes a documentation page has no use for: "javascript:"
// would run as the site.
func allowed(to string) error {
	u, err := url.Parse(to)
	if err != nil {
		return fmt.Errorf("link %q is not an address: %w", to, err)
	}
	switch u.Scheme {
	case "", "http", "https", "mailto", "tel", OperationScheme:
		return nil
	}
	return fmt.Errorf("link %q: scheme %q is not allowed; it can be http, https, mailto, tel or op", to, u.Scheme)
}

// RegisterFuncs implements [renderer.NodeRenderer].
func (links) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindLink, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			_, _ = w.WriteString("</a>")
			return ast.WalkContinue, nil
		}
		link := n.(*ast.Link)
		fmt.Fprintf(w, `<a href="%s"%s%s>`, address(link.Destination), title(link.Title), line(n))
		return ast.WalkContinue, nil
	})
	reg.Register(ast.KindAutoLink, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		link := n.(*ast.AutoLink)
		to := link.URL(source)
		if link.AutoLinkType == ast.AutoLinkEmail {
			to = append([]byte("mailto:"), to...)
		}
		fmt.Fprintf(w, `<a href="%s"%s>%s</a>`, address(to), line(n), util.EscapeHTML(link.Label(source)))
		return ast.WalkContinue, nil
	})
	reg.Register(ast.KindImage, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			image := n.(*ast.Image)
			fmt.Fprintf(w, `<img src="%s" alt="%s"%s%s loading="lazy" decoding="async">`,
				address(image.Destination), util.EscapeHTML([]byte(plainText(n, source))), title(image.Title), line(n))
		}
		return ast.WalkSkipChildren, nil
	})
}

func address(to []byte) []byte {
	if allowed(string(to)) != nil {
		return nil
	}
	return util.EscapeHTML(util.URLEscape(to, true))
}

func title(t []byte) string {
	if len(t) == 0 {
		return ""
	}
	return fmt.Sprintf(` title="%s"`, util.EscapeHTML(t))
}

func line(n ast.Node) string {
	at, ok := n.AttributeString(LineAttribute)
	if !ok {
		return ""
	}
	return fmt.Sprintf(` %s="%d"`, LineAttribute, at)
}
