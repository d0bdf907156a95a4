package pipelineorder

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
	"go.opentelemetry.io/collector/confmap/provider/yamlprovider"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
)

const warning = ": planonaming stands before planosignals: it flags what planosignals finds, so it must come after it"

// resolve reads a configuration as the collector does. It returns the warnings.
func resolve(t *testing.T, text string) []string {
	t.Helper()
	core, logs := observer.New(zap.InfoLevel)
	resolver, err := confmap.NewResolver(confmap.ResolverSettings{
		URIs:               []string{"yaml:" + text},
		ProviderFactories:  []confmap.ProviderFactory{yamlprovider.NewFactory()},
		ConverterFactories: []confmap.ConverterFactory{NewFactory()},
		ConverterSettings:  confmap.ConverterSettings{Logger: zap.New(core)},
	})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, resolver.Shutdown(t.Context())) })
	_, err = resolver.Resolve(t.Context())
	require.NoError(t, err)
	var messages []string
	for _, entry := range logs.All() {
		assert.Equal(t, zap.WarnLevel, entry.Level)
		messages = append(messages, entry.Message)
	}
	return messages
}

func TestNamingBeforeSignals(t *testing.T) {
	for processors, warned := range map[string]bool{
		"[planonaming, planosignals]":                          true,
		"[memory_limiter, planonaming/a, batch, planosignals]": true,
		"[planonaming, planosignals/llm]":                      true,
		"[planosignals, planonaming, planosignals/again]":      true,
		"[planosignals, planonaming]":                          false,
		"[planonaming/early, planosignals, planonaming]":       false,
		"[planonaming]":                false,
		"[planosignals]":               false,
		"[planonamingx, planosignals]": false,
		"[]":                           false,
		"":                             false,
	} {
		got := resolve(t, "service: {pipelines: {traces: {processors: "+processors+"}}}")
		if warned {
			assert.Equal(t, []string{"service::pipelines::traces" + warning}, got, processors)
		} else {
			assert.Empty(t, got, processors)
		}
	}
}

func TestEachPipeline(t *testing.T) {
	got := resolve(t, `service: {pipelines: {
  traces/b: {processors: [planonaming, planosignals]},
  traces: {processors: [planosignals, planonaming]},
  traces/a: {processors: [planonaming, planosignals]}}}`)
	assert.Equal(t, []string{"service::pipelines::traces/a" + warning, "service::pipelines::traces/b" + warning}, got)
}

func TestWhatIsNoPipelineIsLeftToTheCollector(t *testing.T) {
	for _, text := range []string{
		"receivers: {}", "service:", "service: {pipelines: 1}", "service: {pipelines: {traces: 1}}",
		"service: {pipelines: {traces: {processors: planonaming}}}", "service: {pipelines: {traces: {processors: [1, planosignals]}}}",
	} {
		assert.Empty(t, resolve(t, text), text)
	}
}

func TestNothingIsChanged(t *testing.T) {
	conf, err := confmaptest.LoadConf("../../otelcol-config.yaml")
	require.NoError(t, err)
	before := conf.ToStringMap()
	require.NoError(t, NewFactory().Create(confmap.ConverterSettings{}).Convert(t.Context(), conf))
	assert.Equal(t, before, conf.ToStringMap())
}
