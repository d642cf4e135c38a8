package docsite

import (
	_ "embed"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// words are what the pages themselves say, around the author's texts.
type words struct {
	Overview        string `yaml:"Overview"`
	All             string `yaml:"All"` // is given a number
	OnThisPage      string `yaml:"OnThisPage"`
	Previous        string `yaml:"Previous"`
	Next            string `yaml:"Next"`
	SkipToContent   string `yaml:"SkipToContent"`
	Menu            string `yaml:"Menu"`
	CloseMenu       string `yaml:"CloseMenu"`
	Sections        string `yaml:"Sections"`
	Documentation   string `yaml:"Documentation"`
	Breadcrumb      string `yaml:"Breadcrumb"`
	PreviousAndNext string `yaml:"PreviousAndNext"`
	Theme           string `yaml:"Theme"`
	Search          string `yaml:"Search"`
	Reference       string `yaml:"Reference"`
	Home            string `yaml:"Home"`
	NotFoundTitle   string `yaml:"NotFoundTitle"`
	NotFoundText    string `yaml:"NotFoundText"`
	LastUpdated     string `yaml:"LastUpdated"`
	By              string `yaml:"By"` // is given names
	EditPage        string `yaml:"EditPage"`
	ViewMarkdown    string `yaml:"ViewMarkdown"`
	CopyMarkdown    string `yaml:"CopyMarkdown"`
	Language        string `yaml:"Language"`
	Version         string `yaml:"Version"`
	OtherVersion    string `yaml:"OtherVersion"`
	MovedTitle      string `yaml:"MovedTitle"`
	WasThisHelpful  string `yaml:"WasThisHelpful"`
	Yes             string `yaml:"Yes"`
	No              string `yaml:"No"`
	Thanks          string `yaml:"Thanks"`
	Dismiss         string `yaml:"Dismiss"`

	Note       string `yaml:"Note"` // the titles of callouts
	Tip        string `yaml:"Tip"`
	Important  string `yaml:"Important"`
	Warning    string `yaml:"Warning"`
	Caution    string `yaml:"Caution"`
	Copy       string `yaml:"Copy"`
	Copied     string `yaml:"Copied"`
	CopyByKey  string `yaml:"CopyByKey"` // where the browser does not let the page do it
	BackToText string `yaml:"BackToText"`
	ShowLines  string `yaml:"ShowLines"` // is given a number
}

// ofMarkdown are the words that stand in a guide's own text.
func (w *words) ofMarkdown() map[string]string {
	return map[string]string{
		"Note": w.Note, "Tip": w.Tip, "Important": w.Important, "Warning": w.Warning, "Caution": w.Caution,
		"Copy": w.Copy, "Copied": w.Copied, "Press Ctrl+C": w.CopyByKey, "Back to the text": w.BackToText, "Show all %d lines": w.ShowLines,
	}
}

// english is what pages say in a language that words.yaml doesn't have.
func english() words {
	return words{
		Overview: "Overview", All: "All %d …",
		OnThisPage: "On this page", Previous: "Previous", Next: "Next",
		SkipToContent: "Skip to content", Menu: "Menu", CloseMenu: "Close the menu",
		Sections: "Sections", Documentation: "Documentation", Breadcrumb: "Breadcrumb",
		PreviousAndNext: "Previous and next", Theme: "Theme: system", Search: "Search",
		Reference: "API reference", Home: "Home",
		NotFoundTitle: "Page not found", NotFoundText: "There is nothing at this address. The page may have moved; the sidebar lists all that there are.",
		LastUpdated: "Last updated", By: "By %s", EditPage: "Edit this page", ViewMarkdown: "View as Markdown", CopyMarkdown: "Copy as Markdown",
		Language: "Language", Version: "Version", OtherVersion: "This is not the latest version. The latest is",
		MovedTitle:     "This page has moved",
		WasThisHelpful: "Was this page helpful?", Yes: "Yes", No: "No", Thanks: "Thank you.",
		Dismiss: "Dismiss",
		Note:    "Note", Tip: "Tip", Important: "Important", Warning: "Warning", Caution: "Caution",
		Copy: "Copy", Copied: "Copied", CopyByKey: "Press Ctrl+C", BackToText: "Back to the text", ShowLines: "Show all %d lines",
	}
}

//go:embed words.yaml
var translations []byte

// wordsFor are the words in a language: "de", or "pt-BR", which is "pt" here.
func wordsFor(code string) (*words, error) {
	w := english()
	base, _, _ := strings.Cut(strings.ToLower(code), "-")
	if base == "en" {
		return &w, nil
	}
	var all map[string]yaml.Node
	if err := yaml.Unmarshal(translations, &all); err != nil {
		return nil, fmt.Errorf("docsite: words.yaml: %w", err)
	}
	if node, ok := all[base]; ok {
		if err := node.Decode(&w); err != nil {
			return nil, fmt.Errorf("docsite: words.yaml: %s: %w", base, err)
		}
	}
	return &w, nil
}
