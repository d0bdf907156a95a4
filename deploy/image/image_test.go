// Package image holds what the container image adds to the configuration.
package image

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/deploy/internal/layers"
)

func TestContainersAreReachable(t *testing.T) {
	config, err := layers.MergeFiles("../../otelcol-config.yaml", "container.yaml")
	require.NoError(t, err)
	protocols := config["receivers"].(map[string]any)["otlp"].(map[string]any)["protocols"].(map[string]any)
	for protocol, endpoint := range map[string]string{"grpc": "0.0.0.0:4317", "http": "0.0.0.0:4318"} {
		assert.Equal(t, endpoint, protocols[protocol].(map[string]any)["endpoint"])
	}
}

// TestContainersKeepNoTraces wants no store where there is no folder for one.
func TestContainersKeepNoTraces(t *testing.T) {
	config, err := layers.MergeFiles("../../otelcol-config.yaml", "container.yaml")
	require.NoError(t, err)
	pipelines := config["service"].(map[string]any)["pipelines"].(map[string]any)
	assert.Equal(t, []any{"debug"}, pipelines["traces"].(map[string]any)["exporters"])
}
