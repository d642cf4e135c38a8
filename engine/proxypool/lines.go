package proxypool

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wpengine/engine/api"
)

// Line is a line of a list of proxies, as people keep and paste it.
type Line struct {
	Number int // from 1
	Item   api.ProxySeed
	Err    error // why it is none; has nothing of the line in it, which may hold a password
}

// ReadLines reads a list with a proxy a line: a URL, and behind it, in any order, a country of two capital letters, how
// many clients it may have, and tags. Empty lines and those that begin with # are skipped. Sellers write
// host:port:user:password and user:password@host:port too; such a line gets the scheme that is given, unless that is "".
func ReadLines(text, scheme string) []Line {
	var lines []Line
	for i, line := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		address, rest := split(line)
		if address == "" || strings.HasPrefix(address, "#") {
			continue
		}
		l := Line{Number: i + 1, Item: api.ProxySeed{URL: withScheme(address, scheme)}}
		if !strings.Contains(l.Item.URL, "://") {
			l.Err = errors.New("it has no scheme, such as http:// or socks5://; write one, or choose what lines without a scheme are")
			lines = append(lines, l)
			continue
		}
		for _, word := range strings.FieldsFunc(rest, isSeparator) {
			if l.Err = describe(&l.Item, word); l.Err != nil {
				break
			}
		}
		lines = append(lines, l)
	}
	return lines
}

func isSeparator(r rune) bool { return strings.ContainsRune(" \t\r,;", r) }

// split parts a line after its URL. A comma ends that too, but not in a password.
func split(line string) (address, rest string) {
	address, rest, _ = strings.Cut(strings.TrimSpace(strings.ReplaceAll(line, "\t", " ")), " ")
	host := strings.LastIndexByte(address, '@') + 1
	if i := strings.IndexFunc(address[host:], isSeparator); i >= 0 {
		address, rest = address[:host+i], address[host+i:]+" "+rest
	}
	return address, rest
}

// withScheme turns what sellers write into a URL.
func withScheme(word, scheme string) string {
	if strings.Contains(word, "://") || scheme == "" {
		return word
	}
	if parts := strings.SplitN(word, ":", 4); len(parts) == 4 && strings.Trim(parts[1], "0123456789") == "" {
		return scheme + "://" + url.UserPassword(parts[2], parts[3]).String() + "@" + parts[0] + ":" + parts[1]
	}
	return scheme + "://" + word
}

// describe takes one of the words behind a URL.
func describe(item *api.ProxySeed, word string) error {
	n, err := strconv.Atoi(word)
	switch {
	case err == nil && (n < 1 || n > 10000):
		return errors.New("the number of clients must be from 1 to 10000")
	case err == nil:
		item.MaxClients = &n
	case len(word) == 2 && strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "":
		item.Country = &word
	case strings.ContainsAny(word, ":/@"):
		return errors.New("there is something behind the URL that looks like another; a line has one proxy")
	case len(word) > 50 || len(item.Tags) == 20:
		return errors.New("a proxy has at most 20 tags, of at most 50 characters")
	case !slices.Contains(item.Tags, word):
		item.Tags = append(item.Tags, word)
	}
	return nil
}
