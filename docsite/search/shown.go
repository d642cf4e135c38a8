package search

import (
	"strings"
	"unicode/utf8"
)

// The lengths of what is shown of an entry, in bytes.
const (
	excerptLength = 160
	lineLength    = 200
)

// shownParts are what is shown of the entries, and how many of them are in each part, as numbers.
//
// An entry is a list of its title, address, crumb, method, path and text, without the empty ones at its end. Where one is
// the same as in the entry before there is a 0, and an address that is only an anchor is on the page of that one.
func shownParts(entries []*Entry) (parts []part, sizes string) {
	var counts []byte
	for at := 0; at < len(entries); {
		name := partName("e", len(parts))
		script := appendOpening(nil, name)
		script = append(script, '[')
		from := at
		for before := new(Entry); at < len(entries) && len(script) < entriesPart; at++ {
			if at > from {
				script = append(script, ',', '\n')
			}
			e := entries[at]
			script = appendRow(script, e, before)
			before = e
		}
		script = append(script, ']')
		parts = append(parts, part{name, appendClosing(script)})
		counts = appendNumber(counts, uint32(at-from))
	}
	return parts, string(counts)
}

// columns is how many values an entry has.
const columns = 6

func (e *Entry) columns() [columns]string {
	return [columns]string{e.Title, e.URL, e.Crumb, e.Method, e.Path, ""}
}

func appendRow(out []byte, e, before *Entry) []byte {
	row, last := e.columns(), before.columns()
	row[columns-1] = excerpt(e.Text)
	page, anchor, _ := strings.Cut(row[1], "#")
	if lastPage, _, _ := strings.Cut(last[1], "#"); page == lastPage && page != "" {
		row[1] = "#" + anchor
	}
	end := columns
	for end > 2 && row[end-1] == "" {
		end--
	}
	out = append(out, '[')
	for i, value := range row[:end] {
		if i > 0 {
			out = append(out, ',')
		}
		switch {
		case value != "" && value == last[i]:
			out = append(out, '0')
		case i == 1:
			out = appendQuoted(out, value) // an address must not be cut
		default:
			out = appendQuoted(out, line(value))
		}
	}
	return append(out, ']')
}

// line is the start of a text that must stay short.
func line(text string) string {
	if len(text) <= lineLength {
		return text
	}
	return strings.ToValidUTF8(text[:lineLength], "") + " …"
}

// excerpt is the start of a text, up to the end of a word.
func excerpt(text string) string {
	if len(text) > 4*excerptLength {
		text = text[:4*excerptLength]
	}
	if words := strings.TrimSpace(text); len(words) <= excerptLength && !strings.ContainsAny(words, "\n\t\r") && !strings.Contains(words, "  ") {
		return words
	}
	var out strings.Builder
	out.Grow(excerptLength + 8)
	for word := range strings.FieldsSeq(text) {
		if out.Len()+len(word) > excerptLength {
			for _, r := range word { // one without spaces after it may be a whole text
				if out.Len() >= excerptLength*2/3 {
					break
				}
				if r != utf8.RuneError {
					out.WriteRune(r)
				}
			}
			out.WriteString(" …")
			break
		}
		if out.Len() > 0 {
			out.WriteByte(' ')
		}
		out.WriteString(word)
	}
	return out.String()
}
