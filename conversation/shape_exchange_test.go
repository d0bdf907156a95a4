package conversation

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/depth/depthtest"
	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

func exchange(text string) ([]signals.Message, Problems) {
	b := &builder{}
	b.reset(DefaultLimits())
	b.readExchange(text, signals.RoleUser, false)
	return b.messages, b.problems
}

func TestReadExchange(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want []signals.Message
	}{
		"text":            {"hi", []signals.Message{user("hi")}},
		"a string":        {`"hi"`, []signals.Message{user("hi")}},
		"a quote":         {`"hi" he said`, []signals.Message{user(`"hi" he said`)}},
		"a number":        {"7", []signals.Message{user("7")}},
		"a message":       {`{"role":"assistant","content":"hi"}`, []signals.Message{assistant("hi")}},
		"texts":           {`["a","b"]`, []signals.Message{user("a"), user("b")}},
		"a prompt":        {`{"model":"m","prompt":"hi"}`, []signals.Message{user("hi")}},
		"nothing of this": {`{"query":"hi"}`, nil},
		"Responses": {
			`{"input":[{"role":"user","content":"hi"},{"type":"function_call","call_id":"c1","id":"f1","name":"f","arguments":"{}"},` +
				`{"type":"function_call_output","call_id":"c1","output":"7"},{"type":"reasoning","summary":[]}]}`,
			[]signals.Message{user("hi"), call("f", "c1", "{}"), result("c1", "7")},
		},
		"an answer of Anthropic": {
			`{"id":"m","type":"message","role":"assistant","content":[{"type":"text","text":"hi"},` +
				`{"type":"tool_use","id":"c1","name":"f","input":{}}]}`,
			[]signals.Message{assistant("hi"), call("f", "c1", "{}")},
		},
		"LangChain": {
			`{"generations":[[{"text":"hi","message":{"lc":1,"type":"constructor","id":["langchain_core","messages","AIMessage"],` +
				`"kwargs":{"content":"hi","tool_calls":[{"name":"f","args":{"q":1},"id":"c1","type":"tool_call"}]}}}]]}`,
			[]signals.Message{assistant("hi"), call("f", "c1", `{"q":1}`)},
		},
		"messages of LangChain by their types": {
			`[[{"type":"human","content":"hi","additional_kwargs":{}},` +
				`{"type":"ai","data":{"content":"","tool_calls":[{"name":"f","args":{},"id":"c1"}]}},` +
				`{"type":"tool","content":"7","tool_call_id":"c1","status":"error"}]]`,
			[]signals.Message{user("hi"), call("f", "c1", "{}"), {Role: signals.RoleToolResult, CallID: "c1", Text: "7", Failed: true}},
		},
		"Gemini": {
			`{"contents":[{"role":"user","parts":[{"text":"hi"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]}]}`,
			[]signals.Message{user("hi"), call("f", "", "{}")},
		},
		"an answer of Gemini": {
			`{"candidates":[{"content":{"role":"model","parts":[{"text":"hi"}]},"finishReason":"STOP"}]}`, []signals.Message{assistant("hi")},
		},
		"an answer of Bedrock": {
			`{"output":{"message":{"role":"assistant","content":[{"text":"hi"},{"toolUse":{"toolUseId":"c1","name":"f","input":{}}}]}}}`,
			[]signals.Message{assistant("hi"), call("f", "c1", "{}")},
		},
		"a completion": {`{"choices":[{"text":"hi","index":0}]}`, []signals.Message{user("hi")}},
		"parts alone": {
			`[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"7"}]}]`, []signals.Message{result("c1", "7")},
		},
		"LangChain's failed tool": {
			`{"messages":[[{"lc":1,"id":["ToolMessage"],"kwargs":{"status":"error","content":"no such row","tool_call_id":"c1"}}]]}`,
			[]signals.Message{{Role: signals.RoleToolResult, CallID: "c1", Text: "no such row", Failed: true}},
		},
		"LangChain's tools speak under their names": {
			`[{"role":"assistant","tool_calls":[{"id":"c1","name":"f","args":{}}]},{"content":"7","additional_kwargs":{},"role":"f"}]`,
			[]signals.Message{call("f", "c1", "{}"), {Role: signals.RoleToolResult, Tool: "f", Text: "7"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			messages, problems := exchange(tt.text)
			assert.Equal(t, tt.want, messages)
			assert.Zero(t, problems)
		})
	}
}

func TestReadBrokenExchange(t *testing.T) {
	for name, tt := range map[string]struct {
		text     string
		want     []signals.Message
		problems Problems
	}{
		"cut": {
			`{"messages":[{"role":"user","content":"a"},{"role":"user","content":"b`,
			[]signals.Message{user("a"), user("b")},
			Problems{TruncatedJSON: 1},
		},
		"no JSON":        {`[{"role":"user","content":"a"},{]`, []signals.Message{user("a")}, Problems{InvalidJSON: 1}},
		"no JSON at all": {"{{name}} said [hi]", []signals.Message{user("{{name}} said [hi]")}, Problems{}},
		"numbers":        {`[1,null,[]]`, nil, Problems{WrongType: 3}},
		"unknown":        {`[{"role":"narrator","content":"a"}]`, nil, Problems{UnknownRole: 1}},
		"messages alike": {strings.Repeat(`{"message":`, depthtest.Deep) + strings.Repeat("}", depthtest.Deep), nil, Problems{}},
	} {
		t.Run(name, func(t *testing.T) {
			messages, problems := exchange(tt.text)
			assert.Equal(t, tt.want, messages)
			assert.Equal(t, tt.problems, problems)
		})
	}
}

// FuzzExchange holds what is read from the newest message on against what is read from the first one on.
func FuzzExchange(f *testing.F) {
	f.Add("hi")
	f.Add(`{"messages":[{"role":"user","content":"hi"},{"role":"f","additional_kwargs":{},"content":"7"}],"model":"m"}`)
	f.Add(`{"choices":[{"message":{"role":"assistant","content":[{"type":"text","text":"hi"}]}}]}`)
	f.Add(`{"generations":[[{"message":{"id":["AIMessage"],"kwargs":{"content":"hi"}}}]]}`)
	f.Add(`[{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"type":"function_call_output","output":"7"}]`)
	f.Fuzz(func(t *testing.T, text string) {
		forward, _ := exchange(text)
		size := 0
		for _, m := range forward {
			size += len(m.Text) + len(m.Arguments)
		}
		require.LessOrEqual(t, size, 3*len(text)+16)
		if !jsonread.Valid(text) {
			return
		}

		b := &builder{}
		b.reset(DefaultLimits())
		b.readExchange(text, signals.RoleUser, true)
		slices.Reverse(b.messages)
		require.Equal(t, append([]signals.Message{}, forward...), append([]signals.Message{}, b.messages...))
	})
}
