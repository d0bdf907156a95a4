package store

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/demo"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// openDemo opens a store with the recorded conversations.
func openDemo(tb testing.TB) *Store {
	tb.Helper()
	s, err := Open(tb.Context(), Config{Directory: tb.TempDir()})
	require.NoError(tb, err)
	tb.Cleanup(func() { assert.NoError(tb, s.Close(context.Background())) })
	require.NoError(tb, demo.Load(tb.Context(), time.Now(), s.Append))
	return s
}

// TestEveryTranscriptIsWhole reads every recorded conversation back: each message has its text, its span and its time.
func TestEveryTranscriptIsWhole(t *testing.T) {
	s := openDemo(t)
	query := traceapi.Query{Limit: traceapi.MaxLimit}
	page, err := s.Conversations(t.Context(), query)
	require.NoError(t, err)
	require.Greater(t, len(page.Conversations), 50)
	for _, summary := range page.Conversations {
		c, err := s.Conversation(t.Context(), summary.ID)
		require.NoError(t, err)
		assert.Equal(t, summary, c.ConversationSummary)
		assert.Len(t, c.TraceList, c.Traces, c.ID)
		assertTranscript(t, s, &c)
	}
}

func assertTranscript(t *testing.T, s *Store, c *traceapi.Conversation) {
	t.Helper()
	messages, err := s.Messages(t.Context(), c.ID, 0, 0)
	require.NoError(t, err)
	assert.Equal(t, c.MessageCount, messages.Total, c.ID)
	assert.Len(t, messages.Messages, messages.Total, c.ID)
	for i, m := range messages.Messages {
		assert.Equal(t, i, m.Index)
		assert.NotEmpty(t, m.SpanID, c.ID)
		assert.NotZero(t, m.Time, c.ID)
		switch m.Role {
		case traceapi.RoleToolCall:
			assert.NotEmpty(t, m.Tool, "%s %d", c.ID, i)
		case traceapi.RoleToolResult:
			assert.NotEmpty(t, m.Tool, "%s %d", c.ID, i)
		case traceapi.RoleUser:
			assert.True(t, m.Text != "" || len(m.Attachments) > 0, "%s %d", c.ID, i)
		}
	}
	for _, f := range c.Findings {
		assert.Less(t, f.Message, messages.Total, "%s %s", c.ID, f.Signal)
	}
}

// TestLoopsSayWhatTheyTook looks at the loops of all recorded conversations: more than one round each, within the transcript.
func TestLoopsSayWhatTheyTook(t *testing.T) {
	s := openDemo(t)
	page, err := s.Conversations(t.Context(), traceapi.Query{Limit: traceapi.MaxLimit, Search: "signal:loops"})
	require.NoError(t, err)
	seen := 0
	for _, summary := range page.Conversations {
		c, err := s.Conversation(t.Context(), summary.ID)
		require.NoError(t, err)
		for _, l := range c.Loops {
			seen++
			assert.Len(t, l.Calls, l.Rounds, c.ID)
			assert.Greater(t, l.Rounds, 1, c.ID)
			assert.Equal(t, l.Calls[0], l.Messages[0], c.ID)
			assert.LessOrEqual(t, l.Messages[1], c.MessageCount, c.ID)
			assert.Positive(t, l.DurationNS, c.ID)
		}
	}
	assert.Greater(t, seen, 5)
}
