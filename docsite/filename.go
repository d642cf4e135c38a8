package docsite

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"wpengine/docsite/printable"
	"wpengine/docsite/reference"
	"wpengine/openapi/document"
)

// segmentLength is how long a part of an address may be, in bytes, so that a file of that name can be anywhere.
const segmentLength = 100

// addressOf makes the path of a file one that needs no escapes in a link and no care on any disk.
func addressOf(name string) string {
	parts := strings.Split(name, "/")
	made := parts[:0]
	for i, part := range parts {
		if part != "" {
			made = append(made, segmentOf(part))
		} else if i == len(parts)-1 && len(made) > 0 {
			made = append(made, "")
		}
	}
	return strings.Join(made, "/")
}

// segmentOf is a part of an address: letters, digits, and a dash for whatever else there is.
func segmentOf(name string) string {
	part := strings.TrimRight(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '-' || r == '_' || r == '.' {
			return r
		}
		return '-'
	}, norm.NFC.String(name)), ".")
	switch {
	case part == "":
		return "page"
	case len(part) > segmentLength:
		sum := sha256.Sum256([]byte(name))
		ext := path.Ext(part)
		if len(ext) > 10 {
			ext = ""
		}
		return strings.ToValidUTF8(part[:segmentLength-len(ext)], "") + "-" + hex.EncodeToString(sum[:4]) + ext
	case document.Device(part), ownName(part):
		stem, rest, dotted := strings.Cut(part, ".")
		if dotted {
			rest = "." + rest
		}
		return stem + "_" + rest
	}
	return part
}

// ownName reports what the site calls a file of its own, which no folder may be called.
func ownName(name string) bool {
	switch strings.ToLower(name) {
	case "index.html", "404.html", "openapi.json", "openapi.yaml", "postman.json", "bruno.zip", "requests.http", "types.ts", "llms.txt", "llms-full.txt", "sitemap.xml", "robots.txt":
		return true
	}
	return strings.EqualFold(path.Ext(name), ".md") // a page as Markdown
}

// portable reports a name that every system takes for a file, and that can stand in a link.
func portable(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if len(part) > 2*segmentLength || document.Device(part) || !norm.NFC.IsNormalString(part) || printable.Line(part) != part ||
			strings.ContainsAny(part, `<>:"|?*\#%`) || strings.TrimSpace(part) != part || strings.HasSuffix(part, ".") || strings.ContainsFunc(part, func(r rune) bool { return !unicode.IsPrint(r) }) {
			return false
		}
	}
	return true
}

// names are those of files, as disks compare them that don't tell case apart.
type names struct {
	files, folders map[string]bool
	numbers        map[string]int // the next for a name that more than one asks for
}

func newNames() names { return names{map[string]bool{}, map[string]bool{}, map[string]int{}} }

func (n names) take(name string) {
	n.files[document.Fold(name)] = true
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		n.folders[document.Fold(dir)] = true
	}
}

// free reports a name that neither a file nor a folder has, and that is in no folder which is a file.
func (n names) free(name string) bool {
	name = document.Fold(name)
	if n.folders[name] {
		return false
	}
	for ; name != "."; name = path.Dir(name) {
		if n.files[name] {
			return false
		}
	}
	return true
}

// place takes the address that a page or a file asks for, or if that isn't free the same with a number. A folder gets the
// number if it is what a file is called.
func (n names) place(asked string) string {
	parts, made, end := strings.Split(strings.TrimSuffix(asked, "/"), "/"), "", ""
	if asked == "" || strings.HasSuffix(asked, "/") {
		end = "/"
	}
	for i, part := range parts {
		if i < len(parts)-1 {
			folder := part
			for number := 2; n.files[document.Fold(made+folder)]; number++ {
				folder = fmt.Sprintf("%s-%d", part, number)
			}
			made += folder + "/"
			continue
		}
		stem, ext, key := part, "", document.Fold(made+part)
		if end == "" {
			ext = path.Ext(part)
			stem = strings.TrimSuffix(part, ext)
		}
		for number := max(n.numbers[key], 2); !n.free(exportName(strings.TrimPrefix(made+part+end, "/"))); number++ {
			part = fmt.Sprintf("%s-%d%s", stem, number, ext)
			n.numbers[key] = number + 1
		}
		made += part
	}
	if made += end; made == "/" {
		made = ""
	}
	n.take(exportName(made))
	return made
}

// content is a file of an edition's content that is no guide.
type content struct {
	edition *edition
	name    string
}

// reserve takes the addresses of what the site makes itself.
func (b *builder) reserve() {
	for _, name := range []string{"404.html", "llms.txt", "llms-full.txt", "sitemap.xml", "_redirects", manifestName} {
		b.taken.take(name)
	}
	if name := b.feedName(); name != "" {
		b.taken.take(name)
	}
	for _, e := range b.editions {
		b.taken.take(e.searchHead())
	}
	for name := range b.files {
		b.taken.take(name)
	}
}

// placeFiles gives the files of the content their addresses: their own names, unless those are no good everywhere, or
// belong to a page or a file of ours.
func (b *builder) placeFiles() error {
	for _, p := range b.pages {
		if name := b.markdownOf(p); name != "" {
			b.taken.take(name)
		}
		if p.made != nil && p.made.Kind == reference.Operation {
			b.taken.take(p.path + reference.ModelFile)
		}
	}
	if b.callbackLink() != "" {
		b.taken.take(exportName(callbackPath))
	}
	for _, f := range b.contents {
		own := f.edition.prefix + f.name
		asked := own
		if !portable(f.name) {
			asked = f.edition.prefix + addressOf(f.name)
		}
		address := b.taken.place(asked)
		if address != asked {
			b.problem(Problem{File: path.Join(f.edition.contentName, f.name), Rule: "address",
				Message: fmt.Sprintf("its address /%s is taken, so it is at /%s; give the file another name", asked, address)})
		}
		b.moved[own] = address
		b.files[address] = b.contentFile(f.edition, f.name)
	}
	return nil
}
