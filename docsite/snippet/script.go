package snippet

import (
	"regexp"
	"strings"
)

// The beginnings of calls that send something.
var (
	fetchCall  = regexp.MustCompile(`\bfetch\(\s*`)
	axiosCall  = regexp.MustCompile(`\baxios\.(get|post|put|patch|delete)\(\s*`)
	pythonCall = regexp.MustCompile(`\b(?:requests|httpx|session|client)\.(get|post|put|patch|delete)\(\s*`)
	jsonArg    = regexp.MustCompile(`\bjson\s*=\s*`)
)

// scriptCalls are the requests of JavaScript and TypeScript.
func scriptCalls(code string) (all []Request) {
	for _, at := range fetchCall.FindAllStringIndex(code, -1) {
		l := &literal{text: code, at: at[1]}
		address, ok := l.value().(string)
		if !ok || l.failed {
			continue
		}
		r := Request{Method: "GET", URL: address, Line: lineAt(code, at[0])}
		if l.take(",") {
			options, _ := l.value().(map[string]any)
			if l.failed {
				continue
			}
			if method, ok := options["method"].(string); ok {
				r.Method = strings.ToUpper(method)
			}
			if body, ok := options["body"].(stringified); ok {
				r.Body = body.value
			}
		}
		all = append(all, r)
	}
	for _, at := range axiosCall.FindAllStringSubmatchIndex(code, -1) {
		method := strings.ToUpper(code[at[2]:at[3]])
		l := &literal{text: code, at: at[1]}
		address, ok := l.value().(string)
		if !ok || l.failed {
			continue
		}
		r := Request{Method: method, URL: address, Line: lineAt(code, at[0])}
		if strings.HasPrefix(method, "P") && l.take(",") {
			if body := l.value(); !l.failed {
				r.Body, _ = body.(map[string]any)
			}
		}
		all = append(all, r)
	}
	return all
}

// pythonCalls are the requests of Python.
func pythonCalls(code string) (all []Request) {
	for _, at := range pythonCall.FindAllStringSubmatchIndex(code, -1) {
		l := &literal{text: code, at: at[1], python: true}
		address, ok := l.value().(string)
		if !ok || l.failed {
			continue
		}
		r := Request{Method: strings.ToUpper(code[at[2]:at[3]]), URL: address, Line: lineAt(code, at[0])}
		arguments := code[l.at:max(l.at, at[3]+balanced(code[at[3]:]))]
		if m := jsonArg.FindStringIndex(arguments); m != nil {
			inner := &literal{text: arguments, at: m[1], python: true}
			if body := inner.value(); !inner.failed && body != Unknown {
				r.Body = body
			}
		}
		all = append(all, r)
	}
	return all
}
