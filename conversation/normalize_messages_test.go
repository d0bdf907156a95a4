package conversation

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func TestNormalizedMessages(t *testing.T) {
	for _, tt := range []struct {
		name            string
		span            map[string]any
		asked, answered any
	}{
		{
			name: "a list of each kind of message",
			span: map[string]any{
				"langfuse.observation.type": "generation",
				"langfuse.observation.input": `[{"role":"system","content":"one"},{"role":"user","content":"hi \"you\"\n"},
					{"role":"developer","content":"two"},
					{"role":"assistant","content":"wait","tool_calls":[{"id":"c1","function":{"name":"f","arguments":"{\"a\":[1]}"}},
					{"id":"c2","function":{"name":"g","arguments":"not JSON"}}]},
					{"role":"tool","tool_call_id":"c1","content":"{\"ok\":true}"},
					{"role":"user","content":[{"type":"tool_result","tool_use_id":"c2","is_error":true,"content":"no"}]}]`,
				"langfuse.observation.output": `{"role":"assistant","content":"bye"}`,
			},
			asked: `[{"role":"system","parts":[{"type":"text","content":"one"}]},` +
				`{"role":"user","parts":[{"type":"text","content":"hi \"you\"\u000a"}]},` +
				`{"role":"system","parts":[{"type":"text","content":"two"}]},` +
				`{"role":"assistant","parts":[{"type":"text","content":"wait"},` +
				`{"type":"tool_call","id":"c1","name":"f","arguments":{"a":[1]}},` +
				`{"type":"tool_call","id":"c2","name":"g","arguments":"not JSON"}]},` +
				`{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":{"ok":true}}]},` +
				`{"role":"tool","parts":[{"type":"tool_call_response","id":"c2","response":"no","is_error":true}]}]`,
			answered: `[{"role":"assistant","parts":[{"type":"text","content":"bye"}]}]`,
		},
		{
			name: "reasons of several answers",
			span: map[string]any{
				"gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "hi",
				"gen_ai.completion.0.content": "one", "gen_ai.completion.0.finish_reason": "stop",
				"gen_ai.completion.1.content": "two", "gen_ai.completion.1.finish_reason": "max_tokens",
			},
			asked: `[{"role":"user","parts":[{"type":"text","content":"hi"}]}]`,
			answered: `[{"role":"assistant","parts":[{"type":"text","content":"one"}],"finish_reason":"stop"},` +
				`{"role":"assistant","parts":[{"type":"text","content":"two"}],"finish_reason":"length"}]`,
		},
		{
			name: "the conventions' own, with what is not read here",
			span: map[string]any{
				genAIInput:  `[{"role":"user","parts":[{"type":"blob","modality":"image","content":"AA=="}]}]`,
				genAIOutput: []any{map[string]any{"role": "assistant", "parts": []any{map[string]any{"type": "text", "content": "bye"}}}},
			},
			asked:    `[{"role":"user","parts":[{"type":"blob","modality":"image","content":"AA=="}]}]`,
			answered: []any{map[string]any{"role": "assistant", "parts": []any{map[string]any{"type": "text", "content": "bye"}}}},
		},
		{
			name: "structured messages in another shape",
			span: map[string]any{
				genAIInput: []any{
					map[string]any{"role": "system", "content": "one"},
					map[string]any{"role": "user", "content": "hi"},
					map[string]any{"role": "system", "content": "two"},
				},
			},
			asked: `[{"role":"system","parts":[{"type":"text","content":"one"}]},{"role":"system","parts":[{"type":"text","content":"two"}]},` +
				`{"role":"user","parts":[{"type":"text","content":"hi"}]}]`,
		},
		{
			name:  "Gemini's parts have no type",
			span:  map[string]any{genAIInput: `[{"role":"user","parts":[{"text":"hi"}]}]`},
			asked: `[{"role":"user","parts":[{"type":"text","content":"hi"}]}]`,
		},
		{
			name:  "an image in the way of a provider",
			span:  map[string]any{genAIInput: `[{"role":"user","content":[{"type":"image_url","image_url":{}},{"type":"text","text":"hi"}]}]`},
			asked: `[{"role":"user","content":[{"type":"image_url","image_url":{}},{"type":"text","text":"hi"}]}]`,
		},
		{
			name:  "what is cut off",
			span:  map[string]any{genAIInput: `[{"role":"user","content":"hi"},{"role":"assis`},
			asked: `[{"role":"user","content":"hi"},{"role":"assis`,
		},
		{
			name: "calls of a tool that are a JSON string each",
			span: map[string]any{
				"llm.output_messages.0.message.role":                                      "assistant",
				"llm.output_messages.0.message.tool_calls.0.tool_call.function.name":      "f",
				"llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments": `"{\"a\":1}"`,
			},
			answered: `[{"role":"assistant","parts":[{"type":"tool_call","name":"f","arguments":{"a":1}}]}]`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := normalized(spanWith(t, tt.span), false).Attributes().AsRaw()
			assert.Equal(t, tt.asked, got[genAIInput])
			assert.Equal(t, tt.answered, got[genAIOutput])
		})
	}
}

func TestMessagesOfEventsAreWrittenOntoTheSpan(t *testing.T) {
	span := spanWith(t, map[string]any{"gen_ai.operation.name": "chat"})
	for _, e := range []struct {
		name       string
		attributes map[string]any
	}{
		{"gen_ai.user.message", map[string]any{"content": "hi"}},
		{choiceEvent, map[string]any{"message": "wait"}},
		{"gen_ai.user.message", map[string]any{"content": "well?"}},
		{"exception", map[string]any{"exception.type": "Timeout"}},
		{choiceEvent, map[string]any{"message": "bye", "finish_reason": "end_turn"}},
	} {
		event := span.Events().AppendEmpty()
		event.SetName(e.name)
		require.NoError(t, event.Attributes().FromRaw(e.attributes))
	}
	got := normalized(span, true)
	assert.Equal(t, map[string]any{
		"gen_ai.operation.name":          "chat",
		"gen_ai.response.finish_reasons": []any{"end_turn"},
		genAIInput: `[{"role":"user","parts":[{"type":"text","content":"hi"}]},{"role":"assistant","parts":[{"type":"text","content":"wait"}]},` +
			`{"role":"user","parts":[{"type":"text","content":"well?"}]}]`,
		genAIOutput: `[{"role":"assistant","parts":[{"type":"text","content":"bye"}],"finish_reason":"stop"}]`,
	}, got.Attributes().AsRaw())
	require.Equal(t, 1, got.Events().Len())
	assert.Equal(t, "exception", got.Events().At(0).Name())
}

func TestDetailsOfAnEventAreWrittenOntoTheSpan(t *testing.T) {
	const messages = `[{"role":"user","parts":[{"type":"text","content":"hi"}]}]`
	span := spanWith(t, map[string]any{"gen_ai.operation.name": "chat"})
	event := span.Events().AppendEmpty()
	event.SetName(genAIDetails)
	event.Attributes().PutStr(genAIInput, messages)
	got := normalized(span, true)
	assert.Equal(t, map[string]any{"gen_ai.operation.name": "chat", genAIInput: messages}, got.Attributes().AsRaw())
	assert.Equal(t, 1, got.Events().Len(), "it is the conventions' own")
}

// TestOwnMessagesStay where the conventions' do not say all of it.
func TestOwnMessagesStay(t *testing.T) {
	const image = `[{"role":"user","content":[{"type":"image_url","image_url":{}},{"type":"text","text":"hi"}]}]`
	for name, input := range map[string]string{
		"an image": image, "cut off": `[{"role":"user","content":"hi"},{"role":"ass`, "an unknown role": `[{"role":"nobody","content":"hi"}]`,
		"no messages": `{"a":1}`,
	} {
		span := spanWith(t, map[string]any{
			"langfuse.observation.type": "generation", "langfuse.observation.input": input, "langfuse.observation.output": "bye",
		})
		got := normalized(span, true).Attributes().AsRaw()
		assert.Equal(t, input, got["langfuse.observation.input"], name)
	}
}

// TestMoreContentThanTheLimitStays writes no part of a conversation as if it were all of it.
func TestMoreContentThanTheLimitStays(t *testing.T) {
	span := spanWith(t, map[string]any{
		"langfuse.observation.type": "generation", "langfuse.observation.output": "bye",
		"langfuse.observation.input": `[{"role":"user","content":"` + strings.Repeat("long ", 100) + `"},{"role":"user","content":"hi"}]`,
	})
	want := span.Attributes().AsRaw()
	want["gen_ai.operation.name"] = "chat"
	NewReader(Limits{MaxBytes: 100}, classifier).Normalize(span, true)
	assert.Equal(t, want, span.Attributes().AsRaw())
}

// TestNamesOfToolsThatNobodyCalled are left out where content is treated: they may be a role that nobody knows.
func TestNamesOfToolsThatNobodyCalled(t *testing.T) {
	span := func() ptrace.Span {
		return spanWith(t, map[string]any{
			"langfuse.observation.type": "generation",
			"langfuse.observation.input": `[{"role":"assistant","tool_calls":[{"name":"called"}]},{"role":"tool","name":"called","content":"a"},` +
				`{"role":"tool","name":"secret","content":"b"}]`,
		})
	}
	assert.Contains(t, normalized(span(), false).Attributes().AsRaw()[genAIInput], `"name":"secret"`)
	r := newReader()
	r.HideToolNames()
	hidden := span()
	r.Normalize(hidden, false)
	assert.NotContains(t, hidden.Attributes().AsRaw()[genAIInput], "secret")
	assert.Contains(t, hidden.Attributes().AsRaw()[genAIInput], `"name":"called","response"`)
}

// TestChainedCallsKeepWhatNamesTheirAnswer where that stands beside the messages.
func TestChainedCallsKeepWhatNamesTheirAnswer(t *testing.T) {
	for output, stays := range map[string]bool{
		`{"id":"resp_2","output":[{"role":"assistant","content":"bye"}]}`: true,
		`{"output":[{"role":"assistant","content":"bye"}]}`:               false,
	} {
		span := spanWith(t, map[string]any{"openinference.span.kind": "LLM", "input.value": `{"input":"hi"}`, "output.value": output})
		got := normalized(span, true).Attributes().AsRaw()
		assert.Contains(t, got, genAIOutput)
		_, ok := got["output.value"]
		assert.Equal(t, stays, ok, output)
	}
}
