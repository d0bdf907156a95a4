package planoconfig

import (
	"fmt"
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
	got, notes, err := Convert(plano)
	require.NoError(t, err)
	assert.Empty(t, notes)
	assert.Equal(t, string(want), string(got))
}

// converted returns the output as a tree.
func converted(t *testing.T, plano string) map[string]any {
	t.Helper()
	out, _, err := Convert([]byte(plano))
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
			"line 2: tracing::sampling: must be one of the keys random_sampling, trace_arch_internal, span_attributes, " +
				`opentracing_grpc_endpoint, exporters, is "sampling"`,
		},
		{"tracing:\n  random_sampling: x\n", "tracing: yaml: unmarshal errors: line 2: cannot unmarshal !!str `x` into float64"},
		{"tracing:\n  random_sampling: 101\n", "tracing::random_sampling: must be between 0 and 100, is 101"},
		{"random_sampling: .nan\n", "tracing::random_sampling: must be between 0 and 100, is NaN"},
		{
			"span_attributes:\n  headers: [a]\n",
			`line 2: tracing::span_attributes::headers: must be one of the keys header_prefixes, static, is "headers"`,
		},
		{"span_attributes: {header_prefixes: ['']}", "tracing::span_attributes::header_prefixes::0: must not be empty"},
		{
			"span_attributes: {header_prefixes: ['x y', x-, X-]}",
			`tracing::span_attributes::header_prefixes::0: must hold only characters of header names, is "x y"` + "\n" +
				`tracing::span_attributes::header_prefixes::2: must differ from tracing::span_attributes::header_prefixes::1, is "X-"`,
		},
		{"tracing: {}\nlisteners: []\n\ntracing: {random_sampling: 5}\n", "tracing: must be there once, is on lines 1 and 4"},
		{
			"tracing:\n  span_attributes: {}\n  random_sampling: 5\n  span_attributes: {}\n",
			"tracing::span_attributes: must be there once, is on lines 2 and 4",
		},
		{"tracing: {}\noverrides: {}\noverrides: {}\n", "overrides: must be there once, is on lines 2 and 3"},
		{"tracing: {}\n---\ntracing: {}\n", "must be one YAML document, has another on line 2"},
		{
			"tracing: {}\noverrides:\n  disable_signals: maybe\n",
			"overrides::disable_signals: yaml: unmarshal errors: line 3: cannot unmarshal !!str `maybe` into bool",
		},
		{"span_attributes: {static: {b: ' ', a: ''}}", "tracing::span_attributes::static::a: must not be empty\n" +
			"tracing::span_attributes::static::b: must not be empty"},
		{"span_attributes: {static: {'': x}}", "tracing::span_attributes::static: must not have an empty key"},
	} {
		_, _, err := Convert([]byte(tt.plano))
		require.EqualError(t, err, tt.want, tt.plano)
	}
	_, _, err := Convert([]byte("tracing: [unclosed"))
	assert.ErrorContains(t, err, "yaml: line 1")
}

func TestConvertSaysWhatStaysInTheGateway(t *testing.T) {
	plano, err := os.ReadFile(filepath.Join("testdata", "quickstart.plano.yaml"))
	require.NoError(t, err)
	out, notes, err := Convert(plano)
	require.NoError(t, err)
	assert.Equal(t, []string{
		`tracing::opentracing_grpc_endpoint: "http://localhost:4317" stays in the gateway's configuration: it is where the ` +
			"gateway sends its traces, and must name this collector (127.0.0.1:4317 by default); " +
			"a backend that it names belongs into this collector's exporters",
		`tracing::exporters::0: "posthog" stays in the gateway's configuration: the gateway goes on sending there by itself, ` +
			"beside what it sends to this collector",
	}, notes)
	for _, note := range notes {
		assert.Contains(t, string(out), "\n# "+note+"\n")
	}
	assert.NotContains(t, string(out), "secret")
}

func TestConvertLeavesSignalsOut(t *testing.T) {
	const plano = "tracing: {random_sampling: 100}\noverrides: {disable_signals: %t}\n"
	out, notes, err := Convert(fmt.Appendf(nil, plano, true))
	require.NoError(t, err)
	assert.Contains(t, string(out), "processors: [memory_limiter, planoheaders, planonaming]\n")
	assert.Equal(t, []string{
		"overrides::disable_signals: true leaves planosignals out of the pipeline: no signals are computed here either",
	}, notes)

	out, notes, err = Convert(fmt.Appendf(nil, plano, false))
	require.NoError(t, err)
	assert.Contains(t, string(out), "processors: [memory_limiter, planoheaders, planosignals, planonaming]\n")
	assert.Empty(t, notes)
}

func TestConvertPassesOverAByteOrderMark(t *testing.T) {
	assert.Equal(t, converted(t, "random_sampling: 20\n"), converted(t, "\ufeffrandom_sampling: 20\n"))
}

// What a note quotes can't end its comment.
func TestConvertQuotesInComments(t *testing.T) {
	tree := converted(t, `tracing: {opentracing_grpc_endpoint: "x\nreceivers: {}", exporters: [{type: "y\nexporters: {}"}]}`)
	assert.Len(t, tree, 2)
}

func FuzzConvert(f *testing.F) {
	f.Add("tracing:\n  random_sampling: 10\n")
	f.Add("random_sampling: 1e400")
	f.Fuzz(func(t *testing.T, plano string) {
		out, _, err := Convert([]byte(plano))
		if err != nil {
			return
		}
		var tree map[string]any
		require.NoError(t, yaml.Unmarshal(out, &tree))
		require.Contains(t, tree, "processors")
	})
}
