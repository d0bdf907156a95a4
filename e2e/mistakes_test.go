package e2e

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// Each file in testdata/mistakes makes one mistake on top of the default
// configuration; `validate` must point at it.
func TestValidateNamesTheMistake(t *testing.T) {
	mistakes := map[string]string{
		"control-character.yaml":   "processors::planonaming: marker: must hold no control character",
		"empty-header-prefix.yaml": "processors::planoheaders: header_prefixes::1: must not be empty",
		"missing-api-key.yaml":     "exporters::datadog: api.key",
		"missing-component.yaml":   `references processor "planosignals/llm"`,
		"missing-secret.yaml":      "processors::planoheaders: static::deployment.key: must not be empty",
		"negative-number.yaml":     "processors::planosignals: max_messages: must be at least 1, is -1",
		"unknown-exporter.yaml":    `"otlp_jaeger"`,
		"unknown-key.yaml":         "qualty_case",
		"unknown-word.yaml":        `processors::planosignals: existing: must be one of keep, recompute, is "overwrite"`,
		"unreadable-file.yaml":     "no-such-marker.txt",
		"wrong-type.yaml":          "propagate_to_root",
	}
	files, err := filepath.Glob("testdata/mistakes/*.yaml")
	require.NoError(t, err)
	require.Len(t, files, len(mistakes))
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			want, ok := mistakes[filepath.Base(file)]
			require.True(t, ok, "no expectation for %s", file)
			stderr, err := harness.RunCollector(t.Context(), nil, "validate", filepath.Join("e2e", file))
			var exit *exec.ExitError
			require.ErrorAs(t, err, &exit, "the mistake was not found; stderr: %s", stderr)
			assert.Contains(t, stderr, want)
			assert.NotContains(t, stderr, "panic")
		})
	}
}

func TestValidateTakesTheDefaultConfiguration(t *testing.T) {
	stderr, err := harness.RunCollector(t.Context(), nil, "validate")
	require.NoError(t, err, "%s", stderr)
}
