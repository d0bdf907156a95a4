package conversation

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// named returns messages whose results name the tool, as the senders do that know it.
func named(tool string, messages []signals.Message) []signals.Message {
	for i := range messages {
		if messages[i].Role == signals.RoleToolResult {
			messages[i].Tool = tool
		}
	}
	return messages
}

// codingRun is the conversation of the recordings of a coding agent; tool results name their tools.
func codingRun() []signals.Message {
	messages := coding()
	for i := range messages {
		if m := &messages[i]; m.Role == signals.RoleToolResult {
			m.Tool = codingTools[m.CallID]
		}
	}
	return messages
}

func TestVercelAIRecordings(t *testing.T) {
	for file, want := range map[string][]signals.Message{
		"vercel-ai-4.coding.good.traces.json":           codingRun(),
		"vercel-ai-5-responses.coding.good.traces.json": codingRun(),
		"vercel-ai-6.coding.good.traces.json":           codingRun(),
		"vercel-ai-5.refund.traces.json":                named("t", refund(true)),
	} {
		facts, messages, problems := read(t, lastChat(t, recorded(t, file)))
		assert.Equal(t, "vercel_ai", facts.Dialect, file)
		assert.Equal(t, "gpt-4o-mini", facts.Model, file)
		assert.Equal(t, want, messages, file)
		assert.Zero(t, *problems, file)
	}
}

func TestVercelAIRunsWrapTheirCalls(t *testing.T) {
	for _, file := range []string{"vercel-ai-4.coding.good.traces.json", "vercel-ai-6.coding.good.traces.json"} {
		kinds := map[spankind.Kind]int{}
		var last []signals.Message
		for _, span := range recorded(t, file) {
			id, ok := span.Attributes().Get("ai.operationId")
			require.True(t, ok)
			kinds[KindOf("ai.operationId", id)]++
			if facts, messages, _ := read(t, span); facts.Kind == spankind.Agent {
				last = messages
			}
		}
		assert.Equal(t, map[spankind.Kind]int{spankind.Chat: 5, spankind.Agent: 2, spankind.Tool: 4}, kinds, file)
		assert.Equal(t, codingRun(), last, file)
	}
}

func TestVercelAIPrompts(t *testing.T) {
	answer := assistant("hello")
	for why, tt := range map[string]struct {
		attributes map[string]any
		want       []signals.Message
	}{
		"one text": {map[string]any{"ai.prompt": `{"system":"s","prompt":"hi"}`}, []signals.Message{user("hi"), answer}},
		"a list under prompt": {
			map[string]any{"ai.prompt": `{"prompt":[{"role":"user","content":"hi"}]}`},
			[]signals.Message{user("hi"), answer},
		},
		"messages count most": {
			map[string]any{"ai.prompt": `{"prompt":"no","messages":[{"role":"user","content":"hi"}],"input":"no"}`},
			[]signals.Message{user("hi"), answer},
		},
		"the model's own messages first": {
			map[string]any{"ai.prompt": `{"prompt":"no"}`, "ai.prompt.messages": `[{"role":"user","content":"hi"}]`},
			[]signals.Message{user("hi"), answer},
		},
		"structured": {
			map[string]any{"ai.prompt.messages": []any{map[string]any{"role": "user", "content": "hi"}}},
			[]signals.Message{user("hi"), answer},
		},
		"nothing said": {map[string]any{"ai.prompt": `{"system":"s"}`}, []signals.Message{answer}},
	} {
		tt.attributes["ai.response.text"] = "hello"
		_, messages, problems := read(t, spanWith(t, tt.attributes))
		assert.Equal(t, tt.want, messages, why)
		assert.Zero(t, *problems, why)
	}
}

func TestVercelAIAnswers(t *testing.T) {
	_, messages, problems := read(t, spanWith(t, map[string]any{
		"ai.operationId":   "ai.streamText.doStream",
		"ai.response.text": "Let me look.",
		"ai.response.toolCalls": `[{"toolCallType":"function","toolCallId":"1","toolName":"find","args":"{\"q\":1}"},` +
			`{"toolCallId":"2","toolName":"find","input":{"q":2}}]`,
	}))
	assert.Equal(t, []signals.Message{assistant("Let me look."), call("find", "1", `{"q":1}`), call("find", "2", `{"q":2}`)}, messages)
	assert.Zero(t, *problems)

	_, messages, _ = read(t, spanWith(t, map[string]any{"ai.operationId": "ai.generateObject.doGenerate", "ai.response.object": `{"a":1}`}))
	assert.Equal(t, []signals.Message{assistant(`{"a":1}`)}, messages)
}

func TestVercelAIToolOutputs(t *testing.T) {
	for output, want := range map[string]signals.Message{
		`"output":{"type":"text","value":"ok"}`:                             {Text: "ok"},
		`"output":{"type":"json","value":{"a":[1]}}`:                        {Text: `{"a":[1]}`},
		`"output":{"type":"error-text","value":"not found"}`:                {Text: "not found", Failed: true},
		`"output":{"value":{"code":5},"type":"error-json"}`:                 {Text: `{"code":5}`, Failed: true},
		`"output":{"type":"content","value":[{"type":"text","text":"ok"}]}`: {Text: "ok"},
		`"output":{"type":"execution-denied","reason":"not now"}`:           {Text: "not now"},
		`"output":{"type":"pdf","value":"of the tool's own"}`:               {Text: `{"type":"pdf","value":"of the tool's own"}`},
		`"output":"ok"`:                                             {Text: "ok"},
		`"output":{"type":nothing that is}`:                         {Text: `{"type":nothing that is}`},
		`"result":{"a":1}`:                                          {Text: `{"a":1}`},
		`"result":"no such","isError":true`:                         {Text: "no such", Failed: true},
		`"isError":true,"output":{"type":"text","value":"no such"}`: {Text: "no such", Failed: true},
	} {
		_, messages, problems := read(t, spanWith(t, map[string]any{
			"ai.prompt.messages": `[{"role":"tool","content":[{"type":"tool-result","toolCallId":"1","toolName":"find",` + output + `}]}]`,
		}))
		want.Role, want.Tool, want.CallID = signals.RoleToolResult, "find", "1"
		assert.Equal(t, []signals.Message{want}, messages, output)
		assert.Zero(t, *problems, output)
	}
}

func TestVercelAIFailedTool(t *testing.T) {
	facts, _, _ := read(t, spanWith(t, map[string]any{
		"ai.operationId": "ai.toolCall", "ai.toolCall.name": "find", "ai.toolCall.id": "1", "ai.toolCall.args": `{"q":1}`,
		"ai.toolCall.result": "timed out", "error.type": "TimeoutError",
	}))
	assert.Equal(t, spankind.Tool, facts.Kind)
	require.True(t, facts.HasFault)
	assert.Equal(t, signals.Timeout, facts.Fault.Leaf)
	assert.Equal(t, []signals.Message{
		call("find", "1", `{"q":1}`),
		{Role: signals.RoleToolResult, Tool: "find", CallID: "1", Text: "timed out", Failed: true},
	}, newReader().FailedTool(&facts))
}

func TestVercelAICutOff(t *testing.T) {
	facts, _, _ := read(t, spanWith(t, map[string]any{"ai.operationId": "ai.generateText.doGenerate", "ai.response.finishReason": "length"}))
	assert.Equal(t, signals.ContextOverflow, facts.Fault.Leaf)
}

func TestVercelAIBroken(t *testing.T) {
	for _, tt := range []struct {
		attributes map[string]any
		want       []signals.Message
		problem    Problem
	}{
		{map[string]any{"ai.prompt.messages": `[{"role":"user","content":"hi"},{"rol`}, []signals.Message{user("hi")}, TruncatedJSON},
		{map[string]any{"ai.prompt": `{"messages":[{"role":"user","content":"hi"},{"ro`}, []signals.Message{user("hi")}, TruncatedJSON},
		{map[string]any{"ai.prompt": `{"prompt":"how are y`}, []signals.Message{user("how are y")}, TruncatedJSON},
		{map[string]any{"ai.prompt": `{"prompt":"hi"} x`, "ai.prompt.messages": 7}, []signals.Message{user("hi")}, WrongType},
		{map[string]any{"ai.prompt": "hi"}, []signals.Message{user("hi")}, problemCount},
		{map[string]any{"ai.prompt": "[hi"}, []signals.Message{user("[hi")}, problemCount},
		{map[string]any{"ai.prompt": `["hi`}, []signals.Message{user("hi")}, TruncatedJSON},
		{map[string]any{"ai.prompt": `{"messages" hi`}, nil, InvalidJSON},
		{map[string]any{"ai.prompt": `{"messages":7}`}, nil, WrongType},
		{map[string]any{"ai.prompt.messages": `[{"role":"oracle","content":"hi"}]`}, nil, UnknownRole},
		{map[string]any{"ai.response.text": true}, nil, WrongType},
		{map[string]any{"ai.response.toolCalls": `{"toolName":"find"}`}, nil, WrongType},
		{map[string]any{"ai.response.toolCalls": `[{"toolName":"find","input":{"q"`}, []signals.Message{call("find", "", `{"q"`)}, TruncatedJSON},
		{
			map[string]any{"ai.prompt.messages": `[{"role":"user","content":` + strings.Repeat("[", 300) + strings.Repeat("]", 300) + `}]`},
			[]signals.Message{user(strings.Repeat("[", 299) + strings.Repeat("]", 299))},
			problemCount,
		},
	} {
		_, messages, problems := read(t, spanWith(t, tt.attributes))
		want := Problems{}
		if tt.problem != problemCount {
			want[tt.problem] = 1
		}
		assert.Equal(t, want, *problems, "%v", tt.attributes)
		if len(tt.want) > 0 || len(messages) > 0 {
			assert.Equal(t, tt.want, messages, "%v", tt.attributes)
		}
	}
}

func TestVercelAINewestWithinTheBudget(t *testing.T) {
	span := spanWith(t, map[string]any{
		"ai.prompt.messages": `[{"role":"user","content":"` + strings.Repeat("old ", 20) + `"},{"role":"user","content":"newer"}]`,
		"ai.response.text":   "newest",
	})
	r := NewReader(Limits{MaxBytes: 14}, classifier)
	messages, problems := r.Messages(r.Scan(span, "app"))
	assert.Equal(t, []signals.Message{user("old"), user("newer"), assistant("newest")}, messages)
	assert.Equal(t, 1, problems[TooLarge])
}
