package e2e

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestReferenceSamplesRunAsShown copies the samples from the pages of operations, in every
// language, and runs them.
func TestReferenceSamplesRunAsShown(t *testing.T) {
	d := start(t, filepath.Join(t.TempDir(), "data"))
	for _, operation := range []string{"server/ping", "account/get", "clients/create", "whatsapp/sendMessage", "sandbox/listPhones"} {
		samples := shownSamples(t, d.origin+"/docs/reference/"+operation+"/")
		for _, lang := range []string{"bash", "typescript", "python", "go"} {
			t.Run(operation+"/"+lang, func(t *testing.T) {
				code, ok := samples[lang]
				if !ok {
					t.Fatalf("the page has no sample in %s", lang)
				}
				out := runSample(t, lang, strings.ReplaceAll(code, placeholderClient, d.clientID), d.key)
				if strings.Contains(out, `"code":`) && strings.Contains(out, `"detail":`) {
					t.Errorf("the engine refused the sample:\n%s", out)
				}
			})
		}
	}
}

// shownSamples returns the text of a page's code samples by language.
func shownSamples(t *testing.T, page string) map[string]string {
	t.Helper()
	resp, err := http.Get(page)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	doc, err := html.Parse(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v", page, resp.Status, err)
	}
	samples := map[string]string{}
	for section := range doc.Descendants() {
		if attr(section, "class") != "op-samples" {
			continue
		}
		for code := range section.Descendants() {
			if lang, ok := strings.CutPrefix(attr(code, "class"), "language-"); ok && code.Data == "code" {
				samples[lang] = text(code)
			}
		}
	}
	return samples
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
