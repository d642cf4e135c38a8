package highlight

import (
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// chromaLongest is the size beyond which chroma isn't asked: its patterns
// backtrack, and a block of somebody else's must not hold up a build.
const chromaLongest = 16 << 10

// byName are chroma's lexers under each of their names. Its own look-up tries
// patterns of file names too, which takes longer than to paint a block.
var byName = sync.OnceValue(func() map[string]chroma.Lexer {
	names := map[string]chroma.Lexer{}
	for _, lexer := range lexers.GlobalLexerRegistry.Lexers {
		config := lexer.Config()
		for _, name := range append(config.Aliases, config.Name) {
			names[strings.ToLower(name)] = lexer
		}
	}
	return names
})

func lexerOf(language string) chroma.Lexer { return byName()[language] }

func paintByChroma(p *painter, language, source string) {
	lexer := lexerOf(language)
	if lexer == nil || len(source) > chromaLongest {
		p.paint("", source)
		return
	}
	next, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root"}, source)
	rest := source
	for err == nil {
		token := next()
		// What is painted is the source, whatever a lexer makes of its line ends.
		if token == chroma.EOF || !strings.HasPrefix(rest, token.Value) {
			break
		}
		p.paint(class(token.Type), token.Value)
		rest = rest[len(token.Value):]
	}
	p.paint("", rest)
}

// class is that of a token of chroma's.
func class(t chroma.TokenType) string {
	switch t {
	case chroma.KeywordConstant, chroma.LiteralStringSymbol:
		return "kc"
	case chroma.KeywordType, chroma.NameClass, chroma.NameBuiltinPseudo:
		return "nc"
	case chroma.NameFunction, chroma.NameFunctionMagic, chroma.NameBuiltin, chroma.NameDecorator:
		return "nf"
	case chroma.NameTag:
		return "nt"
	case chroma.NameAttribute, chroma.NameProperty:
		return "na"
	case chroma.NameVariable, chroma.NameVariableInstance, chroma.NameVariableGlobal, chroma.NameConstant:
		return "nv"
	case chroma.LiteralStringEscape, chroma.LiteralStringInterpol, chroma.LiteralStringRegex:
		return "se"
	case chroma.GenericInserted:
		return "gi"
	case chroma.GenericDeleted:
		return "gd"
	case chroma.GenericPrompt:
		return "gp"
	case chroma.GenericOutput:
		return "go"
	case chroma.GenericHeading, chroma.GenericSubheading:
		return "gh"
	}
	switch {
	case t.InCategory(chroma.Keyword), t == chroma.OperatorWord:
		return "k"
	case t.InSubCategory(chroma.LiteralString):
		return "s"
	case t.InSubCategory(chroma.LiteralNumber):
		return "m"
	case t.InCategory(chroma.Comment):
		return "c"
	}
	return ""
}
