package apikey

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"wpengine/engine/api"
)

func TestKeysLookLikeKeysAndDiffer(t *testing.T) {
	shape := regexp.MustCompile(`^wpe_[0-9A-Za-z]{36}$`)
	seen := map[string]bool{}
	used := map[rune]bool{}
	for range 1000 {
		key := generate()
		if !shape.MatchString(key) || seen[key] {
			t.Fatalf("%q", key)
		}
		if err := check(key); err != nil {
			t.Fatalf("%q: %v", key, err)
		}
		seen[key] = true
		for _, c := range key[len(marker) : len(marker)+randomLength] {
			used[c] = true
		}
	}
	if len(used) != len(base62) {
		t.Errorf("1000 keys use %d characters, want %d", len(used), len(base62))
	}
}

// TestChecksumIsBase62OfCRC32 pins the checksum, here as computed by another program: keys that are out there must stay
// keys.
func TestChecksumIsBase62OfCRC32(t *testing.T) {
	if got := string(checksum("wpe_" + strings.Repeat("0", randomLength))); got != "0b00Ya" {
		t.Errorf("checksum %s", got)
	}
}

func TestTypingErrorsAreSeenWithoutALookup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := []byte(generate())
		i := rapid.IntRange(len(marker), len(key)-1).Draw(t, "place")
		c := rapid.SampledFrom([]byte(base62)).Filter(func(c byte) bool { return c != key[i] }).Draw(t, "character")
		key[i] = c
		if err := check(string(key)); err == nil {
			t.Fatalf("%s is accepted", key)
		}
		j := rapid.IntRange(len(marker), len(key)-2).Draw(t, "swap")
		key = []byte(generate())
		if key[j] != key[j+1] {
			key[j], key[j+1] = key[j+1], key[j]
			if err := check(string(key)); err == nil {
				t.Fatalf("%s is accepted", key)
			}
		}
	})
}

func TestRefusalSaysWhatIsWrongWithTheKeyAndNotTheKey(t *testing.T) {
	key := generate()
	for presented, want := range map[string]string{
		"":                           "This is not an API key: keys begin with wpe_",
		"sk_live_1234":               "This is not an API key",
		strings.ToUpper(key):         "This is not an API key",
		key[:20]:                     "is not whole: a key has 40 characters, this one has 20",
		key + "\n":                   "is not whole",
		key[:10] + "_" + key[11:]:    "has a typing error",
		"wpe_" + key[5:] + key[4:5]:  "has a typing error",
		key[:39] + string(key[39]^1): "has a typing error",
	} {
		var e *api.Error
		err := check(presented)
		if !errors.As(err, &e) || e.Code != api.CodeUnauthenticated || !strings.Contains(e.Detail, want) {
			t.Errorf("%q: %v, want %s", presented, err, want)
		}
		if len(presented) > 4 && strings.Contains(err.Error(), presented[4:]) {
			t.Errorf("the refusal repeats the key: %v", err)
		}
	}
}
