package config

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
)

// exporters are those that send to another machine, by file and name.
func exporters(t *testing.T) map[string]*confmap.Conf {
	t.Helper()
	found := map[string]*confmap.Conf{}
	for file, conf := range environments(t) {
		all, err := conf.Sub("exporters")
		require.NoError(t, err)
		for name := range all.ToStringMap() {
			if name == "nop" {
				continue
			}
			exporter, err := all.Sub(name)
			require.NoError(t, err)
			found[file+" "+name] = exporter
		}
	}
	require.Len(t, found, 6)
	return found
}

// Requests differ in size a thousandfold; what a disk or a memory holds is bytes.
func TestQueuesCountBytes(t *testing.T) {
	for name, exporter := range exporters(t) {
		if name == "xray.yaml awsxray" { // It has no queue.
			continue
		}
		queue, err := exporter.Sub("sending_queue")
		require.NoError(t, err, name)
		assert.Equal(t, "bytes", queue.Get("sizer"), name)
		size, ok := queue.Get("queue_size").(int)
		require.True(t, ok, name)
		assert.Equal(t, true, queue.Get("block_on_overflow"), "%s: what does not fit is lost", name)
		if queue.IsSet("storage") {
			assert.GreaterOrEqual(t, size, 1_000_000_000, name)
		} else {
			assert.LessOrEqual(t, size, 100_000_000, "%s: in memory", name)
		}
		assert.Equal(t, "bytes", queue.Get("batch::sizer"), name)
		assert.Positive(t, queue.Get("batch::min_size"), "%s: nothing is merged", name)
	}
}

// A batch of a backend's default limit of 4 MiB or less: those of OTLP take nothing larger.
func TestBatchesFitBackends(t *testing.T) {
	sizes := map[string]any{}
	for name, exporter := range exporters(t) {
		sizes[name] = exporter.Get("sending_queue::batch::max_size")
	}
	assert.Equal(t, map[string]any{
		"gateway.yaml otlp":                 4000000,
		"jaeger.yaml otlp/jaeger":           4000000,
		"langtrace.yaml otlphttp/langtrace": 4000000,
		// They cut requests themselves.
		"agent.yaml loadbalancing": nil,
		"datadog.yaml datadog":     nil,
		"xray.yaml awsxray":        nil,
	}, sizes)
}

// The batch processor counts spans, and what it merged can be too large for a backend.
func TestNoBatchProcessor(t *testing.T) {
	confs := environments(t)
	confs["otelcol-config.yaml"] = defaultConfiguration(t)
	for file, conf := range confs {
		pipelines, err := conf.Sub("service::pipelines")
		require.NoError(t, err, file)
		for _, name := range slices.Sorted(maps.Keys(pipelines.ToStringMap())) {
			if name == "traces/xray" { // Its exporter has no queue, and cuts requests itself.
				continue
			}
			processors, _ := pipelines.Get(name + "::processors").([]any)
			assert.NotContains(t, processors, "batch", "%s %s", file, name)
		}
	}
}
