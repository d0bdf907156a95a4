package conversation

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestLangSmithRecordings(t *testing.T) {
	for _, tt := range []struct {
		file  string
		named bool // results name their tools
	}{
		{"langsmith-openai-0.3.coding.good.traces.json", false},
		{"langsmith-openai-0.12.coding.good.traces.json", false},
		{"langsmith-responses-0.12.coding.good.traces.json", false},
		{"langsmith-vercel-ai-5.coding.good.traces.json", true},
	} {
		facts, messages, problems := read(t, lastChat(t, recorded(t, tt.file)))
		want := codingRun()
		if !tt.named {
			want = named("", want)
		}
		assert.Equal(t, "langsmith", facts.Dialect, tt.file)
		assert.Equal(t, want, messages, tt.file)
		assert.Zero(t, *problems, tt.file)
	}
}

func TestLangSmithKinds(t *testing.T) {
	kinds := map[spankind.Kind]int{}
	for _, span := range recorded(t, "langsmith-openai-0.12.coding.good.traces.json") {
		facts, _, problems := read(t, span)
		kinds[facts.Kind]++
		assert.Zero(t, *problems)
	}
	assert.Equal(t, map[spankind.Kind]int{spankind.Chat: 5, spankind.Tool: 4, spankind.Step: 1}, kinds)
}

// langSmithSpan has what all spans of LangSmith have.
func langSmithSpan(prompt, completion any) map[string]any {
	return map[string]any{"langsmith.span.kind": "llm", "gen_ai.prompt": prompt, "gen_ai.completion": completion}
}

func TestOnlyLangSmithsSpansAreItsOwn(t *testing.T) {
	attributes := langSmithSpan(`{"messages":[{"role":"user","content":"hi"}]}`, "")
	facts, _, _ := read(t, spanWith(t, attributes))
	assert.Equal(t, "langsmith", facts.Dialect)
	delete(attributes, "langsmith.span.kind")
	facts, _, _ = read(t, spanWith(t, attributes))
	assert.NotEqual(t, "langsmith", facts.Dialect)
}

func TestLangSmithShapes(t *testing.T) {
	hi, hello := user("hi"), assistant("hello")
	for why, tt := range map[string]struct {
		prompt, completion string
		want               []signals.Message
	}{
		"a text": {`{"input":"hi"}`, "hello", []signals.Message{hi, hello}},
		"a text of a completion": {
			`{"model":"m","prompt":"hi"}`, `{"choices":[{"text":"hello","index":0}]}`, []signals.Message{hi, hello},
		},
		"a function's own": {`{"input":"hi"}`, `{"outputs":"hello"}`, []signals.Message{hi, hello}},
		"a list":           {`[{"role":"user","content":"hi"}]`, `[{"role":"assistant","content":"hello"}]`, []signals.Message{hi, hello}},
		"a message": {
			`{"messages":[{"role":"user","content":"hi"}]}`, `{"role":"assistant","content":"hello"}`, []signals.Message{hi, hello},
		},
		"a text in JSON": {`"hi"`, `"hello"`, []signals.Message{hi, hello}},
		"space before JSON": {
			"\n{\"messages\": [{\"role\":\"user\",\"content\":\"hi\"}]}", "\n {\"role\":\"assistant\",\"content\":\"hello\"}",
			[]signals.Message{hi, hello},
		},
		"space alone":           {" ", "\n", []signals.Message{}},
		"brackets in a text":    {`then hi`, `[hello`, []signals.Message{user("then hi"), assistant("[hello")}},
		"nothing":               {`{}`, `{}`, []signals.Message{}},
		"nothing that was said": {`{"query":"hi"}`, `{"outputs":{"a":1}}`, []signals.Message{}},
		"calls that stand twice": {
			`{"messages":[]}`, `{"content":[{"type":"tool-call","toolCallId":"1","toolName":"find","input":"{}"}],"role":"assistant",` +
				`"tool_calls":[{"id":"1","function":{"name":"find","arguments":"{}"}}]}`,
			[]signals.Message{call("find", "1", "{}")},
		},
		"calls that stand twice, the other way": {
			`{"messages":[]}`, `{"tool_calls":[{"id":"1","function":{"name":"find","arguments":"{}"}}],"role":"assistant",` +
				`"content":[{"type":"text","text":"hello"},{"type":"tool_use","id":"1","name":"find","input":{}}]}`,
			[]signals.Message{call("find", "1", "{}"), hello},
		},
		"items of the Responses API": {
			`{"input":[{"role":"user","content":[{"type":"input_text","text":"hi"}]},{"type":"reasoning","id":"r","summary":[]},` +
				`{"type":"function_call","id":"fc","call_id":"1","name":"find","arguments":"{}"},` +
				`{"type":"function_call_output","call_id":"1","output":[{"type":"input_text","text":"no"}]}]}`,
			`{"object":"response","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"hello"}]}]}`,
			[]signals.Message{hi, call("find", "1", "{}"), result("1", "no"), hello},
		},
	} {
		_, messages, problems := read(t, spanWith(t, langSmithSpan(tt.prompt, tt.completion)))
		assert.Equal(t, tt.want, append([]signals.Message{}, messages...), why)
		assert.Zero(t, *problems, why)
	}
}

func TestIndexedMessagesOfLangSmith(t *testing.T) {
	_, messages, problems := read(t, spanWith(t, map[string]any{
		"gen_ai.prompt.0.message.role": "user", "gen_ai.prompt.0.message.content": "hi",
		"gen_ai.completion.0.message.role": "assistant", "gen_ai.completion.0.message.content": "hello",
		"gen_ai.completion.0.message.tool_calls.0.id": "1", "gen_ai.completion.0.message.tool_calls.0.function.name": "find",
		"gen_ai.completion.0.message.tool_calls.0.function.arguments": "{}",
	}))
	assert.Equal(t, []signals.Message{user("hi"), assistant("hello"), call("find", "1", "{}")}, messages)
	assert.Zero(t, *problems)
}

func TestLangSmithFailedTool(t *testing.T) {
	facts, _, _ := read(t, spanWith(t, map[string]any{
		"langsmith.span.kind": "tool", "gen_ai.tool.name": "find", "gen_ai.prompt": `{"q":1}`,
		"gen_ai.completion": `{"outputs":"timed out"}`, "error.type": "TimeoutError",
	}))
	assert.Equal(t, spankind.Tool, facts.Kind)
	require.True(t, facts.HasFault)
	assert.Equal(t, []signals.Message{
		call("find", "", `{"q":1}`),
		{Role: signals.RoleToolResult, Tool: "find", Text: "timed out", Failed: true},
	}, newReader().FailedTool(&facts))
}

func TestLangSmithBroken(t *testing.T) {
	for _, tt := range []struct {
		prompt, completion any
		want               []signals.Message
		problem            Problem
	}{
		{`{"messages":[{"role":"user","content":"hi"},{"rol`, "", []signals.Message{user("hi")}, TruncatedJSON},
		{`{"messages":[{"role":"user","content":"hi"}],"to`, "", []signals.Message{user("hi")}, TruncatedJSON},
		{`{"messages":[{"role":"user","content":"hi"}]x`, "", []signals.Message{user("hi")}, InvalidJSON},
		{"", `{"choices":[{"message":{"role":"assistant","content":"hel`, []signals.Message{assistant("hel")}, TruncatedJSON},
		{"", `{"choices":[{"message":{"role":"assistant","content":"hello"}}],"us`, []signals.Message{assistant("hello")}, TruncatedJSON},
		{"", `{"choices":[7]}`, nil, WrongType},
		{`{"messages":[7]}`, "", nil, WrongType},
		{7, "", nil, WrongType},
		{"", true, nil, WrongType},
		{`{"messages":[{"role":"oracle","content":"hi"}]}`, "", nil, UnknownRole},
		{strings.Repeat(`{"messages":[`, 300), "", nil, TruncatedJSON},
	} {
		_, messages, problems := read(t, spanWith(t, langSmithSpan(tt.prompt, tt.completion)))
		want := Problems{}
		want[tt.problem] = 1
		assert.Equal(t, want, *problems, "%v %v", tt.prompt, tt.completion)
		assert.Equal(t, append([]signals.Message{}, tt.want...), append([]signals.Message{}, messages...), "%v %v", tt.prompt, tt.completion)
	}
}

func TestLangSmithNewestWithinTheBudget(t *testing.T) {
	span := spanWith(t, langSmithSpan(
		`{"messages":[{"role":"user","content":"`+strings.Repeat("old ", 20)+`"},{"role":"user","content":"newer"}]}`,
		`{"choices":[{"message":{"role":"assistant","content":"newest"}}]}`))
	r := NewReader(Limits{MaxBytes: 14}, classifier)
	messages, problems := r.Messages(r.Scan(span, "app"))
	assert.Equal(t, []signals.Message{user("old"), user("newer"), assistant("newest")}, messages)
	assert.Equal(t, 1, problems[TooLarge])
}
