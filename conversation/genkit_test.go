package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

const genkitRequest = `{"config":{},"messages":[{"role":"system","content":[{"text":"Be kind."}]},
	{"role":"user","content":[{"text":"Where is"},{"media":{"url":"data:image/png;base64,AA=="}},{"text":"my order?"}]},
	{"role":"model","content":[{"text":"Let me see."},{"toolRequest":{"name":"find","ref":"c1","input":{"q":1}}}]},
	{"role":"tool","content":[{"toolResponse":{"name":"find","ref":"c1","output":{"error":"no such order"}}}]}],"tools":[]}`

func genkitSpan(input, output any) map[string]any {
	return map[string]any{
		"genkit:type": "action", "genkit:metadata:subtype": "model", "genkit:key": "/model/openai/gpt-4o",
		genkitInput: input, genkitOutput: output,
	}
}

func TestMessagesOfGenkit(t *testing.T) {
	found := result("c1", `{"error":"no such order"}`)
	found.Tool = "find"
	asked := []signals.Message{user("Where is\nmy order?"), assistant("Let me see."), call("find", "c1", `{"q":1}`), found}
	tests := map[string]struct {
		input, output any
		messages      []signals.Message
		problems      []Problem
	}{
		"answered": {
			genkitRequest, `{"message":{"role":"model","content":[{"text":"I see none."}]},"request":{"messages":[{"role":"user"}]}}`,
			append(asked[:4:4], assistant("I see none.")), nil,
		},
		"structured": {
			map[string]any{"messages": []any{map[string]any{"role": "user", "content": []any{map[string]any{"text": "Hi"}}}}},
			map[string]any{"message": map[string]any{"role": "model", "content": []any{map[string]any{"text": "Hello"}}}},
			[]signals.Message{user("Hi"), assistant("Hello")},
			nil,
		},
		"failed":         {genkitRequest, nil, asked, nil},
		"no messages":    {`{"user":"Hi"}`, `"Hello"`, nil, nil},
		"cut":            {`{"messages":[{"role":"user","content":[{"text":"H`, nil, []signals.Message{user("H")}, []Problem{TruncatedJSON}},
		"cut in front":   {`{"config":{"temp`, nil, nil, []Problem{TruncatedJSON}},
		"no JSON":        {`{"config" is not here`, nil, nil, []Problem{InvalidJSON}},
		"wrong types":    {`{"messages":"many"}`, 7, nil, []Problem{WrongType, WrongType}},
		"a wrong answer": {`{"messages":[7]}`, `{"message":{"role":"model","content":[{"toolRequest":7}]}}`, nil, []Problem{WrongType}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			facts, messages, problems := read(t, spanWith(t, genkitSpan(tt.input, tt.output)))
			assert.Equal(t, "genkit", facts.Dialect)
			assert.Equal(t, spankind.Chat, facts.Kind)
			assert.Equal(t, "openai/gpt-4o", facts.Model)
			assert.Equal(t, tt.messages, append([]signals.Message(nil), messages...))
			var want Problems
			for _, p := range tt.problems {
				want.add(p)
			}
			assert.Equal(t, want, *problems)
		})
	}
}

func TestBudgetOfGenkit(t *testing.T) {
	messages, problems := readWithin(t, 17, spanWith(t, genkitSpan(
		`{"messages":[{"role":"user","content":[{"text":"the first"}]},{"role":"model","content":[{"text":"the second"}]},
		{"role":"user","content":[{"text":"third"}]}]}`, `{"message":{"role":"model","content":[{"text":"fifth"}]}}`)))
	assert.Equal(t, []signals.Message{assistant("the sec"), user("third"), assistant("fifth")}, messages)
	assert.Equal(t, tooLarge, problems)
}

func TestKindsOfGenkit(t *testing.T) {
	for subtype, kind := range map[string]spankind.Kind{
		"model": spankind.Chat, "tool": spankind.Tool, "embedder": spankind.Embeddings, "flow": spankind.Step, "prompt": spankind.Step,
	} {
		facts := newReader().Scan(spanWith(t, map[string]any{
			"genkit:type": "action", "genkit:metadata:subtype": subtype, genkitInput: "{}",
		}), "app")
		assert.Equal(t, kind, facts.Kind, subtype)
	}
	facts := newReader().Scan(spanWith(t, map[string]any{"genkit:type": "util", "genkit:name": "generate", genkitInput: "{}"}), "app")
	assert.Equal(t, spankind.Step, facts.Kind)
}

func TestFailedToolsOfGenkit(t *testing.T) {
	r := newReader()
	facts := r.Scan(spanWith(t, map[string]any{
		"genkit:type": "action", "genkit:metadata:subtype": "tool", "genkit:key": "/tool/find", "error.type": "timeout",
		genkitInput: `{"q":1}`, genkitOutput: `"Error: timed out"`,
	}), "app")
	require.True(t, facts.HasFault)
	want := result("", "Error: timed out")
	want.Tool, want.Failed = "find", true
	assert.Equal(t, []signals.Message{call("find", "", `{"q":1}`), want}, r.FailedTool(facts))
}

func TestFinishReasonsOfGenkit(t *testing.T) {
	for output, overflows := range map[string]bool{
		`{"message":{"role":"model","content":[{"text":"It is"}]},"finishReason":"length","usage":{}}`:            true,
		`{"message":{"role":"model","content":[{"text":"It is"}]},"finishReason":"stop"}`:                         false,
		`{"message":{"role":"model","content":[{"text":"{\"finishReason\":\"length\"}"}]},"finishReason":"stop"}`: false,
	} {
		facts, _, _ := read(t, spanWith(t, genkitSpan(genkitRequest, output)))
		assert.Equal(t, overflows, facts.HasFault, output)
		assert.Equal(t, overflows, facts.Fault.Leaf == signals.ContextOverflow, output)
	}
}
