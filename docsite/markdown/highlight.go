package markdown

import (
	"html"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// knownLanguage reports whether code in the language can be highlighted.
// Plain text always can.
func knownLanguage(language string) bool {
	return plain(language) || lexers.Get(language) != nil
}

func plain(language string) bool {
	switch language {
	case "", "text", "txt", "plain":
		return true
	}
	return false
}

// highlight returns the source's lines as HTML, each with its line end. An
// element never spans two lines, so that a line can be wrapped in its own.
func highlight(language, source string) []string {
	var tokens []chroma.Token
	if lexer := lexers.Get(language); lexer != nil && !plain(language) {
		if it, err := chroma.Coalesce(lexer).Tokenise(nil, source); err == nil {
			tokens = it.Tokens()
		}
	}
	if tokens == nil {
		tokens = []chroma.Token{{Type: chroma.Text, Value: source}}
	}
	var lines []string
	for _, line := range chroma.SplitTokensIntoLines(tokens) {
		if text := spans(line); text != "" {
			lines = append(lines, text)
		}
	}
	return lines
}

// spans writes one line, neighbours of the same colour in one element.
func spans(line []chroma.Token) string {
	var out strings.Builder
	open := ""
	for _, token := range line {
		class := colour(token.Type)
		if strings.TrimSpace(token.Value) == "" {
			class = open // white space has no colour of its own
		}
		if class != open {
			if open != "" {
				out.WriteString("</span>")
			}
			if class != "" {
				out.WriteString(`<span class="` + class + `">`)
			}
			open = class
		}
		out.WriteString(html.EscapeString(token.Value))
	}
	if open != "" {
		out.WriteString("</span>")
	}
	return out.String()
}

// colour is the class of a token: about a dozen colours for chroma's hundred
// types, because more would not be told apart and each costs bytes. Names are
// chroma's own short ones; css/code.css gives them their meaning.
func colour(t chroma.TokenType) string {
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
