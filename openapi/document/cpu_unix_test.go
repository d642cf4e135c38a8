//go:build unix

package document

import (
	"syscall"
	"time"
)

// spent is the time that this program has had of the processors, whatever else runs on the machine.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
