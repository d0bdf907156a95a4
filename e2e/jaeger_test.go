package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// What the other tests take for granted: Jaeger alone keeps ids, times, types and
// events, over both protocols.
func TestJaegerAloneKeepsWhatItIsSent(t *testing.T) {
	j, err := harness.SharedJaeger()
	require.NoError(t, err)

	td, span := harness.NewSpan("harness", "typed")
	require.NoError(t, span.Attributes().FromRaw(map[string]any{
		"text":  "1",
		"whole": int64(1) << 53,
		"real":  0.5,
		"truth": true,
		"list":  []any{"a", "b"},
		"map":   map[string]any{"k": "v"},
	}))
	event := span.Events().AppendEmpty()
	event.SetName("signal.test")
	event.SetTimestamp(span.EndTimestamp())
	event.Attributes().PutDouble("signal.confidence", 0.25)

	require.NoError(t, harness.SendGRPC(t.Context(), j.OTLP, td))
	trace, err := j.Wait(t.Context(), span.TraceID().String(), 1)
	require.NoError(t, err)

	got := trace.Root()
	require.NotNil(t, got)
	assert.Equal(t, span.SpanID().String(), got.SpanID)
	assert.Equal(t, "harness", trace.Service(got))
	assertAttributes(t, span.Attributes(), got.Tags, "span")
	require.Len(t, got.Signals(), 1)
	assertAttributes(t, event.Attributes(), got.Signals()[0].Fields, "event")
	assert.Equal(t, got.StartTime+got.Duration, got.Signals()[0].Timestamp)
}

func TestJaegerAloneTakesPlanosTraces(t *testing.T) {
	j, err := harness.SharedJaeger()
	require.NoError(t, err)
	traces, err := readPlano("testdata/plano-failure-traces.json")
	require.NoError(t, err)
	require.Len(t, traces, 3)
	for _, td := range traces {
		require.NoError(t, harness.SendGRPC(t.Context(), j.OTLP, td))
		assertWholeTrace(t, j, td)
	}
}

// assertWholeTrace checks that every span but the root has its parent in the
// trace, and that each belongs to its service.
func assertWholeTrace(t *testing.T, j *harness.Jaeger, td ptrace.Traces) {
	t.Helper()
	sent := harness.SpansOf(td)
	trace, err := j.Wait(t.Context(), sent[0].TraceID().String(), len(sent))
	require.NoError(t, err)
	for _, resource := range td.ResourceSpans().All() {
		span := resource.ScopeSpans().At(0).Spans().At(0)
		got := trace.Span(span.SpanID().String())
		require.NotNil(t, got, span.Name())
		service, _ := resource.Resource().Attributes().Get("service.name")
		assert.Equal(t, service.Str(), trace.Service(got), span.Name())
		assertAttributes(t, span.Attributes(), got.Tags, span.Name())
		if !span.ParentSpanID().IsEmpty() {
			assert.NotNil(t, trace.Span(got.Parent()), "parent of %s", span.Name())
		}
	}
	assert.NotNil(t, trace.Root())
}
