package conversation

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

type spanEvent struct {
	name       string
	attributes map[string]any
}

func spanWithEvents(t *testing.T, events ...spanEvent) ptrace.Span {
	t.Helper()
	span := ptrace.NewSpan()
	for _, e := range events {
		event := span.Events().AppendEmpty()
		event.SetName(e.name)
		require.NoError(t, event.Attributes().FromRaw(e.attributes))
	}
	return span
}

func failed(id, text string) signals.Message {
	return signals.Message{Role: signals.RoleToolResult, CallID: id, Text: text, Failed: true}
}

func TestEventsOfMessages(t *testing.T) {
	calls := `[{"id":"c1","type":"function","function":{"name":"find","arguments":"{\"q\":1}"}}]`
	tests := map[string][]spanEvent{
		"attributes": {
			{"gen_ai.system.message", map[string]any{"content": "Be kind."}},
			{"gen_ai.user.message", map[string]any{"content": "[1] Where is my order?", "gen_ai.system": "openai"}},
			{"gen_ai.assistant.message", map[string]any{"tool_calls": calls}},
			{"gen_ai.tool.message", map[string]any{"id": "c1", "content": `{"error":"none"}`}},
			{"gen_ai.choice", map[string]any{"index": 0, "finish_reason": "stop", "message": `{"role":"assistant","content":"On its way."}`}},
		},
		"structured": {
			{"gen_ai.user.message", map[string]any{"content": []any{map[string]any{"type": "text", "text": "[1] Where is my order?"}}}},
			{"gen_ai.assistant.message", map[string]any{"tool_calls": []any{
				map[string]any{"id": "c1", "function": map[string]any{"name": "find", "arguments": `{"q":1}`}},
			}}},
			{"gen_ai.tool.message", map[string]any{"id": "c1", "content": `{"error":"none"}`}},
			{"gen_ai.choice", map[string]any{"message": map[string]any{"content": "On its way."}, "tool_calls": nil}},
		},
		"bodies": {
			{"gen_ai.user.message", map[string]any{"gen_ai.event.content": `{"role":"user","content":"[1] Where is my order?"}`}},
			{"gen_ai.assistant.message", map[string]any{"gen_ai.event.content": `{"content":null,"tool_calls":` + calls + `}`}},
			{"gen_ai.tool.message", map[string]any{"gen_ai.event.content": `{"id":"c1","content":"{\"error\":\"none\"}"}`}},
			{"gen_ai.choice", map[string]any{"gen_ai.event.content": `{"index":0,"message":{"content":"On its way."}}`}},
		},
		"blocks of Bedrock": {
			{"gen_ai.user.message", map[string]any{"content": `[{"text":"[1] Where is my order?"},{"image":{"format":"png"}}]`}},
			{"gen_ai.assistant.message", map[string]any{"content": `[{"toolUse":{"toolUseId":"c1","name":"find","input":{"q":1}}}]`}},
			{"gen_ai.tool.message", map[string]any{"role": "tool", "content": `[{"toolResult":{"toolUseId":"c1","status":"success",` +
				`"content":[{"text":"{\"error\":\"none\"}"}]}}]`}},
			{"gen_ai.choice", map[string]any{"message": `[{"text":"On its way."}]`}},
		},
		"an unknown speaker": {
			{"gen_ai.unknown.message", map[string]any{"role": "human", "content": "[1] Where is my order?"}},
			{"gen_ai.choice", map[string]any{"message": `[{"type":"toolUse","toolUseId":"c1","name":"find","input":{"q":1}}]`}},
			{"gen_ai.tool.message", map[string]any{"id": "c1", "content": `{"error":"none"}`}},
			{"gen_ai.choice", map[string]any{"message": "On its way."}},
		},
	}
	for name, events := range tests {
		t.Run(name, func(t *testing.T) {
			facts, messages, problems := read(t, spanWithEvents(t, events...))
			assert.Equal(t, "gen_ai_events", facts.Dialect)
			assert.Equal(t, spankind.Chat, facts.Kind)
			assert.True(t, facts.Answered)
			assert.Equal(t, []signals.Message{
				user("[1] Where is my order?"), call("find", "c1", `{"q":1}`), result("c1", `{"error":"none"}`), assistant("On its way."),
			}, messages)
			assert.Zero(t, *problems)
		})
	}
}

func TestFailedResultsInBlocks(t *testing.T) {
	_, messages, problems := read(t, spanWithEvents(t, spanEvent{"gen_ai.tool.message", map[string]any{"content": `[
		{"toolResult":{"toolUseId":"c1","status":"error","content":[{"text":"no such"},{"text":"order"}]}},
		{"toolResult":{"toolUseId":"c2","status":"success","content":[{"json":{"n":1}}]}},
		{"toolUse":null,"text":"Stop!"}]`}}))
	assert.Equal(t, []signals.Message{failed("c1", "no such\norder"), result("c2", `[{"json":{"n":1}}]`), user("Stop!")}, messages)
	assert.Zero(t, *problems)
}

func TestTextInEventsThatLooksLikeJSON(t *testing.T) {
	for _, text := range []string{
		`[{"question":3}]`, `{"answer":42}`, `[{"text":"it"},]`, `[]`, `{`, `[{`, `{"content" is missing}`,
	} {
		_, messages, problems := read(t, spanWithEvents(t, spanEvent{"gen_ai.user.message", map[string]any{"content": text}}))
		assert.Equal(t, []signals.Message{user(text)}, messages)
		assert.Zero(t, *problems)
	}
}

func TestBrokenEvents(t *testing.T) {
	deep := `{"message":` + strings.Repeat(`{"message":`, 1000) + `1` + strings.Repeat(`}`, 1001)
	tests := map[string]struct {
		event    spanEvent
		messages []signals.Message
		problem  Problem
	}{
		"cut blocks": {
			spanEvent{"gen_ai.user.message", map[string]any{"content": `[{"text":"so far"},{"text":"and`}},
			[]signals.Message{user("so far\nand")},
			TruncatedJSON,
		},
		"cut calls": {
			spanEvent{"gen_ai.choice", map[string]any{"tool_calls": `[{"id":"c1","function":{"name":"fi`}},
			[]signals.Message{call("fi", "c1", "")},
			TruncatedJSON,
		},
		"deep": {spanEvent{"gen_ai.choice", map[string]any{"message": deep}}, nil, DeepJSON},
		"a role nobody knows": {
			spanEvent{"gen_ai.unknown.message", map[string]any{"role": 7, "content": "hm"}}, nil, UnknownRole,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, messages, problems := read(t, spanWithEvents(t, tt.event))
			var want Problems
			want.add(tt.problem)
			assert.Equal(t, tt.messages, append([]signals.Message(nil), messages...))
			assert.Equal(t, want, *problems)
		})
	}
}

func TestEventsWithoutContent(t *testing.T) {
	for _, attributes := range []map[string]any{nil, {"gen_ai.system": "openai"}, {"content": nil}, {"message": "{}", "tool_calls": "null"}} {
		facts, messages, problems := read(t, spanWithEvents(t, spanEvent{"gen_ai.assistant.message", attributes}))
		assert.Equal(t, "gen_ai_events", facts.Dialect)
		assert.Empty(t, messages)
		assert.Zero(t, *problems)
	}
}

func TestBudgetOfEvents(t *testing.T) {
	messages, problems := readWithin(t, 12, spanWithEvents(t,
		spanEvent{"gen_ai.user.message", map[string]any{"content": "the first"}},
		spanEvent{"another", map[string]any{"content": strings.Repeat("x", 100)}},
		spanEvent{"gen_ai.assistant.message", map[string]any{"content": "the second"}},
		spanEvent{"gen_ai.user.message", map[string]any{"content": "third"}},
	))
	assert.Equal(t, []signals.Message{assistant("the sec"), user("third")}, messages)
	assert.Equal(t, tooLarge, problems)
}

func TestEventsInPlaceOfAttributes(t *testing.T) {
	asked := spanEvent{genAIDetails, map[string]any{genAIInput: `[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]`}}
	facts, messages, _ := read(t, spanWithEvents(t, asked))
	assert.Equal(t, "gen_ai", facts.Dialect)
	assert.False(t, facts.Answered)
	assert.Equal(t, []signals.Message{user("Hi")}, messages)

	facts, messages, _ = read(t, spanWithEvents(t, asked, spanEvent{genAIDetails, map[string]any{
		genAIOutput: []any{map[string]any{"role": "assistant", "content": "Hello"}},
	}}))
	assert.True(t, facts.Answered)
	assert.Equal(t, []signals.Message{user("Hi"), assistant("Hello")}, messages)
}

func TestStepsOfStrandsRepeatTheirChats(t *testing.T) {
	span := spanWithEvents(t, spanEvent{"gen_ai.user.message", map[string]any{"content": "Hi"}})
	span.Attributes().PutStr("event_loop.cycle_id", "cycle-1")
	assert.Equal(t, spankind.Step, newReader().Scan(span, "app").Kind)
}
