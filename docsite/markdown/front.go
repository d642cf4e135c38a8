package markdown

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/agnivade/levenshtein"

	"wpengine/docsite/markdown/source"
)

// Front is the front matter of a guide: what it says about itself. The names that
// Hugo, Docusaurus, Jekyll and MkDocs have for the same are understood.
type Front struct {
	Title       string
	Label       string    // in the sidebar, where the title is too long: also linkTitle, sidebar_label
	Description string    // for search engines and link previews: also summary
	Slug        string    // the last part of the address, else the file's name; with a slash before it, the whole address
	Order       *float64  // place among its siblings; without one, after those with: also weight, sidebar_position, nav_order
	Draft       bool      // left out of the site: also published: false
	Tags        []string  // also keywords
	TOC         *int      // deepest heading "On this page" lists: 2 to 4, 0 for no list
	Icon        string    // beside the label
	Redirects   []string  // old addresses that lead here: also aliases, redirect_from
	Date        time.Time // when it was written
	Updated     time.Time // when it was changed: also lastmod, last_update
	Authors     []string  // also author
	Unlisted    bool      // built, but not in the sidebar: also hidden, noindex
}

// slugPattern is what an address may be made of.
var slugPattern = regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{M}\p{N}]+([-_.][\p{Ll}\p{Lo}\p{M}\p{N}]+)*$`)

// setting is a key of the front matter with its value.
type setting struct {
	key   string
	line  int
	value any
}

// readFront reads the front matter. Keys that nobody knows do nothing; that is
// told, since a misspelt "desciption" would otherwise do nothing quietly.
func (d *Document) readFront(raw source.Front) (front Front) {
	if raw.Open != "" {
		d.problem("", 1, fmt.Sprintf("the front matter is never closed; end it with a line %q", raw.Open))
		d.unread = true
	}
	if len(raw.Matter) == 0 {
		return front
	}
	var settings []setting
	var err error
	if raw.TOML {
		settings, err = readTOML(raw.Matter)
	} else {
		settings, err = readYAML(raw.Matter)
	}
	if err != nil {
		line, message := frontError(err)
		d.problem("", line, "front matter: "+message)
		d.unread = true
	}
	for _, s := range settings {
		if err := front.set(s); err != nil {
			d.problem("", s.line, err.Error())
		}
	}
	return front
}

// set takes one setting. What is wrong with it is an error.
func (f *Front) set(s setting) (err error) {
	switch strings.ToLower(strings.ReplaceAll(s.key, "-", "_")) {
	case "title":
		f.Title, err = s.text()
	case "label", "linktitle", "sidebar_label", "short_title", "navtitle", "nav_title":
		f.Label, err = s.text()
	case "description", "summary", "excerpt":
		if f.Description == "" {
			f.Description, err = s.text()
		}
	case "slug":
		return f.setSlug(s)
	case "order", "weight", "sidebar_position", "nav_order", "position":
		n, ok := s.number()
		if !ok {
			return s.wrong("a number")
		}
		f.Order = &n
	case "draft":
		f.Draft, err = s.yes()
	case "published":
		var published bool
		published, err = s.yes()
		f.Draft = !published && err == nil
	case "hidden", "unlisted", "noindex":
		f.Unlisted, err = s.yes()
	case "tags", "keywords":
		var words []string
		words, err = s.list(",")
		f.Tags = append(f.Tags, words...)
	case "toc", "toc_max_heading_level", "toc_depth":
		return f.setTOC(s)
	case "icon":
		f.Icon, _ = s.text() // elsewhere it may be a table
	case "redirects", "aliases", "redirect_from", "redirect":
		var from []string
		from, err = s.list("")
		f.Redirects = append(f.Redirects, from...)
	case "date", "publishdate":
		f.Date, err = s.time()
	case "updated", "lastmod", "last_updated", "last_modified_at", "last_update":
		f.Updated, err = s.time()
	case "author", "authors":
		f.Authors, err = s.list("")
	default:
		return unknownKey(s.key)
	}
	return err
}

func (f *Front) setSlug(s setting) error {
	slug, err := s.text()
	if err != nil {
		return err
	}
	if whole := strings.Trim(slug, "/"); strings.HasPrefix(slug, "/") && len(whole) <= 200 {
		parts := strings.Split(whole, "/")
		if whole == "" || !slices.ContainsFunc(parts, func(part string) bool { return !slugPattern.MatchString(part) }) {
			f.Slug = "/" + whole // the whole address, as Docusaurus has it
			return nil
		}
	}
	slug = strings.Trim(slug, "/")
	slug = slug[strings.LastIndexByte(slug, '/')+1:]
	if slug == "" || slugPattern.MatchString(slug) && len(slug) <= 200 {
		f.Slug = slug
		return nil
	}
	f.Slug = strings.Trim(Slug(slug), "-")
	return fmt.Errorf("slug %q must be lower-case words joined by hyphens; it becomes %q", clipped(slug), clipped(f.Slug))
}

func (f *Front) setTOC(s setting) error {
	depth := 0
	switch v := s.value.(type) {
	case bool:
		if v {
			return nil
		}
	case map[string]any:
		return nil // of another generator
	default:
		n, ok := s.number()
		if !ok || n != 0 && (n < 2 || n > 6) {
			return fmt.Errorf("toc is the deepest heading level to list: 2, 3 or 4, or 0 for no list")
		}
		depth = min(int(n), 4)
	}
	f.TOC = &depth
	return nil
}

// frontKeys are the keys of [Front]; the others are what they are called elsewhere.
var frontKeys = []string{"title", "label", "description", "slug", "order", "draft", "tags", "toc", "icon", "redirects", "date", "updated", "authors", "unlisted"}

// foreignKeys mean something to other generators, and nothing here.
var foreignKeys = []string{
	"_build", "_comment", "build", "cascade", "categories", "category", "cover", "collapsed", "comments", "custom_edit_url", "default_lang_commit", "displayed_sidebar",
	"drifted_from_default", "expirydate", "extra", "featured", "full", "feedback", "head", "headless", "hero", "hide", "hide_table_of_contents", "hide_title", "id", "image", "images",
	"isbn", "iscjklanguage", "lang", "language", "layout", "linkdisabled", "linktitle", "locale", "manuallink", "manuallinktarget", "markup", "math", "menu", "menus", "mode", "ms.author", "ms.date", "ms.topic",
	"no_list", "outputs", "page_title", "pagefind", "pagination_label", "pagination_next", "pagination_prev", "params", "parent", "permalink", "prev", "next", "resources", "search", "series", "sidebar",
	"sidebar_class_name", "sidebar_custom_props", "sidebar_key", "sidebar_root_for", "sitemap", "subtitle", "taxonomies", "template", "theme", "toc_hide", "toc_min_heading_level", "toc_root", "hide_summary", "simple_list",
	"translationkey", "type", "uid", "url", "version", "video", "videos", "wide", "status", "version_added", "api", "openapi", "cspell", "htmltest", "spelling", "github_repo", "github_project_repo", "path_base_for_github_subdir",
	"body_class", "show_banner", "redirect_to", "reference", "notoc", "asciinema", "has_children", "has_toc", "grand_parent", "nav_exclude", "search_exclude", "contributors", "social", "og_image", "sources", "preview", "exclude_search", "css", "scripts",
}

// unknownKey is what is said of a key that nobody knows.
func unknownKey(key string) error {
	lower := strings.ToLower(key)
	if slices.Contains(foreignKeys, lower) || strings.HasPrefix(lower, "_") || strings.HasPrefix(lower, "ms.") || strings.Contains(lower, ":") {
		return nil
	}
	for _, known := range frontKeys {
		if len(lower) < 30 && levenshtein.ComputeDistance(lower, known) <= max(1, min(2, len(known)/2)) {
			return fmt.Errorf("unknown front matter key %q; did you mean %q?", key, known)
		}
	}
	return fmt.Errorf("unknown front matter key %q; it can be %s", clipped(key), strings.Join(frontKeys, ", "))
}

func (s setting) wrong(want string) error {
	return fmt.Errorf("front matter: %s must be %s, not %q", s.key, want, clipped(fmt.Sprint(s.value)))
}

func (s setting) text() (string, error) {
	switch v := s.value.(type) {
	case string:
		return strings.TrimSpace(v), nil
	case nil:
		return "", nil
	case map[string]any, []any:
		return "", s.wrong("a text")
	}
	return fmt.Sprint(s.value), nil
}

func (s setting) yes() (bool, error) {
	switch v := s.value.(type) {
	case bool:
		return v, nil
	case nil:
		return false, nil
	case string:
		if b, err := strconv.ParseBool(strings.ToLower(v)); err == nil {
			return b, nil
		}
	}
	return false, s.wrong("true or false")
}

func (s setting) number() (float64, bool) {
	switch v := s.value.(type) {
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case float64:
		return v, v == v && v-v == 0
	case string:
		n, err := strconv.ParseFloat(v, 64)
		return n, err == nil && n-n == 0
	}
	return 0, false
}

// list is a list of words, or one text, which a separator may divide.
func (s setting) list(separator string) (words []string, err error) {
	switch v := s.value.(type) {
	case nil:
	case []any:
		for _, item := range v {
			if table, ok := item.(map[string]any); ok {
				item = table["name"]
			}
			if item != nil {
				words = append(words, fmt.Sprint(item))
			}
		}
	case map[string]any:
		if name, ok := v["name"]; ok {
			return []string{fmt.Sprint(name)}, nil
		}
		return nil, s.wrong("a list")
	default:
		text := fmt.Sprint(v)
		if separator == "" {
			return []string{text}, nil
		}
		for part := range strings.SplitSeq(text, separator) {
			if part = strings.TrimSpace(part); part != "" {
				words = append(words, part)
			}
		}
	}
	return words, nil
}

// time is a date, with or without a time.
func (s setting) time() (time.Time, error) {
	switch v := s.value.(type) {
	case time.Time:
		return v, nil
	case nil:
		return time.Time{}, nil
	case map[string]any:
		return setting{key: s.key, line: s.line, value: v["date"]}.time()
	case string:
		for _, layout := range []string{time.RFC3339, time.DateOnly, time.DateTime, "2006-01-02T15:04:05", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04", "2006/01/02", "January 2, 2006", "2 January 2006", "01/02/2006"} {
			if t, err := time.Parse(layout, v); err == nil {
				return t, nil
			}
		}
	}
	return time.Time{}, s.wrong("a date such as 2026-01-31")
}
