package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// LockFileName is the name of the file that a server keeps locked while it uses a data folder.
const LockFileName = "wpengine.lock"

// ErrLocked says that another server uses the data folder.
var ErrLocked = errors.New("another server uses it")

// Lock claims a data folder for a server until release is called or the process ends, however it ends. Two
// servers would connect the same WhatsApp devices, which then throw each other out, and each would spend the
// accounts' budgets anew. Commands that only edit the database need no lock.
func Lock(dir string) (release func() error, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("store: cannot make the data folder %s: %w; make it by hand or choose another with --data", dir, bare(err))
	}
	path := filepath.Join(dir, LockFileName)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("store: cannot write %s: %w; give this user the right to, or choose another folder with --data", path, bare(err))
	}
	if err := lockFile(file); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("store: cannot use the data folder %s: %w; end that server, or choose another folder with --data", dir, err)
	}
	return file.Close, nil
}
