//go:build unix

package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// cpuTime is what this process took so far, of all its threads.
func cpuTime() time.Duration {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
