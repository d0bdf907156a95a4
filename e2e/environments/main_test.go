// Package environments starts the built collector with each of the files in
// config/, as a user would, and checks what reaches the backend.
package environments

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/otelcol-plano/otelcol-plano/e2e"
)

func TestMain(m *testing.M) {
	// The harness finds its files from there.
	if err := os.Chdir(".."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	for _, stop := range []func() error{e2e.StopAll, func() error { return goleak.Find() }} {
		if err := stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}
