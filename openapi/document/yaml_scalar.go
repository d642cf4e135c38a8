package document

import (
	"math/big"
	"strconv"
	"strings"
)

// plainScalar is what a scalar without quotes means by YAML 1.2's core schema: null, true and false, and numbers. yes,
// on and dates are texts, and so is a number that begins with 0, which is a code of some kind, or that JSON can't have.
func plainScalar(s string) (Kind, string) {
	if s == "" {
		return Null, ""
	}
	switch c := s[0]; {
	case c >= '0' && c <= '9', c == '-', c == '+', c == '.':
		if isNumber(s) {
			return Number, s
		}
		if n := otherNumber(s); n != "" {
			return Number, n
		}
		return String, s
	case c == 'n', c == 'N', c == '~':
		switch s {
		case "~", "null", "Null", "NULL":
			return Null, ""
		}
	case c == 't', c == 'T':
		switch s {
		case "true", "True", "TRUE":
			return Bool, "true"
		}
	case c == 'f', c == 'F':
		switch s {
		case "false", "False", "FALSE":
			return Bool, "false"
		}
	}
	return String, s
}

// otherNumber writes a number of YAML as JSON does: +1, .5, 1., 0x1F and 0o17. It gives "" for what is none.
func otherNumber(s string) string {
	if len(s) > 2 && s[0] == '0' && len(s) < 100 {
		base := map[byte]int{'x': 16, 'o': 8}[s[1]]
		if n, ok := new(big.Int).SetString(s[2:], base); base != 0 && ok && s[2] != '-' && s[2] != '+' {
			return n.String()
		}
		return ""
	}
	sign, rest := "", s
	switch {
	case strings.HasPrefix(s, "+"):
		rest = s[1:]
	case strings.HasPrefix(s, "-"):
		sign, rest = "-", s[1:]
	}
	mantissa, exponent := rest, ""
	if i := strings.IndexAny(rest, "eE"); i >= 0 {
		mantissa, exponent = rest[:i], rest[i:]
	}
	whole, fraction, point := strings.Cut(mantissa, ".")
	switch {
	case whole == "" && fraction == "":
		return ""
	case whole == "":
		whole = "0"
	}
	n := sign + whole + exponent
	if point && fraction != "" {
		n = sign + whole + "." + fraction + exponent
	}
	if isNumber(n) {
		return n
	}
	return ""
}

// taggedScalar is what a scalar is that its author tagged: !!str 1, !!int "1".
func taggedScalar(tag, s string) (Kind, string) {
	kind, text := plainScalar(s)
	switch tag {
	case "!!null":
		return Null, ""
	case "!!bool":
		if b, err := strconv.ParseBool(strings.ToLower(s)); err == nil {
			return Bool, strconv.FormatBool(b)
		}
	case "!!int", "!!float":
		if kind == Number {
			return kind, text
		}
	}
	return String, s
}
