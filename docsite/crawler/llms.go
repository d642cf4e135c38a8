package crawler

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"iter"
	"strings"
)

// Site is what language models are told of the site as a whole.
type Site struct {
	Title   string
	Summary string // some sentences; may be empty
	Index   string // the address of llms.txt
	Full    string // and of llms-full.txt, "" if there is none
}

// Section is a part of the site: a folder of guides, or a group of operations.
type Section struct {
	Title string
	URL   string // of the page that lists it, "" for none
	Links []Link
}

// Link is a page, as Markdown.
type Link struct{ Title, URL, Description string }

// maxLinks bounds a section of llms.txt: who reads it has little room.
const maxLinks = 500

// WriteLLMs writes llms.txt as llmstxt.org describes it: what the site is, and where its pages are
// as Markdown.
func WriteLLMs(to io.Writer, site Site, sections []Section) error {
	w := bufio.NewWriter(to)
	site.write(w)
	if site.Full != "" {
		fmt.Fprintf(w, "\nEverything in one file: %s\n", site.Full)
	}
	for _, s := range sections {
		if len(s.Links) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n## %s\n\n", cmp.Or(line(s.Title), "Pages"))
		for _, l := range s.Links[:min(len(s.Links), maxLinks)] {
			fmt.Fprintf(w, "- [%s](%s)", brackets.Replace(line(l.Title)), parentheses.Replace(l.URL))
			if text := line(l.Description); text != "" {
				fmt.Fprintf(w, ": %s", text)
			}
			fmt.Fprintln(w)
		}
		if more := len(s.Links) - maxLinks; more > 0 {
			fmt.Fprintf(w, "- and %d more", more)
			if s.URL != "" {
				fmt.Fprintf(w, ": see [%s](%s)", brackets.Replace(line(s.Title)), parentheses.Replace(s.URL))
			}
			fmt.Fprintln(w)
		}
	}
	return w.Flush()
}

// Text is a page in full.
type Text struct {
	Title, URL string
	Markdown   []byte // with or without the title as its first heading
}

// maxFull bounds llms-full.txt. The largest public descriptions of APIs stay below.
const maxFull = 32 << 20

// WriteFull writes llms-full.txt: all pages, one after the other. What would make it too large is
// left out, which it then says.
func WriteFull(to io.Writer, site Site, pages iter.Seq[Text]) error {
	return writeFull(to, site, pages, maxFull)
}

func writeFull(to io.Writer, site Site, pages iter.Seq[Text], most int) error {
	w := bufio.NewWriterSize(to, 64<<10)
	site.write(w)
	size, left := 0, 0
	for p := range pages {
		body := withoutTitle(strings.TrimSpace(string(p.Markdown)), p.Title)
		if size += len(body) + len(p.Title) + len(p.URL); size > most || left > 0 {
			left++ // all that follow too, so that there is an end and not holes
			continue
		}
		fmt.Fprintf(w, "\n# %s\n\nSource: %s\n", line(p.Title), p.URL)
		if body != "" {
			fmt.Fprintf(w, "\n%s\n", body)
		}
	}
	if left > 0 {
		fmt.Fprintf(w, "\n# The rest\n\n%d more pages don't fit into this file. They are listed in %s\n", left, site.Index)
	}
	return w.Flush()
}

func (s Site) write(w *bufio.Writer) {
	fmt.Fprintf(w, "# %s\n", line(s.Title))
	if text := line(s.Summary); text != "" {
		fmt.Fprintf(w, "\n> %s\n", text)
	}
}

// withoutTitle drops a first heading that says the title again.
func withoutTitle(markdown, title string) string {
	first, rest, _ := strings.Cut(markdown, "\n")
	if heading, ok := strings.CutPrefix(first, "# "); ok && line(heading) == line(title) {
		return strings.TrimSpace(rest)
	}
	return markdown
}

// line is a text on one line.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }

var (
	brackets    = strings.NewReplacer("[", `\[`, "]", `\]`)
	parentheses = strings.NewReplacer("(", "%28", ")", "%29", " ", "%20")
)
