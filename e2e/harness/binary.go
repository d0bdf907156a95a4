package harness

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
)

// defaultConfig is the default configuration, in the repository's root.
const defaultConfig = "otelcol-config.yaml"

// A binary is a program under test, with the way to get it.
type binary struct {
	env, path, target string
}

var (
	collectorBinary = binary{env: "E2E_COLLECTOR", path: "bin/otelcol-plano", target: "make build"}
	jaegerBinary    = binary{env: "E2E_JAEGER", path: ".tools/jaeger", target: "make e2e"}
)

// find returns the absolute path of the program, or an error that says how to build it.
func (b binary) find() (string, error) {
	path, err := inRepository(cmp.Or(os.Getenv(b.env), b.path))
	if err != nil {
		return "", err
	}
	info, err := os.Stat(path)
	if err != nil || info.IsDir() || info.Mode()&0o111 == 0 {
		return "", fmt.Errorf("no program at %s: build it with `%s` in the repository's root, or set %s", path, b.target, b.env)
	}
	return path, nil
}

// inRepository returns the absolute path of a file; a relative path starts at the
// repository's root, the folder above the working directory that holds the default
// configuration.
func inRepository(path string) (string, error) {
	if filepath.IsAbs(path) {
		return path, nil
	}
	start, err := filepath.Abs(".")
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, defaultConfig)); err == nil {
			return filepath.Join(dir, path), nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no %s in %s or above it", defaultConfig, start)
		}
	}
}
