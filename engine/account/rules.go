package account

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The lengths of a password, in characters. There is no rule about kinds of characters: NIST SP 800-63B advises against
// it. It advises to refuse what is guessed first, and that is what the rest of this file does.
const (
	minPassword = 10
	maxPassword = 256
)

// commonText has the passwords that people are known to choose, one a line and sorted: all that are long enough, and the
// words that are as common without the digits and signs around them.
//
//go:embed common.txt
var commonText string

var common = sync.OnceValue(func() []string { return strings.Fields(commonText) })

// normal gives a password the form in which it is hashed: what looks the same on two keyboards is the same.
func normal(password string) string { return norm.NFKC.String(password) }

// weak says what is wrong with a password for an account, in words that go on from "a password"; "" if it is good.
func weak(password, email, name string) string {
	length := utf8.RuneCountInString(password)
	if length < minPassword || length > maxPassword {
		return fmt.Sprintf("a password has %d to %d characters; this one has %d", minPassword, maxPassword, length)
	}
	folded := strings.ToLower(normal(password))
	if isCommon(folded) {
		return "this password is among the first that are guessed; three or four words that have nothing to do with each other make a better one"
	}
	seen := map[rune]bool{}
	for _, r := range folded {
		seen[r] = true
	}
	if len(seen) < 4 {
		return "this password is a few characters again and again; choose one that is harder to guess"
	}
	// Without what everybody knows about the account, enough must be left to guess.
	rest := folded
	for _, known := range knownWords(email, name) {
		rest = strings.ReplaceAll(rest, known, "")
	}
	if rest != folded && utf8.RuneCountInString(rest) < minPassword-4 {
		return "this password is little more than the account's own name or address; choose one that others can't derive from them"
	}
	return ""
}

func isCommon(folded string) bool {
	if _, found := slices.BinarySearch(common(), folded); found {
		return true
	}
	word := strings.TrimFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) })
	_, found := slices.BinarySearch(common(), word)
	return found
}

// knownWords are the parts of an account's name and address, and of the product's name, the longest first.
func knownWords(email, name string) []string {
	email = strings.ToLower(strings.TrimSpace(email))
	words := []string{email, "wpengine", "whatsapp"}
	words = append(words, strings.FieldsFunc(email+" "+strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
	words = slices.DeleteFunc(words, func(w string) bool { return utf8.RuneCountInString(w) < 3 })
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}
