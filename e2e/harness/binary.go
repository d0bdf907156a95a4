package harness

import (
	"fmt"
	"os"
	"path/filepath"
)

// A Binary is a program under test, with the way to get it.
type Binary struct {
	env, path, target string
}

// The programs that tests start.
var (
	Collector = Binary{env: "E2E_COLLECTOR", path: "bin/otelcol-plano", target: "make build"}
	Jaeger    = Binary{env: "E2E_JAEGER", path: ".tools/jaeger", target: "make e2e"}
)

// Find returns the absolute path of the program, or an error that says how to
// build it.
func (b Binary) Find() (string, error) {
	path := os.Getenv(b.env)
	if path == "" {
		root, err := Root()
		if err != nil {
			return "", err
		}
		path = filepath.Join(root, b.path)
	}
	info, err := os.Stat(path)
	if err != nil || info.IsDir() || info.Mode()&0o111 == 0 {
		return "", fmt.Errorf("no program at %s: build it with `%s` in the repository's root, or set %s", path, b.target, b.env)
	}
	return filepath.Abs(path)
}

// Root returns the repository's root, the folder above the working directory
// that holds the default configuration.
func Root() (string, error) {
	start, err := filepath.Abs(".")
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "otelcol-config.yaml")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no otelcol-config.yaml in %s or above it", start)
		}
	}
}
