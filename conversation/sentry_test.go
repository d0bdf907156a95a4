package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestAnswersOfSentry(t *testing.T) {
	find := call("find", "c1", `{"q":1}`)
	tests := map[string]struct {
		attributes map[string]any
		messages   []signals.Message
		problems   []Problem
	}{
		"texts":      {map[string]any{sentryText: ` ["On its way.","", "Soon."]`}, []signals.Message{assistant("On its way.\nSoon.")}, nil},
		"streamed":   {map[string]any{sentryText: "[1] says so"}, []signals.Message{assistant("[1] says so")}, nil},
		"quotes":     {map[string]any{sentryText: `["a"] and ["b"]`}, []signals.Message{assistant(`["a"] and ["b"]`)}, nil},
		"numbers":    {map[string]any{sentryText: "[1,2]"}, []signals.Message{assistant("[1,2]")}, nil},
		"structured": {map[string]any{sentryText: []any{"On its way."}}, []signals.Message{assistant("On its way.")}, nil},
		"cut":        {map[string]any{sentryText: `["On its way`}, []signals.Message{assistant("On its way")}, []Problem{TruncatedJSON}},
		"nothing":    {map[string]any{sentryText: `[""]`, sentryCalls: "null"}, nil, nil},
		"text and calls": {
			map[string]any{sentryText: "See.", sentryCalls: []any{map[string]any{"id": "c1", "name": "find", "input": map[string]any{"q": 1}}}},
			[]signals.Message{assistant("See."), find},
			nil,
		},
		"a call that is cut": {
			map[string]any{sentryCalls: `[{"id":"c1","name":"find","input":{"q":1}},{"id":"c2","na`},
			[]signals.Message{find, call("", "c2", "")},
			[]Problem{TruncatedJSON},
		},
		"wrong types": {map[string]any{sentryText: 7, sentryCalls: true}, nil, []Problem{WrongType, WrongType}},
		"in messages too": {
			map[string]any{sentryText: "Hello", genAIOutput: `[{"role":"assistant","content":"Hello"}]`},
			[]signals.Message{assistant("Hello")},
			nil,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.attributes[genAIInput] = `[{"role":"user","content":"Hi"}]`
			facts, messages, problems := read(t, spanWith(t, tt.attributes))
			assert.Equal(t, "sentry", facts.Dialect)
			assert.True(t, facts.Answered)
			assert.Equal(t, append([]signals.Message{user("Hi")}, tt.messages...), messages)
			var want Problems
			for _, p := range tt.problems {
				want.add(p)
			}
			assert.Equal(t, want, *problems)
		})
	}
}

func TestCallsOfSentryInTheShapeOfTheProvider(t *testing.T) {
	for provider, calls := range map[string]string{
		"OpenAI":        `[{"id":"c1","type":"function","function":{"name":"find","arguments":"{\"q\":1}"}}]`,
		"Responses API": `[{"call_id":"c1","id":"fc_1","type":"function_call","name":"find","arguments":"{\"q\":1}"}]`,
		"Anthropic":     `[{"type":"tool_use","id":"c1","name":"find","input":{"q":1}}]`,
		"Vercel AI SDK": `[{"toolCallType":"function","toolCallId":"c1","toolName":"find","args":{"q":1}}]`,
	} {
		_, messages, problems := read(t, spanWith(t, map[string]any{sentryCalls: calls}))
		assert.Equal(t, []signals.Message{call("find", "c1", `{"q":1}`)}, messages, provider)
		assert.Zero(t, *problems, provider)
	}
}

func TestQuestionsOfSentry(t *testing.T) {
	facts, messages, problems := read(t, spanWith(t, map[string]any{sentryRequest: "Hi"}))
	assert.Equal(t, "sentry", facts.Dialect)
	assert.False(t, facts.Answered)
	assert.Equal(t, []signals.Message{user("Hi")}, messages)
	assert.Zero(t, *problems)

	_, messages, _ = read(t, spanWith(t, map[string]any{sentryRequest: `[{"role":"user","content":[
		{"type":"tool_result","tool_use_id":"c1","is_error":true,"content":"no such order"},{"type":"text","text":"Hi"}]}]`}))
	assert.Equal(t, []signals.Message{failed("c1", "no such order"), user("Hi")}, messages)

	_, messages, problems = read(t, spanWith(t, map[string]any{sentryRequest: `[{"role":"user","content":"Hi"},{"role":"us`}))
	assert.Equal(t, []signals.Message{user("Hi")}, messages)
	assert.Equal(t, 1, problems[TruncatedJSON])
}

func TestBudgetOfSentry(t *testing.T) {
	asked := `[{"role":"user","content":"the first"},{"role":"assistant","content":"the second"},{"role":"user","content":"third"}]`
	messages, problems := readWithin(t, 17, spanWith(t, map[string]any{sentryRequest: asked, sentryText: "fifth", sentryCalls: "[]"}))
	assert.Equal(t, []signals.Message{assistant("the sec"), user("third"), assistant("fifth")}, messages)
	assert.Equal(t, tooLarge, problems)

	messages, problems = readWithin(t, 7, spanWith(t, map[string]any{sentryRequest: "asked", sentryText: "fifth"}))
	assert.Equal(t, []signals.Message{user("as"), assistant("fifth")}, messages)
	assert.Equal(t, tooLarge, problems)
}

func TestFailedToolsOfSentry(t *testing.T) {
	r := newReader()
	facts := r.Scan(spanWith(t, map[string]any{
		"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "find", "error.type": "timeout",
		"gen_ai.tool.input": `{"q":1}`, "gen_ai.tool.output": "Error: timed out",
	}), "app")
	want := result("", "Error: timed out")
	want.Tool, want.Failed = "find", true
	assert.Equal(t, []signals.Message{call("find", "", `{"q":1}`), want}, r.FailedTool(facts))
}

func TestItemsOfTheResponsesAPIOfSentry(t *testing.T) {
	facts, messages, problems := read(t, spanWith(t, map[string]any{
		"gen_ai.operation.name": "chat", sentryText: `["It is on its way."]`,
		genAIInput: `[{"role":"user","content":[{"type":"input_text","text":"Where is my order?"}]},{"type":"reasoning","summary":[]},` +
			`{"type":"function_call","call_id":"c1","name":"find","arguments":"{}"},` +
			`{"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"none"}]}]`,
	}))
	assert.Equal(t, "sentry", facts.Dialect)
	assert.Equal(t, []signals.Message{
		user("Where is my order?"), call("find", "c1", "{}"), result("c1", "none"), assistant("It is on its way."),
	}, messages)
	assert.Zero(t, *problems)
}
