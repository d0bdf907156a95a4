package e2e

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

var planoFailures = []struct {
	name, want string
	// quality is what Plano wrote on its LLM span.
	quality string
}{
	{"upstream connection failure", "environment.exhaustion.network", "Error"},
	{"rate limit", "environment.exhaustion.rate_limit", "Good"},
	{"no healthy upstream", "environment.exhaustion.api_error", ""},
}

// Plano's documented failures have no message content. They show in statuses, response
// flags of the proxy and error attributes, on several spans of a trace at once.
func TestPlanoFailures(t *testing.T) {
	s := useStack(t)
	traces, err := readPlano("testdata/plano-failure-traces.json")
	require.NoError(t, err)
	require.Len(t, traces, len(planoFailures))
	for i, test := range planoFailures {
		t.Run(test.name, func(t *testing.T) {
			sent := traces[i]
			trace := s.through(t, sent)
			assert.Equal(t, []string{test.want}, trace.SignalTypes("environment."), "one fault is one signal")
			assert.Empty(t, trace.SignalTypes("execution."))

			counted := trace.Last("signals.environment.exhaustion.count")
			if assert.NotNil(t, counted) {
				assertTag(t, counted, "signals.environment.exhaustion.count", typeInt64, "1")
			}
			for _, span := range trace.Spans {
				for _, event := range span.Signals() {
					assertSignalEvent(t, span, event)
				}
			}
			if test.quality != "" {
				llm := trace.Last("llm.model")
				require.NotNil(t, llm)
				assertTag(t, llm, "signals.quality", typeString, test.quality)
			}
			assertWholeTrace(t, s.Jaeger, sent)
		})
	}
}

// Spans of one trace come from several processes, each in a request of its own, and
// in any order.
func TestPlanoFailuresSpanBySpan(t *testing.T) {
	s := useStack(t)
	for _, order := range []string{"as documented", "reversed"} {
		traces, err := readPlano("testdata/plano-failure-traces.json")
		require.NoError(t, err)
		for i, test := range planoFailures {
			t.Run(test.name+", "+order, func(t *testing.T) {
				parts := bySpan(traces[i])
				if order == "reversed" {
					slices.Reverse(parts)
				}
				for _, part := range parts {
					require.NoError(t, harness.SendHTTP(t.Context(), s.Collector.HTTP, part))
				}
				trace := s.arrived(t, traces[i])
				types := trace.SignalTypes("environment.")
				assert.Len(t, types, 1, "one fault is one signal")
				// Reversed, the first span to come may not know the cause.
				if order == "as documented" {
					assert.Contains(t, types, test.want)
				}
			})
		}
	}
}

// bySpan puts each span of Plano's, which all have a resource of their own, into
// data of its own.
func bySpan(td ptrace.Traces) []ptrace.Traces {
	var parts []ptrace.Traces
	for _, resource := range td.ResourceSpans().All() {
		part := ptrace.NewTraces()
		resource.CopyTo(part.ResourceSpans().AppendEmpty())
		parts = append(parts, part)
	}
	return parts
}
