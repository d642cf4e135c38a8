package markdown

import (
	"fmt"
	"html"
	"html/template"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Code is a code block as it is shown.
type Code struct {
	Language string // as the author named it: "ts", "sh", "" for plain text
	Source   string
	Title    string // a file name, as a rule
	Numbers  int    // number of the first line, 0 for none
	Marked   []int  // lines to stress, counted from 1
	Added    []int
	Removed  []int
}

// codeBlocks renders fenced code. After the language its info line may say
//
//	title="main.go"   a heading
//	lines, lines=10   line numbers, from 1 or 10
//	{1,3-4}           lines to stress; ins={…} and del={…} for a change
type codeBlocks struct{}

func (c codeBlocks) Extend(md goldmark.Markdown) {
	md.Parser().AddOptions(parser.WithASTTransformers(util.Prioritized(c, 500)))
	renderers(md, c)
}

const codeAttr = "code"

// Transform implements [parser.ASTTransformer].
func (codeBlocks) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	found, source := findingsOf(pc), reader.Source()
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		var code Code
		switch n := n.(type) {
		case *ast.FencedCodeBlock:
			if n.Info != nil {
				var err error
				if code, err = parseInfo(string(n.Info.Value(source))); err != nil {
					found.add(n.Info.Segment.Start, "code block: %v", err)
				}
			}
		case *ast.CodeBlock:
		default:
			return ast.WalkContinue, nil
		}
		code.Source = string(n.Lines().Value(source))
		n.SetAttributeString(codeAttr, code)
		return ast.WalkSkipChildren, nil
	})
}

var infoToken = regexp.MustCompile(`^(?:([a-z]+)="([^"]*)"|([a-z]*)=?(\{[^}]*\})|([a-z]+)(?:=([0-9]+))?)(?:\s+|$)`)

// parseInfo reads the line after the fence.
func parseInfo(info string) (code Code, err error) {
	rest := strings.TrimSpace(info)
	if rest != "" && rest[0] != '{' {
		code.Language, rest, _ = strings.Cut(rest, " ")
		rest = strings.TrimSpace(rest)
	}
	if !knownLanguage(code.Language) {
		return code, fmt.Errorf("no colours for language %q; name another or use \"text\"", code.Language)
	}
	for rest != "" {
		m := infoToken.FindStringSubmatch(rest)
		if m == nil {
			return code, fmt.Errorf("cannot read %q; it can be title=\"…\", lines, lines=N, {1,3-4}, ins={…}, del={…}", rest)
		}
		rest = rest[len(m[0]):]
		switch {
		case m[1] == "title":
			code.Title = m[2]
		case m[4] != "" && m[3] == "":
			code.Marked, err = lineSet(m[4])
		case m[3] == "ins":
			code.Added, err = lineSet(m[4])
		case m[3] == "del":
			code.Removed, err = lineSet(m[4])
		case m[5] == "lines" && m[6] == "":
			code.Numbers = 1
		case m[5] == "lines":
			code.Numbers, err = strconv.Atoi(m[6])
		default:
			err = fmt.Errorf("unknown setting %q; it can be title=\"…\", lines, lines=N, {1,3-4}, ins={…}, del={…}", strings.TrimSpace(m[0]))
		}
		if err != nil {
			return code, err
		}
	}
	return code, nil
}

// lineSet reads "{1,3-4}".
func lineSet(braces string) (lines []int, err error) {
	for part := range strings.SplitSeq(strings.Trim(braces, "{}"), ",") {
		low, high, ranged := strings.Cut(strings.TrimSpace(part), "-")
		from, err1 := strconv.Atoi(low)
		to, err2 := from, error(nil)
		if ranged {
			to, err2 = strconv.Atoi(high)
		}
		if err1 != nil || err2 != nil || from < 1 || to < from || to > 10_000 {
			return nil, fmt.Errorf("%s is not a list of lines such as {1,3-4}", braces)
		}
		for n := from; n <= to; n++ {
			lines = append(lines, n)
		}
	}
	return lines, nil
}

// HTML is the block with its colours. Colours are classes, so that one page
// serves the light and the dark theme, and no script is needed to paint them.
func (c Code) HTML() template.HTML {
	var out strings.Builder
	block := "code"
	if c.Title == "" && !strings.Contains(strings.TrimRight(c.Source, "\n"), "\n") {
		block += " code-line" // the button has its place beside it
	}
	fmt.Fprintf(&out, `<div class="%s">`, block)
	if c.Title != "" {
		fmt.Fprintf(&out, `<div class="code-title">%s</div>`, html.EscapeString(c.Title))
	}
	out.WriteString(`<button type="button" class="copy needs-js" data-copy>Copy</button>`)
	class := ""
	if c.Language != "" {
		class = fmt.Sprintf(` class="language-%s"`, html.EscapeString(c.Language))
	}
	fmt.Fprintf(&out, "<pre><code%s>", class)
	c.writeLines(&out)
	out.WriteString("</code></pre></div>\n")
	return template.HTML(out.String())
}

func (c Code) writeLines(out *strings.Builder) {
	lines := highlightLines(c.Language, c.Source)
	if c.Numbers == 0 && len(c.Marked)+len(c.Added)+len(c.Removed) == 0 {
		out.WriteString(strings.Join(lines, ""))
		return
	}
	width := len(strconv.Itoa(c.Numbers + len(lines) - 1))
	for i, line := range lines {
		class := "line"
		switch n := i + 1; {
		case slices.Contains(c.Added, n):
			class += " line-added"
		case slices.Contains(c.Removed, n):
			class += " line-removed"
		case slices.Contains(c.Marked, n):
			class += " line-marked"
		}
		fmt.Fprintf(out, `<span class="%s">`, class)
		if c.Numbers > 0 {
			// The text has an element of its own: tabs count from where that starts.
			fmt.Fprintf(out, `<span class="line-number" aria-hidden="true">%*d</span><span class="line-text">%s</span></span>`, width, c.Numbers+i, line)
			continue
		}
		out.WriteString(line)
		out.WriteString("</span>")
	}
}

// RegisterFuncs implements [renderer.NodeRenderer].
func (codeBlocks) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	render := func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if code, ok := n.AttributeString(codeAttr); ok && entering {
			_, _ = w.WriteString(string(code.(Code).HTML()))
		}
		return ast.WalkSkipChildren, nil
	}
	reg.Register(ast.KindFencedCodeBlock, render)
	reg.Register(ast.KindCodeBlock, render)
}
