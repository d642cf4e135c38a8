package docsite_test

import (
	"encoding/base64"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"wpengine/docsite"
	"wpengine/e2e/testkit/chromium"
	"wpengine/openapi/document"
)

// shareSpec has what a reader fills in, and what nobody may keep of it.
const shareSpec = `
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: 'https://{tenant}.example.com', variables: { tenant: { default: api } } }]
paths:
  /pets/{id}:
    put:
      operationId: pets.put
      tags: [pets]
      security: [{ key: [] }]
      parameters:
        - { name: id, in: path, required: true, schema: { type: string }, example: '1' }
        - { name: q, in: query, schema: { type: string } }
        - { name: code, in: query, schema: { type: string, format: password } }
      requestBody:
        required: true
        content: { application/json: { schema: { type: object, properties: { name: { type: string }, password: { type: string } } }, example: { name: Rex } } }
      responses: { '200': { description: ok } }
  /photos:
    post:
      operationId: pets.photo
      tags: [pets]
      requestBody: { content: { multipart/form-data: { schema: { type: object, required: [photo], properties: { photo: { type: string, format: binary }, title: { type: string } } }, example: { title: Rex } } } }
      responses: { '200': { description: ok } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Api-Key } } }
`

// shareSite is a site of shareSpec, whose requests arrive at the server that is returned.
func shareSite(t *testing.T) (address string, upstream *server) {
	t.Helper()
	spec, err := document.Load(fstest.MapFS{"spec.yaml": {Data: []byte(shareSpec)}}, "spec.yaml")
	if err != nil {
		t.Fatal(err)
	}
	upstream = &server{}
	api := httptest.NewServer(upstream)
	t.Cleanup(api.Close)
	site, err := docsite.New(docsite.Config{Spec: spec, Assets: os.DirFS("../assets"), BasePath: "/docs", Upstreams: []string{api.URL}})
	if err != nil {
		t.Fatal(err)
	}
	docs := httptest.NewServer(site)
	t.Cleanup(docs.Close)
	return docs.URL + "/docs/reference/pets/", upstream
}

const (
	secretKey = "S3cretKeyOfAda"
	// sampleOf, and what follows it, are what a page has to say, as JavaScript.
	sampleOf = `document.querySelector(".op-samples .tab-input:checked").nextElementSibling.nextElementSibling.querySelector("pre > code").textContent`
	saysNow  = `document.querySelector("[data-said]").textContent`
	bodyText = `document.getElementById("try-body").value`
)

// fieldOf is the field of a parameter, as JavaScript.
func fieldOf(name string) string {
	return `[...document.querySelectorAll(".tryit-form .tryit-field")].find((field) => field.querySelector("code")?.textContent === "` + name + `").querySelector("input, textarea, select")`
}

// typed fills in a field as somebody who types does.
func (b *browser) typed(field, text string) {
	b.t.Helper()
	b.js(`(() => { const field = ` + field + `; field.value = ` + quote(text) + `; field.dispatchEvent(new Event("input", { bubbles: true })); field.dispatchEvent(new Event("change", { bubbles: true })); return 1 })()`)
}

func quote(text string) string {
	return string(document.NewString(text).AppendJSON(nil, ""))
}

// noClipboard keeps what a page copies: a browser without a window has nobody to ask whether it may.
const noClipboard = `(() => { self.copied = []; navigator.clipboard.writeText = async (text) => void self.copied.push(text); return 1 })()`

func TestSamplesFollowWhatIsTyped(t *testing.T) {
	address, _ := shareSite(t)
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1600), chromedp.Navigate(address+"put/"))
	b.js(noClipboard)
	before := b.js(sampleOf)
	b.do(chromium.Click("#try-path-id"))
	b.wait(`self.docsiteBeside !== undefined`)
	b.says(sampleOf, before) // what is filled in is the example

	b.typed(fieldOf("id"), "a b")
	b.typed(`document.getElementById("try-body")`, `{"name": "it's"}`)
	b.wait(sampleOf + `.includes("/pets/a%20b") && ` + sampleOf + `.includes("it'\\''s")`)
	b.says(`document.querySelectorAll(".op-samples pre > code span").length > 5`, "true")
	b.do(chromium.Click(`.tab-input[value="python"] + label`))
	b.wait(sampleOf + `.includes("/pets/a%20b") && ` + sampleOf + `.includes("requests.put")`)

	t.Log("what isn't JSON yet changes nothing, and isn't said to be wrong")
	b.typed(`document.getElementById("try-body")`, `{"name": `)
	b.js(`document.getElementById("try-body-error").textContent = ""`)
	b.typed(fieldOf("q"), "x")
	b.js(`requestAnimationFrame(() => requestAnimationFrame(() => (self.later = true)))`)
	b.wait(`self.later`)
	b.says(sampleOf, "it's")
	b.says(`"[" + document.getElementById("try-body-error").textContent + "]"`, "[]")
	b.typed(`document.getElementById("try-body")`, `{"name": "Ada"}`)
	b.wait(sampleOf + `.includes("q=x") && ` + sampleOf + `.includes("Ada")`)

	t.Log("a key is in the samples only when its reader ticks that")
	shown := `document.documentElement.outerHTML.includes("` + secretKey + `")`
	b.says(`document.querySelector(".tryit-tick").hidden`, "true")
	b.typed(`document.getElementById("try-key-key")`, secretKey)
	b.wait(`!document.querySelector(".tryit-tick").hidden`)
	b.says(shown, "false")
	b.do(chromium.Click(`[data-share="curl"]`))
	b.wait(`self.copied.length === 1`)
	b.says(`self.copied[0]`, `-H "x-api-key: $PETS_API_KEY"`)
	b.do(chromium.Click(".tryit-tick input"))
	b.wait(shown)
	b.says(sampleOf, `"x-api-key": "`+secretKey+`"`)
	b.do(chromium.Click(`[data-share="curl"]`))
	b.wait(`self.copied.length === 2`)
	b.says(`self.copied[1]`, `-H "x-api-key: `+secretKey+`"`)
	b.says(saysNow, "The cURL command is copied.")
	b.do(chromium.Click(".tryit-tick input"))
	b.wait(`!` + shown)
	b.do(chromium.Click(".tryit-tick input"))
	b.wait(shown)
	b.typed(`document.getElementById("try-body")`, `{`) // not even what makes no request keeps it there
	b.do(chromium.Click("[data-forget]"))
	b.typed(fieldOf("q"), "y")
	b.wait(`!` + shown + ` && document.querySelector(".tryit-tick").hidden`)

	t.Log("a file that nobody has picked yet is in the sample")
	b.do(chromedp.Navigate(address+"photo/"), chromium.Click(".tryit-open"))
	b.wait(`self.docsiteBeside !== undefined`)
	b.typed(fieldOf("title"), "Ada")
	b.wait(sampleOf + `.includes("title") && ` + sampleOf + `.includes("Ada") && ` + sampleOf + `.includes("photo") && ` + sampleOf + `.includes("file.bin")`)
}

// TestPanelStandsStillBelowItsSamples writes much more and much less than the example has: nothing moves below the pointer.
func TestPanelStandsStillBelowItsSamples(t *testing.T) {
	address, _ := shareSite(t)
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1600), chromedp.Navigate(address+"put/"), chromium.Click("#try-path-id"))
	b.wait(`self.docsiteBeside !== undefined`)
	const place = `document.getElementById("try-body").getBoundingClientRect().top`
	b.typed(`document.getElementById("try-body")`, `{"name": "short"}`)
	b.wait(sampleOf + `.includes("short")`)
	stands := b.js(place)
	b.typed(`document.getElementById("try-body")`, `{"name": "long",`+strings.Repeat("\n", 60)+`"age": 1}`)
	b.wait(sampleOf + `.includes("long")`)
	b.says(place, stands)
	b.wait(`document.querySelector(".code-held").tabIndex === 0`) // what is longer than its box is in reach of the keyboard
}

func TestLinksFillInAndSendNothing(t *testing.T) {
	address, upstream := shareSite(t)
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1600), chromedp.Navigate(address+"put/"), chromedp.SendKeys(chromedp.ID("try-key-key"), secretKey))
	b.js(noClipboard)
	b.wait(`self.docsiteBeside !== undefined`)
	b.typed(fieldOf("id"), "ü/2")
	b.typed(fieldOf("q"), "where")
	b.typed(fieldOf("code"), "1234-pass")
	b.typed(`document.getElementById("try-body")`, `{"name": "Ada", "password": "hunter2"}`)
	b.do(chromium.Click(`[data-share="link"]`))
	b.wait(`self.copied.length === 1`)
	b.says(saysNow, "It fills in this form, without credentials, files and code, password.")
	link := b.js(`self.copied[0]`)
	told, err := base64.RawURLEncoding.DecodeString(link[strings.Index(link, "#try=")+len("#try="):])
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{secretKey, "1234-pass", "hunter2", "password", "code"} {
		if strings.Contains(string(told), secret) {
			t.Errorf("%s is in the link: %s", secret, told)
		}
	}

	t.Log("in another tab, and on a page that is open already")
	b.do(chromedp.Navigate("about:blank"), chromedp.Navigate(link))
	filled := fieldOf("id") + `.value === "ü/2" && ` + fieldOf("q") + `.value === "where" && ` + bodyText + `.includes("Ada")`
	b.wait(saysNow + `.startsWith("Filled in from the link.") && ` + filled)
	b.says(`document.querySelector("details.tryit-more").open`, "true")
	b.wait(sampleOf + `.includes("/pets/%C3%BC%2F2?q=where")`)
	b.do(chromedp.Navigate(address + "put/"))
	b.js(`void (location.hash = ` + quote(link[strings.Index(link, "#"):]) + `)`)
	b.wait(filled)
	if got, n := upstream.last(); n != 0 {
		t.Errorf("following a link has sent %s", got)
	}

	t.Log("one that is damaged, or that has more in it than it should")
	for said, json := range map[string]string{
		"The link is damaged":                 `{"v":1,`,
		"The link has characters that can't":  `{"v":1,"values":{"path":{"id":"a\u202eb"}}}`,
		"Filled in from the link. Look at it": `{"v":1,"server":{"index":7,"variables":{"tenant":"evil"}},"credentials":{"key":{"value":"x"}},"values":{"path":{"id":"<img src=x onerror=alert(1)>"},"header":{"X-Api-Key":"x"}},"text":"<script>"}`,
	} {
		b.js(`void (location.hash = "#try=` + base64.RawURLEncoding.EncodeToString([]byte(json)) + `")`)
		b.wait(saysNow + `.startsWith("` + said + `")`)
	}
	b.says(fieldOf("id")+`.value + document.querySelectorAll(".op img, .op script").length + document.getElementById("try-key-key").value`, "<img src=x onerror=alert(1)>0"+secretKey)
	if got, n := upstream.last(); n != 0 {
		t.Errorf("following a link has sent %s", got)
	}
}

// TestWhatFollowsAPanelIsAccessible has axe look at it: a link wakes the panel, which shows the calls and the tick.
func TestWhatFollowsAPanelIsAccessible(t *testing.T) {
	axe := axeSource(t)
	address, _ := shareSite(t)
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1600), chromedp.Navigate(address+"put/"), chromedp.SendKeys(chromedp.ID("try-key-key"), secretKey), chromium.Click("[data-send]"))
	b.wait(`document.querySelectorAll(".tryit-call").length === 1`)
	b.js(`void (location.hash = "#try=` + base64.RawURLEncoding.EncodeToString([]byte(`{"v":1,"values":{"path":{"id":"2"},"query":{"q":"x"}}}`)) + `")`)
	b.wait(saysNow + `.startsWith("Filled in from the link.") && !document.querySelector(".tryit-tick").hidden`)
	b.accessible(axe, "a panel that is used", b.js(`location.href`))
	b.says(`document.querySelectorAll(".tryit-call").length`, "1")
}

func TestCallsOfAPageAreKeptOnTheDevice(t *testing.T) {
	address, upstream := shareSite(t)
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(1280, 1600), chromedp.Navigate(address+"put/"), chromedp.SendKeys(chromedp.ID("try-key-key"), secretKey))
	b.wait(`self.docsiteBeside !== undefined`)
	b.says(`document.querySelector(".tryit-history").hidden`, "true")
	b.typed(fieldOf("q"), "first")
	b.typed(`document.getElementById("try-body")`, `{"name": "<b>Ada", "password": "hunter2"}`)
	b.do(chromium.Click("[data-send]"))
	b.wait(`document.querySelectorAll(".tryit-call").length === 1`)
	b.typed(fieldOf("q"), "second")
	b.do(chromium.Click("[data-send]"))
	b.wait(`document.querySelectorAll(".tryit-call").length === 2`)
	b.says(`document.querySelector(".tryit-call").textContent`, "200 OK")
	kept := b.js(`JSON.stringify(localStorage)`)
	for _, secret := range []string{secretKey, "hunter2"} {
		if strings.Contains(kept, secret) {
			t.Errorf("%s is kept: %s", secret, kept)
		}
	}

	t.Log("after a reload, an earlier one fills in the form, by keyboard")
	b.do(chromedp.Navigate(address+"put/"), chromium.Click("#try-key-key"))
	b.wait(`document.querySelector(".tryit-history > summary")?.textContent === "History (2)"`)
	b.do(chromedp.Focus(chromedp.CSS(".tryit-history > summary")), chromedp.KeyEvent("\r"))
	b.wait(`document.querySelector(".tryit-history").open`)
	b.do(chromedp.Focus(chromedp.CSS(".tryit-calls > li:last-child > button")), chromedp.KeyEvent("\r"))
	b.wait(fieldOf("q") + `.value === "first" && ` + bodyText + `.includes("<b>Ada")`)
	b.says(saysNow, "Filled in as it was sent at")
	b.says(`document.querySelectorAll(".tryit b").length + document.getElementById("try-key-key").value`, "0"+secretKey)
	if _, n := upstream.last(); n != 2 {
		t.Errorf("%d requests were sent", n)
	}

	b.do(chromium.Click(".tryit-history > .tryit-link"))
	b.wait(`document.querySelector(".tryit-history").hidden && ` + saysNow + ` === "The history is cleared."`)
	b.says(`Object.keys(localStorage).some((name) => name.includes("calls"))`, "false")
	b.says(`document.activeElement.textContent`, "Copy as cURL")
}
