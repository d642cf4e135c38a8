package docsite_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"wpengine/docsite"
	"wpengine/e2e/testkit/chromium"
	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

// everyKindOfText has what guides are made of.
const everyKindOfText = `---
title: A guide
description: Of everything.
---
Words with ` + "`code`" + `, a [link](../index.md), **bold** and a footnote[^1]. A sum: $a^2 + b$.

## Callouts

> [!NOTE]
> Mind this.

> [!WARNING] Careful
> Very much so.

## Tabs and steps

:::tabs
== One

First.

== Two

Second.
:::

:::steps
1. Do this.
2. Then that.
:::

:::details More
Hidden.
:::

## Code

` + "```go title=\"main.go\" lines {2} ins={3}\nfunc main() {\n\tlisten()\n\tserve()\n}\n```" + `

| a | b |
|---|---|
| 1 | 2 |

- [x] done
- [ ] open

` + "```mermaid\nflowchart LR\n  A[One] -->|then| B{Two}\n```" + `

:::operation orders/changeOrder

:::schema Order

[^1]: Here it is.
`

// kindsOfPages is a site with one of each kind of page.
func kindsOfPages(t *testing.T) *httptest.Server {
	t.Helper()
	spec, err := document.Load(os.DirFS("testdata"), "pages.yaml")
	if err != nil {
		t.Fatal(err)
	}
	site, err := docsite.New(docsite.Config{
		Content: fstest.MapFS{"index.md": {Data: []byte("# Home\n\nWords.\n")}, "guides/all.md": {Data: []byte(everyKindOfText)}},
		Assets:  os.DirFS("../assets"), Spec: spec, BasePath: "/docs",
	})
	if err != nil {
		t.Fatal(err)
	}
	docs := httptest.NewServer(site)
	t.Cleanup(docs.Close)
	return docs
}

// pagesByKind are one of each.
var pagesByKind = map[string]string{
	"guide": "/docs/guides/all/", "home": "/docs/", "overview": "/docs/reference/", "group": "/docs/reference/orders/",
	"operation": "/docs/reference/orders/changeOrder/", "webhook": "/docs/reference/webhooks/orderSent/", "schema": "/docs/reference/schemas/Order/",
	"schemas": "/docs/reference/schemas/", "lost": "/docs/nowhere/",
}

// axeSource is the checker of accessibility, which runs in the page.
func axeSource(t *testing.T) string {
	t.Helper()
	axe, err := os.ReadFile("../e2e/deps/node_modules/axe-core/axe.min.js")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("axe-core is not installed: e2e/deps.sh does that")
	}
	return string(axe)
}

// TestPagesAreAccessible has axe look at one page of each kind, in both themes, on a desk and on a phone. Everything that is
// folded is opened before.
func TestPagesAreAccessible(t *testing.T) {
	axe, docs := axeSource(t), kindsOfPages(t)
	b := newBrowser(t)
	for kind, path := range pagesByKind {
		b.accessible(axe, kind, docs.URL+path)
	}
}

// TestReferenceOfEverythingIsAccessible does the same with all that a description can say.
func TestReferenceOfEverythingIsAccessible(t *testing.T) {
	axe := axeSource(t)
	spec, err := document.Load(os.DirFS("reference/testdata"), "everything.yaml")
	if err != nil {
		t.Fatal(err)
	}
	site, err := docsite.New(docsite.Config{Assets: os.DirFS("../assets"), Spec: spec, BasePath: "/docs"})
	if err != nil {
		t.Fatal(err)
	}
	docs := httptest.NewServer(site)
	defer docs.Close()
	b := newBrowser(t)
	for _, path := range []string{"", "orders/listOrders/", "orders/addOrder/", "webhooks/orderSent/", "schemas/Thing/"} {
		b.accessible(axe, path, docs.URL+"/docs/reference/"+path)
	}
}

// accessible has axe look at a page.
func (b *browser) accessible(axe, what, address string) {
	b.t.Helper()
	for _, theme := range []string{"light", "dark"} {
		for _, width := range []int64{1400, 360} {
			b.do(chromedp.EmulateViewport(width, 800), chromedp.Navigate(address), chromedp.Evaluate[chromedp.Void](axe))
			b.js(fmt.Sprintf(`(() => { document.documentElement.dataset.theme = %q; for (const d of document.querySelectorAll("main details")) d.open = true; return ""; })()`, theme))
			b.passes(fmt.Sprintf("%s, %s, %d px", what, theme, width), width)
		}
	}
}

// passes has axe look at the page as it is, and measures it.
func (b *browser) passes(what string, width int64) {
	b.t.Helper()
	// What was folded is laid out now, and what scrolls is made focusable after that.
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(""), 50))))`, chromedp.EvalAwaitPromise)); err != nil {
		b.t.Fatal(err)
	}
	b.passesIn("html", what, width)
}

// passesIn is the same for a part of the page.
func (b *browser) passesIn(part, what string, width int64) {
	b.t.Helper()
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](fmt.Sprintf(`axe.run(%q).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).slice(0, 3).join(" | ")).join("; "))`, part), chromedp.EvalAwaitPromise))
	if err != nil || found != "" {
		b.t.Errorf("%s: %s %v", what, found, err)
	}
	if wide := b.js(`String(document.documentElement.scrollWidth - innerWidth)`); width == 360 && wide != "0" && wide[0] != '-' {
		widest := b.js(`[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth && getComputedStyle(e).position !== "absolute" && !e.closest("pre, .table-scroll")).map((e) => e.outerHTML.slice(0, 160)).slice(0, 3).join(" ")`)
		b.t.Errorf("%s: the page is %s px too wide: %s", what, wide, widest)
	}
}

// TestPanelsAreAccessibleInUse does the same with what a panel shows only when somebody uses it.
func TestPanelsAreAccessibleInUse(t *testing.T) {
	axe := axeSource(t)
	served := answers{
		"hangup":  raw(""),
		"limited": status(http.StatusTooManyRequests, "300"),
		"unknown": status(http.StatusUnauthorized, ""),
	}
	all := answersShown(t, "{}")
	for _, name := range []string{"misfit", "events", "lines", "picture", "faulty", "bytes", "plain"} {
		served[name] = all[name].answer
	}
	docs, _ := served.site(t, "")
	login, _ := loginSite(t, newAuthority(t))
	b := newBrowser(t)
	look := func(what string) {
		t.Helper()
		b.do(chromedp.Evaluate[chromedp.Void](axe))
		for _, kind := range []struct {
			theme string
			width int64
		}{{"light", 360}, {"dark", 360}} {
			b.do(chromedp.EmulateViewport(kind.width, 1200))
			b.js(fmt.Sprintf(`document.documentElement.dataset.theme = %q`, kind.theme))
			b.passes(fmt.Sprintf("%s, %s, %d px", what, kind.theme, kind.width), kind.width)
		}
		b.do(chromedp.EmulateViewport(1280, 1200))
	}
	b.do(chromedp.EmulateViewport(1280, 1200))
	for name := range served {
		b.sent(docs.URL, name)
		b.js(`[...document.querySelectorAll(".tryit details")].forEach((one) => one.open = true)`)
		look(name)
	}
	b.do(chromedp.Navigate(login), chromium.Click(".tryit-scheme:not([hidden]) [data-login] summary"),
		chromedp.WaitVisible(chromedp.CSS(".tryit-login-form input")), chromedp.SendKeys(chromedp.ID("try-key-one"), "token-0123456789"))
	look("signing in")
	b.do(chromium.Click("[data-kept]"), chromedp.WaitVisible(chromedp.CSS("dialog.tryit-kept")))
	look("what is kept")
	b.do(chromedp.Navigate(strings.TrimSuffix(login, "reference/shop/list/") + "oauth/callback/?code=abc&state=def"))
	look("coming back from signing in")
}

// pageBytes is what a reader of an operation's page downloads at the most, packed, and in how many requests.
const (
	pageBytes    = 30_000
	pageRequests = 8
)

// TestOperationPageIsLight counts what the browser loads until nothing more comes, for pages of Stripe's API as
// well, if that is there.
func TestOperationPageIsLight(t *testing.T) {
	pages := []string{kindsOfPages(t).URL + pagesByKind["operation"]}
	if _, ok := corpus.Find(t); ok {
		stripe, err := document.Load(corpus.Named(t, "stripe-2023-09.yaml").Open())
		if err != nil {
			t.Fatal(err)
		}
		site, err := docsite.New(docsite.Config{Spec: stripe, Assets: os.DirFS("../assets"), BasePath: "/docs"})
		if err != nil {
			t.Fatal(err)
		}
		docs := httptest.NewServer(site)
		defer docs.Close()
		for _, name := range []string{"GetCustomers", "PostRefunds", "GetCharges", "PostCheckoutSessions", "PostAccounts", "PostPaymentIntents", "GetInvoicesInvoice"} {
			pages = append(pages, docs.URL+"/docs/reference/operations/"+name+"/")
		}
	}
	b := newBrowser(t)
	for _, address := range pages {
		b.do(chromedp.Navigate(address))
		b.wait(`document.readyState === "complete" && document.querySelector("h1") !== null`)
		got := b.js(`(() => {
			const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
			return all.length + " " + all.reduce((n, e) => n + e.encodedBodySize, 0);
		})()`)
		var requests, bytes int
		if _, err := fmt.Sscan(got, &requests, &bytes); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d requests, %d bytes", address, requests, bytes)
		if requests > pageRequests || bytes > pageBytes {
			t.Errorf("%s: %d requests, %d bytes; at most %d and %d", address, requests, bytes, pageRequests, pageBytes)
		}
	}
}
