package markdown

// Severity says how bad a [Problem] is.
type Severity int

// Advice is that something could be left out of the guide: nothing is missing on its page. What is only a warning stays
// readable there; an error is a page that cannot sensibly be published.
const (
	Advice Severity = iota - 1
	Warning
	Error
)

// Problem is something an author has to mend.
type Problem struct {
	File     string // of the content, where it is another than the guide's own: an included one
	Line     int    // 1 is the first line of the file, front matter included
	Message  string
	Severity Severity
}

// Document is one guide. It does not change after [Renderer.Parse], and may be
// rendered from several goroutines.
type Document struct {
	Name        string // of the file, from the root of the content
	Front       Front
	Title       string    // the front matter's, else the first heading
	Description string    // the front matter's, else the first paragraph
	Headings    []Heading // but for the title
	IDs         []string  // of every element that can be linked to, in their order
	Links       []Link    // within the site, and pictures, as their author wrote them
	Problems    []Problem // in the order of their files and lines
	Blocks      []Block   // of code, with [Options.KeepCode]
	Includes    bool      // it says what another file of the content says, or would if that were there

	unread   bool      // the front matter can't be read, so what it says isn't known
	html     []byte    // with holes
	holes    []hole    // in their order
	parts    []Part    // of the spec that are shown
	text     []byte    // the Markdown that was parsed
	edits    []edit    // that make it readable on its own
	plain    string    // the words alone
	sections []section // of them
}

// Block is a fenced block of code, and where its fence is.
type Block struct {
	Code
	File string // the guide's own, or an included one
	Line int
}

// problem notes a warning. The document's own file goes without saying.
func (d *Document) problem(file string, line int, message string) {
	if file == d.Name {
		file = ""
	}
	d.Problems = append(d.Problems, Problem{File: file, Line: line, Message: message})
}

// section is where the words under a heading begin.
type section struct {
	id, heading string
	from        int
}

// Section is what stands under one heading, as plain text, for a search.
type Section struct {
	ID      string // of the heading; "" for what stands before the first
	Heading string
	Text    string
}

// Sections is the guide's text by heading.
func (d *Document) Sections() []Section {
	sections := make([]Section, 0, len(d.sections)+1)
	at := section{}
	for i := 0; i <= len(d.sections); i++ {
		next := section{from: len(d.plain)}
		if i < len(d.sections) {
			next = d.sections[i]
		}
		if i > 0 || next.from > at.from {
			sections = append(sections, Section{ID: at.id, Heading: at.heading, Text: d.plain[at.from:next.from]})
		}
		at = next
	}
	return sections
}
