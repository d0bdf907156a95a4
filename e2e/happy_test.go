package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// A question, a tool call that works, and thanks: nothing to look at.
func TestHappyConversationIsNotFlagged(t *testing.T) {
	s := useStack(t)
	for _, instrumentation := range []string{"openllmetry-0.12", "openllmetry-0.27"} {
		t.Run(instrumentation, func(t *testing.T) {
			sent := readTestdata(t, "testdata/instrumentation/"+instrumentation+".happy.traces.json")
			trace := s.through(t, sent)
			for _, span := range harness.SpansOf(sent) {
				got := trace.Span(span.SpanID().String())
				require.NotNil(t, got)
				assert.Equal(t, span.Name(), got.OperationName)
				_, flagged := got.Tags.Get("signals.flagged")
				assert.False(t, flagged, "%s has signals.flagged", got.OperationName)
				_, escalated := got.Tags.Get("signals.escalation.requested")
				assert.False(t, escalated, "%s has signals.escalation.requested", got.OperationName)
			}

			chat := trace.Last("gen_ai.request.model")
			require.NotNil(t, chat)
			quality, ok := chat.Tags.Get("signals.quality")
			require.True(t, ok)
			assert.Contains(t, []string{"Good", "Excellent"}, quality.Text())
			assertTag(t, chat, "signals.turn_count", typeInt64, "2")
			assertTag(t, chat, "signals.positive_feedback.count", typeInt64, "1")
			assert.Equal(t, []string{"interaction.satisfaction.gratitude"}, chat.SignalTypes(""))
		})
	}
}
