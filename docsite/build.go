package docsite

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"wpengine/docsite/diagram"
	"wpengine/docsite/markdown"
	"wpengine/docsite/math"
	"wpengine/docsite/printable"
	"wpengine/docsite/reference"
	"wpengine/openapi/document"
)

// builder is a site in the making, and then what makes its pages one by one. Problems with the
// content are gathered, so that an author sees them all; an error is something no author can mend.
type builder struct {
	config      Config
	editions    []*edition
	pages       []*page // of all editions, in the order of the sidebars
	byPath      map[string]*page
	files       map[string]*file
	contents    []content         // files of the content that are no guides
	moved       map[string]string // their addresses, by their names
	taken       names             // of files, pages' included
	assets      map[string]string
	frames      *frames
	sidebars    sidebars
	patterns    patterns
	markdown    *markdown.Renderer
	notFound    *file
	look        look
	social      *social // nil for none
	policy      string  // of what is served, and, of pages with a panel, panelPolicy
	panelPolicy string
	feed        string // the file of the changelog's feed, "" for none

	gap     string // stands for what depends on the page; no text can hold it
	gapMark []byte // the same
	id      string // of this build, in the pages of a site that is being written

	mu        sync.Mutex // over what rendering finds out
	problems  Problems
	suggested atomic.Int32
}

func newBuilder(config Config) (*builder, error) {
	frames, err := newFrames(config)
	if err != nil {
		return nil, err
	}
	b := &builder{
		config: config, files: map[string]*file{}, moved: map[string]string{}, taken: newNames(), frames: frames, gap: "gap" + rand.Text(), id: rand.Text(),
		sidebars: sidebars{made: map[sidebarKey][]byte{}}, patterns: patterns{made: map[kind]*pattern{}},
	}
	b.gapMark = []byte(b.gap)
	words := english()
	b.markdown = b.renderer(&words, config.Content)
	return b, nil
}

// renderer reads guides that say in their own words what we say in them, and include files of their own folder; of
// those after it, what it lacks.
func (b *builder) renderer(words *words, folders ...fs.FS) *markdown.Renderer {
	return markdown.New(markdown.Options{
		Reserved: []string{contentID, sidebarID, contentsID},
		Math:     math.Render,
		Diagram:  diagram.Render,
		Words:    words.ofMarkdown(),
		File: func(name string) (text []byte, err error) {
			err = fs.ErrNotExist
			for _, folder := range folders {
				if folder == nil {
					continue
				}
				if text, err = fs.ReadFile(folder, name); !errors.Is(err, fs.ErrNotExist) {
					break
				}
			}
			return text, err
		},
	})
}

// The layouts of pages: the classes that lay them out.
const (
	layoutGuide     = "guide"
	layoutReference = "reference"
	layoutListing   = "listing"
	layoutLost      = "lost"
)

// page is one page before it is framed. It has its text from a guide, from the spec, or in body.
type page struct {
	edition     *edition
	path        string // "guides/api-keys/"; "" is the first page
	title       string
	label       string // in the sidebar
	description string
	lead        string // the description, where the text does not begin with it
	layout      string
	rank        *float64
	absolute    bool // links from the root of the host: the page has no place of its own

	guide *markdown.Document
	made  *reference.Page
	body  string

	toc            int // deepest heading "On this page" lists
	place          *place
	previous, next *page

	file   string // a guide's, in Content
	source string // the file it is from and the line, for messages
	line   int
}

func (b *builder) build() error {
	for _, stage := range []func() error{
		b.addAssets, b.addLook, b.addEditions, b.addGuides, b.addReference, b.addHomes, b.addListings, b.indexPages, b.placeFiles, b.buildNav, b.fillHomes,
		b.checkLinks, b.addPages, b.addCallback, b.checkLook, b.addPictures, b.addFeed, b.addMachineFiles, b.addSearch, b.addRedirects,
	} {
		if err := stage(); err != nil {
			return err
		}
	}
	b.policy, b.panelPolicy = policyOf(b.config, nil, false), policyOf(b.config, b.reachedOfAny(), true)
	return nil
}

// indexPages finds every page's address. Of two pages at one, a guide or else the later gets another: pages made from the
// spec know each other's addresses.
func (b *builder) indexPages() error {
	b.byPath = make(map[string]*page, len(b.pages))
	folded := make(map[string]*page, len(b.pages)) // disks may not tell case apart
	b.reserve()
	for _, made := range []bool{true, false} {
		for _, p := range b.pages {
			if p.made != nil != made {
				continue
			}
			asked := p.path
			p.path = b.taken.place(asked)
			if p.path != asked {
				of := "the site itself"
				if first := folded[document.Fold(asked)]; first != nil {
					of = first.source
				}
				b.problem(Problem{File: p.source, Line: p.line, Rule: "address", Message: fmt.Sprintf(
					"its address /%s is taken by %s, so it is at /%s; give one of them another slug", asked, of, p.path)})
			}
			folded[document.Fold(p.path)], b.byPath[p.path] = p, p
		}
	}
	return nil
}

// problem notes what an author has to mend.
func (b *builder) problem(p Problem) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.problems = append(b.problems, readable(p))
}

// readable is a problem as it may be printed: its file and message may quote what nobody checked.
func readable(p Problem) Problem {
	for _, text := range []*string{&p.File, &p.Message} {
		*text = printable.Line(strings.ToValidUTF8(*text, printable.Mark))
	}
	return p
}

// found are the problems so far.
func (b *builder) found() Problems {
	b.mu.Lock()
	all := slices.Clone(b.problems)
	b.mu.Unlock()
	for _, e := range b.editions {
		if e.fragments != nil {
			all = append(all, e.fragments.problems()...)
		}
	}
	return all.sorted()
}

// addPages makes a file of every page. They are rendered when they are first wanted.
func (b *builder) addPages() error {
	for _, p := range b.pages {
		f := b.pageFile(p.path, p)
		f.panel = b.hasPanel(p)
		b.files[p.path] = f
		if models := p.edition.models; models != nil && p.made != nil && p.made.Kind == reference.Operation {
			name := p.path + reference.ModelFile
			b.files[name] = b.lazyFile(name, func() ([]byte, error) { return models.Script(p.made.Operation()), nil })
		}
	}
	home := b.editions[0]
	lost := &page{edition: home, path: "404.html", title: home.words.NotFoundTitle, layout: layoutLost, absolute: true,
		body: "<p>" + home.words.NotFoundText + "</p>\n"}
	b.notFound = b.pageFile(lost.path, lost)
	return nil
}

// parallel runs work for each of n things on all processors, and returns the first error by number.
func parallel(n int, work func(i int) error) error {
	workers := min(n, runtime.GOMAXPROCS(0))
	errs := make([]error, n)
	var (
		wait sync.WaitGroup
		next = make(chan int)
	)
	for range workers {
		wait.Go(func() {
			for i := range next {
				errs[i] = work(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
	return cmp.Or(errs...)
}
