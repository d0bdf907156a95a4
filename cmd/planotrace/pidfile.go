package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// errLocked is a file that another process holds.
var errLocked = errors.New("locked")

// pidFile names the collector that planotrace listen started, and is locked while that runs.
type pidFile struct{ file *os.File }

// stateDirectory is where a user's programs keep what they remember, made where it is missing.
func (e *environment) stateDirectory() (string, error) {
	base := e.getenv("XDG_STATE_HOME")
	if base == "" && runtime.GOOS == "windows" {
		base = e.getenv("LOCALAPPDATA")
	}
	if !filepath.IsAbs(base) {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", err
		}
		base = filepath.Join(home, ".local", "state")
	}
	directory := filepath.Join(base, "planotrace")
	return directory, os.MkdirAll(directory, 0o700)
}

func pidFileIn(directory string) string { return filepath.Join(directory, "listen.pid") }

// takePIDFile takes the file for a collector that is about to start.
func takePIDFile(directory string) (*pidFile, error) {
	file, err := os.OpenFile(pidFileIn(directory), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	err = lock(file)
	if errors.Is(err, errLocked) {
		err = fmt.Errorf("a collector runs already%s: `planotrace stop` ends it", known(directory))
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &pidFile{file}, nil
}

// known tells the process that a file names, where it does.
func known(directory string) string {
	pid, err := readPID(directory)
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" (process %d)", pid)
}

func (p *pidFile) write(pid int) error {
	if err := p.file.Truncate(0); err != nil {
		return err
	}
	_, err := p.file.WriteAt([]byte(strconv.Itoa(pid)+"\n"), 0)
	return err
}

// release ends the lock. The file stays, as another process may wait for it.
func (p *pidFile) release() error { return errors.Join(p.file.Truncate(0), p.file.Close()) }

func readPID(directory string) (int, error) {
	text, err := os.ReadFile(pidFileIn(directory))
	if err != nil {
		return 0, err
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || pid <= 1 {
		return 0, fmt.Errorf("%s names no process", pidFileIn(directory))
	}
	return pid, nil
}

// isRunning is true while a collector that planotrace listen started runs.
func isRunning(directory string) (bool, error) {
	file, err := os.OpenFile(pidFileIn(directory), os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	err = lock(file)
	if errors.Is(err, errLocked) {
		return true, file.Close()
	}
	return false, errors.Join(err, file.Close())
}
