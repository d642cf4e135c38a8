package changes

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// Meta is what a changelog says beside the changes.
type Meta struct {
	Title string    // of the page; made of the versions without one
	Date  time.Time // zero for none
}

// WriteMarkdown writes the report as a guide: front matter, then the breaking changes, then the rest by operation.
// Operations are linked to in the way that docsite resolves.
func (r *Report) WriteMarkdown(w io.Writer, meta Meta) error {
	var b strings.Builder
	title := meta.Title
	if title == "" {
		title = r.title()
	}
	fmt.Fprintf(&b, "---\ntitle: %s\n", quoted(title))
	if !meta.Date.IsZero() {
		fmt.Fprintf(&b, "date: %s\n", meta.Date.Format(time.DateOnly))
	}
	fmt.Fprintf(&b, "description: %s\n---\n", quoted(r.summary()))
	if len(r.Subjects) == 0 {
		b.WriteString("\nNothing changed.\n")
	} else {
		fmt.Fprintf(&b, "\n%s\n", r.summary())
	}
	for _, part := range []struct {
		level Level
		title string
	}{{Breaking, "Breaking changes"}, {Warning, "To look at"}, {Addition, "New"}} {
		if r.Count(part.level) > 0 {
			fmt.Fprintf(&b, "\n## %s\n", part.title)
			r.markdownOf(&b, part.level)
		}
	}
	if n := r.Count(Documentation); n > 0 {
		fmt.Fprintf(&b, "\n:::details %s only in words\n", plural(n, "change"))
		r.markdownOf(&b, Documentation)
		b.WriteString(":::\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) markdownOf(b *strings.Builder, level Level) {
	for _, s := range r.Subjects {
		first := true
		for _, c := range s.Changes {
			if c.Level != level {
				continue
			}
			if first {
				fmt.Fprintf(b, "\n**%s**%s\n\n", s.heading(), s.touches())
				first = false
			}
			b.WriteString("- ")
			if c.Where != "" {
				b.WriteString(code(c.Where) + ": ")
			}
			b.WriteString(escaped(c.Message) + "\n")
		}
	}
}

// heading names the subject, as a link where there is a page.
func (s *Subject) heading() string {
	if s.ID != "" && !strings.ContainsAny(s.ID, "[]|\n") {
		return "[[" + s.ID + "]] " + code(s.Name)
	}
	return code(s.Name)
}

// touches says which operations a schema is in.
func (s *Subject) touches() string {
	const most = 5
	if len(s.Touches) == 0 {
		return ""
	}
	var all []string
	for _, name := range s.Touches[:min(len(s.Touches), most)] {
		all = append(all, code(name))
	}
	words := ", in " + strings.Join(all, ", ")
	if more := len(s.Touches) - most; more > 0 {
		words += fmt.Sprintf(" and %s more", plural(more, "operation"))
	}
	return words
}

func (r *Report) title() string {
	if r.OldVersion != r.NewVersion {
		return fmt.Sprintf("What changed from %s to %s", r.OldVersion, r.NewVersion)
	}
	return "What changed"
}

func (r *Report) summary() string {
	var all []string
	for level := Breaking; level <= Addition; level++ {
		if n := r.Count(level); n > 0 {
			all = append(all, plural(n, [...]string{"breaking change", "change to look at", "addition"}[level]))
		}
	}
	if len(all) == 0 {
		return "Nothing that a client would notice."
	}
	return strings.Join(all, ", ") + "."
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	head, tail, _ := strings.Cut(noun, " ")
	if head == "change" && tail != "" {
		return fmt.Sprintf("%d changes %s", n, tail)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// code is a name as code, in as many backquotes as it takes.
func code(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	marks := "`"
	for strings.Contains(s, marks) {
		marks += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return marks + s + marks
}

// escaped keeps Markdown from reading a text as anything but text.
func escaped(s string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "#", `\#`, "$", `\$`, "|", `\|`, "\n", " ").Replace(s)
}

func quoted(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(text)
}

// WriteText writes the report for a terminal: a change a line, with its place.
func (r *Report) WriteText(w io.Writer) error {
	var b strings.Builder
	for level := Breaking; level <= Documentation; level++ {
		for _, s := range r.Subjects {
			for _, c := range s.Changes {
				if c.Level != level {
					continue
				}
				if file := r.file(c); file != "" {
					fmt.Fprintf(&b, "%s:%d: ", file, c.Source.Line)
				}
				fmt.Fprintf(&b, "%s: %s", level, s.Name)
				if c.Where != "" {
					b.WriteString(", " + c.Where)
				}
				b.WriteString(": " + c.Message + "\n")
			}
		}
	}
	fmt.Fprintf(&b, "%s\n", r.summary())
	_, err := io.WriteString(w, b.String())
	return err
}

// jsonChange is a change as JSON has it.
type jsonChange struct {
	Level   string   `json:"level"`
	Kind    string   `json:"kind"`
	Name    string   `json:"name"`
	ID      string   `json:"operationId,omitempty"`
	Where   string   `json:"where,omitempty"`
	Message string   `json:"message"`
	Touches []string `json:"touches,omitempty"`
	File    string   `json:"file,omitempty"`
	Line    int      `json:"line,omitempty"`
}

// WriteJSON writes the report for programs.
func (r *Report) WriteJSON(w io.Writer) error {
	all := []jsonChange{}
	for _, s := range r.Subjects {
		for _, c := range s.Changes {
			all = append(all, jsonChange{c.Level.String(), s.Kind, s.Name, s.ID, c.Where, c.Message, s.Touches, r.file(c), c.Source.Line})
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(map[string]any{
		"old": r.OldVersion, "new": r.NewVersion, "breaking": r.Count(Breaking), "warnings": r.Count(Warning), "additions": r.Count(Addition), "changes": all,
	})
}
