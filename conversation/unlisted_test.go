package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// unlistedShapes are what senders nobody knows may write, the user's hi first.
var unlistedShapes = map[string]any{
	"OpenAI chat":         `[{"role":"system","content":"s"},{"role":"user","content":"hi"}]`,
	"a request":           `{"model":"m","temperature":0,"messages":[{"role":"user","content":"hi"}]}`,
	"OpenAI Responses":    `{"input":[{"role":"user","content":[{"type":"input_text","text":"hi"}]}],"model":"m"}`,
	"Anthropic":           `{"system":"s","messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}`,
	"Bedrock":             `{"messages":[{"role":"user","content":[{"text":"hi"}]}]}`,
	"Gemini":              `{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}`,
	"LangChain":           `{"messages":[[{"lc":1,"id":["langchain_core","messages","HumanMessage"],"kwargs":{"content":"hi"}}]]}`,
	"LangChain in Python": `[{"type":"human","content":"hi","additional_kwargs":{}}]`,
	"OTel":                `[{"role":"user","parts":[{"type":"text","content":"hi"}]}]`,
	"one message":         `{"role":"user","content":"hi"}`,
	"pretty":              "[\n  {\n    \"role\": \"user\",\n    \"content\": \"hi\"\n  }\n]",
	"structured":          []any{map[string]any{"role": "user", "content": "hi"}},
	"structured texts":    []any{`{"role":"user","content":"hi"}`},
	"a structured request": map[string]any{
		"model": "m", "messages": []any{map[string]any{"role": "user", "content": "hi"}},
	},
}

func TestUnlistedShapes(t *testing.T) {
	for name, shape := range unlistedShapes {
		t.Run(name, func(t *testing.T) {
			span := spanWith(t, map[string]any{
				"acme.asked": shape, "acme.answered": `{"choices":[{"message":{"role":"assistant","content":"bye"}}]}`, "acme.tenant": "[a]",
			})
			facts, messages, problems := read(t, span)
			assert.Equal(t, "unlisted", facts.Dialect)
			assert.Equal(t, spankind.Chat, facts.Kind)
			assert.True(t, facts.Answered)
			assert.Equal(t, []signals.Message{user("hi"), assistant("bye")}, messages)
			assert.Zero(t, *problems)

			inEvent := ptrace.NewSpan()
			event := inEvent.Events().AppendEmpty()
			event.SetName("asked")
			require.NoError(t, event.Attributes().FromRaw(map[string]any{"body": shape}))
			_, messages, _ = read(t, inEvent)
			assert.Equal(t, []signals.Message{user("hi")}, messages)
		})
	}
}

func TestUnlistedAnswers(t *testing.T) {
	for name, shape := range map[string]string{
		"OpenAI Responses": `{"id":"r","output":[{"type":"reasoning"},{"type":"message","role":"assistant","content":[{"type":"output_text",` +
			`"text":"bye"}]}]}`,
		"Anthropic": `{"role":"assistant","type":"message","content":[{"type":"text","text":"bye"}]}`,
		"Bedrock":   `{"output":{"message":{"role":"assistant","content":[{"text":"bye"}]}},"stopReason":"end_turn"}`,
		"Gemini":    `{"candidates":[{"content":{"role":"model","parts":[{"text":"bye"}]}}]}`,
		"LangChain": `{"generations":[[{"text":"bye","message":{"id":["AIMessage"],"kwargs":{"content":"bye"}}}]]}`,
		"a list":    `[{"role":"assistant","content":"bye"}]`,
	} {
		facts, messages, _ := read(t, spanWith(t, map[string]any{"acme.out": shape, "acme.in": unlistedShapes["OpenAI chat"]}))
		assert.Equal(t, []signals.Message{user("hi"), assistant("bye")}, messages, name)
		assert.True(t, facts.Answered, name)
	}
}

func TestUnlistedEventsInTheirOrder(t *testing.T) {
	span := ptrace.NewSpan()
	for _, message := range []string{
		`{"role":"user","content":"hi"}`, `{"role":"assistant","content":"bye"}`, `{"role":"user","content":"wait"}`,
	} {
		span.Events().AppendEmpty().Attributes().PutStr("message", message)
	}
	_, messages, _ := read(t, span)
	assert.Equal(t, []signals.Message{user("hi"), assistant("bye"), user("wait")}, messages)
	messages, problems := readWithin(t, 5, span)
	assert.Equal(t, []signals.Message{assistant("b"), user("wait")}, messages)
	assert.Equal(t, tooLarge, problems)
}

func TestWhatHoldsNoMessages(t *testing.T) {
	for name, shape := range map[string]any{
		"users":           `[{"role":"user","name":"bob"},{"role":"user","name":"ann"}]`,
		"other roles":     `[{"role":"admin","content":"all of it"}]`,
		"other messages":  `{"messages":[{"id":1,"body":"hi","topic":"orders"}]}`,
		"a query":         `{"find":"orders","filter":{"input":7,"output":true}}`,
		"numbers":         `[1,2,3,4,5,6,7,8,9,10,11,12,13]`,
		"texts":           `["a long text","another long text"]`,
		"headers":         []any{"application/json; charset=utf-8"},
		"a map":           map[string]any{"input": "hi", "app": "shop"},
		"tools":           `[{"type":"function","function":{"name":"find","parameters":{"type":"object"}}}]`,
		"a bracketed log": `[INFO] {"role":"user","content":"hi"}`,
		"cut at once":     `{"messages":[{"role":"us`,
	} {
		assert.Nil(t, newReader().Scan(spanWith(t, map[string]any{"acme.data": shape}), "app"), name)
	}
}

func TestListedSendersComeFirst(t *testing.T) {
	facts, messages, _ := read(t, spanWith(t, map[string]any{
		genAIInput: `[{"role":"user","content":"hi"}]`, "acme.in": `[{"role":"user","content":"something else"}]`,
	}))
	assert.Equal(t, "gen_ai", facts.Dialect)
	assert.Equal(t, []signals.Message{user("hi")}, messages)
}

func TestUnlistedContentGoes(t *testing.T) {
	for name, shape := range unlistedShapes {
		attributes := map[string]any{"acme.in": shape, "http.route": "/"}
		span := spanWith(t, attributes)
		event := span.Events().AppendEmpty()
		require.NoError(t, event.Attributes().FromRaw(attributes))
		dropped(span)
		for _, left := range []pcommon.Map{span.Attributes(), span.Events().At(0).Attributes()} {
			assert.Equal(t, map[string]any{"http.route": "/"}, left.AsRaw(), name)
		}

		span = spanWith(t, attributes)
		redacted(span)
		text, _ := span.Attributes().Get("acme.in")
		assert.NotContains(t, text.AsString(), "hi", name)
	}
}

func TestUnlistedLogRecords(t *testing.T) {
	for name, shape := range unlistedShapes {
		record := plog.NewLogRecord()
		require.NoError(t, record.Body().FromRaw(shape))
		event, answers, ok := EventOf(record)
		require.True(t, ok, name)
		assert.False(t, answers, name)
		span := ptrace.NewSpan()
		event.CopyTo(span.Events().AppendEmpty())
		_, messages, _ := read(t, span)
		assert.Equal(t, []signals.Message{user("hi")}, messages, name)

		p := ContentPolicy{Messages: Drop, MaxBytes: 1 << 20}
		p.record(record, false)
		assert.Equal(t, pcommon.ValueTypeEmpty, record.Body().Type(), name)
	}
	record := plog.NewLogRecord()
	record.Body().SetStr(`{"level":"info","messages":["started","listening on 8080"]}`)
	_, _, ok := EventOf(record)
	assert.False(t, ok)
}
