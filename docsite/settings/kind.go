package settings

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"gopkg.in/yaml.v3"

	"wpengine/docsite/colour"
	"wpengine/docsite/spelling"
)

// kind looks at a text as the tag "is" asks for. It returns the text as it is used; what is wrong
// with it is reported, and the result is then "".
func (r *reader) kind(n *yaml.Node, key, is, text string) string {
	var err error
	if choices, ok := strings.CutPrefix(is, "one of "); ok {
		return r.told(n, key, text, oneOf(text, strings.Split(choices, ", ")))
	}
	switch is {
	case "file", "folder", "picture", "style sheet":
		if text, err = r.found(text, is == "folder"); err == nil {
			err = ofKind(text, is)
		}
	case "url":
		_, err = absolute(text)
	case "address":
		err = address(text)
	case "edit":
		if err = address(strings.ReplaceAll(text, "{path}", "path")); err == nil && !strings.Contains(text, "{path}") {
			err = fmt.Errorf("lacks {path}, which stands for the guide's file: https://github.com/acme/docs/edit/main/content/{path}")
		}
	case "path":
		if text, err = "/"+strings.Trim(text, "/"), rooted(text); text == "/" {
			text = ""
		}
	case "link":
		err = link(text)
	case "colour":
		_, err = colour.Parse(text)
		if err != nil {
			err = fmt.Errorf("is %w", err)
		}
	case "name":
		if !namePattern.MatchString(text) || strings.Contains(text, "..") {
			err = fmt.Errorf("becomes part of an address: use small letters, digits, hyphens and dots, as in v1.2")
		}
	case "language":
		err = languageCode(text)
	case "pattern":
		if _, bad := path.Match(text, ""); bad != nil || !fs.ValidPath(text) {
			err = fmt.Errorf("is not a file, a folder or a pattern with * of the content, such as guides/internal")
		}
	}
	return r.told(n, key, text, err)
}

// told reports an error of a text; it is then "".
func (r *reader) told(n *yaml.Node, key, text string, err error) string {
	if err == nil {
		return text
	}
	written := n.Value
	if u, bad := url.Parse(written); bad == nil && u.User != nil {
		written = u.Redacted() // messages end up in logs
	}
	r.wrong(n, "%s %q %v", key, written, err)
	return ""
}

var namePattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`)

func oneOf(text string, choices []string) error {
	if slices.Contains(choices, text) {
		return nil
	}
	return fmt.Errorf("must be one of %s%s", strings.Join(choices, ", "), spelling.DidYouMean(text, choices))
}

// found is the name of a file or folder that has to be there. One outside of the file system that
// was given is left to whoever opens it.
func (r *reader) found(name string, folder bool) (string, error) {
	if strings.Contains(name, "://") {
		return "", fmt.Errorf("is on the network, where nothing is ever fetched from; save it beside %s and name the file", Name)
	}
	if path.IsAbs(name) || strings.Contains(name, `\`) || len(name) > 1 && name[1] == ':' {
		return "", fmt.Errorf("would be another file on other machines; name it relative to the folder of %s, with slashes", Name)
	}
	name = path.Clean(name)
	full := path.Join(r.dir, name)
	if !fs.ValidPath(full) {
		return name, nil
	}
	info, err := fs.Stat(r.fsys, full)
	switch {
	case err != nil:
		r.set.Missing = append(r.set.Missing, name)
		what := map[bool]string{false: "file", true: "folder"}[folder]
		return "", fmt.Errorf("is not there: no such %s%s", what, spelling.DidYouMean(name, r.beside(name)))
	case folder && !info.IsDir():
		return "", fmt.Errorf("is a file; name a folder")
	case !folder && info.IsDir():
		return "", fmt.Errorf("is a folder; name a file")
	}
	return name, nil
}

// kinds are how the names of files end that a browser has to understand.
var kinds = map[string][]string{
	"picture":     {".svg", ".png", ".ico", ".jpg", ".jpeg", ".gif", ".webp", ".avif"},
	"style sheet": {".css"},
}

func ofKind(name, kind string) error {
	if ends, ok := kinds[kind]; ok && !slices.Contains(ends, strings.ToLower(path.Ext(name))) {
		return fmt.Errorf("is no %s: the name of one ends in %s", kind, strings.Join(ends, ", "))
	}
	return nil
}

// beside are the names in the folder that a name is in.
func (r *reader) beside(name string) (names []string) {
	entries, _ := fs.ReadDir(r.fsys, path.Join(r.dir, path.Dir(name))) // without it there is no guess
	for _, e := range entries {
		names = append(names, path.Join(path.Dir(name), e.Name()))
	}
	return names
}

// absolute reads the address of something on the web.
func absolute(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("must be an address such as https://example.com/v1")
	}
	if u.User != nil {
		return nil, fmt.Errorf("has a name or a password in it, which every reader would see; take it out")
	}
	return u, nil
}

// address is where something is, to which paths are added.
func address(text string) error {
	u, err := absolute(text)
	if err == nil && (u.RawQuery != "" || u.Fragment != "") {
		return fmt.Errorf("must end with its path: nothing after a ? or a #")
	}
	return err
}

// rooted checks the path of an address.
func rooted(text string) error {
	switch {
	case !strings.HasPrefix(text, "/"):
		return fmt.Errorf("must start with a slash")
	case strings.ContainsAny(text, "?#\\ ") || strings.Contains(text, "//") || slices.Contains(strings.Split(text, "/"), ".."):
		return fmt.Errorf("must be a plain path such as /docs, without ?, #, spaces or ..")
	}
	return nil
}

// link checks where a link of the frame leads; the core knows whether a page is there.
func link(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return fmt.Errorf("can't be read as an address; write spaces as %%20")
	case u.Scheme == "mailto" || u.Scheme == "tel":
		return nil
	case u.Scheme != "" || u.Host != "":
		if _, err := absolute(text); err != nil {
			return fmt.Errorf("must be a page such as guides/start.md, a folder, reference, or an address that begins with https://")
		}
		return nil
	case slices.Contains(strings.Split(u.Path, "/"), ".."):
		return fmt.Errorf("leads out of the site; name pages from the content's folder, as guides/start.md")
	}
	return nil
}

// languageCode wants a code of BCP 47, spelt as browsers and search engines spell it.
func languageCode(text string) error {
	tag, err := language.Parse(text)
	if err != nil || tag == language.Und {
		return fmt.Errorf("is not the code of a language; write one such as en, de, pt-BR or zh-Hant")
	}
	if tag.String() != text {
		return fmt.Errorf("is written %s", tag)
	}
	return nil
}
