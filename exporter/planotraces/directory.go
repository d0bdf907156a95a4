package planotraces

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// folder is the name of the store's folder among those of other programs.
const folder = "otelcol-plano"

// userDirectory is where programs keep what should outlive a restart: $XDG_STATE_HOME, or ~/.local/state; %LocalAppData% on Windows.
func userDirectory() (string, error) {
	if runtime.GOOS == "windows" {
		if data := os.Getenv("LocalAppData"); data != "" {
			return filepath.Join(data, folder), nil
		}
		return "", errors.New("directory: must be set, as %LocalAppData% is not")
	}
	if state := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(state) {
		return filepath.Join(state, folder), nil
	}
	home, err := os.UserHomeDir()
	if err != nil || !filepath.IsAbs(home) {
		return "", errors.New("directory: must be set, as this user has no home")
	}
	return filepath.Join(home, ".local", "state", folder), nil
}
