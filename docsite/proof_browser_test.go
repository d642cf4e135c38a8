package docsite_test

import (
	"encoding/json"
	"flag"
	"net/http/httptest"
	"os"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"wpengine/docsite"
	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

var proof = flag.Bool("proof", false, "open the panel of every operation, not of some of them")

// awake opens the panel of a page, and says which of its samples are others then, or when a link to the panel is followed: those
// that came with it are of the example.
const awake = `(async () => {
	const codes = [...document.querySelectorAll(".op-samples .tab-input[data-live]")].map((tab) => [tab.value, tab.nextElementSibling.nextElementSibling.querySelector("pre > code")]);
	const before = codes.map(([, code]) => code.textContent);
	while (!self.docsiteBeside) {
		document.querySelector("[data-tryit]").dispatchEvent(new FocusEvent("focusin"));
		await new Promise((done) => setTimeout(done, 5));
	}
	await new Promise((done) => setTimeout(done)); // until the panel has what follows it
	const different = (what) => {
		dispatchEvent(new Event("beforeprint")); // then all of them are written
		return codes.flatMap(([id, code], i) => (code.textContent === before[i] ? [] : [[what + id, before[i], code.textContent]]));
	};
	const differences = different("");
	const said = document.querySelector("[data-said]");
	const until = async (sign) => {
		for (let i = 0; !sign() && i < 1000; i++) {
			await new Promise((done) => setTimeout(done, 5));
		}
	};
	let link = "";
	navigator.clipboard.writeText = async (text) => void (link = text);
	document.querySelector('[data-share="link"]').click();
	await until(() => link || said.textContent);
	// What looks like a secret is not in it.
	if (link && !said.textContent.includes("files and")) {
		for (const field of document.querySelectorAll(".tryit-form :is(input[type=text]:not([data-part]), textarea)")) {
			field.value += "1";
			field.dispatchEvent(new Event("input", { bubbles: true }));
		}
				location.hash = new URL(link).hash;
		await until(() => said.textContent.startsWith("Filled in"));
		differences.push(...different("from its link, "));
	}
	self.differences = JSON.stringify(differences);
})()`

// onceWrong are operations with a file that has an example, and with members of a form that no schema names.
var onceWrong = []string{"uploadAppImage", "CreateCall"}

// TestPanelsBeginWithTheExample: what a form holds before anybody touches it is what the samples beside it send.
func TestPanelsBeginWithTheExample(t *testing.T) {
	const oneIn = 70
	n := 0
	for _, file := range []string{
		"oas-3.0-parameters-style.json", "oas-3.0-file-uploads.json", "oas-3.0-security.json", "oas-3.2-features.yaml", "swagger-petstore.yaml",
		"gotify-2.0.json", "2ch-cyrillic.yml", "docker-engine-2.0.yaml", "line-messaging.yml", "twilio-api-v2010.json",
	} {
		spec, err := document.Load(corpus.Named(t, file).Open())
		if err != nil {
			t.Fatal(err)
		}
		var chosen []*document.Operation
		for _, op := range spec.Operations {
			if n++; n%oneIn == 0 || slices.Contains(onceWrong, op.ID) || *proof {
				chosen = append(chosen, op)
			}
		}
		t.Run(file, func(t *testing.T) {
			if len(chosen) == 0 {
				return
			}
			b := newBrowser(t)
			site, err := docsite.New(docsite.Config{Spec: spec, Assets: os.DirFS("../assets"), BasePath: "/docs"})
			if err != nil {
				t.Fatal(err)
			}
			docs := httptest.NewServer(site)
			defer docs.Close()
			for _, op := range chosen {
				b.do(chromedp.Navigate(docs.URL + "/docs/reference/" + op.Group.Slug + "/" + op.Slug + "/"))
				b.js(awake)
				b.wait(`self.differences !== undefined`)
				var differences [][3]string
				if err := json.Unmarshal([]byte(b.js(`self.differences`)), &differences); err != nil {
					t.Fatal(err)
				}
				for _, d := range differences {
					t.Errorf("%s, %s: the page has\n%s\nand its panel makes\n%s", op.ID, d[0], d[1], d[2])
				}
			}
			t.Logf("%d of %d operations", len(chosen), len(spec.Operations))
		})
	}
}
