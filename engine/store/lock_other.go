//go:build !unix

package store

import "os"

// lockFile does nothing where there is no flock: keeping a second server away is then up to the operator.
func lockFile(*os.File) error { return nil }
