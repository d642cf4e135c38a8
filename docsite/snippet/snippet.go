// Package snippet finds the requests in the code of guides and says what in them a description of the API has otherwise:
// a path that it does not know, a body that does not fit.
//
// [Find] reads commands of cURL (shell.go, curl.go), messages of HTTP (http.go), and calls of fetch, axios, requests and
// httpx whose arguments are written out (script.go, literal.go). What a program puts in only when it runs, such as a
// variable, may be anything. Samples are written for people: what is not understood is passed over.
package snippet

import (
	"slices"
	"strings"
)

// Unknown stands in a URL or a value for what is known only when the code runs.
const Unknown = "\uFFFC"

// Request is a request that a sample sends.
type Request struct {
	Method string
	URL    string // as far as it is known: "https://api.example.com/pets/1", "￼/pets/1"
	Body   any    // as package json decodes it; nil where nothing is known of it
	Line   int    // of the code, from 0
	Faulty string // why the body, which should be JSON, is none; "" otherwise
}

// largest is how long code is that somebody reads.
const largest = 32 << 10

// Find is what a block of code in a language sends.
func Find(language, code string) []Request {
	if len(code) > largest {
		return nil
	}
	switch strings.ToLower(language) {
	case "", "sh", "bash", "zsh", "shell", "console", "curl", "shell-session", "sh-session", "terminal":
		if strings.Contains(code, "curl") {
			return curls(code)
		}
	case "http", "https", "rest":
		return messages(code)
	case "js", "javascript", "mjs", "jsx", "ts", "typescript", "mts", "tsx":
		return scriptCalls(code)
	case "py", "python", "python3":
		return pythonCalls(code)
	}
	return nil
}

// lineAt is the line of an offset, from 0.
func lineAt(code string, offset int) int { return strings.Count(code[:min(offset, len(code))], "\n") }

// methods are those that code names.
func isMethod(name string) bool {
	return slices.Contains([]string{"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"}, name)
}
