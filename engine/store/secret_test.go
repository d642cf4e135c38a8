package store

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestSecretKeyIsMadeOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	keys := make([][]byte, 8)
	var wg sync.WaitGroup
	for i := range keys {
		wg.Go(func() {
			var err error
			if keys[i], err = SecretKey(dir); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, key := range keys {
		if len(key) != 32 || !bytes.Equal(key, keys[0]) {
			t.Fatalf("%x and %x from one folder", key, keys[0])
		}
	}
	other := got[[]byte](t)(SecretKey(t.TempDir()))
	if bytes.Equal(other, keys[0]) {
		t.Error("two folders have the same key")
	}
	entries := got[[]os.DirEntry](t)(os.ReadDir(dir))
	if len(entries) != 1 || got[os.FileInfo](t)(entries[0].Info()).Mode().Perm() != 0o600 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestMalformedSecretKeyIsExplained(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, SecretFileName)
	must(t, os.WriteFile(path, []byte("short"), 0o600))
	_, err := SecretKey(dir)
	if err == nil || !strings.Contains(err.Error(), path+" holds 5 bytes instead of 32: restore it from a backup") {
		t.Errorf("got %v", err)
	}
}

func TestSecretsAreReadAsPeopleWriteThem(t *testing.T) {
	one, two := bytes.Repeat([]byte{0xfb}, 32), bytes.Repeat([]byte{2}, 32)
	for _, text := range []string{
		strings.Repeat("fb", 32) + "," + strings.Repeat("02", 32),
		" " + base64.StdEncoding.EncodeToString(one) + "\n" + base64.RawStdEncoding.EncodeToString(two) + "\n",
		base64.URLEncoding.EncodeToString(one) + ", " + strings.ToUpper(strings.Repeat("02", 32)),
	} {
		keys, err := ParseSecrets(text)
		if err != nil || len(keys) != 2 || !bytes.Equal(keys[0], one) || !bytes.Equal(keys[1], two) {
			t.Errorf("%q: %x, %v", text, keys, err)
		}
	}
	if keys, err := ParseSecrets(" "); err != nil || len(keys) > 0 {
		t.Errorf("nothing: %x, %v", keys, err)
	}
	for _, text := range []string{"correct-horse", strings.Repeat("fb", 31), strings.Repeat("fb", 32) + ",correct-horse"} {
		_, err := ParseSecrets(text)
		if err == nil || strings.Contains(err.Error(), "correct-horse") || !strings.Contains(err.Error(), "openssl rand -hex 32") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
