package environments

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

func TestLangtrace(t *testing.T) {
	backend := startBackend(t, "{}")
	c := run{
		environments: []string{"langtrace"},
		env:          []string{"LANGTRACE_API_KEY=example-key", "LANGTRACE_API_HOST=" + backend.url},
	}.start(t)
	refund := example(t, "refund")
	require.NoError(t, harness.SendHTTP(t.Context(), c.HTTP, refund))
	eventually(t, c, "a request", func() bool { return len(backend.sent("/api/trace")) > 0 })

	arrived := ptrace.NewTraces()
	for _, r := range backend.sent("/api/trace") {
		assert.Equal(t, "example-key", r.header.Get("X-Api-Key"))
		assert.Equal(t, "application/json", r.header.Get("Content-Type"))
		assert.Empty(t, r.header.Get("Content-Encoding"))
		td, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(r.body)
		require.NoError(t, err, "%.100s", r.body)
		td.ResourceSpans().MoveAndAppendTo(arrived.ResourceSpans())
	}
	sent := spansByID(refund)
	got := spansByID(arrived)
	require.Len(t, got, len(sent))
	names, events := map[string]int{}, map[string]int{}
	for id, span := range got {
		logOTLP(t, "Langtrace: "+span.Name(), span)
		names[span.Name()]++
		for _, event := range span.Events().All() {
			events[event.Name()]++
		}
		for key, value := range sent[id].Attributes().All() {
			stays, ok := span.Attributes().Get(key)
			if assert.True(t, ok, key) {
				assert.Equal(t, value.AsRaw(), stays.AsRaw(), key)
			}
		}
	}
	assert.Equal(t, 1, names["chat gpt-4o-mini 🚩"], "%v", names)
	assert.Equal(t, 1, names["conversation 🚩"], "%v", names)
	assert.Positive(t, events["signal.interaction.disengagement.escalation"], "%v", events)
}

func spansByID(td ptrace.Traces) map[pcommon.SpanID]ptrace.Span {
	spans := map[pcommon.SpanID]ptrace.Span{}
	for _, span := range harness.SpansOf(td) {
		spans[span.SpanID()] = span
	}
	return spans
}

func logOTLP(t *testing.T, title string, span ptrace.Span) {
	t.Helper()
	arrived := table{title: title}
	for key, value := range span.Attributes().All() {
		arrived.add(key, value.Type().String(), value.AsString())
	}
	for _, event := range span.Events().All() {
		for key, value := range event.Attributes().All() {
			arrived.add("event "+event.Name()+" "+key, value.Type().String(), value.AsString())
		}
	}
	arrived.log(t)
}
