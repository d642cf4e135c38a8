package docsite

import (
	"path"
	"strings"
	"time"

	"wpengine/docsite/feed"
)

// feedFile is what the feed is called, in the folder of the changelog.
const feedFile = "feed.xml"

// feedName is the name of the feed, if there can be one: it needs the address of the site.
func (b *builder) feedName() string {
	if folder := b.config.Settings.Changelog; folder != "" && b.config.BaseURL != "" {
		return addressOf(folder) + "/" + feedFile
	}
	return ""
}

// addFeed makes a feed of the folder of guides that is the changelog.
func (b *builder) addFeed() error {
	name := b.feedName()
	list := b.byPath[strings.TrimSuffix(name, feedFile)]
	if name == "" || list == nil {
		return nil
	}
	e := b.editions[0]
	b.feed = name
	b.files[b.feed] = b.lazyFile(b.feed, func() ([]byte, error) {
		channel := feed.Channel{
			Title: b.config.Title + ": " + list.title, Description: list.description, URL: b.absoluteURL(list.path),
			Feed: b.absoluteURL(b.feed), Language: e.language.Code,
		}
		for _, p := range e.guides {
			if !b.isEntry(p) {
				continue
			}
			html, _ := p.guide.Render(absoluteResolver{guideResolver{b, p}})
			channel.Entries = append(channel.Entries, feed.Entry{
				Title: p.title, URL: b.absoluteURL(p.path), Authors: p.guide.Front.Authors, Date: b.written(p), Summary: p.description, HTML: html,
			})
		}
		return feed.RSS(channel), nil
	})
	return nil
}

// isEntry reports a guide that is an entry of the changelog.
func (b *builder) isEntry(p *page) bool {
	folder := b.config.Settings.Changelog
	return folder != "" && p.guide != nil && strings.HasPrefix(p.file, folder+"/") && (!isIndex(p.file) || path.Dir(p.file) != folder)
}

// isNews reports an entry of the changelog's feed, and the page that lists them.
func (b *builder) isNews(p *page) bool {
	return b.feed != "" && (p.path == strings.TrimSuffix(b.feed, feedFile) || p.edition == b.editions[0] && b.isEntry(p))
}

// afterPlaced is more than anyone gives a page as its order, and than a time in seconds.
const afterPlaced = 1e12

// rankEntry puts an entry of the changelog before all that are older, and after those that have an order.
func (b *builder) rankEntry(p *page) {
	if p.rank != nil || !b.isEntry(p) {
		return
	}
	if date := b.written(p); !date.IsZero() {
		rank := afterPlaced - float64(date.Unix())
		p.rank = &rank
	}
}

// written is when a guide was written, as far as that is known.
func (b *builder) written(p *page) time.Time {
	if p.guide == nil {
		return time.Time{}
	}
	if date := p.guide.Front.Date; !date.IsZero() {
		return date
	}
	return b.updated(p)
}
