package gogen

import (
	"strings"
	"unicode"
)

// initialisms are the words that Go writes in capitals.
var initialisms = map[string]string{
	"id": "ID", "ids": "IDs", "jid": "JID", "lid": "LID", "url": "URL", "qr": "QR", "ips": "IPs", "wa": "WA",
}

// goName makes an exported Go name of a name in the spec: clientId is ClientID.
func goName(name string) string {
	var b strings.Builder
	for _, word := range splitWords(name) {
		if s, ok := initialisms[strings.ToLower(word)]; ok {
			b.WriteString(s)
			continue
		}
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// splitWords splits camelCase and snake_case; a run of digits stays with the word before it.
func splitWords(name string) []string {
	var words []string
	start := 0
	for i, r := range name {
		switch {
		case r == '_' || r == '-' || r == '.':
			if i > start {
				words = append(words, name[start:i])
			}
			start = i + 1
		case unicode.IsUpper(r) && i > start:
			words = append(words, name[start:i])
			start = i
		}
	}
	if start < len(name) {
		words = append(words, name[start:])
	}
	return words
}
