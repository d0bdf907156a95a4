package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// What tells which answer a call gives and which one it follows.
func TestAnswersThatAreFollowed(t *testing.T) {
	const said = `[{"role":"user","content":"Hello"}]`
	for _, tt := range []struct {
		why                string
		attributes         map[string]any
		response, previous string
	}{
		{"an id of the Responses API", map[string]any{"gen_ai.input.messages": said, "gen_ai.response.id": "resp_1"}, "resp_1", ""},
		{"another API's", map[string]any{"gen_ai.input.messages": said, "gen_ai.response.id": "chatcmpl-1"}, "", ""},
		{"OpenInference", map[string]any{
			"llm.invocation_parameters": `{"model":"m","previous_response_id":"resp_1"}`, "input.value": "Hello",
			"output.value": `{"id":"resp_2","output":[]}`,
		}, "resp_2", "resp_1"},
		{"none is followed", map[string]any{"llm.invocation_parameters": `{"previous_response_id":null}`, "input.value": "Hello"}, "", ""},
		{"no JSON", map[string]any{"llm.invocation_parameters": `previous_response_id`, "input.value": "Hello"}, "", ""},
		{"cut off", map[string]any{"llm.invocation_parameters": `{"previous_response_id":`, "input.value": "Hello"}, "", ""},
		{"LangSmith", map[string]any{
			"langsmith.span.kind": "llm", "gen_ai.prompt": `{"input":"Hello","previous_response_id":"resp_1"}`, "gen_ai.response.id": "resp_2",
		}, "resp_2", "resp_1"},
		{"Langfuse", map[string]any{
			"langfuse.observation.input": said, "langfuse.observation.metadata.previous_response_id": "resp_1",
		}, "", "resp_1"},
	} {
		span := ptrace.NewSpan()
		require.NoError(t, span.Attributes().FromRaw(tt.attributes))
		f := NewReader(DefaultLimits(), classifier).Scan(span, "app")
		require.NotNil(t, f, tt.why)
		assert.Equal(t, tt.response, f.Response, tt.why)
		assert.Equal(t, tt.previous, f.Previous, tt.why)
		assert.False(t, f.OwnTurn, tt.why)
	}
}

func TestPlanoKeepsOneTurn(t *testing.T) {
	span := spanOfTexts(planoPreview, "What's the weather in Seattle?")
	r := NewReader(DefaultLimits(), classifier)
	f := r.Scan(span, "plano(llm)")
	require.NotNil(t, f)
	assert.True(t, f.OwnTurn)
	messages, problems := r.Messages(f)
	require.Len(t, messages, 1)
	assert.Equal(t, "What's the weather in Seattle?", messages[0].Text)
	assert.Equal(t, Problems{}, *problems)
}
