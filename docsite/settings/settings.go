// Package settings reads docsite.yaml: what the author of a site wants of it.
//
// [Load] looks at the whole file and returns all that is wrong with it at once, each with its
// line and column. settings.schema.json says the same to editors.
//
//	settings.go  what can be set
//	load.go      a file -> Settings
//	decode.go    YAML -> Go, by the struct's tags
//	kind.go      what a text may be: a file, an address, a colour
//	check.go     what has to fit together
//	style.go     colours -> a style sheet
package settings

import (
	_ "embed"
	"path"
	"strings"
)

// SchemaName is what [Schema] is called beside docsite.yaml.
const SchemaName = "docsite.schema.json"

// Schema is the JSON Schema of docsite.yaml, for editors.
//
//go:embed settings.schema.json
var Schema []byte

// Settings is what docsite.yaml says. Files and folders are named as the author wrote them:
// with slashes, relative to the folder of docsite.yaml.
//
// The tag "is" says what a text may be, see kind.go. A struct may be written as a text alone
// that is its field with the tag "short", and a list of one without the list.
type Settings struct {
	Missing []string // files and folders that it names and that are not there

	Title       string `yaml:"title"`
	Description string `yaml:"description"`
	Logo        Logo   `yaml:"logo"`
	Favicon     string `yaml:"favicon" is:"picture"`

	BaseURL  string `yaml:"base_url" is:"address"` // "" if links can't be absolute
	BasePath string `yaml:"base_path" is:"path"`

	Spec      string     `yaml:"spec" is:"file"`
	Content   string     `yaml:"content" is:"folder"` // "" if the file doesn't say, and there is no folder content
	Out       string     `yaml:"out"`                 // "" without a file
	Versions  []Version  `yaml:"versions"`
	Languages []Language `yaml:"languages"` // the first is that of Content itself

	Colours   Colours  `yaml:"colours"`
	CSS       []string `yaml:"css" is:"style sheet"`
	Templates string   `yaml:"templates" is:"folder"`

	Nav          []NavItem    `yaml:"nav"`
	Footer       Footer       `yaml:"footer"`
	Announcement Announcement `yaml:"announcement"`
	Redirects    Redirects    `yaml:"redirects"`

	Servers      []Server `yaml:"servers"` // the first is the one that samples name
	ProxyURL     string   `yaml:"proxy_url" is:"address"`
	Samples      []string `yaml:"samples" is:"one of curl, typescript, python, go, csharp, java, php, ruby, rust"`
	TryIt        bool     `yaml:"try_it"`
	ShowInternal bool     `yaml:"show_internal"`

	EditURL        string `yaml:"edit_url" is:"edit"`
	LastUpdated    string `yaml:"last_updated" is:"one of git, front-matter, none"`
	Search         Search `yaml:"search"`
	LLMs           bool   `yaml:"llms"`
	Feedback       string `yaml:"feedback" is:"url"`
	Changelog      string `yaml:"changelog"` // a folder of Content
	SocialPictures bool   `yaml:"social_pictures"`
	Robots         string `yaml:"robots" is:"one of index, noindex"`
}

// Default is what holds where there is no docsite.yaml.
func Default() *Settings {
	return &Settings{LastUpdated: "git", Search: Search{Enabled: true}, LLMs: true, TryIt: true, SocialPictures: true, Robots: "index"}
}

// Position is a place in docsite.yaml.
type Position struct{ Line, Column int }

// Logo is the picture in the top bar.
type Logo struct {
	Light string `yaml:"light" is:"picture" short:"yes"`
	Dark  string `yaml:"dark" is:"picture"` // on a dark ground; Light without one
	Alt   string `yaml:"alt"`
	Href  string `yaml:"href" is:"link"` // where it leads, the first page without one
	At    Position
}

// Colours are the author's own, in place of ours.
type Colours struct {
	Accent Accent `yaml:"accent"`
}

// Accent is the colour of links and buttons on a light and on a dark ground, "#0b6e4f".
type Accent struct {
	Light string `yaml:"light" is:"colour" short:"yes"`
	Dark  string `yaml:"dark" is:"colour"`
}

// Link is a link to a page of the site, "guides/start.md" or "reference", or to somewhere else.
type Link struct {
	Title string `yaml:"title"` // the page's without one
	To    string `yaml:"to" is:"link" short:"yes"`
	At    Position
}

// External reports a link to another site.
func (l Link) External() bool { return strings.Contains(l.To, ":") }

// NavItem is an entry of the top bar: a page or a section, or with Items a menu.
type NavItem struct {
	Title string `yaml:"title"`
	To    string `yaml:"to" is:"link" short:"yes"`
	Items []Link `yaml:"items"`
	At    Position
}

// Footer is what stands at the end of every page.
type Footer struct {
	Text    string   `yaml:"text"` // Markdown
	Columns []Column `yaml:"columns"`
	At      Position
}

// Column is a list of links in the footer.
type Column struct {
	Title string `yaml:"title"`
	Links []Link `yaml:"links"`
	At    Position
}

// Announcement is a bar above every page.
type Announcement struct {
	Text        string `yaml:"text" short:"yes"` // "" for none
	Href        string `yaml:"href" is:"link"`
	ID          string `yaml:"id" is:"name"` // who has closed the bar doesn't see it until this changes
	Dismissible bool   `yaml:"dismissible"`
	At          Position
}

// Server is where an operation may be tried.
type Server struct {
	URL         string `yaml:"url" is:"url" short:"yes"`
	Description string `yaml:"description"`
	At          Position
}

// Language is a language that guides are written in.
type Language struct {
	Code  string `yaml:"code" is:"language" short:"yes"` // "de", "pt-BR"
	Label string `yaml:"label"`
	Dir   string `yaml:"dir" is:"one of ltr, rtl"`
	At    Position
}

// Version is the site for one version of the product.
type Version struct {
	Name    string `yaml:"name" is:"name" short:"yes"` // its part of the address, unless it is the latest
	Label   string `yaml:"label"`                      // as readers see it
	Content string `yaml:"content" is:"folder"`        // that of the settings without one
	Spec    string `yaml:"spec" is:"file"`             // that of the settings without one
	Latest  bool   `yaml:"latest"`                     // it is the one at the root; exactly one is
	At      Position
}

// Search says what can be searched.
type Search struct {
	Enabled bool     `yaml:"enabled" short:"yes"`
	Exclude []string `yaml:"exclude" is:"pattern"`
}

// Excludes reports a file of the content that search leaves out: a pattern names it, or a folder
// it is in.
func (s Search) Excludes(name string) bool {
	for _, pattern := range s.Exclude {
		for at := name; at != "." && at != "/"; at = path.Dir(at) {
			if ok, _ := path.Match(pattern, at); ok { // the pattern has been checked
				return true
			}
		}
	}
	return false
}
