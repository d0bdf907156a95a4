package e2e

import (
	"fmt"
	"os"
	"path/filepath"
)

// A binary is a program under test, with the way to get it.
type binary struct {
	env, path, target string
}

var (
	collectorBinary = binary{env: "E2E_COLLECTOR", path: "../bin/otelcol-plano", target: "make build"}
	jaegerBinary    = binary{env: "E2E_JAEGER", path: "../.tools/jaeger", target: "make e2e"}
)

// find returns the absolute path of the binary, or an error that says how to
// build it.
func (b binary) find() (string, error) {
	path := b.path
	if set := os.Getenv(b.env); set != "" {
		path = set
	}
	info, err := os.Stat(path)
	if err != nil || info.IsDir() || info.Mode()&0o111 == 0 {
		return "", fmt.Errorf("no program at %s: build it with `%s` in the repository's root, or set %s", path, b.target, b.env)
	}
	return filepath.Abs(path)
}
