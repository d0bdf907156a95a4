package planoheaders

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/processor/planoheaders/internal/metadata"
)

// allSources is a context and a configuration under which metadata and static attributes are written too.
func allSources() (context.Context, *Config) {
	cfg := defaultConfig()
	cfg.Static = map[string]string{"environment": "production"}
	cfg.Only = []string{"llm"}
	return withMetadata(map[string][]string{"x-katanemo-tenant": {"acme"}}), cfg
}

var wantItem = m{"x-katanemo-user-id": "u-42", "user.id": "u-42", "tenant": "acme", "environment": "production"}

func TestLogRecords(t *testing.T) {
	ctx, cfg := allSources()
	sink := new(consumertest.LogsSink)
	p, err := NewFactory().CreateLogs(ctx, processortest.NewNopSettings(metadata.Type), cfg, sink)
	require.NoError(t, err)
	assert.True(t, p.Capabilities().MutatesData)

	ld := plog.NewLogs()
	rl := ld.ResourceLogs().AppendEmpty()
	putAttributes(t, rl.Resource().Attributes(), "x-katanemo-region", "eu")
	putAttributes(t, rl.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty().Attributes(), "x-katanemo-user-id", "u-42")
	require.NoError(t, p.ConsumeLogs(ctx, ld))

	got := sink.AllLogs()[0].ResourceLogs().At(0)
	assert.Equal(t, m{"x-katanemo-region": "eu", "region": "eu"}, got.Resource().Attributes().AsRaw())
	assert.Equal(t, wantItem, got.ScopeLogs().At(0).LogRecords().At(0).Attributes().AsRaw())
}

func TestDataPoints(t *testing.T) {
	points := map[string]func(pmetric.Metric) pcommon.Map{
		"gauge": func(m pmetric.Metric) pcommon.Map { return m.SetEmptyGauge().DataPoints().AppendEmpty().Attributes() },
		"sum":   func(m pmetric.Metric) pcommon.Map { return m.SetEmptySum().DataPoints().AppendEmpty().Attributes() },
		"histogram": func(m pmetric.Metric) pcommon.Map {
			return m.SetEmptyHistogram().DataPoints().AppendEmpty().Attributes()
		},
		"exponential histogram": func(m pmetric.Metric) pcommon.Map {
			return m.SetEmptyExponentialHistogram().DataPoints().AppendEmpty().Attributes()
		},
		"summary": func(m pmetric.Metric) pcommon.Map {
			return m.SetEmptySummary().DataPoints().AppendEmpty().Attributes()
		},
	}
	for name, point := range points {
		t.Run(name, func(t *testing.T) {
			ctx, cfg := allSources()
			sink := new(consumertest.MetricsSink)
			p, err := NewFactory().CreateMetrics(ctx, processortest.NewNopSettings(metadata.Type), cfg, sink)
			require.NoError(t, err)
			assert.True(t, p.Capabilities().MutatesData)

			md := pmetric.NewMetrics()
			rm := md.ResourceMetrics().AppendEmpty()
			putAttributes(t, rm.Resource().Attributes(), "x-katanemo-region", "eu")
			attrs := point(rm.ScopeMetrics().AppendEmpty().Metrics().AppendEmpty())
			putAttributes(t, attrs, "x-katanemo-user-id", "u-42")
			require.NoError(t, p.ConsumeMetrics(ctx, md))

			assert.Len(t, sink.AllMetrics(), 1)
			assert.Equal(t, m{"x-katanemo-region": "eu", "region": "eu"}, rm.Resource().Attributes().AsRaw())
			assert.Equal(t, wantItem, attrs.AsRaw())
		})
	}
}

func TestAMetricWithoutDataPassesOn(t *testing.T) {
	ctx, cfg := allSources()
	sink := new(consumertest.MetricsSink)
	p, err := NewFactory().CreateMetrics(ctx, processortest.NewNopSettings(metadata.Type), cfg, sink)
	require.NoError(t, err)
	md := pmetric.NewMetrics()
	md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty().SetName("empty")
	require.NoError(t, p.ConsumeMetrics(ctx, md))
	assert.Equal(t, 1, sink.AllMetrics()[0].MetricCount())
}
