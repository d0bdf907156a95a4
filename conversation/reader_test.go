package conversation

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// spanWith returns a chat span with these attributes.
func spanWith(t *testing.T, attributes map[string]any) ptrace.Span {
	t.Helper()
	span := ptrace.NewSpan()
	require.NoError(t, span.Attributes().FromRaw(attributes))
	return span
}

// read scans and reads one span.
func read(t *testing.T, span ptrace.Span) (Facts, []signals.Message, *Problems) {
	t.Helper()
	r := NewReader(DefaultLimits())
	var facts Facts
	r.Scan(span, "app", &facts)
	messages, problems := r.Messages(&facts)
	return facts, messages, problems
}

func user(text string) signals.Message {
	return signals.Message{Role: signals.RoleUser, Text: text}
}

func assistant(text string) signals.Message {
	return signals.Message{Role: signals.RoleAssistant, Text: text}
}

func call(tool, id, arguments string) signals.Message {
	return signals.Message{Role: signals.RoleToolCall, Tool: tool, CallID: id, Arguments: arguments}
}

func result(id, text string) signals.Message {
	return signals.Message{Role: signals.RoleToolResult, CallID: id, Text: text}
}

// recorded returns the spans of a recording that have messages, by start time.
func recorded(t *testing.T, name string) []ptrace.Span {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(data)
	require.NoError(t, err)
	var spans []ptrace.Span
	for _, resource := range traces.ResourceSpans().All() {
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
		var facts Facts
		if NewReader(DefaultLimits()).Scan(span, "app", &facts) && facts.Kind == KindChat &&
			(!found || span.StartTimestamp() > last.StartTimestamp()) {
			last, found = span, true
		}
	}
	require.True(t, found, "no chat span")
	return last
}

// refund is what was said in the recordings that end in a request for a human. Older
// OpenLLMetry does not record tool calls in the history.
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
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			facts, messages, problems := read(t, lastChat(t, recorded(t, tt.file)))
			assert.Equal(t, tt.dialect, facts.Dialect)
			assert.Equal(t, KindChat, facts.Kind)
			assert.Equal(t, refund(tt.calls), messages)
			assert.Zero(t, *problems)
		})
	}
}

func TestPlainSpansTellNothing(t *testing.T) {
	for name, attributes := range map[string]map[string]any{
		"empty":           {},
		"a shop's error":  {"http.response.status_code": 503, "url.path": "/checkout", "error.type": "timeout"},
		"empty key":       {"": "x"},
		"embeddings":      {"gen_ai.operation.name": "embeddings", "gen_ai.request.model": "m"},
		"content is off":  {"gen_ai.operation.name": "chat", "gen_ai.request.model": "m"},
		"database failed": {"db.system": "postgresql", "response_flags": "UF"},
	} {
		var facts Facts
		assert.False(t, NewReader(DefaultLimits()).Scan(spanWith(t, attributes), "shop", &facts), name)
	}
}

func TestKinds(t *testing.T) {
	messages := `[{"role":"user","content":"hi"}]`
	for want, attributes := range map[Kind]map[string]any{
		KindChat:  {"gen_ai.operation.name": "chat", "gen_ai.input.messages": messages},
		KindAgent: {"gen_ai.operation.name": "invoke_agent", "gen_ai.input.messages": messages},
		KindTool:  {"gen_ai.operation.name": "execute_tool", "gen_ai.input.messages": messages},
	} {
		facts, _, _ := read(t, spanWith(t, attributes))
		assert.Equal(t, want, facts.Kind)
	}
}

func TestBudgetOfBytes(t *testing.T) {
	span := spanWith(t, map[string]any{
		"gen_ai.input.messages": `[{"role":"user","content":"first"},{"role":"user","content":"` + strings.Repeat("x", 100) + `"}]`,
	})
	r := NewReader(Limits{MaxBytes: 60})
	var facts Facts
	require.True(t, r.Scan(span, "app", &facts))
	messages, problems := r.Messages(&facts)
	require.NotEmpty(t, messages)
	assert.Equal(t, "first", messages[0].Text)
	var want Problems
	want[TooLarge] = 1
	assert.Equal(t, want, *problems)
}

// FuzzReader reads any text in every place where content stands; the span must stay
// as it was, and messages stay within the content.
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
		r := NewReader(DefaultLimits())
		var facts Facts
		r.Scan(span, "plano(llm)", &facts)
		messages, _ := r.Messages(&facts)
		assert.Equal(t, before.Attributes().AsRaw(), span.Attributes().AsRaw())
		total := 0
		for _, m := range messages {
			total += len(m.Text) + len(m.Arguments)
		}
		assert.LessOrEqual(t, total, 3*len(value)+16)
	})
}

func BenchmarkScanPlainSpan(b *testing.B) {
	span := ptrace.NewSpan()
	for _, key := range []string{
		"http.request.method", "url.path", "server.address", "server.port", "network.protocol.version", "user_agent.original",
		"client.address", "http.route", "thread.id", "code.function", "tenant", "component",
	} {
		span.Attributes().PutStr(key, "value")
	}
	r := NewReader(DefaultLimits())
	var facts Facts
	b.ReportAllocs()
	for b.Loop() {
		if r.Scan(span, "shop", &facts) {
			b.Fatal("a plain span tells something")
		}
	}
}

func BenchmarkReadMessages(b *testing.B) {
	data, err := os.ReadFile("testdata/openllmetry-0.27.refund.traces.json")
	require.NoError(b, err)
	traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(data)
	require.NoError(b, err)
	r := NewReader(DefaultLimits())
	var facts Facts
	var span ptrace.Span
	size := 0
	for _, resource := range traces.ResourceSpans().All() {
		s := resource.ScopeSpans().At(0).Spans().At(0)
		if v, ok := s.Attributes().Get("gen_ai.input.messages"); ok && v.Type() == pcommon.ValueTypeStr && len(v.Str()) > size {
			span, size = s, len(v.Str())
		}
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		r.Scan(span, "app", &facts)
		if messages, _ := r.Messages(&facts); len(messages) == 0 {
			b.Fatal("nothing read")
		}
	}
}
