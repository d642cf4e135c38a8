package docsite_test

import (
	"context"
	"os"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"wpengine/e2e/testkit/corpus"
)

// TestPanelIsReadyAtOnce measures how long scripts run from the first touch until the fields are there, those of a body that is
// shown as text at first as well, compiling included. What other work the machine has is not counted; all the same only the proof
// insists on it, and looks at the largest forms there are.
func TestPanelIsReadyAtOnce(t *testing.T) {
	var e echo
	root := siteBefore(t, &e, os.DirFS("testdata"), "forms.yaml")
	for _, operation := range []string{"makeThing", "findThings", "sendFiles"} {
		newBrowser(t).readyAtOnce(operation, root+"things/"+operation+"/")
	}
	if !*proof {
		return
	}
	for _, large := range [][2]string{{"stripe-2023-09.yaml", "PostPaymentIntents"}, {"twilio-api-v2010.json", "CreateStream"}, {"kubernetes-1.25-swagger2.json.gz", "createNamespacedCronJob"}, {"openai-3.1.yaml", "createResponse"}} {
		fsys, file := corpus.Named(t, large[0]).Open()
		newBrowser(t).readyAtOnce(large[1], siteBefore(t, &e, fsys, file)+addressNamed(t, fsys, file, large[1]))
	}
}

func (b *browser) readyAtOnce(operation, address string) {
	b.t.Helper()
	const most = 0.050
	b.do(chromedp.Navigate(address))
	b.wait(`document.readyState === "complete"`)
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
		return err
	}))
	before := b.scriptSeconds()
	b.waitFor(`(async () => {
		while (!self.docsiteModel) {
			document.querySelector("[data-tryit]").dispatchEvent(new PointerEvent("pointerdown"));
			await new Promise((done) => setTimeout(done, 5));
		}
		await new Promise((done) => setTimeout(done));
		document.querySelector("[data-views]:not([hidden]) > [data-view=form][aria-pressed=false]")?.click();
	})()`)
	took := b.scriptSeconds() - before
	fields := b.js(`document.querySelectorAll(".tryit .tryit-room").length`)
	b.t.Logf("%s: %.1f ms, %s fields", operation, took*1000, fields)
	if fields == "0" {
		b.t.Errorf("%s: it isn't ready", operation)
	}
	if took > most && *proof {
		b.t.Errorf("%s: %.1f ms of script, at most %.0f", operation, took*1000, most*1000)
	}
}

// scriptSeconds is how long scripts of the page have run.
func (b *browser) scriptSeconds() float64 {
	b.t.Helper()
	var seconds float64
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		all, err := cdp.Call(ctx, t, performance.GetMetrics, cdp.Empty{})
		for _, metric := range all.Metrics {
			if metric.Name == "ScriptDuration" || metric.Name == "V8CompileDuration" {
				seconds += metric.Value
			}
		}
		return err
	}))
	return seconds
}
