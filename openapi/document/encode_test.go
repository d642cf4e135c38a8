package document

import (
	"encoding/json"
	"testing"

	"gopkg.in/yaml.v3"
)

func TestWrittenDocumentSaysTheSame(t *testing.T) {
	n, err := parseYAML(`
a: {b: [1, [2, 3], {c: d}], e: [], f: {}}
text: |
  two
  lines
"on": "yes"
odd: "  lead\n"
colon: "a: b"
hash: "a #b"
num: "1"
uni: "Ä\u2028\t\u0001"
long: "x\n\n"
nul: null
`, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	var viaJSON any
	if err := json.Unmarshal(n.AppendJSON(nil, "  "), &viaJSON); err != nil {
		t.Fatal(err)
	}
	yamlText := n.AppendYAML(nil)
	back, err := parseYAML(string(yamlText), 0, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, yamlText)
	}
	if !back.Equal(n) {
		t.Errorf("YAML says something else:\n%s", yamlText)
	}
	var viaYAML any
	if err := yaml.Unmarshal(yamlText, &viaYAML); err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(viaJSON)
	b, _ := json.Marshal(viaYAML)
	if string(a) != string(b) {
		t.Errorf("JSON and YAML differ:\n%s\n%s", a, b)
	}
}
