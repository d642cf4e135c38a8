package document

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSlugsAreSafeAndApart(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"sendMessage", "sendMessage"},
		{"get /pets/{id}", "get-pets-id"},
		{"A::B", "A-B"},
		{"..", "operations"},
		{"../../etc", "etc"},
		{"con", "con_"},
		{"COM1.txt", "COM1_.txt"},
		{"a\u202Eb", "a-b"},
		{"Привет мир", "Привет-мир"},
		{"日本語", "日本語"},
		{"", "operations"},
		{"<script>", "script"},
		{strings.Repeat("x", 300), strings.Repeat("x", 100) + "-0d4e2ca9"},
	} {
		if got := Slug(tt.name); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.name, got, tt.want)
		}
	}
	taken := slugs{}
	got := []string{taken.unique("Pet"), taken.unique("pet"), taken.unique("pet 2"), taken.unique("PET")}
	if diff := cmp.Diff([]string{"Pet", "pet-2", "pet-2-2", "PET-3"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestThousandsOfNamesOfOneSlugAreApart: each gets its number without a try of all before.
func TestThousandsOfNamesOfOneSlugAreApart(t *testing.T) {
	taken, seen := slugs{}, map[string]bool{}
	for i := range 50_000 {
		slug := taken.unique(strings.Repeat("?", i%7))
		if seen[slug] {
			t.Fatalf("%q is given twice", slug)
		}
		seen[slug] = true
	}
}

// TestEngineSpecKeepsItsAddresses: the pages of our own operations stay where they are.
func TestEngineSpecKeepsItsAddresses(t *testing.T) {
	doc, err := Load(os.DirFS(".."), "openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range doc.Warnings {
		t.Errorf("%v", w)
	}
	for _, op := range doc.Operations {
		if want := op.Group.Slug + "." + op.Slug; op.ID != want {
			t.Errorf("%s is at %s", op.ID, want)
		}
	}
}
