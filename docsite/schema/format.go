package schema

import (
	"encoding/base64"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// format is a kind of text that JSON Schema or OpenAPI names: an example of it, and what it looks like.
type format struct {
	example string
	check   func(string) bool // nil if anything goes
}

// formatOf knows the formats that mean the same to everybody.
func formatOf(name string) format {
	switch name {
	case "date-time":
		return format{"2026-03-01T12:00:00Z", isDateTime}
	case "date":
		return format{"2026-03-01", func(s string) bool { _, err := time.Parse(time.DateOnly, s); return err == nil }}
	case "time":
		return format{"12:00:00Z", func(s string) bool { return isDateTime("2026-03-01T" + s) }}
	case "duration":
		return format{"PT1H", duration.MatchString}
	case "uuid":
		return format{"3fa85f64-5717-4562-b3fc-2c963f66afa6", uuid.MatchString}
	case "email", "idn-email":
		return format{"ada@example.com", func(s string) bool { a, err := mail.ParseAddress(s); return err == nil && a.Address == s }}
	case "uri", "iri":
		return format{"https://example.com/", func(s string) bool { u, err := url.Parse(s); return err == nil && u.IsAbs() }}
	case "url": // no format of JSON Schema: it may be relative
		return format{example: "https://example.com/"}
	case "uri-reference", "iri-reference":
		return format{"/path", func(s string) bool { _, err := url.Parse(s); return err == nil && !strings.Contains(s, `\`) }}
	case "uri-template":
		return format{example: "/path/{id}"}
	case "hostname", "idn-hostname":
		return format{"example.com", func(s string) bool { return s != "" && len(s) <= 253 && !strings.ContainsAny(s, " /_:") }}
	case "ipv4":
		return format{"192.0.2.1", func(s string) bool { a, err := netip.ParseAddr(s); return err == nil && a.Is4() }}
	case "ipv6":
		return format{"2001:db8::1", func(s string) bool { a, err := netip.ParseAddr(s); return err == nil && a.Is6() && a.Zone() == "" }}
	case "json-pointer":
		return format{"/path", func(s string) bool { return s == "" || s[0] == '/' }}
	case "regex":
		return format{example: "^a+$"}
	case "byte":
		return format{"aGVsbG8=", isBase64}
	}
	return format{}
}

var (
	duration = regexp.MustCompile(`^P(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)$`)
	uuid     = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
)

func isDateTime(s string) bool {
	_, err := time.Parse(time.RFC3339, strings.ToUpper(s))
	return err == nil
}

func isBase64(s string) bool {
	s = strings.TrimRight(strings.Join(strings.Fields(s), ""), "=")
	s = strings.NewReplacer("-", "+", "_", "/").Replace(s)
	_, err := base64.RawStdEncoding.DecodeString(s)
	return err == nil
}

// formatted reports whether a text is of a format.
func formatted(name, text string) bool {
	check := formatOf(name).check
	return check == nil || check(text)
}

// formattedNumber reports whether a number is of a format.
func formattedNumber(name, text string) bool {
	bits := 0
	switch name {
	case "int32":
		bits = 32
	case "int64":
		bits = 64
	default:
		return true
	}
	if _, err := strconv.ParseInt(text, 10, bits); err == nil {
		return true
	}
	x, err := strconv.ParseFloat(text, 64)
	return err == nil && strings.ContainsAny(text, ".eE") && x == float64(int64(x)) && (bits == 64 || x == float64(int32(x)))
}
