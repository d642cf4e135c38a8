package sample

import (
	"fmt"
	"strings"
)

// curl writes a command for a POSIX shell.
func curl(p *plan) string {
	dollar := func(s *Secret) string { return "$" + s.Env }
	address := inDoubleQuotes(p.Base) + filled(p.addressed(), inDoubleQuotes, dollar)
	lines := []string{fmt.Sprintf(`curl -X %s "%s"`, shellWord(p.Method), address)}
	if p.Method == "HEAD" {
		lines[0] = fmt.Sprintf(`curl --head "%s"`, address)
	}
	if strings.ContainsAny(p.Rest, "[]{}") {
		lines[0] += " --globoff"
	}
	if p.Basic != nil {
		lines = append(lines, fmt.Sprintf(`--user "$%s"`, p.Basic.Env))
	}
	for _, h := range p.Headers {
		value := filled(h.Value, inDoubleQuotes, dollar)
		if value == "" {
			lines = append(lines, fmt.Sprintf(`-H "%s;"`, inDoubleQuotes(h.Name))) // so cURL sends an empty one
			continue
		}
		lines = append(lines, fmt.Sprintf(`-H "%s: %s"`, inDoubleQuotes(h.Name), value))
	}
	return strings.Join(append(lines, p.curlBody()...), " \\\n  ") + "\n"
}

// shellWord is a method, which as a rule needs no quotes.
func shellWord(s string) string {
	for _, r := range s {
		if (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r != '-' {
			return inSingleQuotes(s)
		}
	}
	return s
}

func (p *plan) curlBody() []string {
	contentType := fmt.Sprintf(`-H "content-type: %s"`, inDoubleQuotes(p.MediaType))
	switch p.Body {
	case noBody:
		return nil
	case fileBody:
		return []string{contentType, "--data-binary " + shellPath("@"+p.FileName)}
	case formBody:
		return p.curlForm()
	case jsonBody:
		// Line breaks are never inside a text of JSON.
		return []string{contentType, "--data " + inSingleQuotes(strings.ReplaceAll(p.Text, "\n", "\n  "))}
	case textBody:
	}
	flag := "--data"
	if strings.HasPrefix(p.Text, "@") || strings.ContainsAny(p.Text, "\r\n") {
		flag = "--data-raw" // --data would read a file of that name
	}
	return []string{contentType, flag + " " + inSingleQuotes(p.Text)}
}

func (p *plan) curlForm() []string {
	var lines []string
	for _, part := range p.Parts {
		name := strings.ReplaceAll(part.Name, "=", "%3D") // where the value would begin, or the name of a file
		kind := ""
		if part.MediaType != "" && !strings.ContainsAny(part.MediaType, ",*") {
			kind = ";type=" + part.MediaType
		}
		switch {
		case part.File:
			lines = append(lines, "-F "+inSingleQuotes(name+"=@"+formPath(part.FileName)+kind))
		case kind != "":
			// In quotes, a semicolon is part of the value.
			value := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(part.Text)
			lines = append(lines, "-F "+inSingleQuotes(name+`="`+value+`"`+kind))
		default:
			lines = append(lines, "--form-string "+inSingleQuotes(name+"="+part.Text))
		}
	}
	return lines
}

// shellPath is the name of a file, which as a rule needs no quotes.
func shellPath(s string) string {
	if strings.Trim(s, "@._-/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == "" {
		return s
	}
	return inSingleQuotes(s)
}

// formPath is the name of a file in a form, where a semicolon or a comma would end it.
func formPath(s string) string {
	if !strings.ContainsAny(s, `;,"\`) {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// Readers paste commands into shells that take "!" in double quotes for an earlier command.
var shellEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`", "!", `"'!'"`, "\x00", "")

// inDoubleQuotes escapes what a shell would expand there.
func inDoubleQuotes(s string) string { return shellEscapes.Replace(s) }

// inSingleQuotes quotes anything for a shell: it expands nothing in there, and an apostrophe is put between two such
// strings.
func inSingleQuotes(s string) string { return "'" + singleEscapes.Replace(s) + "'" }

var singleEscapes = strings.NewReplacer("'", `'\''`, "\x00", "") // no argument has a zero
