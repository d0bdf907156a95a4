package planosignals

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
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

// TestSeriesStayUnderTheSDKsLimit counts more series than the SDK keeps apart.
func TestSeriesStayUnderTheSDKsLimit(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	config := defaults()
	config.Metrics.MaxOrigins = 100_000
	p, _ := start(t, config, telemetry)
	const origins = 3000
	for i := range origins {
		require.NoError(t, p.ConsumeTraces(t.Context(), chat(t, map[string]any{
			"gen_ai.operation.name": "chat", "gen_ai.request.model": fmt.Sprintf("model-%d", i), "gen_ai.input.messages": angry,
		})))
	}
	for _, name := range []string{"otelcol_processor_planosignals_conversations", "otelcol_processor_planosignals_signals"} {
		assert.Empty(t, counted(t, telemetry, name, "otel.metric.overflow"))
		models := counted(t, telemetry, name, "gen_ai.request.model")
		assert.Greater(t, models["other"], int64(1000), name)
		assert.Greater(t, len(models), 500, name)
	}
	conversations := int64(0)
	for _, n := range counted(t, telemetry, "otelcol_processor_planosignals_conversations", "quality") {
		conversations += n
	}
	assert.Equal(t, int64(origins), conversations)
	require.NoError(t, telemetry.Shutdown(context.Background()))
}

// TestProcessorsAreToldApart runs two of them, and one of the two in two pipelines.
func TestProcessorsAreToldApart(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	for _, name := range []string{"", "second", "second"} {
		set := processortest.NewNopSettings(metadata.Type)
		set.ID = component.NewIDWithName(metadata.Type, name)
		set.TelemetrySettings = telemetry.NewTelemetrySettings()
		config := defaults()
		config.MaxReportBytes = maxAttributeBytes
		config.Faults.MaxTraces = 1
		p, err := NewFactory().CreateTraces(t.Context(), set, config, consumertest.NewNop())
		require.NoError(t, err)
		require.NoError(t, p.ConsumeTraces(t.Context(), chat(t, map[string]any{
			"gen_ai.operation.name": "chat", "gen_ai.input.messages": angry, "gen_ai.output.messages": `[{"role":`,
		})))
		for i := range 2 {
			traces := chat(t, map[string]any{"orchestrator.rate_limited": "true"})
			spansOf(traces)[0].SetTraceID(pcommon.TraceID{byte(i + 1)})
			spansOf(traces)[0].SetSpanID(pcommon.SpanID{byte(i + 1)})
			require.NoError(t, p.ConsumeTraces(t.Context(), traces))
		}
		require.NoError(t, p.Shutdown(t.Context()))
	}
	for name, each := range map[string]int64{
		"conversations": 3, "messages": 1, "truncated_reports": 3, "unreadable": 1, "evictions": 1,
	} {
		assert.Equal(t, map[string]int64{"planosignals": each, "planosignals/second": 2 * each},
			counted(t, telemetry, "otelcol_processor_planosignals_"+name, "processor"), name)
	}
	require.Len(t, counted(t, telemetry, "otelcol_processor_planosignals_signals", "processor"), 2)

	durations, err := telemetry.GetMetric("otelcol_processor_planosignals_duration")
	require.NoError(t, err)
	batches := map[string]uint64{}
	for _, point := range durations.Data.(metricdata.Histogram[float64]).DataPoints {
		id, _ := point.Attributes.Value("processor")
		batches[id.AsString()] = point.Count
		assert.Positive(t, point.Sum)
		assert.Less(t, point.Bounds[0], 0.001, "fits what a batch takes")
	}
	assert.Equal(t, map[string]uint64{"planosignals": 3, "planosignals/second": 6}, batches)
	require.NoError(t, telemetry.Shutdown(context.Background()))
}
