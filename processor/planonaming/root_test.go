package planonaming

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/processor/planonaming/internal/metadatatest"
)

var (
	root   = s{id: 1, name: "POST /v1", attrs: m{}}
	good   = s{id: 2, parent: 1, name: "chat", attrs: m{"signals.quality": "Good"}}
	poor   = s{id: 3, parent: 1, name: "chat", attrs: m{"signals.quality": "poor"}}
	severe = s{id: 4, parent: 2, name: "chat", attrs: m{"signals.quality": "Severe"}}
	asking = s{id: 5, parent: 2, name: "chat", attrs: m{"signals.escalation.requested": "true"}}
)

func in(trace byte, span s) s {
	span.trace = trace
	return span
}

func newDefault(tb testing.TB, c *clock) *namingProcessor {
	tb.Helper()
	return newTestProcessor(tb, processortest.NewNopSettings(metadata.Type), defaultConfig(), c)
}

func TestRootOfTheSameBatch(t *testing.T) {
	for name, batch := range map[string][]s{
		"root last":  {poor, severe, good, root},
		"root first": {root, severe, poor, good},
	} {
		t.Run(name, func(t *testing.T) {
			for _, span := range processOnce(t, defaultConfig(), batch...) {
				switch span.id {
				case root.id:
					assert.Equal(t, "POST /v1 🚩", span.name)
					assert.Equal(t, m{
						"signals.flagged": true, "signals.trace.quality": "Severe", "signals.trace.span_id": "0400000000000000",
					}, span.attrs)
				case good.id:
					assert.Equal(t, "chat", span.name)
					assert.NotContains(t, span.attrs, "signals.flagged")
				default:
					assert.Equal(t, "chat 🚩", span.name)
					assert.Equal(t, true, span.attrs["signals.flagged"])
				}
			}
		})
	}
}

func TestRootOfALaterBatch(t *testing.T) {
	p := newDefault(t, newClock())
	process(t, p, severe)
	process(t, p, poor)
	process(t, p, in(2, root), in(2, good))
	got := process(t, p, root, in(3, root))
	assert.Equal(t, m{
		"signals.flagged": true, "signals.trace.quality": "Severe", "signals.trace.span_id": "0400000000000000",
	}, got[0].attrs)
	assert.Equal(t, []string{"POST /v1 🚩", "POST /v1"}, names(got))
	assert.Empty(t, got[1].attrs)
}

func TestAWorseSpanOfALaterBatch(t *testing.T) {
	p := newDefault(t, newClock())
	process(t, p, poor)
	got := process(t, p, severe, root)
	assert.Equal(t, "Severe", got[1].attrs["signals.trace.quality"])

	p = newDefault(t, newClock())
	process(t, p, severe)
	got = process(t, p, poor, root)
	assert.Equal(t, "Severe", got[1].attrs["signals.trace.quality"])
	assert.Equal(t, "0400000000000000", got[1].attrs["signals.trace.span_id"])
}

func TestTraceQualityIsAsTheSpanWroteIt(t *testing.T) {
	assert.Equal(t, "poor", processOnce(t, defaultConfig(), poor, root)[1].attrs["signals.trace.quality"])
}

func TestRootWithoutAQuality(t *testing.T) {
	got := processOnce(t, defaultConfig(), asking, root)
	assert.Equal(t, m{"signals.flagged": true, "signals.trace.span_id": "0500000000000000"}, got[1].attrs)
}

func TestRootThatIsItselfConcerning(t *testing.T) {
	alone := s{id: 1, name: "chat", attrs: m{"signals.quality": "Poor"}}
	got := processOnce(t, defaultConfig(), alone)
	assert.Equal(t, m{
		"signals.quality": "Poor", "signals.flagged": true, "signals.trace.quality": "Poor", "signals.trace.span_id": "0100000000000000",
	}, got[0].attrs)
}

func TestRootInTwoCollectors(t *testing.T) {
	ownGood := s{id: 1, name: "POST /v1", attrs: m{"signals.quality": "Good"}}
	for name, batch := range map[string][]s{
		"children":              {poor, severe, root},
		"without a quality":     {asking, root},
		"root of good quality":  {asking, ownGood},
		"root first":            {ownGood, asking},
		"root of equal quality": {severe, {id: 1, name: "POST /v1", attrs: m{"signals.quality": "Severe"}}},
	} {
		t.Run(name, func(t *testing.T) {
			once := processOnce(t, defaultConfig(), batch...)
			assert.Equal(t, once, processOnce(t, defaultConfig(), once...))
			for _, span := range once {
				if span.parent == 0 {
					assert.Equal(t, span, processOnce(t, defaultConfig(), span)[0], "the root alone")
				}
			}
		})
	}
}

func TestPropagationCanBeTurnedOff(t *testing.T) {
	cfg := defaultConfig()
	cfg.PropagateToRoot = false
	got := processOnce(t, cfg, severe, root)
	assert.Equal(t, []string{"chat 🚩", "POST /v1"}, names(got))
	assert.Empty(t, got[1].attrs)
}

func TestSpansWithoutATraceIDHaveNoRoot(t *testing.T) {
	td := tracesOf(t, severe, root)
	spans.Each(td, func(span ptrace.Span) { span.SetTraceID(pcommon.TraceID{}) })
	got, err := newDefault(t, newClock()).processTraces(context.Background(), td)
	require.NoError(t, err)
	assert.Equal(t, []string{"chat 🚩", "POST /v1"}, names(spansOf(got)))
}

func TestAFlaggedTraceIsForgottenAfterItsTTL(t *testing.T) {
	c := newClock()
	p := newDefault(t, c)
	process(t, p, severe)
	c.step(6 * time.Minute)
	process(t, p, poor)
	c.step(6 * time.Minute)
	assert.Equal(t, []string{"POST /v1 🚩"}, names(process(t, p, root)), "the second span renewed it")
	c.step(10 * time.Minute)
	assert.Equal(t, []string{"POST /v1"}, names(process(t, p, root)))
	assert.Zero(t, p.traces.store.Len())
}

func TestFlaggedTracesAreBounded(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, telemetry.Shutdown(context.Background())) })
	cfg := defaultConfig()
	cfg.MaxTraces = 3
	p := newTestProcessor(t, rootsSettings(telemetry), cfg, newClock())
	for trace := byte(1); trace <= 10; trace++ {
		process(t, p, in(trace, severe))
		assert.LessOrEqual(t, p.traces.store.Len(), 3)
	}
	assert.Equal(t, []string{"POST /v1", "POST /v1 🚩", "POST /v1 🚩"}, names(process(t, p, in(7, root), in(8, root), in(10, root))))

	metadatatest.AssertEqualProcessorPlanonamingEvictions(t, telemetry, []metricdata.DataPoint[int64]{
		{Attributes: attribute.NewSet(ofRoots, attribute.String("store", "flagged_traces")), Value: 7},
	}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualProcessorPlanonamingFlaggedSpans(t, telemetry, []metricdata.DataPoint[int64]{
		{Attributes: attribute.NewSet(ofRoots, attribute.String("target", "span")), Value: 10},
		{Attributes: attribute.NewSet(ofRoots, attribute.String("target", "root")), Value: 2},
	}, metricdatatest.IgnoreTimestamp())
}

func TestABatchLargerThanTheStore(t *testing.T) {
	cfg := defaultConfig()
	cfg.MaxTraces = 1
	got := processOnce(t, cfg, in(1, severe), in(2, severe), in(3, severe), in(1, root), in(2, root), in(3, root))
	assert.Equal(t, []string{"POST /v1 🚩", "POST /v1 🚩", "POST /v1 🚩"}, names(got[3:]))
}

func TestNoLockIsHeldWhileRootsAreFlagged(t *testing.T) {
	p := newDefault(t, newClock())
	process(t, p, severe)
	flagged := 0
	p.traces.flagRoots(tracesOf(t, root, poor, root), worstSpans{}, func(ptrace.Span, flaggedSpan) {
		flagged++
		require.True(t, p.traces.mu.TryLock())
		p.traces.mu.Unlock()
	})
	assert.Equal(t, 2, flagged)
}
