package docsite_test

import (
	"flag"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"wpengine/e2e/testkit/chromium"
	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

var shots = flag.String("shots", "", "a folder for pictures of the panels that are filled in")

// oddOperations have the oddest bodies and parameters that there are: by description, the few that every run takes first.
var oddOperations = []struct {
	spec       string
	always     int
	operations []string
}{
	{"oas-3.0-complex-nesting.json", 1, []string{"operations.post-multischema-of-everything", "operations.put-anything-top-level-array"}},
	{"oas-3.0-discriminators.json", 1, []string{"operations.patch-nested-one-of-object-with-nested-one-of"}},
	{"oas-3.0-file-uploads.json", 1, []string{"multipart-form-data.put-anything-multipart-formdata"}},
	{"scalar-galaxy-3.1.yaml", 0, []string{"createPlanet", "createCelestialBody"}},
	{"2ch-cyrillic.yml", 0, []string{"operations.post-user-posting"}},
	{"adyen-checkout-v72-3.1.yaml", 0, []string{"post-payments", "post-sessions"}},
	{"algolia-crawler.yml", 0, []string{"createCrawler", "testUrl"}},
	{"apideck-crm.yml", 0, []string{"companiesAdd", "activitiesAll"}},
	{"box.json", 0, []string{"post_files_content", "put_files_upload_sessions_id"}},
	{"cafe-3.2.yaml", 0, []string{"createMenuItem"}},
	{"camara-geofencing/API_definitions/geofencing-subscriptions.yaml", 0, []string{"createGeofencingSubscription"}},
	{"discord-3.1.json", 0, []string{"bulk_set_application_commands", "create_interaction_response", "create_thread", "execute_webhook"}},
	{"docker-engine-2.0.yaml", 0, []string{"ContainerCreate", "ImageBuild"}},
	{"figma-3.1.yaml", 0, []string{"postVariables"}},
	{"github-rest-3.0.json.gz", 0, []string{"checks/create", "issues/update", "markdown/render-raw"}},
	{"go-whatsapp-web.yaml", 0, []string{"sendVideo"}},
	{"iceberg-rest-3.1.yaml", 0, []string{"commitTransaction", "planTableScan", "reportMetrics"}},
	{"kubernetes-1.25-swagger2.json.gz", 0, []string{"createNamespacedCronJob", "createCustomResourceDefinition", "patchNamespacedConfigMap"}},
	{"line-messaging.yml", 0, []string{"narrowcast", "pushMessage"}},
	{"oas-3.0-parameters-style.json", 0, []string{"formData_form_nonExploded"}},
	{"oas-3.1-schema-types.json", 0, []string{"mixed_schemaSupport"}},
	{"openai-3.1.yaml", 0, []string{"createResponse", "createImageEdit", "create-realtime-call"}},
	{"opensearch-cluster-3.1/namespaces/cluster.yaml", 0, []string{"cluster.put_component_template.0"}},
	{"paypal-orders-v2.json", 0, []string{"orders.confirm"}},
	{"qdrant.json", 0, []string{"batch_update", "query_points_groups", "recover_from_uploaded_snapshot"}},
	{"stripe-2023-09.yaml", 0, []string{"GetInvoicesUpcoming", "PostFiles", "PostPaymentIntents"}},
	{"together-3.1.yaml", 0, []string{"audio-transcriptions", "chat-completions"}},
	{"twilio-api-v2010.json", 0, []string{"CreateStream"}},
}

// TestPanelTakesTheOddestBodies opens panels, fills in all that there is to a depth, sends it, and compares what arrived with
// what the text says. The form, the text and back are the same; keys alone are enough; axe finds nothing; nothing is too wide
// for a phone.
func TestPanelTakesTheOddestBodies(t *testing.T) {
	axe := axeSource(t)
	for _, odd := range oddOperations {
		if !*proof {
			odd.operations = odd.operations[:odd.always]
		}
		if len(odd.operations) == 0 {
			continue
		}
		t.Run(strings.ReplaceAll(odd.spec, "/", "-"), func(t *testing.T) {
			var e echo
			fsys, file := corpus.Named(t, odd.spec).Open()
			root := siteBefore(t, &e, fsys, file)
			for _, name := range odd.operations {
				t.Run(strings.ReplaceAll(name, "/", "-"), func(t *testing.T) {
					newBrowser(t).proves(axe, &e, root+addressNamed(t, fsys, file, name))
				})
			}
		})
	}
}

// addressNamed is the page of an operation, below the reference's.
func addressNamed(t *testing.T, fsys fs.FS, file, name string) string {
	t.Helper()
	spec, err := document.Load(fsys, file)
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range spec.Operations {
		if op.ID == name {
			return op.Group.Slug + "/" + op.Slug + "/"
		}
	}
	t.Fatalf("there is no operation %s", name)
	return ""
}

// proves fills in one panel and sends it.
func (b *browser) proves(axe string, e *echo, address string) {
	b.t.Helper()
	_, before := e.got()
	b.do(chromedp.EmulateViewport(1280, 900), chromedp.Navigate(address), chromium.Click("form[data-tryit] :is(label, summary)"))
	b.wait(`self.docsiteModel !== undefined && document.querySelector("form[data-tryit]").checkVisibility()`)
	fill, err := os.ReadFile("testdata/fill.js")
	if err != nil {
		b.t.Fatal(err)
	}
	b.js(`document.querySelector("[data-views]:not([hidden]) > [data-view=form]")?.click()`)
	b.js(string(fill))
	b.waitFor(`$everything()`)
	switchable := b.js(`Boolean(document.querySelector("[data-views]:not([hidden])"))`) == "true"
	text := b.js(`document.getElementById("try-body")?.value ?? ""`)
	if switchable && text != "" {
		b.view("text")
		b.view("form")
		b.waitFor(`(() => { const form = document.querySelector("[data-bodyform]"); return form.querySelector("input, textarea")?.dispatchEvent(new Event("input", { bubbles: true })); })()`)
		if again := b.body(); again != text {
			sameJSON(b.t, again, text)
		}
	}
	b.walks()
	b.do(chromedp.KeyEvent("\r", chromedp.KeyModifiers(2)))
	b.wait(`document.querySelector("[data-said]").innerText.includes("Send it again") || !document.querySelector("[data-answer]").hidden`)
	wrong := b.js(`$wrong()`)
	if b.js(`document.querySelector("[data-answer]").hidden`) == "true" {
		b.send()
	}
	got, n := e.got()
	if n != before+1 {
		b.t.Fatalf("%d requests arrived: %s; %s", n-before, b.js(`document.querySelector("[data-said]").innerText`), wrong)
	}
	b.t.Logf("%s fields, %s %d bytes of %s\n%s", b.js(`document.querySelectorAll(".tryit .tryit-field").length`), got.method, len(got.body), got.contentType, wrong)
	b.arrived(got)
	b.looks(axe)
}

// walks goes through the whole form with Tab alone, and back into it. All that can be used is reached in the order in which it
// is seen, says what it is, shows that it has the focus, and is neither out of sight nor covered.
func (b *browser) walks() {
	b.t.Helper()
	steps, err := strconv.Atoi(b.js(`$ahead()`))
	if err != nil {
		b.t.Fatal(err)
	}
	for range steps {
		b.do(chromedp.KeyEvent(kb.Tab))
		if said := b.js(`$step()`); said != "" {
			if said != "through" {
				b.t.Error(said)
			}
			break
		}
	}
	if missed := b.js(`$missed()`); missed != "" {
		b.t.Errorf("no Tab leads to %s", missed)
	}
	b.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(8)))
	b.says(`document.activeElement.closest("form[data-tryit]") !== null`, "true")
}

// arrived compares a request with what the panel's text says.
func (b *browser) arrived(got received) {
	b.t.Helper()
	text := b.js(`document.getElementById("try-body")?.value ?? ""`)
	switch b.js(`(document.querySelector("[name=mediaType]")?.selectedOptions?.[0] ?? document.querySelector("[name=mediaType]"))?.dataset.kind`) {
	case "json":
		sameJSON(b.t, got.body, text)
	case "form":
		if values, err := url.ParseQuery(got.body); err != nil || len(values) == 0 && text != "{}" {
			b.t.Errorf("%q arrived of %s: %v", got.body, text, err)
		}
	case "multipart":
		files := 0
		for _, part := range partsOf(b.t, got) {
			if strings.Contains(part, "one\x00") || strings.HasSuffix(part, "|two") {
				files++
			}
		}
		if picked := b.js(`document.querySelectorAll(".tryit-files li").length`); picked != fmt.Sprint(files) {
			b.t.Errorf("%d files arrived of %s", files, picked)
		}
	case "binary":
		if got.body != "one\x00" {
			b.t.Errorf("%q arrived of a file", got.body)
		}
	case "text":
		if got.body != text {
			b.t.Errorf("%q arrived of %q", got.body, text)
		}
	}
}

// looks has axe look at the panel in both themes, and at how wide it is.
func (b *browser) looks(axe string) {
	b.t.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](axe))
	for _, theme := range []string{"light", "dark"} {
		b.js(fmt.Sprintf(`(document.documentElement.dataset.theme = %q)`, theme))
		for _, width := range []int64{1280, 360} {
			if !*proof && (theme == "light") == (width == 360) {
				continue // half of them is enough from day to day
			}
			b.do(chromedp.EmulateViewport(width, 900))
			b.passesIn(".tryit", fmt.Sprintf("%s, %d px", theme, width), width)
			if *shots != "" {
				b.shoot(filepath.Join(*shots, fmt.Sprintf("%s-%d-%s.png", path.Base(b.t.Name()), width, theme)), width == 360)
			}
		}
	}
}

// shoot takes a picture of the panel, or of what a desk shows of it.
func (b *browser) shoot(file string, whole bool) {
	b.t.Helper()
	take := chromedp.CaptureScreenshot()
	if whole {
		height, _ := strconv.ParseFloat(b.js(`document.querySelector(".tryit").offsetHeight`), 64)
		b.do(chromedp.EmulateViewport(360, int64(height)+200)) // so that Send is where it belongs, at the end
		take = chromedp.Screenshot(chromedp.CSS(".tryit"))
	}
	b.js(`(document.querySelector(".tryit").scrollIntoView(), document.querySelector(".tryit").scrollTop = 0)`)
	png, err := chromedp.Run(b.ctx, take)
	if err == nil {
		err = os.WriteFile(file, png, 0o600)
	}
	if err != nil {
		b.t.Error(err)
	}
}

// waitFor is what a promise comes to, as text.
func (b *browser) waitFor(promise string) string {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`Promise.resolve(`+promise+`).then(String)`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", promise, err)
	}
	return v
}
