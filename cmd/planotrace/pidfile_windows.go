package main

import (
	"errors"
	"os"
	"os/exec"

	"golang.org/x/sys/windows"
)

// beyond is a byte behind all that the file holds: Windows lets nobody read what is locked.
const beyond = 1 << 20

// lock locks a file until it is closed.
func lock(file *os.File) error {
	err := windows.LockFileEx(windows.Handle(file.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY,
		0, 1, 0, &windows.Overlapped{Offset: beyond})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return errLocked
	}
	return err
}

// inherit does nothing: a lock of Windows can't be handed on.
func (p *pidFile) inherit(*exec.Cmd) {}

// terminate ends a process; Windows can't ask it to.
func terminate(process *os.Process) error { return process.Kill() }
