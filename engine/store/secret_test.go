package store

import (
	"bytes"
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
