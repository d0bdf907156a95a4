package observability

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

func TestMain(m *testing.M) {
	code := m.Run()
	harness.CloseIdleConnections()
	if err := goleak.Find(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}
