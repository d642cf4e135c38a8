package search

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/evanw/esbuild/pkg/api"

	"wpengine/e2e/testkit/chromium"
)

// hereAndThere is a site that is read in parts.
func hereAndThere(t *testing.T) *Index {
	t.Helper()
	lists := append([][]Entry(nil), small...)
	for i := range lists {
		lists[i] = append([]Entry(nil), lists[i]...)
		for n := range lists[i] {
			page, anchor, _ := strings.Cut(lists[i][n].URL, "#")
			lists[i][n].URL = page + "index.html"
			if anchor != "" {
				lists[i][n].URL += "#" + anchor
			}
		}
	}
	index := Build(append(lists, large(300)...), Options{})
	if len(index.Files) < 10 {
		t.Fatalf("the index has %d files", len(index.Files))
	}
	return index
}

// TestSearchWorksFromAServerAndFromAFolder is a reader's way through the dialog.
func TestSearchWorksFromAServerAndFromAFolder(t *testing.T) {
	t.Parallel()
	root := site(t, hereAndThere(t), "", "guides/receiving/index.html", "reference/whatsapp/sendMessage/index.html", "404.html")
	files, address := serve(t, root)
	for name, start := range map[string]string{"http": address, "file": "file://" + filepath.ToSlash(root) + "/"} {
		t.Run(name, func(t *testing.T) {
			b := newBrowser(t)
			b.do(chromedp.EmulateViewport(1280, 800), chromedp.Navigate(start+"guides/receiving/index.html"))
			b.is(`[...document.scripts].filter((s) => s.src.includes("search")).length`, "0") // nothing before it is wanted

			t.Log("the key / opens it, but not where one writes")
			b.do(chromedp.Focus(chromedp.ID("field")))
			b.press("/")
			b.is(`document.getElementById("field").value + document.querySelectorAll("dialog").length`, "/0")
			b.js(`document.activeElement.blur()`)
			b.press("/")
			b.wait(`document.querySelector("dialog.search[open]") !== null`)
			b.is(`document.activeElement.className + document.activeElement.value`, "search-input")
			b.is(`document.querySelector(".search-note").innerText.slice(0, 9)`, "Type what")

			t.Log("it finds by words, starts of words, names, paths and with typing errors")
			b.look("sendMess", "Operations, Send a message, Fields, text, text")
			b.wait(`[...document.querySelectorAll(".search-result mark")].map((m) => m.innerText).slice(0, 3).join() === "Send,mess,send"`)
			b.look("/whatsapp/send", "Operations, Send a message")
			b.look("uberblik", "Guides, Überblick über die Straße")
			b.wait(`document.querySelector(".search-note").innerText === "“uberblik” is nowhere. These are results for “uberblick”."`)
			b.look("long pol", "Guides, Long poll")
			b.look("lon gpoll", "Guides, Long poll")
			b.look("検索", "Guides, Überblick über die Straße")
			b.look("zzzzqqq", "")
			b.is(`document.querySelector(".search-note").innerText.split("\n")[0]`, "Nothing was found for “zzzzqqq”.")
			b.wait(`document.querySelector(".search [role=status]").textContent.startsWith("Nothing was found")`)

			t.Log("arrows move, Home and End go to the ends, Enter opens")
			b.look("sendMess", "Operations, Send a message, Fields, text, text")
			b.wait(`document.querySelector(".search [role=status]").textContent === "3 results"`)
			const active = `(() => { const i = document.querySelector(".search-input"); const o = document.getElementById(i.getAttribute("aria-activedescendant")); return o.getAttribute("aria-selected") + " " + [...document.querySelectorAll("[role=option]")].indexOf(o) })()`
			b.is(active, "true 0")
			for _, step := range [][2]string{{kb.ArrowDown, "true 1"}, {kb.ArrowUp, "true 0"}, {kb.ArrowUp, "true 2"}, {kb.ArrowDown, "true 0"}, {kb.End, "true 2"}, {kb.Home, "true 0"}} {
				b.press(step[0])
				b.is(active, step[1])
			}
			b.press(kb.Enter)
			b.wait(`location.pathname.includes("reference/whatsapp/sendMessage/") && document.readyState === "complete"`)

			t.Log("the next page starts with what was looked for last")
			b.press("k", chromedp.ModifierCtrl)
			b.wait(`document.querySelector("dialog.search[open]") !== null && ` + shown + ` === "Operations, Send a message, Fields, text, text"`)
			b.is(`document.querySelector(".search-input").value`, "sendMess")
			b.press(kb.ArrowDown)
			b.press(kb.Enter)
			b.wait(`location.hash === "#body.message.text" && !document.querySelector("dialog").open`)

			t.Log("Escape closes it, and the focus goes back")
			b.do(chromium.Click(".search-button"))
			b.wait(`document.querySelector("dialog").open`)
			b.press(kb.Escape)
			b.wait(`!document.querySelector("dialog").open`)
			b.is(`document.activeElement.className`, "search-button needs-js")
		})
	}

	t.Log("a page that isn't there looks for what it may be")
	b := newBrowser(t)
	b.do(chromedp.Navigate(address+"old/long-poll.html"), chromium.Click("[data-search-address]"))
	b.wait(`document.querySelector(".search-input")?.value === "old long poll"`)
	b.wait(shown + `.includes("Long poll")`)

	t.Log("an index that was published anew is read anew")
	files.requests()
	lists := append([][]Entry{{{Kind: Guide, Title: "Freshly brewed", URL: "index.html"}}}, large(300)...)
	if err := os.RemoveAll(filepath.Join(root, "search")); err != nil {
		t.Fatal(err)
	}
	for name, content := range Build(lists, Options{}).Files {
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b.look("brewed", "Guides, Freshly brewed")
}

func TestMoreOfAGroupIsShownWhenAskedFor(t *testing.T) {
	t.Parallel()
	lists := make([][]Entry, 1)
	for i := range 30 {
		lists[0] = append(lists[0], Entry{Kind: Schema, Title: "Same", URL: "index.html#" + itoa(i)})
	}
	root := site(t, Build(lists, Options{Language: "de-AT"}), "")
	_, address := serve(t, root)
	b := newBrowser(t)
	b.do(chromedp.Navigate(address + "index.html"))
	b.press("k", chromedp.ModifierCtrl)
	b.wait(`document.querySelector("dialog.search[open]") !== null`)
	b.look("same", "Schemata, Same, Same, Same, Same, Same, 15 weitere zeigen")
	b.press(kb.ArrowUp)
	b.press(kb.Enter)
	b.wait(`document.querySelectorAll(".search-result").length === 20`)
	b.is(`document.querySelector("[aria-selected]").href.split("#")[1] + document.querySelector(".search-more").innerText`, "510 weitere zeigen")
	b.do(chromium.Click(".search-more"))
	b.wait(`document.querySelectorAll(".search-result").length === 30 && !document.querySelector(".search-more")`)
	b.is(`document.activeElement.className`, "search-input")
}

// TestBrowserTakesTextsApartAsTheIndexDoes holds assets/ts/search-words.ts to testdata/words.txt.
func TestBrowserTakesTextsApartAsTheIndexDoes(t *testing.T) {
	t.Parallel()
	built := api.Build(api.BuildOptions{EntryPoints: []string{"../../assets/ts/search-words.ts"}, Bundle: true, Format: api.FormatIIFE, GlobalName: "words"})
	if len(built.Errors) > 0 {
		t.Fatal(built.Errors)
	}
	b := newBrowser(t)
	b.do(chromedp.Evaluate[chromedp.Void](string(built.OutputFiles[0].Contents)))
	for _, c := range wordCases(t) {
		text, _ := json.Marshal(c[0])
		b.is(`words.split(`+string(text)+`).map(({term, parts}) => parts.length ? parts.join("+") + "=" + term : term).join(" ")`, c[1])
	}
	for _, path := range []string{"/repos/{owner}/{repo}/pulls", "repos/list-for-org", "//Pets//{petId}/", "/été", "/", "/" + strings.Repeat("é", 300)} {
		text, _ := json.Marshal(path)
		b.is(`words.pathTerm(`+string(text)+`)`, string(pathTerm(path)))
	}
}

// TestBrowserFindsInGitHubWhatTheReaderFinds compares the two that read an index, and measures the one in the browser.
func TestBrowserFindsInGitHubWhatTheReaderFinds(t *testing.T) {
	t.Parallel()
	index := Build(entriesOf(github(t)), Options{})
	files, address := serve(t, site(t, index, ""))
	b := newBrowser(t)
	b.do(chromedp.Navigate(address + "index.html"))
	files.requests()
	b.press("/")
	b.wait(`document.querySelector("dialog.search[open]") !== null`)
	for _, query := range []string{"list pull requests files", "pulls/list-files", "/repos/{owner}/{repo}/pulls", "issue", "node_id", "r", "delete repositories", "workflow run artifacts"} {
		r := newReader(t, index)
		var want []string
		for _, title := range r.show(query)[Operation] {
			want = append(want, title[0])
		}
		b.js(`document.querySelector(".search-input").select()`)
		b.do(chromedp.KeyEvent(query))
		const operations = `[...([...document.querySelectorAll(".search-group")].find((g) => g.firstChild.innerText === "Operations")?.querySelectorAll(".search-title bdi") ?? [])].map((e) => e.textContent).join("\n")`
		deadline := time.Now().Add(60 * time.Second)
		for b.js(operations) != strings.Join(want, "\n") {
			if time.Now().After(deadline) {
				t.Errorf("%q finds\n%s\nwant\n%s", query, b.js(operations), strings.Join(want, "\n"))
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	b.js(`document.querySelector(".search-input").select()`)
	b.do(chromedp.KeyEvent("reposiotry webhok"))
	b.wait(shown + `.toLowerCase().includes("repository webhook")`)
	measureKeystrokes(t, b)
}

// measureKeystrokes says how long the dialog takes from a keystroke to what it finds, once the parts that it reads are there,
// and fails if a reader would notice.
func measureKeystrokes(t *testing.T, b *browser) {
	t.Helper()
	times, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]float64](`(async () => {
		const input = document.querySelector(".search-input"), list = document.querySelector(".search-list"), times = [];
		for (let round = 0; round < 3; round++) {
			let stroke = 0;
			for (const query of ["list repository issues", "node_id", "/repos/{owner}/{repo}/pulls", "reposiotry webhok"]) {
				for (let n = 1; n <= query.length; n++) {
					input.value = query.slice(0, n);
					const start = performance.now();
					const done = new Promise((resolve) => new MutationObserver((_, o) => { o.disconnect(); resolve(); }).observe(list, { childList: true }));
					input.dispatchEvent(new InputEvent("input"));
					await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 2000))]);
					times[stroke] = Math.min(times[stroke] ?? Infinity, performance.now() - start);
					stroke++;
				}
			}
		}
		return times.sort((a, b) => a - b);
	})()`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	quarter, most := times[len(times)/4], times[len(times)*95/100]
	t.Logf("%d keystrokes: %.1f ms for a quarter of them, %.1f ms for 19 of 20", len(times), quarter, most)
	if quarter > 50 { // most say more of what else the machine does
		t.Errorf("three of four keystrokes take more than %.1f ms", quarter)
	}
}

// TestDialogIsAccessible has axe look at it, with results and without, in both themes, on a phone and from right to left.
func TestDialogIsAccessible(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile("../../e2e/deps/node_modules/axe-core/axe.min.js")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("axe-core is not installed: e2e/deps.sh does that")
	}
	pages := map[int64]string{1280: site(t, hereAndThere(t), ""), 360: site(t, hereAndThere(t), ` dir="rtl"`)}
	b := newBrowser(t)
	check := func(state string) {
		t.Helper()
		b.is(`document.documentElement.scrollWidth > innerWidth`, "false")
		found, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.help + " " + v.nodes.map((n) => n.html).slice(0, 2)).join("; "))`, chromedp.EvalAwaitPromise))
		if err != nil || found != "" {
			t.Errorf("%s: %s %v", state, found, err)
		}
	}
	for width, page := range pages {
		for _, theme := range []string{"light", "dark"} {
			b.do(chromedp.EmulateViewport(width, 760), chromedp.Navigate("file://"+filepath.ToSlash(page)+"/index.html"), chromedp.Evaluate[chromedp.Void](string(axe)))
			b.js(`(document.documentElement.dataset.theme = "` + theme + `", sessionStorage.clear())`)
			b.press("/")
			b.wait(`document.querySelector("dialog.search[open]") !== null`)
			state := theme + " " + itoa(int(width))
			check(state)
			b.look("mesages", "Schemas, Message, Operations, Send a message, Guides, Receive messages, Long poll, Retries, Fields, text, text")
			check(state + " with results")
			b.look("zzzzqqqq", "")
			check(state + " without")
		}
	}
}
