package planoconfig

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

func TestConvertProduction(t *testing.T) {
	plano, err := os.ReadFile(filepath.Join("testdata", "production.plano.yaml"))
	require.NoError(t, err)
	want, err := os.ReadFile(filepath.Join("testdata", "production.collector.yaml"))
	require.NoError(t, err)
	got, err := Convert(plano)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
}

// converted returns the output as a tree.
func converted(t *testing.T, plano string) map[string]any {
	t.Helper()
	out, err := Convert([]byte(plano))
	require.NoError(t, err)
	var tree map[string]any
	require.NoError(t, yaml.Unmarshal(out, &tree))
	return tree
}

func TestConvertDevelopmentSamplesNothingAway(t *testing.T) {
	tree := converted(t, "tracing:\n  random_sampling: 100\n  trace_arch_internal: true\n")
	processors := tree["processors"].(map[string]any)
	assert.NotContains(t, processors, "tail_sampling")
	assert.Equal(t, map[string]any{"drop_internal": false}, processors["planonaming"])
	assert.Equal(t, map[string]any{"header_prefixes": []any{}}, processors["planoheaders"])
}

func TestConvertTakesTheBlockAlone(t *testing.T) {
	whole := converted(t, "tracing:\n  random_sampling: 20\n")
	alone := converted(t, "random_sampling: 20\n")
	assert.Equal(t, whole, alone)
}

func TestConvertErrorsNameTheKey(t *testing.T) {
	for _, tt := range []struct{ plano, want string }{
		{"", "must be a mapping that holds tracing"},
		{"- a\n", "must be a mapping that holds tracing"},
		{"listeners: []\n", "tracing: must not be missing"},
		{
			"tracing:\n  sampling: 5\n",
			`line 2: tracing::sampling: must be one of the keys random_sampling, trace_arch_internal, span_attributes, is "sampling"`,
		},
		{"tracing:\n  random_sampling: x\n", "tracing: yaml: unmarshal errors: line 2: cannot unmarshal !!str `x` into float64"},
		{"tracing:\n  random_sampling: 101\n", "tracing::random_sampling: must be between 0 and 100, is 101"},
		{"random_sampling: .nan\n", "tracing::random_sampling: must be between 0 and 100, is NaN"},
		{
			"span_attributes:\n  headers: [a]\n",
			`line 2: tracing::span_attributes::headers: must be one of the keys header_prefixes, static, is "headers"`,
		},
		{"span_attributes: {header_prefixes: ['']}", "tracing::span_attributes::header_prefixes::0: must not be empty"},
		{"span_attributes: {static: {'': x}}", "tracing::span_attributes::static: must not have an empty key"},
	} {
		_, err := Convert([]byte(tt.plano))
		require.EqualError(t, err, tt.want, tt.plano)
	}
	_, err := Convert([]byte("tracing: [unclosed"))
	assert.ErrorContains(t, err, "yaml: line 1")
}

func FuzzConvert(f *testing.F) {
	f.Add("tracing:\n  random_sampling: 10\n")
	f.Add("random_sampling: 1e400")
	f.Fuzz(func(t *testing.T, plano string) {
		out, err := Convert([]byte(plano))
		if err != nil {
			return
		}
		var tree map[string]any
		require.NoError(t, yaml.Unmarshal(out, &tree))
		require.Contains(t, tree, "processors")
	})
}
