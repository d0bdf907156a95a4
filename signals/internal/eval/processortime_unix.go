//go:build unix

package main

import (
	"syscall"
	"time"
)

// processorTime is what this process has used of all processors, so that others on
// the machine do not matter much.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err) //nolint:forbidigo // cannot fail for the own process
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
