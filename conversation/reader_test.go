package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

func FuzzReader(f *testing.F) {
	f.Add("gen_ai.input.messages", `[{"role":"user","parts":[{"type":"text","content":"hi"}]}]`)
	f.Add("gen_ai.output.messages", `{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}`)
	f.Add("gen_ai.prompt.0.content", `[{"type":"text","text":"hi"}]`)
	f.Add("gen_ai.prompt.4000000000.role", "user")
	f.Add("gen_ai.completion.0.tool_calls.1.name", "f")
	f.Add("response_flags", "UF,URX")
	f.Add("llm.error", "rate_limit")
	f.Fuzz(func(t *testing.T, key, value string) {
		span := ptrace.NewSpan()
		span.Attributes().PutStr(key, value)
		span.Attributes().PutStr("gen_ai.prompt.0.role", "user")
		before := ptrace.NewSpan()
		span.CopyTo(before)
		r := newReader()
		var messages []signals.Message
		if facts := r.Scan(span, "plano(llm)"); facts != nil {
			messages, _ = r.Messages(facts)
		}
		assert.Equal(t, before.Attributes().AsRaw(), span.Attributes().AsRaw())
		total := 0
		for _, m := range messages {
			total += len(m.Text) + len(m.Arguments)
		}
		assert.LessOrEqual(t, total, 3*len(value)+16)
	})
}
