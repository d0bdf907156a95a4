package conversation

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

func recorded(tb testing.TB, name string) []ptrace.Span {
	tb.Helper()
	var spans []ptrace.Span
	for _, resource := range load(tb, filepath.Join("testdata", name)).ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				spans = append(spans, span)
			}
		}
	}
	return spans
}

func lastChat(t *testing.T, spans []ptrace.Span) ptrace.Span {
	t.Helper()
	var last ptrace.Span
	found := false
	for _, span := range spans {
		if facts := newReader().Scan(span, "app"); facts != nil && facts.Kind == spankind.Chat &&
			(!found || span.StartTimestamp() > last.StartTimestamp()) {
			last, found = span, true
		}
	}
	require.True(t, found, "no chat span")
	return last
}

func refund(withCalls bool) []signals.Message {
	messages := []signals.Message{
		user("Hi, I need to cancel my flight reservation ABC123 and get a refund."),
		call("get_reservation", "c1", `{"id":"ABC123"}`),
		result("c1", "Error: invalid argument: reservation_id must be a 6 character code"),
		assistant("I could not find this reservation. Could you give me the code again?"),
		user("No, I meant the reservation under my name, that is not what I asked."),
		call("get_reservation", "c2", `{"id":"ABC123"}`),
		result("c2", "429 Too Many Requests: rate limit exceeded, retry after 30s"),
		assistant("I could not find this reservation. Could you give me the code again?"),
		user("THIS IS RIDICULOUS, you are not helping at all!!!"),
		assistant("I am sorry for the trouble. How else can I help?"),
		user("Forget it, let me talk to a human agent."),
		assistant("I will transfer you."),
	}
	if withCalls {
		return messages
	}
	kept := messages[:0]
	for _, m := range messages {
		if m.Role != signals.RoleToolCall {
			m.CallID = ""
			kept = append(kept, m)
		}
	}
	return kept
}

func TestRecordings(t *testing.T) {
	tests := []struct {
		file, dialect string
		calls         bool
	}{
		{"openllmetry-0.12.refund.traces.json", "gen_ai_indexed", false},
		{"openllmetry-0.27.refund.traces.json", "gen_ai", true},
		{"vercel-ai-7.refund.traces.json", "gen_ai", true},
		{"openinference-4.2.refund.traces.json", "openinference", true},
		{"langfuse-5.11.refund.traces.json", "langfuse", true},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			facts, messages, problems := read(t, lastChat(t, recorded(t, tt.file)))
			assert.Equal(t, tt.dialect, facts.Dialect)
			assert.Equal(t, spankind.Chat, facts.Kind)
			assert.Equal(t, refund(tt.calls), messages)
			assert.Zero(t, *problems)
		})
	}
}
