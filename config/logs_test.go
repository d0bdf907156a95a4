package config

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Content joins its span in one processor that stands in both pipelines, whatever the other files say of spans.
func TestLogsJoinInTheSameProcessor(t *testing.T) {
	confs := environments(t)
	logs := confs["logs.yaml"]
	for _, key := range logs.AllKeys() {
		assert.Regexp(t, `^(service::pipelines::logs::|exporters::nop$)`, key)
	}
	assert.Equal(t, []any{"nop"}, logs.Get("service::pipelines::logs::exporters"), "what people wrote goes where nobody asked for it")
	assert.Contains(t, logs.Get("service::pipelines::logs::processors"), "planosignals")
	confs["otelcol-config.yaml"] = defaultConfiguration(t)
	for _, file := range []string{"otelcol-config.yaml", "production.yaml", "gateway.yaml"} {
		processors := confs[file].Get("service::pipelines::traces::processors")
		require.NotNil(t, processors, file)
		assert.Contains(t, processors, "planosignals", file)
		assert.False(t, confs[file].IsSet("service::pipelines::logs"), "%s: spans would wait where nobody sends logs", file)
	}
}
