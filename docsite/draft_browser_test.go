package docsite_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/chromium"
)

// TestWhatIsFilledInStaysInItsTab: who reads on, or loads the page again, doesn't begin anew.
func TestWhatIsFilledInStaysInItsTab(t *testing.T) {
	address, upstream := shareSite(t)
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1600), chromedp.Navigate(address+"put/"), chromedp.SendKeys(chromedp.ID("try-key-key"), secretKey))
	b.wait(`self.docsiteBeside !== undefined`)
	b.typed(fieldOf("q"), "typed")
	b.typed(fieldOf("code"), "hunter1")
	b.typed(`document.getElementById("try-body")`, `{"name": "Ada", "password": "hunter2"}`)
	b.do(chromium.Click("[data-view=form]"), chromium.Leave(chromedp.Navigate(address+"photo/")))
	drafts := `JSON.stringify(Object.entries(sessionStorage).filter(([name]) => name.includes("draft")))`
	if kept := b.js(drafts); !strings.Contains(kept, "Ada") || strings.Contains(kept, "hunter") || strings.Contains(kept, secretKey) {
		t.Errorf("the tab keeps %s", kept)
	}
	b.says(`JSON.stringify(localStorage).includes("Ada")`, "false")

	b.do(chromium.Leave(chromedp.Navigate(address + "put/")))
	b.wait(saysNow + ` === "Filled in as you left it." && document.querySelector("[data-view=form]").ariaPressed === "true"`)
	b.says(fieldOf("q")+`.value + `+fieldOf("code")+`.value`, "typed")
	b.says(bodyText, "Ada")
	b.says(`document.querySelector(".tryit-more").open`, "true")

	t.Log("what is as it came with the page needs no draft")
	b.do(chromium.Click("[data-reset]"), chromium.Click("[data-view=text]"))
	b.typed(fieldOf("q"), "")
	b.do(chromium.Leave(chromedp.Navigate(address + "photo/")))
	b.says(drafts, "[]")
	b.do(chromium.Leave(chromedp.Navigate(address+"put/")), chromium.Click("#try-path-id"))
	b.wait(`self.docsiteBeside !== undefined`)
	b.says(saysNow, "")
	b.says(bodyText, "Rex")
	if sent, n := upstream.last(); n != 0 {
		t.Errorf("%d requests were sent: %s", n, sent)
	}
}
