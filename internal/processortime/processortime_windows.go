package processortime

import (
	"syscall"
	"time"
)

// Used is what this process has used of all processors, so that others on
// the machine do not matter much.
func Used() time.Duration {
	self, err := syscall.GetCurrentProcess()
	if err != nil {
		panic(err) //nolint:forbidigo // cannot fail for the own process
	}
	var created, exited, kernel, user syscall.Filetime
	if err := syscall.GetProcessTimes(self, &created, &exited, &kernel, &user); err != nil {
		panic(err) //nolint:forbidigo // cannot fail for the own process
	}
	return duration(kernel) + duration(user)
}

// duration reads a length of time, which Windows counts in 100 ns.
func duration(t syscall.Filetime) time.Duration {
	return 100 * time.Duration(int64(t.HighDateTime)<<32|int64(t.LowDateTime))
}
