package conversation

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestMessageShapes(t *testing.T) {
	failed := result("t1", "boom")
	failed.Failed = true
	tests := []struct {
		name string
		json string
		want []signals.Message
	}{
		{"parts", `[{"role":"user","parts":[{"type":"text","content":"hi"}]}]`, []signals.Message{user("hi")}},
		{"role last", `[{"parts":[{"content":"hi","type":"text"}],"role":"user"}]`, []signals.Message{user("hi")}},
		{"one message", `{"role":"user","content":"hi"}`, []signals.Message{user("hi")}},
		{
			"several texts",
			`[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"x"}},{"type":"text","text":"b"}]}]`,
			[]signals.Message{user("a\nb")},
		},
		{
			"system is left out", `[{"role":"system","content":"be nice"},{"role":"developer","content":"x"},{"role":"user","content":"hi"}]`,
			[]signals.Message{user("hi")},
		},
		{
			"openai calls",
			`[{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}},` +
				`{"id":"b","type":"function","function":{"arguments":"{}","name":"g"}}]},{"role":"tool","tool_call_id":"b","content":"ok"}]`,
			[]signals.Message{call("f", "a", `{"x":1}`), call("g", "b", "{}"), result("b", "ok")},
		},
		{
			"text before a call",
			`[{"role":"assistant","parts":[{"type":"text","content":"let me see"},` +
				`{"type":"tool_call","id":"1","name":"f","arguments":{"a":[1]}}]}]`,
			[]signals.Message{assistant("let me see"), call("f", "1", `{"a":[1]}`)},
		},
		{
			"anthropic result",
			`[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":true,"content":[{"type":"text","text":"boom"}]}]}]`,
			[]signals.Message{failed},
		},
		{
			"structured response", `[{"role":"tool","parts":[{"type":"tool_call_response","id":"1","response":{"a":1}}]}]`,
			[]signals.Message{result("1", `{"a":1}`)},
		},
		{
			"reasoning is not said", `[{"role":"assistant","parts":[{"type":"reasoning","content":"hm"},{"type":"text","content":"yes"}]}]`,
			[]signals.Message{assistant("yes")},
		},
		{"empty content", `[{"role":"assistant","content":""},{"role":"user","content":"x"}]`, []signals.Message{user("x")}},
		{"human and ai", `[{"role":"Human","content":"x"},{"role":"AI","content":"y"}]`, []signals.Message{user("x"), assistant("y")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, messages, problems := read(t, spanWith(t, map[string]any{"gen_ai.input.messages": tt.json}))
			assert.Equal(t, tt.want, messages)
			assert.Zero(t, *problems)
		})
	}
}

func TestStructuredValues(t *testing.T) {
	message := map[string]any{"role": "user", "parts": []any{map[string]any{"type": "text", "content": "hi"}}}
	for name, value := range map[string]any{
		"slice of maps":    []any{message},
		"map":              message,
		"slice of strings": []any{`{"role":"user","content":"hi"}`},
	} {
		_, messages, problems := read(t, spanWith(t, map[string]any{"gen_ai.input.messages": value}))
		assert.Equal(t, []signals.Message{user("hi")}, messages, name)
		assert.Zero(t, *problems, name)
	}
}

func TestNumbersThatJSONDoesNotKnow(t *testing.T) {
	for _, number := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		_, messages, problems := read(t, spanWith(t, map[string]any{"gen_ai.input.messages": []any{
			map[string]any{"role": "user", "content": "hi", "score": number},
			map[string]any{"role": "assistant", "parts": []any{map[string]any{"type": "tool_call", "name": "f", "arguments": number}}},
		}}))
		require.Len(t, messages, 2)
		assert.Equal(t, user("hi"), messages[0])
		assert.Equal(t, "f", messages[1].Tool)
		assert.NotEmpty(t, messages[1].Arguments)
		assert.Zero(t, *problems)
	}
}

func TestBadContentIsCountedAndTheRestRead(t *testing.T) {
	hi := []signals.Message{user("hi")}
	tests := []struct {
		name    string
		value   any
		want    []signals.Message
		problem Problem
	}{
		{"cut after a message", `[{"role":"user","content":"hi"},{"role":"assis`, hi, TruncatedJSON},
		{"cut inside a text", `[{"role":"user","content":"hi`, hi, TruncatedJSON},
		{"syntax", `[{"role":"user","content":"hi"},}]`, hi, InvalidJSON},
		{"no JSON", `hello`, nil, InvalidJSON},
		{"a deep value", []any{map[string]any{"role": "user", "content": "hi"}, map[string]any{"role": "user", "x": nested(100)}}, hi, DeepJSON},
		{"a number", 12, nil, WrongType},
		{"a JSON number", `12`, nil, WrongType},
		{"message is a string", `["x",{"role":"user","content":"hi"}]`, hi, WrongType},
		{"role nobody knows", `[{"role":"narrator","content":"x"},{"role":"user","content":"hi"}]`, hi, UnknownRole},
		{"role is missing", `[{"content":"x"},{"role":"user","content":"hi"}]`, hi, UnknownRole},
		{
			"deep parts",
			`[{"role":"user","content":"hi"},{"role":"assistant","tool_calls":[` + strings.Repeat(`{"function":`, 1000) + `{}` +
				strings.Repeat(`}`, 1000) + `]}]`,
			hi, DeepJSON,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, messages, problems := read(t, spanWith(t, map[string]any{"gen_ai.input.messages": tt.value}))
			assert.Equal(t, tt.want, trim(messages))
			assert.Equal(t, 1, problems[tt.problem], "%v", *problems)
		})
	}
}

// nested returns a value in as many slices as depth says.
func nested(depth int) any {
	var v any = "innermost"
	for range depth {
		v = []any{v}
	}
	return v
}

// trim drops calls that were cut off before they said anything.
func trim(messages []signals.Message) []signals.Message {
	var kept []signals.Message
	for _, m := range messages {
		if m != (signals.Message{Role: signals.RoleToolCall}) {
			kept = append(kept, m)
		}
	}
	return kept
}

func TestIndexed(t *testing.T) {
	_, messages, problems := read(t, spanWith(t, map[string]any{
		"gen_ai.completion.0.content":                    "sure",
		"gen_ai.prompt.10.content":                       "ten",
		"gen_ai.prompt.10.role":                          "user",
		"gen_ai.prompt.9.tool_calls.1.name":              "g",
		"gen_ai.prompt.9.tool_calls.0.name":              "f",
		"gen_ai.prompt.9.tool_calls.0.id":                "a",
		"gen_ai.prompt.9.tool_calls.0.arguments":         "{}",
		"gen_ai.prompt.9.role":                           "assistant",
		"gen_ai.prompt.9.content":                        "first",
		"gen_ai.prompt.4000000000.role":                  "tool",
		"gen_ai.prompt.4000000000.content":               "done",
		"gen_ai.prompt.4000000000.tool_call_id":          "a",
		"gen_ai.prompt.0.role":                           "user",
		"gen_ai.prompt.0.content":                        `[{"type":"text","text":"in parts"},{"type":"image_url","image_url":{"url":"data:"}}]`,
		"gen_ai.completion.0.finish_reason":              "stop",
		"gen_ai.completion.0.tool_calls.0.function.name": "h",
	}))
	assert.Equal(t, []signals.Message{
		user("in parts"),
		assistant("first"), call("f", "a", "{}"), call("g", "", ""),
		user("ten"), result("a", "done"),
		assistant("sure"), call("h", "", ""),
	}, messages)
	assert.Zero(t, *problems)
}

func TestIndexedContentThatIsCutOff(t *testing.T) {
	const one = `[{"type":"text","text":"one"},`
	for name, tt := range map[string]struct {
		content string
		want    []signals.Message
		problem Problem
	}{
		"in a text":      {one + `{"type":"text","text":"tw`, []signals.Message{user("one\ntw")}, TruncatedJSON},
		"in an image":    {one + `{"type":"image_url","image_url":{"url":"data:im`, []signals.Message{user("one")}, TruncatedJSON},
		"before a text":  {`[{"type":"text"`, nil, TruncatedJSON},
		"is no JSON":     {`[{"type" is what I said`, []signals.Message{user(`[{"type" is what I said`)}, problemCount},
		"in a tool call": {one + `{"type":"tool_use","name":"f","in`, []signals.Message{user("one"), call("f", "", "")}, TruncatedJSON},
	} {
		_, messages, problems := read(t, spanWith(t, map[string]any{"gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": tt.content}))
		assert.Equal(t, tt.want, messages, name)
		var want Problems
		if tt.problem != problemCount {
			want[tt.problem] = 1
		}
		assert.Equal(t, want, *problems, name)
	}
}

func TestIndexedBadIndices(t *testing.T) {
	_, messages, problems := read(t, spanWith(t, map[string]any{
		"gen_ai.prompt.0.role":                  "user",
		"gen_ai.prompt.0.content":               "hi",
		"gen_ai.prompt.x.content":               "no number",
		"gen_ai.prompt.99999999999.content":     "too many digits",
		"gen_ai.prompt.1":                       "no field",
		"gen_ai.prompt.0.tool_calls.first.name": "no number",
	}))
	assert.Equal(t, []signals.Message{user("hi")}, messages)
	assert.Equal(t, 4, problems[BadIndex])
}
