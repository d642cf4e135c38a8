package seal

import (
	"bytes"
	"errors"
	"testing"
)

func TestSealIsForOneRowOnePurposeAndOneText(t *testing.T) {
	secret := bytes.Repeat([]byte{1}, 32)
	s, err := New(secret, "test")
	if err != nil {
		t.Fatal(err)
	}
	sealed := s.Seal("a", "text")
	if text, err := s.Open("a", sealed); err != nil || text != "text" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := s.Open("b", sealed); !errors.Is(err, ErrKey) {
		t.Errorf("moved to another row: %v", err)
	}
	if bytes.Equal(sealed, s.Seal("a", "text")) {
		t.Error("the same text is sealed the same twice")
	}
	for i := range sealed {
		damaged := bytes.Clone(sealed)
		damaged[i] ^= 1
		if _, err := s.Open("a", damaged); !errors.Is(err, ErrKey) {
			t.Errorf("byte %d changed: %v", i, err)
		}
	}
	if _, err := s.Open("a", nil); !errors.Is(err, ErrKey) {
		t.Errorf("nothing: %v", err)
	}
	other, err := New(secret, "another test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Open("a", sealed); !errors.Is(err, ErrKey) {
		t.Errorf("for another purpose: %v", err)
	}
	if _, err := New(make([]byte, 31), "test"); err == nil {
		t.Error("a short secret was taken")
	}
}
