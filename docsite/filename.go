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
	case "index.html", "404.html", "openapi.json", "openapi.yaml", "postman.json", "bruno.zip", "requests.http", "types.ts", "llms.txt", "llms-full.txt", "sitemap.xml":
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
type names struct{ files, folders map[string]bool }

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

// content is a file of an edition's content that is no guide.
type content struct {
	edition *edition
	name    string
}

// placeFiles gives the files of the content their addresses: their own names, unless those are no good everywhere, or
// belong to a page or a file of ours.
func (b *builder) placeFiles() error {
	taken := names{map[string]bool{}, map[string]bool{}}
	for _, name := range []string{"404.html", "llms.txt", "llms-full.txt", "sitemap.xml"} {
		taken.take(name)
	}
	for name := range b.files {
		taken.take(exportName(name))
	}
	for _, p := range b.pages {
		taken.take(exportName(p.path))
	}
	for _, f := range b.contents {
		own := f.edition.prefix + f.name
		asked := own
		if !portable(f.name) {
			asked = f.edition.prefix + addressOf(f.name)
		}
		address, ext := asked, path.Ext(asked)
		for n := 2; !taken.free(address); n++ {
			address = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(asked, ext), n, ext)
		}
		if address != asked {
			b.problem(Problem{File: path.Join(f.edition.contentName, f.name), Rule: "address",
				Message: fmt.Sprintf("its address /%s is taken, so it is at /%s; give the file another name", asked, address)})
		}
		taken.take(address)
		b.moved[own] = address
		b.files[address] = b.contentFile(f.edition, f.name)
	}
	return nil
}
