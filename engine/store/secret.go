package store

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// SecretFileName is the name of the key file in a data folder.
const SecretFileName = "secret.key"

const secretSize = 32

// ParseSecrets reads keys as people write them: 32 bytes each in hex or base64, with spaces or commas between them. Its errors don't repeat them.
func ParseSecrets(text string) (keys [][]byte, err error) {
	for i, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
		key, err := hex.DecodeString(word)
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
			if err != nil {
				key, err = encoding.DecodeString(word)
			}
		}
		if err != nil || len(key) != secretSize {
			return nil, fmt.Errorf("key %d is not %d bytes in hex or base64; make one with: openssl rand -hex %d", i+1, secretSize, secretSize)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// SecretKey returns the key with which a data folder's credentials are encrypted, making it on first use. It is
// a file of its own, so that a copy of the database alone gives nobody the credentials.
func SecretKey(dir string) ([]byte, error) {
	path := filepath.Join(dir, SecretFileName)
	for {
		key, err := os.ReadFile(path)
		switch {
		case err == nil && len(key) == secretSize:
			return key, nil
		case err == nil:
			return nil, fmt.Errorf("store: %s holds %d bytes instead of %d: restore it from a backup, or delete it, seed the proxies again and reset the second factors", path, len(key), secretSize)
		case !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("store: cannot read %s: %w; give this user the right to", path, bare(err))
		}
		if err := makeSecret(dir, path); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("store: cannot make %s: %w", path, err)
		}
	}
}

// makeSecret makes the file in one step, so that nobody reads half a key, and fails with fs.ErrExist when another
// process was first.
func makeSecret(dir, path string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(dir, SecretFileName+".*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	key := make([]byte, secretSize)
	_, _ = rand.Read(key) // never fails
	_, err = file.Write(key)
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return err
	}
	return os.Link(file.Name(), path)
}
