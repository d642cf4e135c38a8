package panel

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wpengine/docsite/highlight"
	"wpengine/docsite/request"
	"wpengine/docsite/sample"
	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

// samplesInBrowser writes samples as the panel does; null if the input makes no request.
const samplesInBrowser = `
	import { samples } from "./samples";
	import { exampleInput } from "./tryit-example";
	import { InputError } from "./tryit-model";
	globalThis.self = globalThis;
	function answer({ script, inputs, languages }) {
		(0, eval)(script);
		const model = self.docsiteModel;
		return inputs.map((input, i) => {
			try {
				const filled = input ? { server: { index: 0, variables: {} }, ...input } : exampleInput(model);
				return Object.fromEntries(samples(model, filled, languages, i % 2 === 1));
			} catch (wrong) {
				if (wrong instanceof InputError) {
					return null;
				}
				throw wrong;
			}
		});
	}
`

// sameSamples compares the samples that Go and the browser write. Every other one has its credentials in it.
func sameSamples(t *testing.T, all []asked) {
	t.Helper()
	type input struct {
		Script    string    `json:"script"`
		Inputs    []*filled `json:"inputs"`
		Languages []string  `json:"languages"`
	}
	inputs := make([]input, len(all))
	for i, one := range all {
		inputs[i] = input{one.script, one.inputs, sample.Languages()}
	}
	var answers [][]map[string]string
	inNode(t, samplesInBrowser, inputs, &answers)
	count, none := 0, 0
	for i, one := range all {
		for k, got := range answers[i] {
			in := one.call.ExampleInput()
			text, _ := json.Marshal(one.inputs[k])
			if one.inputs[k] != nil {
				in = goInput(t, one.inputs[k])
			}
			var want map[string]string
			if written, err := sample.Of(one.call, in, sample.Options{API: one.api, ServerURL: one.server, Languages: sample.Languages(), ShowSecrets: k%2 == 1}); err == nil {
				want = map[string]string{}
				for _, s := range written {
					want[s.ID] = s.Code
				}
			} else {
				none++
			}
			count++
			for id := range want {
				if want[id] == got[id] {
					delete(want, id)
					delete(got, id)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %.2000s (-Go +browser):\n%s", one.what, text, diff)
			}
		}
	}
	t.Logf("the samples of %d requests of %d operations, %d of them without any", count, len(all), none)
	if none > count/2 {
		t.Errorf("%d of %d inputs have no samples", none, count)
	}
}

// TestSamplesFollowWhatIsFilledIn: text for text those of package sample, in all languages.
func TestSamplesFollowWhatIsFilledIn(t *testing.T) {
	var all []asked
	for _, file := range []string{"../sample/testdata/hard.yaml", "../testdata/spec.yaml", "testdata/requests.yaml"} {
		doc, err := document.Load(os.DirFS(filepath.Dir(file)), filepath.Base(file))
		if err != nil {
			t.Fatal(err)
		}
		all = ask(t, all, file, doc, odd)
	}
	sameSamples(t, all)
}

func TestSamplesOfOthersDescriptionsFollowWhatIsFilledIn(t *testing.T) {
	var all []asked
	for _, file := range tenSpecs {
		doc, err := document.Load(corpus.Named(t, file).Open())
		if err != nil {
			t.Fatal(err)
		}
		all = ask(t, all, file, doc, func(*request.Call) []*filled { return []*filled{nil} })
	}
	sameSamples(t, all)
}

// TestSamplesKeepTheirColours: those that the page comes with.
func TestSamplesKeepTheirColours(t *testing.T) {
	type code struct {
		ID   string `json:"id"`
		Code string `json:"code"`
	}
	var all []code
	var want []string
	for _, file := range []string{"../sample/testdata/hard.yaml", "../testdata/spec.yaml", "testdata/requests.yaml"} {
		doc, err := document.Load(os.DirFS(filepath.Dir(file)), filepath.Base(file))
		if err != nil {
			t.Fatal(err)
		}
		for _, op := range doc.Operations {
			written, err := sample.Of(request.Of(op), request.Of(op).ExampleInput(), sample.Options{API: "Acme", ServerURL: "https://api.example", Languages: sample.Languages()})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range written {
				all = append(all, code{s.ID, s.Code})
				want = append(want, string(highlight.Append(nil, s.Language, s.Code)))
			}
		}
	}
	var got []string
	inNode(t, `
		import { paint } from "./sample-paint";
		const escape = (text) => text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);
		const answer = ({ id, code }) => paint(id, code).map(([kind, text]) => kind ? '<span class="' + kind + '">' + escape(text) + "</span>" : escape(text)).join("");
	`, all, &got)
	for i := range all {
		if diff := cmp.Diff(want[i], got[i]); diff != "" {
			t.Errorf("%s (-Go +browser):\n%s", all[i].ID, diff)
		}
	}
}
