package docsite

import (
	"cmp"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// numbered is a name that begins with its place, as in "02-install.md"; a date or a version is none.
var numbered = regexp.MustCompile(`^(\d{1,3})[-_. ]+([^\d].*)$`)

// rankInName is the place that the name of a file or folder begins with, and the name without it.
func rankInName(name string) (rank *float64, rest string) {
	base := path.Base(name)
	m := numbered.FindStringSubmatch(base)
	if m == nil || !isGuide(base) && path.Ext(base) != "" || strings.HasPrefix(m[2], "md") {
		return nil, base
	}
	n, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return nil, base
	}
	return &n, m[2]
}

// compareTitles sorts titles as people do: "Step 9" is before "Step 10".
func compareTitles(a, z string) int {
	a, z = strings.ToLower(a), strings.ToLower(z)
	for a != "" && z != "" {
		if digit(a[0]) && digit(z[0]) {
			n, m := digits(a), digits(z)
			x, y := strings.TrimLeft(a[:n], "0"), strings.TrimLeft(z[:m], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); c != 0 {
				return c
			}
			a, z = a[n:], z[m:]
			continue
		}
		if a[0] != z[0] {
			return cmp.Compare(a[0], z[0])
		}
		a, z = a[1:], z[1:]
	}
	return cmp.Compare(len(a), len(z))
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// digits is how many digits a text begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && digit(s[n]) {
		n++
	}
	return n
}
