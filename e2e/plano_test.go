package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Plano's documented failures carry no message content: statuses, flags of the
// proxy and error attributes tell of them, on several spans of a trace at once.
func TestPlanoFailures(t *testing.T) {
	s := useStack(t)
	traces, err := readPlano("testdata/plano-failure-traces.json")
	require.NoError(t, err)
	tests := []struct {
		name, want string
		// quality is what Plano wrote on its LLM span.
		quality string
	}{
		{"upstream connection failure", "environment.exhaustion.network", "Error"},
		{"rate limit", "environment.exhaustion.rate_limit", "Good"},
		{"no healthy upstream", "environment.exhaustion.api_error", ""},
	}
	require.Len(t, traces, len(tests))
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			sent := traces[i]
			trace := s.through(t, sent)
			assert.Equal(t, []string{test.want}, trace.signalTypes("environment."), "one fault is one signal")
			assert.Empty(t, trace.signalTypes("execution."))

			carrier := trace.last("signals.environment.exhaustion.count")
			if assert.NotNil(t, carrier) {
				assertTag(t, carrier, "signals.environment.exhaustion.count", typeInt64, "1")
			}
			for _, span := range trace.Spans {
				for _, event := range span.signals() {
					assertSignalEvent(t, span, event)
				}
			}
			if test.quality != "" {
				llm := trace.last("llm.model")
				require.NotNil(t, llm)
				assertTag(t, llm, "signals.quality", typeString, test.quality)
			}
			assertWholeTrace(t.Context(), t, s.jaeger, sent)
		})
	}
}
