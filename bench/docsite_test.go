package bench

import (
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"wpengine/e2e/testkit/corpus"
)

// The versions of the baselines. They are fetched when a benchmark wants them, and are no part of the project.
const (
	redocly = "@redocly/cli@2.77.0"
	hugo    = "github.com/gohugoio/hugo@v0.161.1"
)

// runs is how often each program runs; the median counts.
const runs = 5

// BenchmarkSpecs builds the site of a large description: every page of it. Its baseline is Redocly's build-docs, which
// puts the description into one page for the reader's browser to render.
func BenchmarkSpecs(b *testing.B) {
	dir := corpus.Dir(b)
	docsite := built(b, "docsite")
	node := b.TempDir()
	run(b, node, "npm", "install", "--silent", "--no-audit", "--no-fund", redocly)
	for _, spec := range []struct{ name, file string }{{"github", "github-rest-3.0.json.gz"}, {"stripe", "stripe-2023-09.yaml"}} {
		b.Run(spec.name, func(b *testing.B) {
			work := b.TempDir()
			file := unpacked(b, filepath.Join(dir, "specs", spec.file), work)
			compare(b, "redocly", func(n int) *exec.Cmd {
				return exec.Command(docsite, "build", "--quiet", "--spec", file, "--out", filepath.Join(work, fmt.Sprintf("site%d", n)))
			}, func(n int) *exec.Cmd {
				return exec.Command(filepath.Join(node, "node_modules", ".bin", "redocly"), "build-docs", file, "--output", filepath.Join(work, fmt.Sprintf("redocly%d.html", n)))
			})
		})
	}
}

// BenchmarkGuides builds sites of Markdown alone. Its baseline is Hugo, with the least templates that show a page with
// its table of contents and the sections.
func BenchmarkGuides(b *testing.B) {
	docsite := built(b, "docsite")
	bin := b.TempDir()
	install := exec.Command("go", "install", hugo)
	install.Env = append(os.Environ(), "GOBIN="+bin)
	if out, err := install.CombinedOutput(); err != nil {
		b.Skipf("hugo cannot be had: %v\n%s", err, out)
	}
	for _, pages := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprint(pages), func(b *testing.B) {
			work := b.TempDir()
			content := guides(b, work, pages)
			theirs := hugoSite(b, work)
			// With ten thousand pages Hugo takes minutes; once is enough.
			compareRuns(b, "hugo", runs, map[bool]int{true: runs, false: 1}[pages < 10_000], func(n int) *exec.Cmd {
				return exec.Command(docsite, "build", "--quiet", "--content", content, "--out", filepath.Join(work, fmt.Sprintf("site%d", n)))
			}, func(n int) *exec.Cmd {
				return exec.Command(filepath.Join(bin, "hugo"), "--quiet", "--source", theirs, "--contentDir", content, "--destination", filepath.Join(work, fmt.Sprintf("hugo%d", n)))
			})
		})
	}
}

// compare runs two programs in turn, and reports the medians and their ratio.
func compare(b *testing.B, baseline string, ours, theirs func(n int) *exec.Cmd) {
	b.Helper()
	compareRuns(b, baseline, runs, runs, ours, theirs)
}

func compareRuns(b *testing.B, baseline string, times, theirTimes int, ours, theirs func(n int) *exec.Cmd) {
	b.Helper()
	for b.Loop() {
		var a, z []spent
		for n := range max(times, theirTimes) {
			if n < times {
				a = append(a, measure(b, ours(n)))
			}
			if n < theirTimes {
				z = append(z, measure(b, theirs(n)))
			}
		}
		us, them := median(a), median(z)
		b.ReportMetric(us.wall.Seconds(), "s")
		b.ReportMetric(us.cpu.Seconds(), "cpu-s")
		b.ReportMetric(float64(us.rss)/(1<<20), "MB-rss")
		b.ReportMetric(them.wall.Seconds(), baseline+"-s")
		b.ReportMetric(them.cpu.Seconds(), baseline+"-cpu-s")
		b.ReportMetric(float64(them.rss)/(1<<20), baseline+"-MB-rss")
		b.ReportMetric(us.wall.Seconds()/them.wall.Seconds(), "ratio")
	}
}

// spent is what a program took.
type spent struct {
	wall, cpu time.Duration
	rss       int64 // bytes, at the most
}

func measure(b *testing.B, cmd *exec.Cmd) spent {
	b.Helper()
	start := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("%s: %v\n%s", cmd, err, out)
	}
	state := cmd.ProcessState
	return spent{time.Since(start), state.UserTime() + state.SystemTime(), state.SysUsage().(*syscall.Rusage).Maxrss << 10}
}

// median is that of each measure by itself.
func median(all []spent) spent {
	middle := func(of func(spent) int64) int64 {
		values := make([]int64, len(all))
		for i, u := range all {
			values[i] = of(u)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return spent{
		time.Duration(middle(func(u spent) int64 { return int64(u.wall) })), time.Duration(middle(func(u spent) int64 { return int64(u.cpu) })),
		middle(func(u spent) int64 { return u.rss }),
	}
}

// built is one of our programs.
func built(b *testing.B, name string) string {
	b.Helper()
	to := filepath.Join(b.TempDir(), name)
	run(b, ".", "go", "build", "-o", to, "wpengine/cmd/"+name)
	return to
}

func run(b *testing.B, dir, name string, args ...string) {
	b.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Skipf("%s cannot be run: %v\n%s", name, err, out)
	}
}

// unpacked is a copy of a file that any program reads.
func unpacked(b *testing.B, file, dir string) string {
	b.Helper()
	from, err := os.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = from.Close() }() // only read
	var text io.Reader = from
	if filepath.Ext(file) == ".gz" {
		if text, err = gzip.NewReader(from); err != nil {
			b.Fatal(err)
		}
	}
	name := filepath.Join(dir, strings.TrimSuffix(filepath.Base(file), ".gz"))
	to, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(to, text); err != nil {
		b.Fatal(err)
	}
	if err := to.Close(); err != nil {
		b.Fatal(err)
	}
	return name
}

// guides writes so many pages in fifty folders: prose, lists, code and tables, the same each time.
func guides(b *testing.B, dir string, pages int) string {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	vocabulary := strings.Fields("the engine sends a message through network to client and answers with token header value schema field object array of string number pattern sample guide reference account")
	words := func(n int) string {
		all := make([]string, n)
		for i := range all {
			all[i] = vocabulary[random.IntN(len(vocabulary))]
		}
		return strings.Join(all, " ")
	}
	content := filepath.Join(dir, "content")
	write(b, filepath.Join(content, "_index.md"), "---\ntitle: Home\n---\n\nWords.\n")
	for i := range pages {
		var text strings.Builder
		fmt.Fprintf(&text, "---\ntitle: Page %d of things\ndescription: %s\n---\n\n%s.\n\n", i, words(8), words(40))
		for s := range 5 {
			fmt.Fprintf(&text, "## %s %d\n\n%s, see `code%d` and [the page](#).\n\n- %s\n- %s\n- %s\n\n```go\nfunc f%d(a int) string {\n\treturn \"x\" + strconv.Itoa(a)\n}\n```\n\n| a | b |\n|---|---|\n| %s | %s |\n\n",
				words(3), s, words(60), s, words(6), words(6), words(6), s, words(2), words(2))
		}
		write(b, filepath.Join(content, fmt.Sprintf("section%02d", i%50), fmt.Sprintf("page%05d.md", i)), text.String())
	}
	return content
}

func hugoSite(b *testing.B, dir string) string {
	b.Helper()
	site := filepath.Join(dir, "hugo")
	write(b, filepath.Join(site, "hugo.toml"), "baseURL = \"https://example.org/\"\ntitle = \"Guides\"\n")
	write(b, filepath.Join(site, "layouts", "_default", "baseof.html"), `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title><meta name="description" content="{{ .Description }}"></head><body><nav><ul>{{ range .Site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav><main>{{ block "main" . }}{{ end }}</main></body></html>`)
	write(b, filepath.Join(site, "layouts", "_default", "single.html"), `{{ define "main" }}<h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}{{ end }}`)
	write(b, filepath.Join(site, "layouts", "_default", "list.html"), `{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}`)
	return site
}

func write(b *testing.B, name, text string) {
	b.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
}
