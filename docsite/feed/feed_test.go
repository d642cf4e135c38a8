package feed_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/feed"
	"wpengine/e2e/testkit/golden"
)

func changelog() feed.Channel {
	return feed.Channel{
		Title: "Acme API: changelog", Description: "What is new & what has changed.", Language: "en-GB",
		URL: "https://docs.acme.example/changelog/", Feed: "https://docs.acme.example/changelog/feed.xml",
		Entries: []feed.Entry{
			{Title: "Older", URL: "https://docs.acme.example/changelog/1/", Date: time.Date(2024, 2, 29, 9, 0, 0, 0, time.FixedZone("", 7200))},
			{Title: "<Newer> & \"better\"", URL: "https://docs.acme.example/changelog/2/?a=1&b=2", Date: time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC),
				Summary: "Two ]]> things \x00\x1b.", HTML: []byte("<p>Two <a href=\"https://docs.acme.example/\">things</a> ]]&gt;</p>")},
			{Title: "Nobody knows when", Authors: []string{"Ada <a@b>", "Alan"}, URL: "https://docs.acme.example/changelog/0/"},
		},
	}
}

func TestAChangelogIsRSS(t *testing.T) {
	got := feed.RSS(changelog())
	golden.File(t, "testdata/feed.xml", got)
}

// rss is what a reader takes out of a feed.
type rss struct {
	Version string `xml:"version,attr"`
	Channel struct {
		Title         string `xml:"title"`
		Description   string `xml:"description"`
		LastBuildDate string `xml:"lastBuildDate"`
		Items         []struct {
			Title   string `xml:"title"`
			PubDate string `xml:"pubDate"`
			Content string `xml:"encoded"`
		} `xml:"item"`
	} `xml:"channel"`
}

func read(t *testing.T, data []byte) rss {
	t.Helper()
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	var doc struct {
		XMLName xml.Name `xml:"rss"`
		rss
	}
	if err := xml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.rss
}

func TestReadersGetWhatWasWritten(t *testing.T) {
	got := read(t, feed.RSS(changelog()))
	if got.Version != "2.0" || got.Channel.Title != "Acme API: changelog" || got.Channel.LastBuildDate != "Fri, 01 Mar 2024 00:00:00 GMT" {
		t.Errorf("got %+v", got)
	}
	var titles []string
	for _, item := range got.Channel.Items {
		titles = append(titles, item.Title)
		if item.PubDate == "" {
			continue
		}
		if _, err := time.Parse(time.RFC1123, item.PubDate); err != nil {
			t.Errorf("%s: %v", item.Title, err)
		}
	}
	if diff := cmp.Diff([]string{"<Newer> & \"better\"", "Older", "Nobody knows when"}, titles); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if html := got.Channel.Items[0].Content; html != "<p>Two <a href=\"https://docs.acme.example/\">things</a> ]]&gt;</p>" {
		t.Errorf("the HTML is %q", html)
	}
}

func TestAFeedHasTheNewestEntriesOnly(t *testing.T) {
	c := changelog()
	c.Entries = nil
	for i := range 1000 {
		c.Entries = append(c.Entries, feed.Entry{Title: fmt.Sprint(i), URL: fmt.Sprint("https://docs.acme.example/", i), Date: time.Unix(int64(i)*86400, 0)})
	}
	got := read(t, feed.RSS(c))
	if n := len(got.Channel.Items); n != 50 || got.Channel.Items[0].Title != "999" || got.Channel.Items[49].Title != "950" {
		t.Errorf("%d entries, from %+v", n, got.Channel.Items[0])
	}
	if c.Entries[0].Title != "0" {
		t.Error("the caller's entries are in another order now")
	}
}

func TestAnEmptyChangelogIsAFeed(t *testing.T) {
	if got := read(t, feed.RSS(feed.Channel{Title: "x"})); got.Channel.Description != "x" || len(got.Channel.Items) > 0 {
		t.Errorf("got %+v", got)
	}
}
