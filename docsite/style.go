package docsite

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"wpengine/docsite/settings"
)

// authorStyles publishes style sheets of the author's with the fonts, pictures and other sheets that they name, all of
// which get names that change with their content. Nothing else of the author's is loaded from where it isn't published.
type authorStyles struct {
	b    *builder
	open []string // sheets that are being read: none imports itself
}

// styleAddress finds comments, in which nothing is an address, and the two ways to write one.
var styleAddress = regexp.MustCompile(`(?s)/\*.*?\*/|@import\s+("[^"\n]*"|'[^'\n]*')|\burl\(\s*("[^"\n]*"|'[^'\n]*'|[^)'"\s]*)\s*\)`)

// publish publishes a sheet, and returns its address.
func (s *authorStyles) publish(name string) (string, error) {
	content, err := s.b.readAuthorFile(name)
	if err != nil {
		return "", err
	}
	s.open = append(s.open, name)
	defer func() { s.open = s.open[:len(s.open)-1] }()
	var out bytes.Buffer
	written := 0
	for _, m := range styleAddress.FindAllSubmatchIndex(content, -1) {
		for _, group := range [][]int{m[2:4], m[4:6]} {
			if group[0] < 0 {
				continue
			}
			given := strings.Trim(string(content[group[0]:group[1]]), `"'`)
			address, err := s.address(name, given)
			if err != nil {
				line := 1 + bytes.Count(content[:group[0]], []byte("\n"))
				s.b.problem(Problem{File: path.Join(s.b.config.FilesName, name), Line: line, Rule: "settings", Message: err.Error()})
				continue
			}
			if address == given {
				continue
			}
			out.Write(content[written:group[0]])
			fmt.Fprintf(&out, "%q", address)
			written = group[1]
		}
	}
	out.Write(content[written:])
	return s.b.publish(path.Base(name), out.Bytes()), nil
}

// address is what a sheet has to say in place of an address, seen from the folder of what is published.
func (s *authorStyles) address(sheet, given string) (string, error) {
	switch {
	case given == "" || given[0] == '#' || strings.HasPrefix(given, "data:"):
		return given, nil
	case strings.HasPrefix(given, "//") || strings.Contains(given, ":"):
		return "", fmt.Errorf("%q is elsewhere, and pages load nothing from there; put the file beside this one and name it", given)
	}
	file, after := given, ""
	if n := strings.IndexAny(given, "?#"); n >= 0 {
		file, after = given[:n], given[n:]
	}
	if rooted, ok := strings.CutPrefix(file, "/"); ok {
		s.b.look.named = append(s.b.look.named, rooted)
		return "../" + addressOf(rooted) + after, nil
	}
	name := path.Join(path.Dir(sheet), file)
	for _, outer := range s.open {
		if outer == name {
			return "", fmt.Errorf("%q imports itself; take one of the imports away", given)
		}
	}
	if !fs.ValidPath(name) {
		return "", fmt.Errorf("%q is outside of the folder of %s; put a copy into it", given, settings.Name)
	}
	publish := s.publish
	if path.Ext(name) != ".css" {
		publish = s.b.authorFile
	}
	published, err := publish(name)
	if err != nil {
		return "", fmt.Errorf("%q: no file %s; a file of the content is named from the root, as in %q", given, path.Join(s.b.config.FilesName, name), "/fonts/text.woff2")
	}
	return path.Base(published) + after, nil
}
