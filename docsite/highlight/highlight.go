// Package highlight colours source code as HTML.
//
// A documentation site holds thousands of code blocks, and a reference has one
// for every language of every operation: the languages people document APIs in
// are scanned by hand, in one pass and at the speed of copying (code.go and its
// neighbours, one file a family). What is left goes to chroma, which knows
// hundreds of languages and takes its time.
//
// Colours are classes, so that one page serves the light and the dark theme, and
// no script is needed to paint them. An element never spans two lines: whoever
// numbers or marks lines may cut the result at its line ends.
//
// The classes are chroma's short names, about a dozen for all of its hundred
// types, because more would not be told apart and each costs bytes:
//
//	k  keyword       kc  constant   nc  type        nf  function, command
//	nt key, tag      na  attribute  nv  variable    s   string
//	se escape, regex m   number     c   comment
//	gi inserted      gd  deleted    gh  heading     gp  prompt     go  output
package highlight

import "strings"

// longest is the size of a block beyond which it stays plain: nobody reads
// colours in a megabyte.
const longest = 256 << 10

// scanner paints the whole of a source.
type scanner func(p *painter, source string)

// Known reports whether code in the language can be coloured. Plain text always
// can.
func Known(language string) bool {
	language = strings.ToLower(language)
	return plain(language) || scanners()[language] != nil || lexerOf(language) != nil
}

// plain are the names authors give to text that is no code.
func plain(language string) bool {
	switch language {
	case "", "text", "txt", "plain", "plaintext", "none", "nocode", "output", "log", "tree", "ascii", "goat", "csv", "mermaid", "math", "stderr", "stdout":
		return true
	}
	return false
}

// Append appends the source as HTML to dst. A language nobody knows gives plain,
// escaped text.
func Append(dst []byte, language, source string) []byte {
	p := painter{out: dst}
	language = strings.ToLower(language)
	switch scan := scanners()[language]; {
	case len(source) > longest || plain(language):
		p.paint("", source)
	case scan != nil:
		scan(&p, source)
	default:
		paintByChroma(&p, language, source)
	}
	p.close()
	return p.out
}
