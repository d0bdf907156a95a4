package conversation

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// FuzzReaders gives two texts to each dialect, in turns under the keys of its content and in its events.
func FuzzReaders(f *testing.F) {
	f.Add(`[{"text":"hi"},{"toolUse":{"toolUseId":"1","name":"f","input":{}}}]`,
		`[{"toolResult":{"status":"error","content":[{"text":"no"}]}}]`, 9)
	f.Add(`{"message":{"message":{"content":[{"text":"\u00e9"}],"tool_calls":[{"id":"1","function":{"name":"f"}}]}}}`, `["a","b`, 100)
	f.Add(genkitRequest, `{"message":{"role":"model","content":[{"toolRequest":{"name":"f","ref":1}},{"toolResponse":null}]}}`, 20)
	f.Add("plain", "[1] not JSON", 3)
	f.Fuzz(func(t *testing.T, first, second string, maxBytes int) {
		if maxBytes < 1 {
			return
		}
		texts := [...]string{first, second}
		for _, d := range dialects {
			if d.read == nil {
				continue
			}
			span := ptrace.NewSpan()
			for i, c := range d.content {
				span.Attributes().PutStr(strings.Replace(c.key, "*", "0.content", 1), texts[i%2])
			}
			for i, e := range d.events {
				event := span.Events().AppendEmpty()
				event.SetName(e.name)
				for _, key := range []string{"content", "message", "tool_calls", "role", promptKey, completionKey, genAIInput} {
					event.Attributes().PutStr(key, texts[i%2])
				}
			}
			r := NewReader(Limits{MaxBytes: maxBytes}, classifier)
			facts := r.Scan(span, "app")
			if facts == nil || !facts.HasMessages() {
				continue
			}
			messages, _ := r.Messages(facts)
			size := 0
			for _, m := range messages {
				size += len(m.Text) + len(m.Arguments) + len(m.Tool) + len(m.CallID)
			}
			require.LessOrEqual(t, size, maxBytes, d.name)
		}
	})
}
