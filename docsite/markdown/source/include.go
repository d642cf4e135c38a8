package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A page may include so many files, and so many of them each other in turn.
const (
	deepestInclude = 10
	mostIncludes   = 500
)

// Resolve is the file that a guide names: relative to its own folder, or from the
// root of the content with a slash before it. It never leaves the content.
func Resolve(from, name string) (string, error) {
	name = strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "~")
	full := path.Join(path.Dir(from), name)
	if strings.HasPrefix(name, "/") {
		full = strings.TrimPrefix(path.Clean(name), "/")
	}
	if full == ".." || strings.HasPrefix(full, "../") || full == "." || full == "" {
		return "", fmt.Errorf("cannot include %q: it is outside of the content", name)
	}
	return full, nil
}

// include puts another file's text here. The first of the names that is there counts.
func (r *reader) include(names ...string) {
	full, text, err := r.openFirst(names)
	if err != nil {
		r.warn("include "+names[0], "%v", err)
		return
	}
	r.included++
	if !r.fresh {
		r.newLine()
	}
	front := SplitFront(text)
	r.read(full, string(front.Body), front.Line, blanked(r.prefix))
	r.startLine(blanked(r.prefix))
}

// openFirst reads the first of the files that can be included. The error is of the
// first name.
func (r *reader) openFirst(names []string) (full string, text []byte, first error) {
	for _, name := range names {
		full, err := Resolve(r.file(), name)
		if err == nil {
			text, err = r.openFile(name, full)
		}
		if err == nil {
			return full, text, nil
		}
		if first == nil {
			first = err
		}
	}
	return "", nil, first
}

func (r *reader) openFile(name, full string) ([]byte, error) {
	switch {
	case r.open == nil:
		return nil, fmt.Errorf("cannot include %q: there are no files to read", name)
	case slices.Contains(r.files, full):
		return nil, fmt.Errorf("cannot include %s: it includes itself (%s)", full, strings.Join(append(slices.Clip(r.files), full), ", "))
	case r.included >= mostIncludes:
		return nil, fmt.Errorf("cannot include %s: the page includes %d files already", full, mostIncludes)
	case len(r.files) > deepestInclude:
		return nil, fmt.Errorf("cannot include %s: %d files include each other already", full, len(r.files))
	}
	text, err := r.open(full)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("cannot include %q: there is no file %s in the content", name, full)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot include %q: %w", name, err)
	}
	return text, nil
}

var (
	regionBegin = regexp.MustCompile(`(?:#?region|docs?:start|doc-?region|ANCHOR:|START|snippet-start|tag::)[\s:]*\[?([\w.-]+)`)
	regionEnd   = regexp.MustCompile(`(?:#?end-?region|docs?:end|end-?doc-?region|ANCHOR_END|END|snippet-end|end::)`)
)

// Region is the part of a file between two lines that name it, such as
// "// #region name" and "// #endregion", without its common indentation.
func Region(text, name string) (string, error) {
	var lines []string
	inside := false
	for line := range strings.Lines(text) {
		begin := regionBegin.FindStringSubmatch(line)
		switch {
		case !inside && begin != nil && begin[1] == name && !regionEnd.MatchString(line):
			inside = true
		case inside && regionEnd.MatchString(line) && (strings.Contains(line, name) || !regionNamed(line)):
			return dedented(lines), nil
		case inside && begin == nil:
			lines = append(lines, line)
		}
	}
	if inside {
		return dedented(lines), nil
	}
	return "", fmt.Errorf("no region %q; it begins with a line that has \"#region %s\"", name, name)
}

// regionNamed reports whether the end of a region says of which.
func regionNamed(line string) bool {
	m := regionEnd.FindStringIndex(line)
	return strings.Trim(line[m[1]:], " \t\r\n:*/->[]#") != ""
}

// Lines are those of a file that a list such as "3-9,12" names.
func Lines(text, list string) (string, error) {
	all := strings.SplitAfter(text, "\n")
	var lines []string
	for part := range strings.SplitSeq(list, ",") {
		low, high, ranged := strings.Cut(strings.TrimSpace(part), "-")
		from, err := strconv.Atoi(low)
		to := from
		if ranged && high != "" && err == nil {
			to, err = strconv.Atoi(high)
		} else if ranged {
			to = len(all)
		}
		if err != nil || from < 1 || to < from {
			return "", fmt.Errorf("%q is not a list of lines such as 3-9,12", list)
		}
		if from > len(all) {
			return "", fmt.Errorf("line %d is behind the end of the file", from)
		}
		lines = append(lines, all[from-1:min(to, len(all))]...)
	}
	return dedented(lines), nil
}

func dedented(lines []string) string {
	least := -1
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if n := indentOf(line); least < 0 || n < least {
			least = n
		}
	}
	var out strings.Builder
	for _, line := range lines {
		out.WriteString(line[min(max(least, 0), indentOf(line)):])
	}
	return out.String()
}
