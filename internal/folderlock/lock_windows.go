package folderlock

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// beyond is where the byte is that is locked: behind what others read.
const beyond = 1 << 20

func take(file *os.File) error {
	err := windows.LockFileEx(windows.Handle(file.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY,
		0, 1, 0, &windows.Overlapped{Offset: beyond})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return ErrInUse
	}
	return err
}
