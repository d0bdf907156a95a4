package planoheaders

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/otelcol-plano/otelcol-plano/internal/depth/depthtest"
	"github.com/otelcol-plano/otelcol-plano/processor/planoheaders/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/processor/planoheaders/internal/metadatatest"
)

func TestDeepValuesAreCutInEverySignal(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	set := processortest.NewNopSettings(metadata.Type)
	set.TelemetrySettings = telemetry.NewTelemetrySettings()
	p, err := newProcessor(set, defaultConfig())
	require.NoError(t, err)

	td := ptrace.NewTraces()
	spans := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	depthtest.Poison(spans.AppendEmpty().Attributes(), "x-katanemo-user-id")
	putAttributes(t, spans.AppendEmpty().Attributes(), "x-katanemo-user-id", "u-42")
	td, err = p.processTraces(t.Context(), td)
	require.NoError(t, err)
	_, err = (&ptrace.JSONMarshaler{}).MarshalTraces(td)
	require.NoError(t, err)
	assert.Equal(t, m{"x-katanemo-user-id": "u-42", "user.id": "u-42"}, spans.At(1).Attributes().AsRaw())

	ld := plog.NewLogs()
	depthtest.Nest(ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty().Body(), depthtest.Deep)
	ld, err = p.processLogs(t.Context(), ld)
	require.NoError(t, err)
	_, err = (&plog.JSONMarshaler{}).MarshalLogs(ld)
	require.NoError(t, err)

	md := pmetric.NewMetrics()
	metrics := md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics()
	depthtest.Poison(metrics.AppendEmpty().SetEmptySum().DataPoints().AppendEmpty().Attributes(), "http.url")
	md, err = p.processMetrics(t.Context(), md)
	require.NoError(t, err)
	_, err = (&pmetric.JSONMarshaler{}).MarshalMetrics(md)
	require.NoError(t, err)

	metadatatest.AssertEqualProcessorPlanoheadersCutValues(t, telemetry,
		[]metricdata.DataPoint[int64]{
			{Value: 3, Attributes: attribute.NewSet(attribute.String("processor", "planoheaders"))},
		}, metricdatatest.IgnoreTimestamp())
}
