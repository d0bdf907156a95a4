package planotraces

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/metadatatest"
)

var errFull = errors.New("no room on the disk")

func newTestLosses(t *testing.T, every time.Duration) (*losses, *observer.ObservedLogs, *componenttest.Telemetry) {
	t.Helper()
	core, logs := observer.New(zap.InfoLevel)
	telemetry := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, telemetry.Shutdown(context.WithoutCancel(t.Context()))) })
	builder, err := metadata.NewTelemetryBuilder(telemetry.NewTelemetrySettings())
	require.NoError(t, err)
	return newLosses(zap.New(core), component.MustNewID("planotraces"), builder, every), logs, telemetry
}

func TestLossesAreCounted(t *testing.T) {
	l, _, telemetry := newTestLosses(t, time.Hour)
	l.count(t.Context(), 3, errFull)
	l.count(t.Context(), 4, errFull)
	metadatatest.AssertEqualExporterPlanotracesLostSpans(t, telemetry, []metricdata.DataPoint[int64]{{
		Value: 7, Attributes: attribute.NewSet(attribute.String("exporter", "planotraces")),
	}}, metricdatatest.IgnoreTimestamp())
	lost, why := l.sum()
	assert.EqualValues(t, 7, lost)
	assert.Equal(t, "no room on the disk", why)
	l.over()
	lost, why = l.sum()
	assert.EqualValues(t, 7, lost)
	assert.Empty(t, why)
	l.end()
}

func TestLossesAreSaidNowAndThen(t *testing.T) {
	l, logs, _ := newTestLosses(t, time.Hour)
	for range 100 {
		l.count(t.Context(), 1, errFull)
	}
	require.Equal(t, 1, logs.Len())
	assert.Equal(t, map[string]any{"spans": int64(1), "error": "no room on the disk"}, logs.All()[0].ContextMap())
	l.end()
	require.Equal(t, 2, logs.Len())
	assert.EqualValues(t, 99, logs.All()[1].ContextMap()["spans"])
	l.end()
	assert.Equal(t, 2, logs.Len())
}

func TestLossesOfAPauseAreSaidAfterIt(t *testing.T) {
	l, logs, _ := newTestLosses(t, 10*time.Millisecond)
	l.count(t.Context(), 1, errFull)
	l.count(t.Context(), 2, errFull)
	l.over()
	require.Eventually(t, func() bool { return logs.Len() == 2 }, 5*time.Second, time.Millisecond)
	assert.EqualValues(t, 2, logs.All()[1].ContextMap()["spans"])
	require.Eventually(t, func() bool { l.mu.Lock(); defer l.mu.Unlock(); return l.pause == nil }, 5*time.Second, time.Millisecond)
	l.count(t.Context(), 1, errFull)
	assert.Equal(t, 3, logs.Len())
	l.end()
}
