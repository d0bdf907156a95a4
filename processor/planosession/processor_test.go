package planosession

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/processor/planosession/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/processor/planosession/internal/metadatatest"
)

// sent is a span by its trace and its attributes.
type sent struct {
	trace      byte
	attributes map[string]any
}

// tracesOf puts each span under a resource and a scope of its own, as SDKs' exporters may.
func tracesOf(t *testing.T, spans ...sent) ptrace.Traces {
	t.Helper()
	traces := ptrace.NewTraces()
	for _, s := range spans {
		span := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
		span.SetTraceID(pcommon.TraceID{s.trace})
		require.NoError(t, span.Attributes().FromRaw(s.attributes))
	}
	return traces
}

func routes(traces ptrace.Traces) []string {
	var routes []string
	spans.Each(traces, func(span ptrace.Span) {
		route, _ := span.Attributes().Get(defaultTarget)
		routes = append(routes, route.Str())
	})
	return routes
}

// clock is stepped by tests.
type clock struct{ now time.Time }

func start(t *testing.T, change func(*Config)) (*sessionProcessor, *clock, *componenttest.Telemetry) {
	t.Helper()
	config := createDefaultConfig().(*Config)
	if change != nil {
		change(config)
	}
	c := &clock{time.Unix(0, 0)}
	p, telemetry := startWith(t, config, newMemories(func() time.Time { return c.now }))
	return p, c, telemetry
}

func startWith(t *testing.T, config *Config, memories *memories) (*sessionProcessor, *componenttest.Telemetry) {
	t.Helper()
	telemetry := componenttest.NewTelemetry()
	set := metadatatest.NewSettings(telemetry)
	set.ID = component.NewIDWithName(metadata.Type, "second")
	p, err := newProcessor(set, config, memories)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, p.shutdown(t.Context())) })
	return p, telemetry
}

func (p *sessionProcessor) process(t *testing.T, spans ...sent) []string {
	t.Helper()
	traces, err := p.processTraces(t.Context(), tracesOf(t, spans...))
	require.NoError(t, err)
	return routes(traces)
}

func trace(n byte) string { return pcommon.TraceID{n}.String() }

func TestEverySpanOfATraceGetsItsSession(t *testing.T) {
	p, _, _ := start(t, nil)
	assert.Equal(t, []string{"s", "s", "s", trace(2), "7"}, p.process(t,
		sent{1, nil},
		sent{1, map[string]any{"gen_ai.conversation.id": "c"}},
		sent{1, map[string]any{"session.id": "s"}},
		sent{2, map[string]any{"http.route": "/"}},
		sent{3, map[string]any{"gen_ai.conversation.id": 7}},
	))
}

func TestLaterBatchesGoWithEarlierOnes(t *testing.T) {
	p, c, _ := start(t, nil)
	assert.Equal(t, []string{"c"}, p.process(t, sent{1, map[string]any{"gen_ai.conversation.id": "c"}}))
	assert.Equal(t, []string{"c"}, p.process(t, sent{1, nil}))
	assert.Equal(t, []string{"c"}, p.process(t, sent{1, map[string]any{"session.id": "s"}}), "a trace is not torn apart")
	c.now = c.now.Add(time.Hour)
	assert.Equal(t, []string{trace(1)}, p.process(t, sent{1, nil}), "forgotten")
}

func TestResourceAttributesCount(t *testing.T) {
	p, _, _ := start(t, nil)
	traces := tracesOf(t, sent{1, nil}, sent{1, map[string]any{"gen_ai.conversation.id": "c"}})
	traces.ResourceSpans().At(0).Resource().Attributes().PutStr("session.id", "of the resource")
	traces, err := p.processTraces(t.Context(), traces)
	require.NoError(t, err)
	assert.Equal(t, []string{"of the resource", "of the resource"}, routes(traces))
}

func TestSpansWithoutATraceStandAlone(t *testing.T) {
	p, _, _ := start(t, nil)
	assert.Equal(t, []string{"s", "", "c"}, p.process(t,
		sent{0, map[string]any{"session.id": "s"}}, sent{0, nil}, sent{0, map[string]any{"gen_ai.conversation.id": "c"}}))
}

func TestNoFallback(t *testing.T) {
	p, _, _ := start(t, func(c *Config) { c.TraceIDFallback = false })
	assert.Equal(t, []string{""}, p.process(t, sent{1, nil}))
}

func TestUnusableIDsAreNone(t *testing.T) {
	p, _, _ := start(t, nil)
	assert.Equal(t, []string{trace(1), trace(2)}, p.process(t,
		sent{1, map[string]any{"session.id": ""}},
		sent{2, map[string]any{"session.id": strings.Repeat("x", 257)}},
	))
}

func TestOnlyPlainValuesNameASession(t *testing.T) {
	p, _, _ := start(t, nil)
	assert.Equal(t, []string{"s", "7", "true", trace(4), trace(5), trace(6), trace(7)}, p.process(t,
		sent{1, map[string]any{"session.id": "s"}},
		sent{2, map[string]any{"session.id": 7}},
		sent{3, map[string]any{"session.id": true}},
		sent{4, map[string]any{"session.id": []any{"s"}}},
		sent{5, map[string]any{"session.id": map[string]any{"id": "s"}}},
		sent{6, map[string]any{"session.id": []byte("s")}},
		sent{7, map[string]any{"session.id": 0.5}},
	))
}

func TestDeeplyNestedValuesAreNotRead(t *testing.T) {
	p, _, _ := start(t, nil)
	traces := tracesOf(t, sent{1, nil})
	nested := traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Attributes().PutEmptySlice("session.id")
	for range 1_000_000 {
		nested = nested.AppendEmpty().SetEmptySlice()
	}
	traces, err := p.processTraces(t.Context(), traces)
	require.NoError(t, err)
	assert.Equal(t, []string{trace(1)}, routes(traces))
}

func TestRoutesCanBeShown(t *testing.T) {
	p, _, _ := start(t, nil)
	assert.Equal(t, []string{"a\uFFFD[31mb c\uFFFD"}, p.process(t, sent{1, map[string]any{"session.id": "a\x1b[31mb\nc\u202e"}}))
}

func TestMemoryIsBounded(t *testing.T) {
	p, _, telemetry := start(t, func(c *Config) { c.MaxTraces = 2 })
	for n := byte(1); n <= 5; n++ {
		p.process(t, sent{n, map[string]any{"session.id": "s"}})
	}
	assert.Equal(t, 2, p.memory.known.Len())
	metadatatest.AssertEqualProcessorPlanosessionEvictions(t, telemetry, []metricdata.DataPoint[int64]{
		{Attributes: attribute.NewSet(attribute.String("processor", "planosession/second")), Value: 3},
	}, metricdatatest.IgnoreTimestamp())
}

func TestConcurrentBatches(t *testing.T) {
	p, _, _ := start(t, nil)
	var wg sync.WaitGroup
	for n := range byte(8) {
		wg.Go(func() {
			for range 100 {
				_, err := p.processTraces(t.Context(), tracesOf(t, sent{n, map[string]any{"session.id": "s"}}, sent{n, nil}))
				assert.NoError(t, err)
			}
		})
	}
	wg.Wait()
}

func BenchmarkSession(b *testing.B) {
	set := metadatatest.NewSettings(componenttest.NewTelemetry())
	p, err := newProcessor(set, createDefaultConfig().(*Config), newMemories(time.Now))
	require.NoError(b, err)
	traces := ptrace.NewTraces()
	spans := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for i := range 1000 {
		span := spans.AppendEmpty()
		span.SetTraceID(pcommon.TraceID{byte(i / 10), byte(i / 2560)})
		for _, key := range []string{"http.route", "url.path", "server.address", "server.port", "gen_ai.request.model", "tenant"} {
			span.Attributes().PutStr(key, "value")
		}
		if i%10 == 3 {
			span.Attributes().PutStr("session.id", "s")
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.processTraces(b.Context(), traces); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/span")
}
