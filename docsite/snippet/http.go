package snippet

import (
	"strings"
)

// messages are the requests that are written out as HTTP has them, with "###" between one and the next.
func messages(code string) (all []Request) {
	line := 0
	var lines []string
	from := 0
	end := func() {
		if r, ok := message(lines); ok {
			r.Line += from
			all = append(all, r)
		}
		lines, from = nil, line+1
	}
	for text := range strings.Lines(code) {
		if strings.HasPrefix(text, "###") {
			end()
		} else {
			lines = append(lines, strings.TrimRight(text, "\r\n"))
		}
		line++
	}
	end()
	return all
}

// message reads one request.
func message(lines []string) (r Request, ok bool) {
	at := 0
	for at < len(lines) && (strings.TrimSpace(lines[at]) == "" || lines[at][0] == '#' || strings.HasPrefix(lines[at], "//")) {
		at++
	}
	if at == len(lines) {
		return r, false
	}
	fields := strings.Fields(lines[at])
	if len(fields) < 2 || len(fields) > 3 || !isMethod(fields[0]) {
		return r, false
	}
	r = Request{Method: fields[0], URL: templated(fields[1]), Line: at}
	contentType := ""
	for at++; at < len(lines) && strings.TrimSpace(lines[at]) != ""; at++ {
		name, value, _ := strings.Cut(lines[at], ":")
		switch value = strings.TrimSpace(value); strings.ToLower(strings.TrimSpace(name)) {
		case "host":
			if strings.HasPrefix(r.URL, "/") {
				r.URL = "https://" + value + r.URL
			}
		case "content-type":
			contentType = strings.ToLower(value)
		}
	}
	body := templated(strings.TrimSpace(strings.Join(lines[min(at, len(lines)):], "\n")))
	if body == "" || contentType != "" && !strings.Contains(contentType, "json") {
		return r, true
	}
	r.Body, r.Faulty = readBody(body, strings.Contains(contentType, "json"))
	return r, true
}

// templated is a text in which what clients put in is unknown: {{token}}.
func templated(text string) string {
	for {
		before, rest, found := strings.Cut(text, "{{")
		if !found {
			return text
		}
		_, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return text
		}
		text = before + Unknown + after
	}
}
