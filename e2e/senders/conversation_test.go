package senders

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

const marker = " 🚩"

// Messages as the semantic conventions have them where an attribute holds only text.
const (
	escalation = `[
		{"role":"user","parts":[{"type":"text","content":"My order never came and I want my money back."}]},
		{"role":"assistant","parts":[{"type":"text","content":"You can track your order on our web site."}]},
		{"role":"user","parts":[{"type":"text","content":"That does not help at all. Let me talk to a human agent."}]}]`
	thanks = `[
		{"role":"user","parts":[{"type":"text","content":"What are your opening hours?"}]},
		{"role":"assistant","parts":[{"type":"text","content":"We are open from 9 to 17, Monday to Friday."}]},
		{"role":"user","parts":[{"type":"text","content":"Perfect, thank you so much!"}]}]`
	reply = `[{"role":"assistant","parts":[{"type":"text","content":"Of course."}],"finish_reason":"stop"}]`
)

const chatName = "chat gpt-4o"

// chat is the span that an instrumented LLM client writes.
func chat(messages string) span {
	return span{Name: chatName, Kind: "client", Attributes: map[string]any{
		"gen_ai.operation.name":      "chat",
		"gen_ai.provider.name":       "openai",
		"gen_ai.request.model":       "gpt-4o",
		"gen_ai.request.temperature": 0.7,
		"gen_ai.usage.input_tokens":  150,
		"gen_ai.usage.output_tokens": 75,
		"gen_ai.input.messages":      messages,
		"gen_ai.output.messages":     reply,
	}}
}

// ask has a sender write a chat below the request of a shop, and returns both spans as
// Jaeger shows them.
func (s sender) ask(t *testing.T, to *harness.Stack, messages string) (got, root *harness.Span) {
	t.Helper()
	request := span{Name: "POST /ask", Kind: "server", Children: []span{chat(messages)}}
	sent, trace := s.send(t, to, s.request(to, "shop", request))
	return trace.Span(sent.Spans[chatName]), trace.Root()
}

// assertKept checks that a span still has what the sender wrote.
func assertKept(t *testing.T, sent map[string]any, got *harness.Span) {
	t.Helper()
	for key, value := range sent {
		assert.Equal(t, inJaeger(t, value), tag(t, got, key), key)
	}
}

// assertEscalation checks a chat span in which the user asks for a human, and the root
// of its trace.
func assertEscalation(t *testing.T, rootName string, got, root *harness.Span) {
	t.Helper()
	require.NotNil(t, got)
	require.NotNil(t, root)
	assert.Equal(t, chatName+marker, got.OperationName)
	assert.Equal(t, "bool true", tag(t, got, "signals.flagged"))
	assert.Equal(t, `string "true"`, tag(t, got, "signals.escalation.requested"))
	assert.Contains(t, got.SignalTypes(""), "interaction.disengagement.escalation")
	assertKept(t, chat(escalation).Attributes, got)

	assert.Equal(t, rootName+marker, root.OperationName)
	assert.Equal(t, "bool true", tag(t, root, "signals.flagged"))
	assert.Equal(t, tag(t, got, "signals.quality"), tag(t, root, "signals.trace.quality"))
	assert.Equal(t, `string "`+got.SpanID+`"`, tag(t, root, "signals.trace.span_id"))
}

func TestEscalationIsFlagged(t *testing.T) {
	stack := use(t, byDefault)
	for _, s := range senders {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			got, root := s.ask(t, stack, escalation)
			assertEscalation(t, "POST /ask", got, root)
		})
	}
}

func TestThanksAreNotFlagged(t *testing.T) {
	stack := use(t, byDefault)
	for _, s := range senders {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			got, root := s.ask(t, stack, thanks)
			assertUnflagged(t, got)
			assertUnflagged(t, root)
			assert.Contains(t, []string{`string "Excellent"`, `string "Good"`}, tag(t, got, "signals.quality"))
			assertKept(t, chat(thanks).Attributes, got)
		})
	}
}
