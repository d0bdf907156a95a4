package conversation

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

func TestRedactKeepsRolesToolsAndLengths(t *testing.T) {
	span := spanWith(t, map[string]any{
		"gen_ai.input.messages": `[{"role":"user","parts":[{"type":"text","content":"hé there"}]},` +
			`{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"find","arguments":{"name":"Ann"}}]},` +
			`{"role":"user","name":"Ann","content":[{"type":"text","text":"x"}]}]`,
		"gen_ai.prompt.0.role":                       "user",
		"gen_ai.prompt.0.content":                    "hello",
		"gen_ai.completion.0.tool_calls.0.name":      "find",
		"gen_ai.completion.0.tool_calls.0.arguments": `{"secret":"x"}`,
		"gen_ai.output.messages":                     []any{map[string]any{"role": "assistant", "content": "yes"}},
		"gen_ai.request.model":                       "m",
		"args":                                       "of another kind of span",
	})
	redacted(span)
	assert.Equal(t, map[string]any{
		"gen_ai.input.messages": `[{"role":"user","parts":[{"type":"text","content":"[8 characters]"}]},` +
			`{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"find","arguments":"[1 fields]"}]},` +
			`{"role":"user","name":"[3 characters]","content":[{"type":"text","text":"[1 characters]"}]}]`,
		"gen_ai.prompt.0.role":                       "user",
		"gen_ai.prompt.0.content":                    "[5 characters]",
		"gen_ai.completion.0.tool_calls.0.name":      "find",
		"gen_ai.completion.0.tool_calls.0.arguments": `[1 fields]`,
		"gen_ai.output.messages":                     []any{map[string]any{"role": "assistant", "content": "[3 characters]"}},
		"gen_ai.request.model":                       "m",
		"args":                                       "of another kind of span",
	}, span.Attributes().AsRaw())
}

func TestRedactText(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain", "hé there", "[8 characters]"},
		{"empty", "", ""},
		{
			"fields keep their order", ` [{"role":"user","id":"m1","parts":[{"type":"text","content":"x"}]}] `,
			`[{"role":"user","id":"m1","parts":[{"type":"text","content":"[1 characters]"}]}]`,
		},
		{"the role may stand last", `{"name":"find","role":"tool"}`, `{"name":"find","role":"tool"}`},
		{"a user's name is content", `{"name":"Ann","role":"user"}`, `{"name":"[3 characters]","role":"user"}`},
		{"a role that nobody knows", `{"role":"narrator"}`, `{"role":"[8 characters]"}`},
		{"a word in the place of an id", `{"role":"user","id":"secret"}`, `{"role":"user","id":"[6 characters]"}`},
		{"a sentence for a tool", `{"role":"tool","name":"a secret"}`, `{"role":"tool","name":"[8 characters]"}`},
		{"an end that nobody knows", `{"role":"assistant","finish_reason":"secret"}`, `{"role":"assistant","finish_reason":"[6 characters]"}`},
		{
			"fields that nobody knows", `{"secret":1,"role":"user","content":[{"secret":1,"type":"secret"}]}`,
			`{"role":"user","content":[{"type":"[6 characters]"}]}`,
		},
		{
			"under messages", `{"model":"secret","messages":[{"role":"user","content":"hi"},"hi",7,null]}`,
			`{"messages":[{"role":"user","content":"[2 characters]"},"[2 characters]","[number]",null]}`,
		},
		{"no messages", `{"role":7,"content":"hi"}`, "[2 fields]"},
		{"items", `[{"x":1},[1,2],true]`, `["[1 fields]","[2 items]",true]`},
		{
			"calls",
			`{"role":"assistant","content":null,"tool_calls":[{"id":"a1","type":"function","function":{"name":"f","arguments":{"q":"x"}}}]}`,
			`{"role":"assistant","content":null,"tool_calls":[{"id":"a1","type":"function","function":{"name":"f","arguments":"[1 fields]"}}]}`,
		},
		{"cut off", `[{"role":"user"`, "[15 characters]"},
		{"not quite JSON", `[{"role":"user","n":01}]`, "[24 characters]"},
		{"more behind it", `{"role":"user"} {}`, "[18 characters]"},
		{
			"deeper than any message",
			`{"role":"assistant","tool_calls":[` + strings.Repeat(`{"function":`, 100) + `"x"` + strings.Repeat(`}`, 100) + `]}`,
			"[1339 characters]",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { assert.Equal(t, tt.want, redactText(tt.text)) })
	}
}

func TestRedactStructured(t *testing.T) {
	deep := any("secret")
	for range 200 {
		deep = map[string]any{"function": deep}
	}
	for name, tt := range map[string]struct{ value, want any }{
		"bytes":  {[]byte("abc"), "[3 bytes]"},
		"number": {int64(7), "[number]"},
		"true":   {true, true},
		"message": {
			map[string]any{"role": "tool", "name": "f", "content": "x"},
			map[string]any{"role": "tool", "name": "f", "content": "[1 characters]"},
		},
		"no role": {map[string]any{"a": 1, "b": 2}, "[2 fields]"},
		"request": {
			map[string]any{"model": "m", "messages": []any{map[string]any{"role": "user", "content": []any{"x", int64(1)}}}},
			map[string]any{"messages": []any{map[string]any{"role": "user", "content": []any{"[1 characters]", "[number]"}}}},
		},
		"JSON in a message is content": {[]any{`{"role":"user"}`}, []any{"[15 characters]"}},
	} {
		value := pcommon.NewValueEmpty()
		require.NoError(t, value.FromRaw(tt.value), name)
		redactWhole(value)
		assert.Equal(t, tt.want, value.AsRaw(), name)
	}
	value := pcommon.NewValueEmpty()
	require.NoError(t, value.FromRaw([]any{map[string]any{"role": "assistant", "tool_calls": []any{deep}}}))
	redactWhole(value)
	assert.NotContains(t, value.AsString(), "secret")
}

func redactWhole(v pcommon.Value) {
	r := redactor{bytes: DefaultLimits().MaxBytes}
	r.value(v, shapeDocument, Redact)
}

func TestRedactTellsTheSizeOnlyOfWhatIsLarge(t *testing.T) {
	message := `[{"role":"user","content":"hi"}]`
	for name, tt := range map[string]struct {
		value, want any
	}{
		"text":   {message, "[32 characters]"},
		"slice":  {[]any{map[string]any{"role": "user", "content": "a text that is as long"}}, "[1 items]"},
		"map":    {map[string]any{"role": "user", "content": "a text that is as long as that"}, "[2 fields]"},
		"bytes":  {[]byte(message), "[32 bytes]"},
		"public": {strings.Repeat("1", 32), "[32 characters]"},
	} {
		v := pcommon.NewValueEmpty()
		require.NoError(t, v.FromRaw(tt.value), name)
		r := redactor{bytes: 31}
		r.value(v, shapeDocument, Redact)
		assert.Equal(t, tt.want, v.AsRaw(), name)
	}
	r := redactor{bytes: 33}
	first, second := pcommon.NewValueStr(message), pcommon.NewValueStr(message)
	r.value(first, shapeDocument, Redact)
	r.value(second, shapeDocument, Redact)
	assert.JSONEq(t, `[{"role":"user","content":"[2 characters]"}]`, first.Str())
	assert.Equal(t, "[32 characters]", second.Str(), "the limit is that of all of a span")
}

func TestRedactedTextIsBounded(t *testing.T) {
	numbers := "[" + strings.Repeat("7,", 100_000) + "7]"
	assert.Equal(t, lengthOf(numbers), redactText(numbers))
}

// FuzzRedactText holds the redaction of JSON text against that of the tree it stands for.
func FuzzRedactText(f *testing.F) {
	for _, seed := range []string{
		"plain", `[{"role":"user","content":"hi"}]`, `{"messages":[{"role":"tool","name":"f","content":[{"type":"text","text":"x"}]}]}`,
		`{"role":"assistant","tool_calls":[{"id":"a1","function":{"name":"f","arguments":"{}"}}]}`, `{"role":1}`, `[1,null,true,[],{}]`,
		`{"a":`, `[1e9999]`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := redactText(text)
		trimmed := strings.TrimSpace(text)
		if text == "" || !json.Valid([]byte(text)) || trimmed[0] != '[' && trimmed[0] != '{' {
			require.Equal(t, lengthOf(text), got)
			return
		}
		if got == lengthOf(text) || hasRepeatedKeys(text) {
			return // nested too deeply, or more than a tree can tell
		}
		want := redactTree(treeOf(t, text))
		if size, ok := want.(string); ok {
			require.Equal(t, size, got)
			return
		}
		require.Equal(t, want, treeOf(t, got))
	})
}

// treeOf reads JSON with numbers of any size.
func treeOf(t *testing.T, text string) (tree any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&tree), text)
	return tree
}
