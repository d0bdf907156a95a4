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

const (
	oiIn  = "llm.input_messages."
	oiOut = "llm.output_messages."
)

func TestOpenInferenceMessages(t *testing.T) {
	failedResult := result("c1", "no such row")
	failedResult.Failed = true
	for _, tt := range []struct {
		name       string
		attributes map[string]any
		want       []signals.Message
		problems   Problems
	}{
		{
			name: "parts, calls and results in any order",
			attributes: map[string]any{
				oiIn + "10.message.role": "user", oiIn + "10.message.content": "thanks",
				oiIn + "0.message.contents.1.message_content.text":           "there",
				oiIn + "0.message.contents.0.message_content.text":           "hi",
				oiIn + "0.message.contents.2.message_content.type":           "image",
				oiIn + "0.message.role":                                      "user",
				oiIn + "1.message.role":                                      "assistant",
				oiIn + "1.message.tool_calls.0.tool_call.id":                 "c1",
				oiIn + "1.message.tool_calls.0.tool_call.function.name":      "find",
				oiIn + "1.message.tool_calls.0.tool_call.function.arguments": `{"q":1}`,
				oiIn + "2.message.role":                                      "tool",
				oiIn + "2.message.tool_call_id":                              "c1",
				oiIn + "2.message.content":                                   `{"type":"error-text","value":"no such row"}`,
				oiOut + "0.message.content":                                  "bye",
			},
			want: []signals.Message{user("hi\nthere"), call("find", "c1", `{"q":1}`), failedResult, user("thanks"), assistant("bye")},
		},
		{
			name: "the older form of a call",
			attributes: map[string]any{
				oiOut + "0.message.role":                         "assistant",
				oiOut + "0.message.function_call_name":           "find",
				oiOut + "0.message.function_call_arguments_json": "{}",
				oiIn + "0.message.role":                          "function", oiIn + "0.message.name": "look", oiIn + "0.message.content": "7",
			},
			want: []signals.Message{{Role: signals.RoleToolResult, Tool: "look", Text: "7"}, call("find", "", "{}")},
		},
		{
			name: "hidden content says nothing",
			attributes: map[string]any{
				"input.value": "__REDACTED__", "output.value": "__REDACTED__",
				oiIn + "0.message.role": "user", oiIn + "0.message.content": "__REDACTED__",
				oiIn + "1.message.role": "assistant", oiIn + "1.message.content": "__REDACTED__",
			},
			want: []signals.Message{},
		},
		{
			name: "an answer that stands in output.value only",
			attributes: map[string]any{
				"input.value": "[]", "output.value": "bye", oiIn + "0.message.role": "user", oiIn + "0.message.content": "hi",
			},
			want: []signals.Message{user("hi"), assistant("bye")},
		},
		{
			name: "a request and a response",
			attributes: map[string]any{
				"input.value":  `{"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"hi"}]}`,
				"output.value": `{"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"bye"}}]}`,
			},
			want: []signals.Message{user("hi"), assistant("bye")},
		},
		{
			name: "what an entry lost stands in input.value",
			attributes: map[string]any{
				"input.value": `[{"role":"user","content":"hi"},` +
					`{"id":"m1","type":"message","role":"assistant","content":[{"type":"output_text","text":"hello"}]},` +
					`{"type":"function_call","id":"f1","callId":"c1","name":"find","arguments":"{}"},` +
					`{"type":"function_call_result","callId":"c1","output":{"type":"text","text":"7"}}]`,
				oiIn + "0.message.role": "user", oiIn + "0.message.content": "hi",
				oiIn + "1.message.role":     "assistant",
				oiOut + "0.message.content": "bye",
			},
			want: []signals.Message{user("hi"), assistant("hello"), call("find", "c1", "{}"), result("c1", "7"), assistant("bye")},
		},
		{
			name: "of which a cut one is no better",
			attributes: map[string]any{
				"input.value":           `{"messages":[[{"lc":1,"id":["HumanMessage"],"kwargs":{"content":"ot`,
				oiIn + "0.message.role": "user", oiIn + "0.message.content": "hi",
			},
			want: []signals.Message{user("hi")},
		},
		{
			name: "broken",
			attributes: map[string]any{
				oiIn + "x.message.role":                            "user",
				oiIn + "0.message.contents.x.message_content.text": "hi",
				oiIn + "0.message.tool_calls.99999999999.x":        "hi",
				oiIn + "1.message.role":                            int64(7),
				oiIn + "2.other":                                   "passed over",
				oiIn + "3.message.role":                            "user",
				oiIn + "3.message.content":                         []any{"a", int64(1)},
				"output.value":                                     `{"choices":[{"message":{"role":"assistant","content":"by`,
			},
			want:     []signals.Message{user(`["a",1]`), assistant("by")},
			problems: Problems{BadIndex: 3, UnknownRole: 1, TruncatedJSON: 1},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.attributes["openinference.span.kind"] = "LLM"
			facts, messages, problems := read(t, spanWith(t, tt.attributes))
			assert.Equal(t, "openinference", facts.Dialect)
			assert.Equal(t, tt.want, append([]signals.Message{}, messages...))
			assert.Equal(t, tt.problems, *problems)
		})
	}
}

func TestOpenInferenceReadsTheNewestWithinTheBudget(t *testing.T) {
	long := strings.Repeat("x", 50)
	span := spanWith(t, map[string]any{
		oiIn + "0.message.role": "user", oiIn + "0.message.content": long,
		oiIn + "1.message.role": "user", oiIn + "1.message.content": "hi",
		"output.value": "bye",
	})
	r := NewReader(Limits{MaxBytes: 10}, classifier)
	messages, problems := r.Messages(r.Scan(span, "app"))
	assert.Equal(t, []signals.Message{user("xxxxx"), user("hi"), assistant("bye")}, messages)
	assert.Equal(t, Problems{TooLarge: 1}, *problems)
}

func TestOpenInferenceKinds(t *testing.T) {
	for kind, want := range map[string]spankind.Kind{
		"LLM": spankind.Chat, "AGENT": spankind.Agent, "CHAIN": spankind.Step, "TOOL": spankind.Tool, "RETRIEVER": spankind.Step,
	} {
		facts, _, _ := read(t, spanWith(t, map[string]any{"openinference.span.kind": kind, "input.value": "hi"}))
		assert.Equal(t, want, facts.Kind, kind)
	}
}

func TestOpenInferenceFailedTool(t *testing.T) {
	span := spanWith(t, map[string]any{
		"openinference.span.kind": "TOOL", "tool.name": "find", "tool_call.id": "c1", "input.value": `{"q":1}`, "output.value": "no such row",
	})
	span.Status().SetCode(ptrace.StatusCodeError)
	r := newReader()
	facts := r.Scan(span, "app")
	require.NotNil(t, facts)
	want := result("c1", "no such row")
	want.Tool, want.Failed = "find", true
	assert.Equal(t, []signals.Message{call("find", "c1", `{"q":1}`), want}, r.FailedTool(facts))
}
