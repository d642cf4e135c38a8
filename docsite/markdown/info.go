package markdown

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// info is what stands behind the fence of a code block:
//
//	go title="main.go"     the language, and a heading
//	lines, lines=10        line numbers, from 1 or 10
//	{1,3-4}                lines to stress; ins={…} and del={…} for a change
//	wrap                   long lines go on below
//	nofold                 shown as a whole, however long
//	file="../x.go"         the code is that file's; region="name" or lines="3-9" of it.
//	                       A block that has lines of its own keeps them, under that name
//
// and what other generators call the same.
type info struct {
	Code
	file, region, lines string
	at                  int
	problems            []string
}

func (i *info) wrong(format string, args ...any) {
	i.problems = append(i.problems, fmt.Sprintf(format, args...))
}

// infoWord is one setting: a key with a value, lines in braces, a title in brackets,
// or a word.
var infoWord = regexp.MustCompile(`^(?:([A-Za-z_-]*)(?:=|:)?(\{[^}]*\})|([A-Za-z_-]+)[=:](?:"([^"]*)"|'([^']*)'|(\[[^\]]*\])|([^\s,{}]+))|\[([^\]]*)\]|([^\s{]+))[\s,]*`)

// parse reads the line.
func (i *info) parse(line string) {
	rest := strings.TrimSpace(line)
	n := strings.IndexAny(rest, " \t{,[:")
	if n < 0 {
		n = len(rest)
	}
	i.Language, rest = strings.TrimPrefix(rest[:n], "."), strings.TrimLeft(rest[n:], " \t")
	if strings.HasPrefix(rest, "{.") || strings.HasPrefix(rest, "{ .") { // Pandoc: {.go title="x"}
		rest = strings.Trim(rest, "{}")
		name, more, _ := strings.Cut(strings.TrimSpace(rest), " ")
		i.Language, rest = strings.TrimPrefix(name, "."), more
	} else if braces, more, ok := strings.Cut(rest, "}"); ok && strings.HasPrefix(rest, "{") && strings.Contains(braces, "=") && strings.TrimSpace(more) == "" {
		rest = strings.Trim(strings.TrimSpace(rest), "{}") // Hugo: {linenos=true hl_lines=[1,"3-4"]}
	}
	rest = strings.TrimLeft(rest, " \t,:")
	for rest != "" {
		if rest[0] == '@' { // @ts-nocheck, @ts-type={…}: for those who check the code
			rest = strings.TrimLeft(rest[annotationEnd(rest):], " \t,")
			continue
		}
		m := infoWord.FindStringSubmatch(rest)
		if m == nil || m[0] == "" {
			i.wrong("cannot read %q; it can be %s", rest, infoWords)
			return
		}
		rest = rest[len(m[0]):]
		switch {
		case m[2] != "":
			i.lineSet(m[1], m[2])
		case m[3] != "":
			i.setting(m[3], m[4]+m[5]+m[6]+m[7])
		case m[8] != "":
			i.Title = m[8] // VitePress: [main.go]
		case m[9] != "":
			i.word(m[9])
		}
	}
}

// annotationEnd is where white space ends an annotation, outside of its braces.
func annotationEnd(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '{', '(', '[':
			depth++
		case '}', ')', ']':
			depth--
		case ' ', '\t':
			if depth <= 0 {
				return i
			}
		}
	}
	return len(s)
}

const infoWords = `title="…", lines, lines=N, {1,3-4}, ins={…}, del={…}, wrap, nofold, file="…", region="…"`

// lineSet is key={1,3-4}.
func (i *info) lineSet(key, braces string) {
	lines, err := lineSet(braces)
	if err != nil {
		i.wrong("%v", err)
		return
	}
	switch key {
	case "":
		i.Marked = append(i.Marked, lines...)
	case "ins", "add":
		i.Added = append(i.Added, lines...)
	case "del", "rem":
		i.Removed = append(i.Removed, lines...)
	default:
		i.wrong("unknown setting %q; it can be %s", key, infoWords)
	}
}

// setting is key="value".
func (i *info) setting(key, value string) {
	switch strings.ToLower(key) {
	case "title", "filename", "name", "caption":
		i.Title = value
	case "lines", "linenostart", "start", "ln":
		if n, err := strconv.Atoi(value); err == nil && n > 0 && n < 1_000_000 && key != "ln" {
			i.Numbers = n
		} else if key == "lines" {
			i.lines = value
		}
	case "file", "src":
		i.file = value
	case "region", "id", "tag":
		i.region = value
	case "hl_lines", "highlight", "mark":
		braces := strings.NewReplacer("[", "{", "]", "}", `"`, "", "'", "", " ", ",").Replace(value)
		i.lineSet("", strings.ReplaceAll(braces, ",,", ","))
	case "linenos", "linenumbers", "showlinenumbers":
		if value != "false" && i.Numbers == 0 {
			i.Numbers = 1
		}
	case "wrap", "copy", "class", "style", "expandable", "theme", "icon", "fiddle", "focus", "frame", "group", "anchorlinenos", "lineanchors", "nowrap", "noclasses", "hidden", "tab", "options":
	default:
		i.wrong("unknown setting %q; it can be %s", key, infoWords)
	}
}

// word is a setting without a value. Elsewhere there are others, which do nothing
// here, and a name alone is a title.
func (i *info) word(word string) {
	switch strings.ToLower(word) {
	case "lines", "showlinenumbers", "linenums", "numbered", "line-numbers":
		if i.Numbers == 0 {
			i.Numbers = 1
		}
	case "wrap":
		i.Wrap = true
	case "nofold", "expandable":
		i.Whole = true
	case "copy", "live", "nocopy", "npm2yarn", "nolinenumbers", "nonumber", "no-line-numbers", "no_run", "ignore", "should_panic", "compile_fail", "edition2021", "fold", "wordwrap", "playground", "noinline", "norun", "twoslash", "icon", "hide", "@theme":
	default:
		if strings.ContainsAny(word, "./") || i.Title == "" && (i.Language == "sh" || i.Language == "bash") {
			if i.Title == "" {
				i.Title = word
			}
			return
		}
		i.wrong("cannot read %q; it can be %s", word, infoWords)
	}
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
		if err1 != nil || err2 != nil || from < 1 || to < from || to > 10_000 || len(lines) > 10_000 {
			return nil, fmt.Errorf("%s is not a list of lines such as {1,3-4}", braces)
		}
		for n := from; n <= to; n++ {
			lines = append(lines, n)
		}
	}
	return lines, nil
}
