package search

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// small is a site that is all in the file of its head.
var small = [][]Entry{
	{
		{Kind: Guide, Title: "Receive messages", URL: "guides/receiving/", Text: "Poll for what came, or have a webhook called."},
		{Kind: Section, Title: "Long poll", Crumb: "Receive messages", URL: "guides/receiving/#long-poll", Text: "A poll waits for the next message.\n\n  It ends after a minute."},
		{Kind: Section, Title: "Retries", Crumb: "Receive messages", URL: "guides/receiving/#retries", Text: "Ask again."},
	},
	{
		{Kind: Operation, Title: "Send a message", Name: "whatsapp.sendMessage", Method: "POST", Path: "/whatsapp/sendMessage", Crumb: "whatsapp", URL: "reference/whatsapp/sendMessage/"},
		{Kind: Field, Title: "text", Path: "body.message.text", Crumb: "Send a message", URL: "reference/whatsapp/sendMessage/#body.message.text", Text: "What it says."},
		{Kind: Field, Title: "text", Path: "body.edit.text", Crumb: "Send a message", URL: "reference/whatsapp/sendMessage/#body.edit.text", Text: "What it says."},
	},
	{{Kind: Guide, Title: "Überblick über die Straße", URL: "guides/de/", Text: "日本語の検索 \"quoted\" \\ \x00 \xff </script>\u2028"}},
	{{Kind: Schema, Title: "Message", URL: "reference/schemas/Message/", Text: "A message."}},
}

func TestSmallSiteIsOneFile(t *testing.T) {
	index := Build(small, Options{Prefix: "de/", Language: "de"})
	if index.Head != "de/search/index.js" || len(index.Files) != 1 {
		t.Errorf("the head is %s of %d files", index.Head, len(index.Files))
	}
	r := newReader(t, index)
	if r.head.Words["Search"] != "Suchen" {
		t.Errorf("the dialog says %q", r.head.Words)
	}
}

func TestEmptySiteHasAnIndex(t *testing.T) {
	r := newReader(t, Build(nil, Options{}))
	if hits := r.find("anything"); len(hits) > 0 || r.total != 0 {
		t.Errorf("%d entries, found %v", r.total, hits)
	}
}

// TestWhatFitsBestComesFirst looks for words and wants the titles and addresses of what is found, in order.
func TestWhatFitsBestComesFirst(t *testing.T) {
	r := newReader(t, Build(small, Options{}))
	for query, want := range map[string]string{
		"message":               "Message, Send a message, Receive messages, Long poll, Retries, text, text",
		"messages":              "Message, Receive messages, Send a message, Long poll, Retries, text, text",
		"send mess":             "Send a message, text, text",
		"sendMessage":           "Send a message, text, text",
		"post message":          "Send a message",
		"/whatsapp/send":        "Send a message",
		"body.message.text":     "text, text",
		"poll":                  "Long poll, Receive messages",
		"long poll":             "Long poll",
		"STRASSE":               "Überblick über die Straße",
		"uberblick":             "Überblick über die Straße",
		"日本語":                   "Überblick über die Straße",
		"検索":                    "Überblick über die Straße",
		"検":                     "Überblick über die Straße",
		"quoted":                "Überblick über die Straße",
		"nothing of this there": "",
	} {
		var titles []string
		for _, h := range r.find(query) {
			titles = append(titles, r.row(h.entry)[0])
		}
		if diff := cmp.Diff(want, strings.Join(titles, ", ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", query, diff)
		}
	}
}

func TestShownIsWhatEntriesSay(t *testing.T) {
	r := newReader(t, Build(small, Options{}))
	var all [][columns]string
	for entry := range r.total {
		all = append(all, r.row(entry))
	}
	want := [][columns]string{
		{"Receive messages", "guides/receiving/", "", "", "", "Poll for what came, or have a webhook called."},
		{"Überblick über die Straße", "guides/de/", "", "", "", "日本語の検索 \"quoted\" \\ \x00  </script>"},
		{"Long poll", "guides/receiving/#long-poll", "Receive messages", "", "", "A poll waits for the next message. It ends after a minute."},
		{"Retries", "guides/receiving/#retries", "Receive messages", "", "", "Ask again."},
		{"Send a message", "reference/whatsapp/sendMessage/", "whatsapp", "POST", "/whatsapp/sendMessage", ""},
		{"Message", "reference/schemas/Message/", "", "", "", "A message."},
		{"text", "reference/whatsapp/sendMessage/#body.message.text", "Send a message", "", "body.message.text", "What it says."},
		{"text", "reference/whatsapp/sendMessage/#body.edit.text", "Send a message", "", "body.edit.text", "What it says."},
	}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMarkdownBecomesPlain(t *testing.T) {
	for text, want := range map[string]string{
		"Use `x` and **y**, see [the *docs*](https://example.com/a_b).": "Use x and y, see the docs.",
		"> [!NOTE]\n> Mind # and >.\n## Heading":                        "\nMind # and >.\nHeading",
		"<p>A <b>tag</b> if a<b and c < d</p>":                          " A  tag  if a<b and c < d ",
		"if a < b, [unclosed](":                                         "if a < b, unclosed",
		"[":                                                             "",
		"<":                                                             "<",
	} {
		if got := plain(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// large is a site of random words, always the same ones.
func large(pages int) [][]Entry {
	random := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		n := 2 + random.IntN(9)
		var b strings.Builder
		b.WriteByte("eas"[random.IntN(3)]) // so that many start alike
		for range n {
			b.WriteByte("eeeaaiioutnrslcdmpghbfkvwyxz"[random.IntN(28)])
		}
		return b.String()
	}
	common := make([]string, 3000)
	for i := range common {
		common[i] = word()
	}
	text := func(words int) string {
		var b strings.Builder
		for range words {
			b.WriteString(common[int(float64(len(common))*random.Float64()*random.Float64())])
			b.WriteByte(' ')
		}
		b.WriteString(word())
		return b.String()
	}
	lists := make([][]Entry, pages)
	for i := range lists {
		url := "guides/" + itoa(i) + "/"
		lists[i] = []Entry{
			{Kind: Guide, Title: text(1 + random.IntN(5)), URL: url, Text: text(60)},
			{Kind: Section, Title: text(2), URL: url + "#one", Crumb: "Page " + itoa(i), Text: text(80)},
			{Kind: Field, Title: word() + "_id", URL: url + "#field", Text: text(8)},
		}
	}
	return lists
}

// TestEveryTermLeadsToItsEntries reads the whole index back and compares it with the entries.
func TestEveryTermLeadsToItsEntries(t *testing.T) {
	lists := large(700)
	lists[3][0].Title = "𠮷野家 \ue000\ue001 \uff5e𝒳 zz"
	r := newReader(t, Build(lists, Options{}))
	want := map[string][]int{}
	entries, _ := byKind(lists)
	for i, e := range entries {
		s := splitter{}
		s.emit = func(term []byte, _ bool) {
			if list := want[string(term)]; len(list) == 0 || list[len(list)-1] != i {
				want[string(term)] = append(list, i)
			}
		}
		for _, text := range []string{e.Title, e.Crumb, e.Text} {
			s.split(text)
		}
	}
	got := map[string][]int{}
	prefixes := 0
	for n := range r.bounds {
		words, postings := r.leaf(n)
		if !slices.IsSorted(words) {
			t.Errorf("part %d is not in order", n)
		}
		if at, _ := span(r.bounds, words[0]); at != n {
			t.Errorf("%q is in part %d and looked for in %d", words[0], n, at)
		}
		if at, _ := span(r.bounds, words[len(words)-1]); at != n {
			t.Errorf("%q is in part %d and looked for in %d", words[len(words)-1], n, at)
		}
		for i, word := range words {
			if strings.HasSuffix(word, "*") {
				prefixes++
				continue
			}
			entry := 0
			for _, number := range r.numbers(postings[i]) {
				entry += number >> 3
				got[word] = append(got[word], entry)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%.2000s", diff)
	}
	if len(r.bounds) < 10 || prefixes < 3 {
		t.Errorf("%d parts and %d common starts: too few to try the index with", len(r.bounds), prefixes)
	}
}

// TestStartOfManyWordsReadsLittle types a word letter by letter.
func TestStartOfManyWordsReadsLittle(t *testing.T) {
	index := Build(large(700), Options{})
	for _, prefix := range []string{"e", "a", "an", "ea", "eai"} {
		r := newReader(t, index)
		if hits := r.find(prefix); len(hits) < 20 {
			t.Errorf("%q finds %d entries", prefix, len(hits))
		}
		if len(r.read) > 1+leafSpan {
			t.Errorf("%q reads %d files", prefix, len(r.read))
		}
	}
}

func TestSameEntriesMakeTheSameFiles(t *testing.T) {
	want := Build(large(300), Options{})
	if len(want.Files) < 5 {
		t.Fatalf("%d files", len(want.Files))
	}
	for range 3 {
		got := Build(large(300), Options{})
		if !maps.EqualFunc(want.Files, got.Files, bytes.Equal) {
			t.Fatal("the files differ")
		}
	}
}

// TestChangeRenamesTheParts keeps a head from being read with parts that it isn't for.
func TestChangeRenamesTheParts(t *testing.T) {
	lists := large(300)
	before := Build(lists, Options{})
	lists[7][0].Text += " more"
	after := Build(lists, Options{})
	for name := range after.Files {
		if _, same := before.Files[name]; same && name != after.Head {
			t.Errorf("%s is in both", name)
		}
	}
}

func TestHostileEntriesStaySmall(t *testing.T) {
	index := Build([][]Entry{{
		{Kind: Guide, Title: strings.Repeat("title", 1<<18), Crumb: strings.Repeat("y ", 1<<18), Path: strings.Repeat("/{z}", 1<<16), URL: "a/", Text: strings.Repeat("word", 1<<20)},
		{Kind: Guide, Title: strings.Repeat("a-", 1<<18), URL: "b/", Text: strings.Repeat("0123456789abcdef", 1<<16)},
		{Kind: Guide, Title: strings.Repeat("語", 1<<16), URL: "c/", Boost: 99},
		{Kind: Guide, Title: "", URL: "d/", Boost: -99},
	}}, Options{})
	size := 0
	for _, content := range index.Files {
		size += len(content)
	}
	if size > 20<<10 {
		t.Errorf("the index has %d bytes", size)
	}
}

func TestTagsLeadToTheirGuide(t *testing.T) {
	r := newReader(t, Build([][]Entry{{{Title: "Rotation", Text: "Keys end.", URL: "a", Tags: []string{"credentials", "secret keys"}}, {Title: "Other", Text: "Words.", URL: "b"}}}, Options{}))
	for _, query := range []string{"credentials", "secret"} {
		if hits := r.find(query); len(hits) != 1 || r.row(hits[0].entry)[0] != "Rotation" {
			t.Errorf("%q finds %v", query, hits)
		}
	}
}
