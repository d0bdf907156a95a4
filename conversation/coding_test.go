package conversation

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// parseDate is the conversation of the recordings of a coding agent. Some senders' agent reads the file first.
func parseDate(readsFile bool, change func(*signals.Message)) []signals.Message {
	var kept []signals.Message
	for _, m := range coding() {
		if m.CallID != "call_a1" || readsFile {
			change(&m)
			kept = append(kept, m)
		}
	}
	return kept
}

func TestCodingRecordings(t *testing.T) {
	asIs := func(*signals.Message) {}
	namedByCall := func(m *signals.Message) { m.Tool = codingTools[m.CallID] }
	ofGemini := func(m *signals.Message) {
		namedByCall(m)
		m.CallID = ""
		if m.Role == signals.RoleToolResult {
			text, err := json.Marshal(map[string]string{"result": m.Text})
			require.NoError(t, err)
			m.Text = string(text)
		}
	}
	tests := []struct {
		file, dialect string
		chats         int
		readsFile     bool
		change        func(*signals.Message)
	}{
		{"strands-1.16", "gen_ai_events", 5, false, asIs},
		{"strands-latest-1.16", "gen_ai", 5, false, asIs},
		{"strands-attrs-1.16", "gen_ai", 5, false, asIs},
		{"sentry-openai-10.20", "sentry", 5, true, asIs},
		{"sentry-openai-10.78", "sentry", 5, true, asIs},
		{"sentry-anthropic-10.78", "sentry", 5, true, asIs},
		{"genkit-1.42", "genkit", 5, true, namedByCall},
		{"openllmetry-responses-0.27", "gen_ai", 5, true, asIs},
		{"mlflow-handmade", "mlflow", 5, true, asIs},
		{"truefoundry-handmade", "truefoundry", 5, true, asIs},
		{"google-adk-2.0", "google_adk", 5, true, ofGemini},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			spans := recorded(t, tt.file+".coding.good.traces.json")
			chats := 0
			for _, span := range spans {
				if facts := newReader().Scan(span, "app"); facts != nil && facts.Kind == spankind.Chat {
					assert.True(t, facts.Answered)
					chats++
				}
			}
			assert.Equal(t, tt.chats, chats)
			facts, messages, problems := read(t, lastChat(t, spans))
			assert.Equal(t, tt.dialect, facts.Dialect)
			assert.Equal(t, parseDate(tt.readsFile, tt.change), messages)
			assert.Zero(t, *problems)
		})
	}
}
