package conversation

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// FuzzPromptAndAnswer holds readers of a prompt and an answer to their budget, whatever stands in them.
func FuzzPromptAndAnswer(f *testing.F) {
	f.Add(`{"model":"m","messages":[{"role":"user","content":"hi"}]}`, `{"choices":[{"message":{"role":"assistant","content":"yes"}}]}`, "", 9)
	f.Add(`{"input":[{"type":"function_call","call_id":"1","name":"f","arguments":"{}"}]}`,
		`{"output":[{"role":"assistant","content":"yes"}]}`, "", 50)
	f.Add(`{"prompt":"hi"}`, "yes", `[{"toolCallId":"1","toolName":"f","input":{"a":1}}]`, 3)
	f.Add(`[{"role":"tool","content":[{"type":"tool-result","output":{"type":"error-text","value":"no"}}]}]`, `{"outputs":"`, `[{"args`, 100)
	f.Fuzz(func(t *testing.T, prompt, answer, calls string, maxBytes int) {
		if maxBytes < 1 {
			return
		}
		for _, keys := range [][3]string{
			{"gen_ai.prompt", "gen_ai.completion", "langsmith.span.kind"},
			{"ai.prompt", "ai.response.text", "ai.response.toolCalls"},
			{"ai.prompt.messages", "ai.response.object", "ai.response.toolCalls"},
		} {
			span := ptrace.NewSpan()
			for i, text := range []string{prompt, answer, calls} {
				span.Attributes().PutStr(keys[i], text)
			}
			r := NewReader(Limits{MaxBytes: maxBytes}, classifier)
			facts := r.Scan(span, "app")
			require.NotNil(t, facts)
			messages, _ := r.Messages(facts)
			size := 0
			for _, m := range messages {
				size += len(m.Text) + len(m.Arguments) + len(m.Tool) + len(m.CallID)
			}
			require.LessOrEqual(t, size, maxBytes)
		}
	})
}
