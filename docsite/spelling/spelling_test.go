package spelling_test

import (
	"testing"

	"wpengine/docsite/spelling"
)

func TestNearestIsWhatWasMeant(t *testing.T) {
	for _, test := range []struct{ name, want string }{
		{"titel", "title"},
		{"TITLE", "title"},
		{"colors", "colours"},
		{"descriptio", "description"},
		{"crul", "curl"},
		{"perl", ""},
		{"zebra", ""},
		{"x", ""},
		{"", ""},
	} {
		if got := spelling.Nearest(test.name, []string{"title", "colours", "description", "curl"}); got != test.want {
			t.Errorf("Nearest(%q) = %q, want %q", test.name, got, test.want)
		}
	}
}

func TestDidYouMeanIsSilentWithoutAGuess(t *testing.T) {
	if got, want := spelling.DidYouMean("titel", []string{"title"}), `; did you mean "title"?`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := spelling.DidYouMean("zebra", []string{"title"}); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}
