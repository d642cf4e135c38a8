package markdown

import (
	"bytes"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// parts is what a parser understands beyond CommonMark.
type parts struct {
	guide bool // footnotes, containers, attributes: what needs ids or a page of its own
	math  bool
}

func guideParts(o Options) parts    { return parts{guide: true, math: o.Math != nil} }
func fragmentParts(o Options) parts { return parts{math: o.Math != nil} }

// newParser sets goldmark up. Only its parser is used: see writer.go for the other
// half.
func newParser(with parts) parser.Parser {
	blocks := []util.PrioritizedValue{
		util.Prioritized(headingParser{parser.NewSetextHeadingParser(parser.WithHeadingAttribute())}, 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(nested{parser.NewListParser()}, 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(headingParser{parser.NewATXHeadingParser(parser.WithHeadingAttribute())}, 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(nested{parser.NewBlockquoteParser()}, 800),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
	inlines := []util.PrioritizedValue{
		util.Prioritized(codeSpans{parser.NewCodeSpanParser()}, 100),
		util.Prioritized(operationLinks{}, 190), // before links, which see the same bracket
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewRawHTMLParser(), 400),
		util.Prioritized(parser.NewEmphasisParser(), 500),
		util.Prioritized(autolinks{extension.NewLinkifyParser()}, 999),
	}
	extensions := []goldmark.Extender{extension.Table, extension.Strikethrough, extension.TaskList}
	if with.guide {
		blocks = append(blocks, util.Prioritized(tabPanes{}, 50), util.Prioritized(nested{directives{}}, 650))
		inlines = append(inlines, util.Prioritized(strayNotes{}, 150)) // after footnotes, before links
		extensions = append(extensions, extension.Footnote, extension.DefinitionList)
	}
	if with.math {
		blocks = append(blocks, util.Prioritized(mathBlocks{}, 690))
		inlines = append(inlines, util.Prioritized(mathSpans{}, 150))
	}
	p := parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(
			util.Prioritized(callouts{}, 50), // before link reference definitions, which also begin with a bracket
			util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
		),
	)
	goldmark.New(goldmark.WithParser(p), goldmark.WithExtensions(extensions...))
	return p
}

// findings is what parsers learn that the tree has no place for.
type findings struct {
	chosen   []string // ids that authors gave to headings
	problems []finding
	parent   ast.Node    // of the last bracket
	brackets int         // that are open in it
	ticks    map[int]int // where the last run of so many backticks is
	ticked   ast.Node    // the paragraph that is about
}

type finding struct {
	at      int
	message string
}

func (f *findings) add(at int, message string) {
	f.problems = append(f.problems, finding{at, message})
}

var findingsKey = parser.NewContextKey()

func findingsOf(pc parser.Context) *findings {
	return pc.Get(findingsKey).(*findings)
}

// deepest is how many blocks may stand in each other. Beyond it a quote or a list
// is the text of a paragraph: browsers, and whoever reads HTML, have limits too.
const deepest = 100

// nested keeps a parser of containers from going too deep.
type nested struct{ parser.BlockParser }

// Open implements [parser.BlockParser].
func (n nested) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if len(pc.OpenedBlocks()) >= deepest {
		return nil, parser.NoChildren
	}
	return n.BlockParser.Open(parent, reader, pc)
}

// headingParser notes the ids that authors chose: none made up may equal them.
type headingParser struct{ parser.BlockParser }

var idAttribute = []byte("id")

// Close implements [parser.BlockParser].
func (h headingParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	h.BlockParser.Close(node, reader, pc)
	if node.Attributes() != nil {
		if id, ok := node.Attribute(idAttribute); ok {
			found := findingsOf(pc)
			found.chosen = append(found.chosen, attributeText(id))
		}
	}
}

// noIDs keeps goldmark from making ids, which is for headings.go to do.
type noIDs struct{}

// Generate implements [parser.IDs].
func (noIDs) Generate([]byte, ast.NodeKind) []byte { return nil }

// Put implements [parser.IDs].
func (noIDs) Put([]byte) {}

// longestName is how much may stand before the "@" of an address.
const longestName = 80

// autolinks are addresses written as they are. goldmark asks at every word whether
// one begins there; this answers for nearly all of them.
type autolinks struct{ parser.InlineParser }

// Parse implements [parser.InlineParser].
func (a autolinks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	word := line
	switch line[0] {
	case ' ', '*', '_', '~', '(':
		word = line[1:]
	}
	if len(word) < 5 {
		return nil
	}
	switch word[0] {
	case 'h', 'f', 'w':
		if bytes.HasPrefix(word, []byte("http")) || bytes.HasPrefix(word, []byte("ftp:")) || bytes.HasPrefix(word, []byte("www.")) {
			return a.InlineParser.Parse(parent, block, pc)
		}
	}
	if bytes.IndexByte(word[:min(len(word), longestName)], '@') <= 0 {
		return nil
	}
	return a.InlineParser.Parse(parent, block, pc)
}

// codeSpans are those of CommonMark. In a long paragraph a run of backticks is looked
// for only if there is another of its length: whoever writes thousands of runs would
// have the rest of the paragraph searched for each.
type codeSpans struct{ parser.InlineParser }

// longParagraph is the number of bytes that are searched faster than counted.
const longParagraph = 4 << 10

// Parse implements [parser.InlineParser].
func (c codeSpans) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	lines := parent.Lines()
	if lines.Len() == 0 || lines.At(lines.Len()-1).Stop-lines.At(0).Start < longParagraph {
		return c.InlineParser.Parse(parent, block, pc)
	}
	f := findingsOf(pc)
	if f.ticked != parent {
		f.ticked, f.ticks = parent, lastTicks(lines, block.Source())
	}
	line, segment := block.PeekLine()
	n := len(line) - len(bytes.TrimLeft(line, "`"))
	if f.ticks[n] > segment.Start {
		return c.InlineParser.Parse(parent, block, pc)
	}
	block.Advance(n)
	return ast.NewTextSegment(segment.WithStop(segment.Start + n))
}

// lastTicks finds the last run of each number of backticks.
func lastTicks(lines *text.Segments, source []byte) map[int]int {
	last := map[int]int{}
	for i := range lines.Len() {
		line := lines.At(i)
		for at := line.Start; at < line.Stop; at++ {
			n := bytes.IndexByte(source[at:line.Stop], '`')
			if n < 0 {
				break
			}
			at += n
			run := len(source[at:line.Stop]) - len(bytes.TrimLeft(source[at:line.Stop], "`"))
			last[run] = at
			at += run
		}
	}
	return last
}
