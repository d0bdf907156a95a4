package planosignals

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// oneByOne sends each span of a recording in a batch of its own, in the order in which they started.
func oneByOne(t *testing.T, config *Config, telemetry *componenttest.Telemetry, traces ptrace.Traces) (sent []ptrace.Span) {
	t.Helper()
	p, sink := start(t, config, telemetry)
	for _, batch := range apart(traces) {
		require.NoError(t, p.ConsumeTraces(t.Context(), batch))
	}
	for _, batch := range sink.AllTraces() {
		spans.Each(batch, func(span ptrace.Span) { sent = append(sent, span) })
	}
	return sent
}

// eventsOf counts the events of signals: those that are new, and the others.
func eventsOf(sent []ptrace.Span) (fresh, old map[string]int) {
	fresh, old = map[string]int{}, map[string]int{}
	for _, span := range sent {
		for _, event := range span.Events().All() {
			kind, ok := event.Attributes().Get(semconv.SignalType)
			if !ok {
				continue
			}
			if isNew, _ := event.Attributes().Get(semconv.SignalNew); isNew.Bool() {
				fresh[kind.Str()]++
			} else {
				old[kind.Str()]++
			}
		}
	}
	return fresh, old
}

func TestASignalHasOneEventInItsSession(t *testing.T) {
	sent := oneByOne(t, defaults(), nil, example(t, "refund.json"))
	fresh, old := eventsOf(sent)
	assert.NotEmpty(t, fresh)
	for kind, n := range fresh {
		assert.Equal(t, 1, n, kind)
	}
	config := defaults()
	config.Events = EventsAll
	all, again := eventsOf(oneByOne(t, config, nil, example(t, "refund.json")))
	assert.Equal(t, fresh, all)
	assert.NotEmpty(t, again)
	assert.Less(t, len(old), len(again)+len(old))
}

func TestAFlaggedSpanCarriesWhatWeighsMost(t *testing.T) {
	traces := example(t, "refund.json")
	p, sink := start(t, defaults(), nil)
	require.NoError(t, p.ConsumeTraces(t.Context(), copyOf(traces)))
	// The same conversation goes on in another trace.
	later := ptrace.NewTraces()
	last := lastSpan(traces)
	last.CopyTo(later.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty())
	spansOf(later)[0].SetSpanID([8]byte{9})
	require.NoError(t, p.ConsumeTraces(t.Context(), later))
	fresh, old := eventsOf(spansOf(sink.AllTraces()[1]))
	assert.Empty(t, fresh)
	assert.Equal(t, map[string]int{"interaction.disengagement.quit": 1}, old)
}

func pointsOf(t *testing.T, telemetry *componenttest.Telemetry, name string) []metricdata.DataPoint[int64] {
	t.Helper()
	metric, err := telemetry.GetMetric(name)
	require.NoError(t, err)
	return metric.Data.(metricdata.Sum[int64]).DataPoints
}

func TestMetricsCountASignalAndAConversationOnce(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	defer func() { require.NoError(t, telemetry.Shutdown(t.Context())) }()
	fresh, _ := eventsOf(oneByOne(t, defaults(), telemetry, example(t, "refund.json")))
	counted := map[string]int{}
	for _, point := range pointsOf(t, telemetry, "otelcol_processor_planosignals_signals") {
		kind, _ := point.Attributes.Value(semconv.SignalType)
		counted[kind.AsString()] += int(point.Value)
	}
	assert.Equal(t, fresh, counted)
	firsts, net := 0, map[string]int{}
	for _, point := range pointsOf(t, telemetry, "otelcol_processor_planosignals_conversations") {
		quality, _ := point.Attributes.Value("quality")
		previous, _ := point.Attributes.Value("previous")
		net[quality.AsString()] += int(point.Value)
		if previous.AsString() == noPrevious {
			firsts += int(point.Value)
		} else {
			net[previous.AsString()] -= int(point.Value)
		}
	}
	assert.Equal(t, 1, firsts, "one conversation")
	assert.Equal(t, 1, net["severe"], "under its latest quality")
}
