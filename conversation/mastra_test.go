package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// grouped is the coding conversation as Mastra's generations hold it: the calls of a run stand together, then their results.
func grouped() []signals.Message {
	said := coding()
	for i := range said {
		said[i].Tool = codingTools[said[i].CallID]
	}
	return []signals.Message{said[0], said[1], said[2], said[5], said[7], said[3], said[4], said[6], said[8], said[9], said[10], said[11]}
}

func TestMastraGenerationsHoldTheHistory(t *testing.T) {
	facts, messages, problems := read(t, lastChat(t, recorded(t, "mastra-1.71.coding.good.traces.json")))
	assert.Equal(t, "mastra", facts.Dialect)
	assert.Equal(t, grouped(), messages)
	assert.Zero(t, *problems)
}

func TestMastraUnprefixedStepsHoldTheResults(t *testing.T) {
	facts, messages, problems := read(t, lastChat(t, recorded(t, "mastra-0.24.coding.good.traces.json")))
	assert.Equal(t, "mastra_unprefixed", facts.Dialect)
	want := coding()
	assert.Equal(t, []signals.Message{want[0], want[3], want[4], want[6], want[8], want[9], want[10], want[11]}, messages)
	assert.Zero(t, *problems)
}

func TestMastraKinds(t *testing.T) {
	for _, tt := range []struct {
		name       string
		attributes map[string]any
		want       spankind.Kind
	}{
		{"a run", map[string]any{"gen_ai.operation.name": "invoke_agent", mastraSpan: "agent_run"}, spankind.Agent},
		{"a generation", map[string]any{"gen_ai.operation.name": "model_generation", mastraSpan: "model_generation"}, spankind.Chat},
		{"a call", map[string]any{"gen_ai.operation.name": "chat", mastraSpan: "model_inference"}, spankind.Step},
		{"a step before others", map[string]any{"mastra.model_step.is_continued": true, mastraSpan: "model_step"}, spankind.Chat},
		{"the last step", map[string]any{"mastra.model_step.is_continued": false, mastraSpan: "model_step"}, spankind.Step},
		{"a chunk", map[string]any{"gen_ai.operation.name": "model_chunk", mastraSpan: "model_chunk"}, spankind.Step},
		{"a run before 1.0", map[string]any{"gen_ai.operation.name": "agent.run", mastraSpan: "agent_run"}, spankind.Agent},
		{"a generation before 1.0", map[string]any{"gen_ai.operation.name": "chat", mastraSpan: "model_generation"}, spankind.Agent},
		{"a step before 1.0", map[string]any{"gen_ai.operation.name": "model.step", mastraSpan: "model_step"}, spankind.Chat},
		{"a tool before 1.0", map[string]any{"gen_ai.operation.name": "tool.execute", mastraSpan: "tool_call"}, spankind.Tool},
	} {
		for range 5 { // attributes come in any order
			assert.Equal(t, tt.want, failedKind(t, "", tt.attributes), tt.name)
		}
	}
}

func TestMastraMessages(t *testing.T) {
	for _, tt := range []struct {
		name       string
		attributes map[string]any
		want       []signals.Message
		problems   Problems
	}{
		{
			name: "placeholders of calls and results",
			attributes: map[string]any{
				mastraStepInput: `[{"role":"user","content":"hi"},{"role":"assistant","content":"Let me see [1].[tool: a][tool: b-c]"},` +
					`{"role":"tool","content":"[tool-result: a][tool-result: b-c]"},{"role":"assistant","content":"[tool: a]"},` +
					`{"role":"user","content":"[tool: a]"}]`,
				mastraStepOutput: `{"text":"Once more.","toolCalls":[{"toolCallId":"c1","toolName":"a","args":{"q":1}}]}`,
			},
			want: []signals.Message{
				user("hi"), assistant("Let me see [1]."), user("[tool: a]"), call("a", "c1", `{"q":1}`), assistant("Once more."),
			},
		},
		{
			name: "a run",
			attributes: map[string]any{
				mastraRunInput: `"hi"`, mastraRunOutput: map[string]any{"text": "bye", "files": []any{}},
			},
			want: []signals.Message{user("hi"), assistant("bye")},
		},
		{
			name:       "cut off",
			attributes: map[string]any{mastraGenerationInput: `{"messages":[{"role":"user","content":"h`, mastraGenerationOutput: `{"text":"b`},
			want:       []signals.Message{user("h"), assistant("b")},
			problems:   Problems{TruncatedJSON: 2},
		},
		{
			name:       "no JSON",
			attributes: map[string]any{mastraGenerationInput: "hi", mastraGenerationOutput: "bye"},
			want:       []signals.Message{user("hi")},
			problems:   Problems{InvalidJSON: 1},
		},
		{
			name: "what is nested too deep",
			attributes: map[string]any{
				mastraSpan: "model_step",
				"input": `{"body":{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":null,"tool_calls":` +
					`[{"id":"c1","type":"function","function":{"name":"[MaxDepth]","arguments":"[MaxDepth]"}}]},` +
					`{"role":"tool","tool_call_id":"c1","content":"7"},{"role":"user","content":[{"type":"text","text":"[MaxDepth]"}]}]}}`,
				"output": `{"text":"bye","toolCalls":[]}`,
			},
			want: []signals.Message{user("hi"), result("c1", "7"), assistant("bye")},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, messages, problems := read(t, spanWith(t, tt.attributes))
			assert.Equal(t, tt.want, messages)
			assert.Equal(t, tt.problems, *problems)
		})
	}
	facts := newReader().Scan(spanWith(t, map[string]any{"input": `[{"role":"user","content":"hi"}]`}), "app")
	assert.Equal(t, "unlisted", facts.Dialect, "not every input is Mastra's")
}

func TestBudgetOfMastra(t *testing.T) {
	messages, problems := readWithin(t, 12, spanWith(t, map[string]any{
		mastraGenerationInput:  `{"messages":[{"role":"user","content":"the first"},{"role":"user","content":"second"}]}`,
		mastraGenerationOutput: `{"text":"bye"}`,
	}))
	assert.Equal(t, []signals.Message{user("the"), user("second"), assistant("bye")}, messages)
	assert.Equal(t, tooLarge, problems)
}
