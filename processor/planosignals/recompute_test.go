package planosignals

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

const calm = `[{"role":"user","content":"Which flights go to Berlin tomorrow?"}]`

// judgedBefore is a chat with the verdict, the event and the flag of an earlier collector.
func judgedBefore(t *testing.T) ptrace.Traces {
	t.Helper()
	traces := chat(t, map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.input.messages": calm, "resource.name": "assistant 🚩", "signalsmith": "kept",
		"signals.quality": "severe", "signals.escalation.requested": "true", "signals.frustration.count": 4,
		"signals.follow_up.repair.count": "2", "signals.interaction.disengagement.severity": 3, "signals.summary": "Severe (0): gave up",
		"signals.flagged": true, "signals.trace.quality": "severe", "signals.trace.span_id": "0102030405060708",
	})
	span := spansOf(traces)[0]
	span.SetName("chat gpt-4o 🚩")
	event := span.Events().AppendEmpty()
	event.SetName("signal.interaction.disengagement.quit")
	event.Attributes().PutInt("signal.message_index", 0)
	span.Events().AppendEmpty().SetName("gen_ai.choice")
	return traces
}

func recomputing() *Config {
	config := defaults()
	config.Existing = ExistingRecompute
	return config
}

func TestRecomputeLeavesNothingOfAnOlderVerdict(t *testing.T) {
	span := spansOf(process(t, recomputing(), judgedBefore(t)))[0]
	want := spansOf(process(t, recomputing(), chat(t, map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.input.messages": calm, "resource.name": "assistant", "signalsmith": "kept",
	})))[0]
	assert.Equal(t, want.Attributes().AsRaw(), span.Attributes().AsRaw())
	assert.NotContains(t, want.Attributes().AsRaw(), "signals.flagged")
	assert.Equal(t, "chat gpt-4o", span.Name())
	require.Equal(t, 1, span.Events().Len())
	assert.Equal(t, "gen_ai.choice", span.Events().At(0).Name())
}

func TestRecomputeForgetsEventsThatItDoesNotWrite(t *testing.T) {
	config := recomputing()
	config.Write = []Family{FamilyDocumented}
	assert.Equal(t, 1, spansOf(process(t, config, judgedBefore(t)))[0].Events().Len())
}

func TestKeepLeavesTheOlderVerdict(t *testing.T) {
	span := spansOf(process(t, defaults(), judgedBefore(t)))[0]
	assert.Equal(t, "chat gpt-4o 🚩", span.Name())
	assert.Equal(t, "severe", span.Attributes().AsRaw()["signals.quality"])
	assert.Equal(t, true, span.Attributes().AsRaw()["signals.flagged"])
	assert.Equal(t, 2, span.Events().Len())
}

// TestRecomputeForgetsWhatARootWasGiven: the root comes in a batch of its own.
func TestRecomputeForgetsWhatARootWasGiven(t *testing.T) {
	traces := chat(t, map[string]any{
		"http.route": "/v1", "signals.flagged": true, "signals.trace.quality": "Severe", "signals.trace.span_id": "0102030405060708",
	})
	spansOf(traces)[0].SetName("POST /v1 🚩")
	root := spansOf(process(t, recomputing(), traces))[0]
	assert.Equal(t, map[string]any{"http.route": "/v1"}, root.Attributes().AsRaw())
	assert.Equal(t, "POST /v1", root.Name())
}

// TestRecomputeLeavesVerdictsItCannotReplace: there is nothing to analyse on the first span, and nobody wrote signals on the
// second.
func TestRecomputeLeavesVerdictsItCannotReplace(t *testing.T) {
	traces := chat(t, map[string]any{"signals.quality": "poor", "signals.flagged": true})
	spans := traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans()
	spans.At(0).SetName("plano(agent) 🚩")
	spans.At(0).SetSpanID(pcommon.SpanID{1})
	own := spans.AppendEmpty()
	own.SetName("chat 🚩")
	own.Attributes().PutStr("gen_ai.operation.name", "chat")
	own.Attributes().PutStr("gen_ai.input.messages", calm)
	got := spansOf(process(t, recomputing(), traces))
	assert.Equal(t, "plano(agent) 🚩", got[0].Name())
	assert.Equal(t, map[string]any{"signals.quality": "poor", "signals.flagged": true}, got[0].Attributes().AsRaw())
	assert.Equal(t, "chat 🚩", got[1].Name(), "a sender's own name")
}
