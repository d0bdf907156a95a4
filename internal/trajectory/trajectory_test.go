package trajectory

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

var end = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

const dialog = `{"id":"d1","service":"shop","messages":[
{"from":"gpt","value":"Hi, how can I help?"},
{"from":"human","value":"Where is order 7?"},
{"from":"function_call","value":"{\"name\":\"get_order\",\"arguments\":\"{\\\"id\\\": 7}\"}"},
{"from":"observation","value":"Error: not found"},
{"from":"gpt","value":"I can't find it."},
{"from":"human","value":"Thanks anyway"},
{"from":"gpt","value":"Sorry!"}]}`

func told(t *testing.T, set Setting) []ptrace.Traces {
	t.Helper()
	d, err := Parse([]byte(dialog))
	require.NoError(t, err)
	return Traces(d, set)
}

func spansOf(td ptrace.Traces) []ptrace.Span {
	var all []ptrace.Span
	for _, span := range td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
		all = append(all, span)
	}
	return all
}

func attribute(t *testing.T, span ptrace.Span, key string) string {
	t.Helper()
	value, ok := span.Attributes().Get(key)
	require.True(t, ok, key)
	return value.AsString()
}

func TestATraceForEachTurn(t *testing.T) {
	traces := told(t, Setting{End: end})
	require.Len(t, traces, 3, "the greeting is one")
	turn := spansOf(traces[1])
	var names []string
	for _, span := range turn {
		names = append(names, span.Name())
		assert.Equal(t, "d1", attribute(t, span, "gen_ai.conversation.id"))
	}
	assert.Equal(t, []string{"invoke_agent shop", "chat gpt-4o", "execute_tool get_order", "chat gpt-4o"}, names)
	assert.Equal(t, ptrace.StatusCodeError, turn[2].Status().Code())
	assert.JSONEq(t, `[{"role":"assistant","parts":[{"type":"text","content":"Hi, how can I help?"}]},
		{"role":"user","parts":[{"type":"text","content":"Where is order 7?"}]},
		{"role":"assistant","parts":[{"type":"tool_call","id":"call_1","name":"get_order","arguments":{"id":7}}]},
		{"role":"tool","parts":[{"type":"tool_call_response","id":"call_1","response":"Error: not found"}]}]`,
		attribute(t, turn[3], "gen_ai.input.messages"))
	assert.JSONEq(t, `[{"role":"assistant","parts":[{"type":"text","content":"I can't find it."}],"finish_reason":"stop"}]`,
		attribute(t, turn[3], "gen_ai.output.messages"))
	assert.Contains(t, attribute(t, turn[1], "gen_ai.tool.definitions"), `"properties":{"id":{"type":"number"}}`)
}

func TestTimesEndWhereTheyShould(t *testing.T) {
	traces := told(t, Setting{End: end})
	last := spansOf(traces[len(traces)-1])[0]
	assert.Equal(t, end, last.EndTimestamp().AsTime())
	for _, td := range traces {
		root := spansOf(td)[0]
		for _, span := range spansOf(td) {
			assert.GreaterOrEqual(t, span.StartTimestamp(), root.StartTimestamp())
			assert.LessOrEqual(t, span.EndTimestamp(), root.EndTimestamp())
		}
	}
}

func TestIDsDependOnTheDialogAlone(t *testing.T) {
	first, later := told(t, Setting{End: end}), told(t, Setting{End: end.Add(time.Hour)})
	other := told(t, Setting{ID: "d2", End: end})
	for i := range first {
		for j, span := range spansOf(first[i]) {
			assert.Equal(t, span.SpanID(), spansOf(later[i])[j].SpanID())
			assert.Equal(t, span.TraceID(), spansOf(later[i])[j].TraceID())
			assert.NotEqual(t, span.SpanID(), spansOf(other[i])[j].SpanID())
		}
	}
}

func TestParseNamesWhatIsWrong(t *testing.T) {
	for line, want := range map[string]string{
		`{`:         "unexpected end",
		`{"id":""}`: "dialog: must have an id and messages",
		`{"id":"x","messages":[{"from":"me","value":""}]}`: `dialog x: message 0: from: must be human, gpt, function_call or`,
	} {
		_, err := Parse([]byte(line))
		assert.ErrorContains(t, err, want)
	}
}

func TestWhatNobodyAnswered(t *testing.T) {
	traces := Traces(Dialog{ID: "x", Messages: []Message{{Human, "a"}, {Agent, "b"}, {Human, "Thank you!"}}}, Setting{End: end})
	last := spansOf(traces[1])
	require.Len(t, last, 2)
	assert.Contains(t, attribute(t, last[1], "gen_ai.input.messages"), "Thank you!")
	_, answered := last[1].Attributes().Get("gen_ai.output.messages")
	assert.False(t, answered)
}

func TestOddDialogs(t *testing.T) {
	for name, messages := range map[string][]Message{
		"no call":        {{Observation, "x"}},
		"call, no JSON":  {{Call, "x"}, {Observation, "y"}},
		"two questions":  {{Human, "a"}, {Human, "b"}, {Agent, "c"}},
		"no answer":      {{Human, "a"}},
		"long, cut text": {{Call, "{}"}, {Observation, strings.Repeat("ä", maxObservation)}},
	} {
		t.Run(name, func(t *testing.T) {
			traces := Traces(Dialog{ID: "x", Messages: messages}, Setting{End: end})
			assert.Len(t, traces, 1)
		})
	}
}
