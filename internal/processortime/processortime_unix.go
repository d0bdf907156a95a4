//go:build unix

// Package processortime tells how long this process has used processors.
package processortime

import (
	"syscall"
	"time"
)

// Used is what this process has used of all processors, so that others on
// the machine do not matter much.
func Used() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err) //nolint:forbidigo // cannot fail for the own process
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
