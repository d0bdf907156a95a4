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
	lfType = "langfuse.observation.type"
	lfIn   = "langfuse.observation.input"
	lfOut  = "langfuse.observation.output"
)

func TestLangfuseMessages(t *testing.T) {
	for _, tt := range []struct {
		name          string
		input, output any
		want          []signals.Message
		problems      Problems
	}{
		{
			name: "calls and results",
			input: `{"messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image_url"}]},` +
				`{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},` +
				`{"role":"tool","tool_call_id":"c1","content":"Error: no such row"}],"tools":[]}`,
			output: `{"role":"assistant","content":"bye","refusal":null}`,
			want:   []signals.Message{user("hi"), call("f", "c1", "{}"), result("c1", "Error: no such row"), assistant("bye")},
		},
		{
			name:   "a response's items",
			input:  "hi",
			output: `[{"type":"function_call","id":"f1","call_id":"c1","name":"f","arguments":"{}","status":"completed"}]`,
			want:   []signals.Message{user("hi"), call("f", "c1", "{}")},
		},
		{
			name:   "structured",
			input:  []any{map[string]any{"role": "user", "content": "hi"}},
			output: map[string]any{"role": "assistant", "content": "bye"},
			want:   []signals.Message{user("hi"), assistant("bye")},
		},
		{name: "masked", input: `[{"role":"user","content":"***"}]`, output: "***", want: []signals.Message{}},
		{
			name:     "broken",
			input:    `{"messages":[{"role":"narrator","content":"hi"},7,{"role":"user","content":"h`,
			output:   `{"role":"assistant","content":"by`,
			want:     []signals.Message{user("h"), assistant("by")},
			problems: Problems{UnknownRole: 1, WrongType: 1, TruncatedJSON: 2},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			facts, messages, problems := read(t, spanWith(t, map[string]any{lfType: "generation", lfIn: tt.input, lfOut: tt.output}))
			assert.Equal(t, "langfuse", facts.Dialect)
			assert.Equal(t, spankind.Chat, facts.Kind)
			assert.Equal(t, tt.want, append([]signals.Message{}, messages...))
			assert.Equal(t, tt.problems, *problems)
		})
	}
}

func TestLangfuseReadsTheNewestWithinTheBudget(t *testing.T) {
	span := spanWith(t, map[string]any{
		lfIn:  `{"messages":[{"role":"user","content":"` + strings.Repeat("x", 50) + `"},{"role":"user","content":"hi"}]}`,
		lfOut: "bye",
	})
	r := NewReader(Limits{MaxBytes: 10}, classifier)
	messages, problems := r.Messages(r.Scan(span, "app"))
	assert.Equal(t, []signals.Message{user("xxxxx"), user("hi"), assistant("bye")}, messages)
	assert.Equal(t, Problems{TooLarge: 1}, *problems)
}

func TestLangfuseKinds(t *testing.T) {
	for kind, want := range map[string]spankind.Kind{
		"generation": spankind.Chat, "agent": spankind.Agent, "span": spankind.Step, "tool": spankind.Tool, "chain": spankind.Step,
	} {
		facts, _, _ := read(t, spanWith(t, map[string]any{lfType: kind, lfIn: "hi"}))
		assert.Equal(t, want, facts.Kind, kind)
	}
}

func TestLangfuseTraceRepeatsItsObservations(t *testing.T) {
	facts, messages, _ := read(t, spanWith(t, map[string]any{"langfuse.trace.input": "hi", "langfuse.trace.output": "bye"}))
	assert.Equal(t, spankind.Agent, facts.Kind)
	assert.Equal(t, []signals.Message{user("hi"), assistant("bye")}, messages)

	facts, messages, _ = read(t, spanWith(t, map[string]any{"langfuse.trace.input": "hi", lfType: "generation", lfIn: "ho"}))
	assert.Equal(t, spankind.Chat, facts.Kind)
	assert.Equal(t, []signals.Message{user("ho")}, messages)
}

func TestLangfuseFailedTool(t *testing.T) {
	span := spanWith(t, map[string]any{lfType: "tool", lfIn: `{"q":1}`, lfOut: "no such row"})
	span.Status().SetCode(ptrace.StatusCodeError)
	r := newReader()
	facts := r.Scan(span, "app")
	require.NotNil(t, facts)
	want := result("", "no such row")
	want.Failed = true
	assert.Equal(t, []signals.Message{call("", "", `{"q":1}`), want}, r.FailedTool(facts))
}

func TestLangfuseTellsWhatFailed(t *testing.T) {
	for _, tt := range []struct {
		level, message string
		failed         bool
		leaf           signals.Leaf
	}{
		{"ERROR", "429 Too Many Requests: rate limit exceeded", true, signals.RateLimit},
		{"ERROR", "it did not work", true, signals.APIError},
		{"WARNING", "it took long", false, 0},
		{"DEFAULT", "", false, 0},
	} {
		facts, _, _ := read(t, spanWith(t, map[string]any{
			lfType: "generation", lfIn: "hi", "langfuse.observation.level": tt.level, "langfuse.observation.status_message": tt.message,
		}))
		assert.Equal(t, tt.failed, facts.HasFault, tt.message)
		assert.Equal(t, tt.leaf, facts.Fault.Leaf, tt.message)
	}
}
