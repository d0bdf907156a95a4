//go:build !windows

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// lock locks a file until all who have it open closed it.
func lock(file *os.File) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errLocked
	}
	return err
}

// inherit lets the collector hold the lock, too, so that it is found when planotrace was killed.
func (p *pidFile) inherit(collector *exec.Cmd) {
	collector.ExtraFiles = append(collector.ExtraFiles, p.file)
}

// terminate asks a process to end.
func terminate(process *os.Process) error { return process.Signal(syscall.SIGTERM) }
