package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.yaml.in/yaml/v3"

	"github.com/otelcol-plano/otelcol-plano/processor/planoheaders"
)

func TestConfig(t *testing.T) {
	examples := filepath.Join("..", "..", "internal", "planoconfig", "testdata")
	want, err := os.ReadFile(filepath.Join(examples, "production.collector.yaml"))
	require.NoError(t, err)
	plano, err := os.ReadFile(filepath.Join(examples, "production.plano.yaml"))
	require.NoError(t, err)
	for name, arguments := range map[string][]string{
		"file":           {"config", filepath.Join(examples, "production.plano.yaml")},
		"standard input": {"config"},
		"-":              {"config", "-"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			assert.Equal(t, exitOK, run(arguments, bytes.NewReader(plano), &stdout, &stderr))
			assert.Equal(t, string(want), stdout.String())
			assert.Empty(t, stderr.String())
		})
	}
}

func TestConfigErrors(t *testing.T) {
	tests := []struct {
		arguments []string
		code      int
		want      string
	}{
		{
			[]string{"config"}, exitBadInput, "planotrace config: standard input: line 1: tracing::\\x1b[31m: must be one of the keys " +
				"random_sampling, trace_arch_internal, span_attributes, opentracing_grpc_endpoint, exporters, is \"\\x1b[31m\"\n",
		},
		{[]string{"config", "a", "b"}, exitUsage, "planotrace config: files: must be at most 1, is 2\n\nUsage:\n  planotrace config [FILE]"},
		{[]string{"config", "missing.yaml"}, exitBadInput, "planotrace config: open missing.yaml: no such file or directory\n"},
	}
	for _, tt := range tests {
		var stdout, stderr bytes.Buffer
		assert.Equal(t, tt.code, run(tt.arguments, strings.NewReader(`tracing: {"\e[31m": 5}`), &stdout, &stderr))
		assert.True(t, strings.HasPrefix(stderr.String(), tt.want), stderr.String())
		assert.Empty(t, stdout.String())
	}
}

func TestConfigSaysWhatIsNotConverted(t *testing.T) {
	const plano = "tracing: {random_sampling: 100, opentracing_grpc_endpoint: \"http://old:4317\"}\noverrides: {disable_signals: true}\n"
	var stdout, stderr bytes.Buffer
	assert.Equal(t, exitOK, run([]string{"config"}, strings.NewReader(plano), &stdout, &stderr))
	lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
	require.Len(t, lines, 2)
	const said = "planotrace config: standard input: "
	assert.Contains(t, lines[0], said+`tracing::opentracing_grpc_endpoint: "http://old:4317" stays in the gateway`)
	assert.Contains(t, lines[1], said+"overrides::disable_signals: true leaves planosignals out")
}

// planoheaders takes what config writes for it.
func TestConfigIsValid(t *testing.T) {
	for attributes, valid := range map[string]bool{
		`{header_prefixes: [x-katanemo-, X_Tenant], static: {a: b}}`: true,
		`{header_prefixes: ["x y"]}`:                                 false,
		`{header_prefixes: [x-, X-]}`:                                false,
		`{static: {a: ""}}`:                                          false,
	} {
		var stdout, stderr bytes.Buffer
		code := run([]string{"config"}, strings.NewReader("span_attributes: "+attributes), &stdout, &stderr)
		var settings struct {
			Processors struct {
				Headers map[string]any `yaml:"planoheaders"`
			} `yaml:"processors"`
		}
		if !valid {
			require.NoError(t, yaml.Unmarshal([]byte("processors: {planoheaders: "+attributes+"}"), &settings))
		} else {
			require.NoError(t, yaml.Unmarshal(stdout.Bytes(), &settings))
		}
		config := planoheaders.NewFactory().CreateDefaultConfig().(*planoheaders.Config)
		require.NoError(t, confmap.NewFromStringMap(settings.Processors.Headers).Unmarshal(config))
		assert.Equal(t, valid, config.Validate() == nil, attributes)
		assert.Equal(t, valid, code == exitOK, attributes)
	}
}
