package planosignals

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
)

func TestConversationsAreCountedByOrigin(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	p, _ := start(t, defaults(), telemetry)
	traces := chat(t, map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o", "gen_ai.agent.name": "travel", "gen_ai.input.messages": angry,
	})
	traces.ResourceSpans().At(0).Resource().Attributes().PutStr("service.name", "shop")
	require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	for label, value := range map[string]string{"service.name": "shop", "gen_ai.request.model": "gpt-4o", "gen_ai.agent.name": "travel"} {
		assert.Equal(t, map[string]int64{value: 1}, counted(t, telemetry, "otelcol_processor_planosignals_conversations", label))
		assert.Contains(t, counted(t, telemetry, "otelcol_processor_planosignals_signals", label), value)
	}
	require.NoError(t, telemetry.Shutdown(context.Background()))
}

func TestOriginsAreBounded(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	config := defaults()
	config.Metrics.MaxOrigins = 10
	p, _ := start(t, config, telemetry)
	for i := range 100 {
		require.NoError(t, p.ConsumeTraces(t.Context(), chat(t, map[string]any{
			"gen_ai.operation.name": "chat", "gen_ai.input.messages": angry,
			"gen_ai.request.model": fmt.Sprintf("model-%d", i) + strings.Repeat("x", 10_000),
		})))
	}
	models := counted(t, telemetry, "otelcol_processor_planosignals_conversations", "gen_ai.request.model")
	assert.Len(t, models, 11)
	assert.Equal(t, int64(90), models["other"])
	for model := range models {
		assert.LessOrEqual(t, len(model), maxLabel)
	}
	require.NoError(t, telemetry.Shutdown(context.Background()))
}
