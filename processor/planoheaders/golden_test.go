package planoheaders

import (
	"context"
	"flag"
	"path/filepath"
	"testing"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/golden"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatatest/ptracetest"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden runs traces of a Plano gateway with three failing requests through the settings of Plano's
// documentation.
func TestGolden(t *testing.T) {
	td, err := golden.ReadTraces(filepath.Join("testdata", "golden", "plano.input.yaml"))
	require.NoError(t, err)
	cfg := loadConfig(t, "config.yaml", "plano")
	cfg.HeaderPrefixes = []string{"x-katanemo-", "x-"}

	got := consume(context.Background(), t, cfg, td)

	file := filepath.Join("testdata", "golden", "plano.output.yaml")
	if *update {
		require.NoError(t, golden.WriteTracesToFile(file, got))
	}
	want, err := golden.ReadTraces(file)
	require.NoError(t, err)
	require.NoError(t, ptracetest.CompareTraces(want, got))
}
