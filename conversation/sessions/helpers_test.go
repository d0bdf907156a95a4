package sessions

import (
	"encoding/binary"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

func newAnalyzer(tb testing.TB) *signals.Analyzer {
	tb.Helper()
	analyzer, err := signals.New(signals.DefaultConfig())
	require.NoError(tb, err)
	return analyzer
}

var someLimits = Limits{MaxSessions: 1000, MaxBytes: 64 << 20, TTL: time.Hour}

// client sends the calls of one session through a reader.
type client struct {
	tb       testing.TB
	analyzer *signals.Analyzer
	reader   *conversation.Reader
	sessions *Sessions
	key      Key
}

func newClient(tb testing.TB, limits Limits) *client {
	tb.Helper()
	analyzer := newAnalyzer(tb)
	return &client{
		tb: tb, analyzer: analyzer, reader: conversation.NewReader(conversation.DefaultLimits(), analyzer),
		sessions: New(analyzer, limits, time.Now), key: KeyOf("", "session", pcommon.TraceID{}),
	}
}

// spans counts those of all clients.
var spans uint64

func (c *client) span() Call {
	spans++
	call := Call{Trace: pcommon.TraceID{1}}
	binary.BigEndian.PutUint64(call.Span[:], spans)
	return call
}

// send analyses a call with a history, of which the last messages, after the user's or a tool's, are the answer.
func (c *client) send(history []signals.Message) Result { return c.sendAs(c.span(), history) }

func (c *client) sendAs(call Call, history []signals.Message) Result {
	c.tb.Helper()
	return c.analyze(chatSpan(c.tb, history), call)
}

func (c *client) analyze(span ptrace.Span, call Call) Result {
	c.tb.Helper()
	facts := c.reader.Scan(span, "shop")
	require.NotNil(c.tb, facts)
	open := c.sessions.Open(c.tb.Context(), c.key)
	defer open.Close()
	result, ok := open.Analyze(c.reader.Resume(facts, open.Prefixes()), call)
	if !ok {
		call.WithSnippets = true
		result, ok = open.Analyze(c.reader.Resume(facts, nil), call)
	}
	require.True(c.tb, ok)
	return result
}

// chatSpan is a call as OTel's conventions write it.
func chatSpan(tb testing.TB, history []signals.Message) ptrace.Span {
	tb.Helper()
	input := len(history)
	for input > 0 && (history[input-1].Role == signals.RoleAssistant || history[input-1].Role == signals.RoleToolCall) {
		input--
	}
	span := ptrace.NewSpan()
	span.Attributes().PutStr("gen_ai.operation.name", "chat")
	span.Attributes().PutStr("gen_ai.input.messages", messagesJSON(tb, history[:input]))
	if input < len(history) {
		span.Attributes().PutStr("gen_ai.output.messages", messagesJSON(tb, history[input:]))
	}
	return span
}

func messagesJSON(tb testing.TB, history []signals.Message) string {
	tb.Helper()
	all := []any{}
	for _, m := range history {
		role, part := m.Role.String(), map[string]any{"type": "text", "content": m.Text}
		switch m.Role {
		case signals.RoleToolCall:
			role, part = "assistant", map[string]any{"type": "tool_call", "id": m.CallID, "name": m.Tool, "arguments": m.Arguments}
		case signals.RoleToolResult:
			role, part = "tool", map[string]any{"type": "tool_call_response", "id": m.CallID, "name": m.Tool, "response": m.Text}
		case signals.RoleUser, signals.RoleAssistant:
		}
		all = append(all, map[string]any{"role": role, "parts": []any{part}})
	}
	text, err := json.Marshal(all)
	require.NoError(tb, err)
	return string(text)
}
