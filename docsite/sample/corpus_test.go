package sample

import (
	"encoding/json"
	"go/format"
	"os/exec"
	"strings"
	"testing"

	"wpengine/docsite/request"
	"wpengine/e2e/testkit/corpus"
	"wpengine/openapi/document"
)

// corpusCalls are calls of the descriptions of others, of each one some.
func corpusCalls(t *testing.T, most int) []echoed {
	t.Helper()
	var all []echoed
	for _, d := range corpus.Descriptions(t) {
		const many = 300
		if d.Operations > many {
			continue // more of the same
		}
		doc, err := document.Load(d.Open())
		if err != nil {
			continue
		}
		for i := 0; i < len(doc.Operations); i += len(doc.Operations)/most + 1 {
			op := doc.Operations[i]
			op.CodeSamples = nil
			all = append(all, echoed{d.Name + " " + op.ID, request.Of(op), doc.Info.Title})
		}
	}
	return all
}

// TestSamplesOfOthersDescriptionsAreWellFormed: whatever is in them.
func TestSamplesOfOthersDescriptionsAreWellFormed(t *testing.T) {
	cases := corpusCalls(t, 12)
	written := map[string][]string{}
	none := 0
	for _, c := range cases {
		all, err := For(c.call, Options{API: c.api, Languages: Languages()})
		if err != nil {
			none++
			t.Logf("%s has no samples: %v", c.name, err)
			continue
		}
		for _, s := range all {
			written[s.ID] = append(written[s.ID], s.Code)
		}
	}
	if none > len(cases)/100 {
		t.Errorf("%d of %d operations have no samples", none, len(cases))
	}
	for _, code := range written["go"] {
		formatted, err := format.Source([]byte(code))
		if err != nil || string(formatted) != code {
			t.Errorf("not as gofmt writes it: %v\n%s", err, code)
		}
	}
	for _, code := range written["typescript"] {
		javascript(t, code)
	}
	// Each of these reads all at once.
	check := func(language, program, input string, args ...string) {
		if _, err := exec.LookPath(program); err != nil {
			t.Logf("without %s: there is no %s", language, program)
			return
		}
		cmd := exec.Command(program, args...)
		cmd.Stdin = strings.NewReader(input)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", language, err, out)
		}
	}
	list := func(language string) string {
		text, err := json.Marshal(written[language])
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	check("cURL", "sh", strings.Join(written["curl"], "\n"), "-n")
	check("Python", "python3", list("python"), "-c", "import ast, json, sys\nfor code in json.load(sys.stdin): ast.parse(code)")
	check("PHP", "php", list("php"), "-r", "foreach (json_decode(stream_get_contents(STDIN)) as $code) { token_get_all($code, TOKEN_PARSE); }")
	check("Ruby", "ruby", list("ruby"), "-rjson", "-e", "JSON.parse(STDIN.read).each { |code| RubyVM::InstructionSequence.compile(code) }")
}
