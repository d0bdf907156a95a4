package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestPromptsAndCompletions(t *testing.T) {
	asked := `[{"role":"system","content":"Be kind."},{"role":"user","content":"Where is it?"}]`
	answered := `[{"role":"assistant","content":"Let me see.","tool_calls":[{"id":"c1","function":{"name":"find","arguments":"{}"}}]}]`
	events := spanWithEvents(t, spanEvent{promptEvent, map[string]any{promptKey: asked}},
		spanEvent{completionEvent, map[string]any{completionKey: answered}})
	plain := spanWith(t, map[string]any{promptKey: "Where is it?", completionKey: "Let me see."})

	for _, maxBytes := range []int{DefaultLimits().MaxBytes, 120} {
		messages, problems := readWithin(t, maxBytes, events)
		assert.Equal(t, []signals.Message{user("Where is it?"), assistant("Let me see."), call("find", "c1", "{}")}, messages)
		assert.Zero(t, problems)
	}
	messages, _ := readWithin(t, DefaultLimits().MaxBytes, plain)
	assert.Equal(t, []signals.Message{user("Where is it?"), assistant("Let me see.")}, messages)
	messages, problems := readWithin(t, 16, plain)
	assert.Equal(t, []signals.Message{user("Where"), assistant("Let me see.")}, messages)
	assert.Equal(t, tooLarge, problems)

	facts, messages, read := read(t, spanWithEvents(t, spanEvent{promptEvent, map[string]any{promptKey: asked[:len(asked)-4]}}))
	assert.Equal(t, "gen_ai_prompt", facts.Dialect)
	assert.False(t, facts.Answered)
	assert.Equal(t, []signals.Message{user("Where is it")}, messages)
	assert.Equal(t, 1, read[TruncatedJSON])
}
