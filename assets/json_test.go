package assets_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// readJSON runs the function of ts/json.ts on each text: how the text is laid out, or what is
// wrong with it as [line, column, message].
func readJSON(t *testing.T, texts []string) []any {
	t.Helper()
	input, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	return inNode(t, `
		import { layOut, readJSON } from "./json";
		const results = `+string(input)+`.map((text) => {
			const read = readJSON(text);
			if (!Array.isArray(read)) {
				return [read.line, read.column, read.message];
			}
			return [...layOut(read)].map(([before, token]) => before + token.text).join("");
		});`).([]any)
}

func TestJSONIsReadAsItStands(t *testing.T) {
	fault := func(line, column float64, message string) any { return []any{line, column, message} }
	const trailing = "there is nothing after the last comma; leave the comma out"
	tests := []struct {
		text string
		want any
	}{
		{`{}`, `{}`},
		{` [ ] `, `[]`},
		{`"é\u00e9\n"`, `"é\u00e9\n"`},
		{`-0.5E+10`, `-0.5E+10`},
		{`12345678901234567890`, `12345678901234567890`},
		{`{"a":[1,{"b":null}],"a":true}`, "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  \"a\": true\n}"},
		{`{"{":"[,]"}`, "{\n  \"{\": \"[,]\"\n}"},
		{``, fault(1, 1, "the text ends where a value should follow")},
		{"{\n  \"a\": 1,\n}", fault(3, 1, trailing)},
		{`[1,]`, fault(1, 4, trailing)},
		{`{"a" 1}`, fault(1, 6, "a colon is missing before 1")},
		{`{"a":1 "b":2}`, fault(1, 8, `a comma or } is missing before "b"`)},
		{`[1 2]`, fault(1, 4, "a comma or ] is missing before 2")},
		{`{a: 1}`, fault(1, 2, "a is not JSON; text needs double quotes")},
		{`{'a': 1}`, fault(1, 2, `text stands between double quotes, "like this"`)},
		{`{1: 2}`, fault(1, 2, "a name in double quotes is missing")},
		{`{"a": tru}`, fault(1, 7, "tru is not JSON; text needs double quotes")},
		{`{"a": trueish}`, fault(1, 7, "trueish is not JSON; text needs double quotes")},
		{`01`, fault(1, 1, "01 is not JSON; text needs double quotes")},
		{`{"a": "b` + "\n" + `"}`, fault(1, 7, "this text is not closed by a quote on its line, or has an unknown escape")},
		{`"\x"`, fault(1, 1, "this text is not closed by a quote on its line, or has an unknown escape")},
		{`{"a": 1`, fault(1, 8, "the text ends where a comma or } should follow")},
		{`{"a":`, fault(1, 6, "the text ends where a value should follow")},
		{`{} {}`, fault(1, 4, "there is more after the end: {")},
		{`]`, fault(1, 1, "] stands where a value should")},
		{`[1}`, fault(1, 3, "a comma or ] is missing before }")},
	}
	texts := make([]string, len(tests))
	want := make([]any, len(tests))
	for i, test := range tests {
		texts[i], want[i] = test.text, test.want
		// A text of which we say that it is JSON is JSON, and the other way round.
		if _, isFault := test.want.([]any); json.Valid([]byte(test.text)) == isFault {
			t.Errorf("%s: the test is wrong", test.text)
		}
	}
	if diff := cmp.Diff(want, readJSON(t, texts)); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
}

func TestDeepJSONIsReadToItsEnd(t *testing.T) {
	deep := ""
	for range 20_000 {
		deep += "["
	}
	got := readJSON(t, []string{deep})
	if diff := cmp.Diff([]any{[]any{1.0, 20001.0, "the text ends where a value should follow"}}, got); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
}
