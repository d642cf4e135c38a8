package document

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// slugLength is how long a slug may be, in bytes: with what is added to it, it fits into a file name anywhere.
const slugLength = 100

// Slug makes a segment of a URL, which is also a name for a file, of a name: letters and digits of any script, dots,
// underscores, and a dash for whatever stands between them. Case is kept. A long one is cut, and ends in a hash of all
// of it.
func Slug(name string) string {
	var b strings.Builder
	dash := false
	for _, r := range norm.NFC.String(name) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r) && b.Len() > 0, r == '.', r == '_':
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			dash = false
		default:
			dash = true
		}
	}
	slug := strings.Trim(b.String(), ".-") // "..", and what Windows takes off
	if len(slug) > slugLength {
		sum := sha256.Sum256([]byte(name))
		slug = strings.ToValidUTF8(slug[:slugLength], "") + "-" + hex.EncodeToString(sum[:4])
	}
	switch {
	case slug == "":
		return untagged
	case reserved(slug):
		stem, extension, dotted := strings.Cut(slug, ".")
		if slug = stem + "_"; dotted {
			slug += "." + extension
		}
	}
	return slug
}

// reserved reports a name that is no good for a page: an index.html is that of its folder.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	return strings.EqualFold(stem, "index") || Device(name)
}

// Device reports a name that Windows keeps for a device, also with an extension.
func Device(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch stem {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "com") || strings.HasPrefix(stem, "lpt")) && stem[3] >= '0' && stem[3] <= '9'
}

// slugs are those that are taken, folded: not every disk tells case apart. Each has the number that is tried next
// for another one of its name.
type slugs map[string]int

// unique is the slug of a name, with a number if another has it.
func (taken slugs) unique(name string) string { return taken.free(Slug(name)) }

func (taken slugs) free(want string) string {
	slug, key := want, Fold(want)
	next := taken[key]
	if next > 0 {
		for next = max(next, 2); ; next++ {
			slug = fmt.Sprintf("%s-%d", want, next)
			if taken[Fold(slug)] == 0 {
				break
			}
		}
		taken[Fold(slug)] = 1
	}
	taken[key] = next + 1
	return slug
}

// Fold is a name as disks compare it that don't tell case apart.
func Fold(name string) string {
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			return cases.Fold().String(name)
		}
	}
	return strings.ToLower(name)
}
