package tracemcp

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// agent is a client that counts what it asked and got.
type agent struct {
	t       *testing.T
	session *mcp.ClientSession
	calls   int
	bytes   int
}

func connect(t *testing.T, transport mcp.Transport) *agent {
	t.Helper()
	client := mcp.NewClient(&mcp.Implementation{Name: "hunter", Version: "1"}, nil)
	session, err := client.Connect(t.Context(), transport, nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, session.Close()) })
	return &agent{t: t, session: session}
}

// ask calls a tool that must not fail.
func (a *agent) ask(tool string, arguments map[string]any) string {
	a.t.Helper()
	text, failed := a.call(tool, arguments)
	require.False(a.t, failed, text)
	return text
}

func (a *agent) call(tool string, arguments map[string]any) (text string, failed bool) {
	a.t.Helper()
	result, err := a.session.CallTool(a.t.Context(), &mcp.CallToolParams{Name: tool, Arguments: arguments})
	require.NoError(a.t, err)
	require.Len(a.t, result.Content, 1)
	content, ok := result.Content[0].(*mcp.TextContent)
	require.True(a.t, ok)
	a.calls++
	a.bytes += len(content.Text)
	return content.Text, result.IsError
}

// asking returns a client of a store in which it is noon.
func asking(t *testing.T, store traceapi.Store) *agent {
	t.Helper()
	server := newServer(&tools{store: store, now: func() time.Time { return noon }}, "test")
	here, there := mcp.NewInMemoryTransports()
	session, err := server.Connect(t.Context(), there, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = session.Wait() })
	return connect(t, here)
}

func fake(t *testing.T) *agent {
	t.Helper()
	return asking(t, fakestore.New(noon))
}

// storeWith replaces answers of a store.
type storeWith struct {
	traceapi.Store
	messages []traceapi.Message
	trace    *traceapi.Trace
	err      error
}

func (s storeWith) Conversation(ctx context.Context, id string) (traceapi.Conversation, error) {
	c, err := s.Store.Conversation(ctx, id)
	if s.messages != nil {
		c.MessageCount, c.Findings = len(s.messages), nil
	}
	return c, err
}

func (s storeWith) Messages(ctx context.Context, id string, offset, limit int) (traceapi.MessagePage, error) {
	if s.messages == nil {
		return s.Store.Messages(ctx, id, offset, limit)
	}
	return traceapi.MessagePage{Messages: s.messages[offset:min(offset+limit, len(s.messages))], Total: len(s.messages)}, nil
}

func (s storeWith) Trace(ctx context.Context, id string) (traceapi.Trace, error) {
	if s.trace == nil {
		return s.Store.Trace(ctx, id)
	}
	return *s.trace, nil
}

func (s storeWith) Conversations(ctx context.Context, query traceapi.Query) (traceapi.ConversationPage, error) {
	if s.err != nil {
		return traceapi.ConversationPage{}, s.err
	}
	return s.Store.Conversations(ctx, query)
}

// lineWith returns the first line that holds a text.
func lineWith(t *testing.T, answer, part string) string {
	t.Helper()
	for line := range strings.Lines(answer) {
		if strings.Contains(line, part) {
			return line
		}
	}
	require.Failf(t, "no line", "with %q in:\n%s", part, answer)
	return ""
}
