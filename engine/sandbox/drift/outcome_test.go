package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const run = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"a says\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"something\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestB"}
{"Action":"fail","Package":"p"}
`

func TestOutcomeIsReadFromGoTest(t *testing.T) {
	got, err := readOutcome(strings.NewReader(run))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"p TestA": "fail", "p TestB": "pass", "p": "fail"}, got.tests); diff != "" {
		t.Error(diff)
	}
	if got.output["p TestA"] != "a says\nsomething\n" {
		t.Errorf("output %q", got.output["p TestA"])
	}
	if _, err := readOutcome(strings.NewReader("FAIL")); err == nil {
		t.Error("a text that is no JSON is an outcome")
	}
}

func TestDifferencesAreToldBothWays(t *testing.T) {
	before := outcome{
		tests:  map[string]string{"p TestA": "pass", "p TestB": "pass", "p TestC": "fail"},
		shapes: []string{"<a></a>", "<b></b>"},
	}
	after := outcome{
		tests:  map[string]string{"p TestA": "fail", "p TestC": "pass", "p TestD": "pass"},
		output: map[string]string{"p TestA": "it broke\n"},
		shapes: []string{"<b></b>", "<c></c>"},
	}
	want := `
p TestA: was pass, is fail
  it broke

p TestB: was pass, is did not end
  

p TestC: was fail, is pass

Clients send what they did not send before:
  <c></c>

Clients no longer send:
  <a></a>
`
	if diff := cmp.Diff(want, differences(before, after)); diff != "" {
		t.Error(diff)
	}
	if got := differences(before, before); got != "" {
		t.Errorf("a run differs from itself: %s", got)
	}
}
