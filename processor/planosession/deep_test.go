package planosession

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/otelcol-plano/otelcol-plano/internal/depth/depthtest"
	"github.com/otelcol-plano/otelcol-plano/processor/planosession/internal/metadatatest"
)

func TestDeepValuesAreCutAndTheirNeighboursStay(t *testing.T) {
	p, _, telemetry := start(t, nil)
	traces := tracesOf(t, sent{1, nil}, sent{2, map[string]any{"session.id": "s"}})
	first := traces.ResourceSpans().At(0)
	depthtest.Nest(first.ScopeSpans().At(0).Spans().At(0).Attributes().PutEmpty("session.id"), depthtest.Deep)
	depthtest.Poison(first.Resource().Attributes(), "gen_ai.conversation.id")

	traces, err := p.processTraces(t.Context(), traces)
	require.NoError(t, err)
	assert.Equal(t, []string{"01000000000000000000000000000000", "s"}, routes(traces))
	_, err = (&ptrace.JSONMarshaler{}).MarshalTraces(traces)
	require.NoError(t, err)
	metadatatest.AssertEqualProcessorPlanosessionCutValues(t, telemetry,
		[]metricdata.DataPoint[int64]{
			{Value: 2, Attributes: attribute.NewSet(attribute.String("processor", "planosession/second"))},
		}, metricdatatest.IgnoreTimestamp())
}
