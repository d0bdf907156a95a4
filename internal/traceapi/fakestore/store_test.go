package fakestore

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

var now = time.Date(2025, 11, 21, 18, 0, 0, 0, time.UTC)

func TestWhatIsAskedForIsThere(t *testing.T) {
	s, ctx := New(now), t.Context()
	list, err := s.Conversations(ctx, traceapi.Query{Limit: 100})
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(list.Conversations), 40)
	for _, c := range list.Conversations {
		whole, err := s.Conversation(ctx, c.ID)
		require.NoError(t, err)
		page, err := s.Messages(ctx, c.ID, 0, 1000)
		require.NoError(t, err)
		assert.Equal(t, whole.MessageCount, page.Total, c.ID)
		for _, one := range whole.TraceList {
			found, err := s.Trace(ctx, one.TraceID)
			require.NoError(t, err)
			assert.Len(t, found.Spans, one.Spans, c.ID)
		}
	}
	for id, messages := range map[string]int{Loops: 19, NoContent: 0, ManyMessages: 10_000} {
		page, err := s.Messages(ctx, id, 0, 1)
		require.NoError(t, err)
		assert.Equal(t, messages, page.Total, id)
	}
	for id, spans := range map[string]int{BigTrace: 5000, MediumTrace: 500} {
		c, err := s.Conversation(ctx, id)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, c.Spans, spans, id)
	}
	again, err := New(now).Conversations(ctx, traceapi.Query{Limit: 100})
	require.NoError(t, err)
	assert.Equal(t, list, again)
}

func TestPagesAndSearch(t *testing.T) {
	s, ctx := New(now), t.Context()
	query := traceapi.Query{Limit: 7}
	seen := make(map[string]bool)
	for {
		page, err := s.Conversations(ctx, query)
		require.NoError(t, err)
		for _, c := range page.Conversations {
			assert.False(t, seen[c.ID], c.ID)
			seen[c.ID] = true
		}
		if query.Cursor = page.NextCursor; query.Cursor == "" {
			break
		}
	}
	assert.Len(t, seen, 42)
	severe, err := s.Conversations(ctx, traceapi.Query{Search: `quality:severe signal:escalation "charged twice"`})
	require.NoError(t, err)
	assert.NotEmpty(t, severe.Conversations)
	for query, want := range map[string]bool{
		"quality:severe": true, "-quality:severe": false, "signal:disengagement tool:get_*": true, "tool:refund": false,
		"score:<20 turns:>2":           true,
		"gen_ai.tool.name=get_invoice": true, "gen_ai.tool.name=none": false, `error:"no such text"`: false,
		"duration:>1s errors:>5 tokens:>1k": true,
		"trace:c0000001":                    true, "since:1h": true, "since:1m": false,
	} {
		found, err := s.Conversations(ctx, traceapi.Query{Search: query, Limit: 1000})
		require.NoError(t, err, query)
		has := slices.ContainsFunc(found.Conversations, func(c traceapi.ConversationSummary) bool { return c.ID == Loops })
		assert.Equal(t, want, has, query)
	}
	_, err = s.Conversations(ctx, traceapi.Query{Cursor: "x"})
	require.ErrorIs(t, err, traceapi.ErrInvalid)
	_, err = s.Trends(ctx, traceapi.Query{}, "weather")
	require.ErrorIs(t, err, traceapi.ErrInvalid)
}

func TestArrive(t *testing.T) {
	s := New(now)
	ctx, cancel := context.WithCancel(t.Context())
	changes := s.Watch(ctx)
	id := s.Arrive(now.Add(time.Minute))
	change := <-changes
	require.NotNil(t, change.Conversation)
	assert.Equal(t, id, change.Conversation.ID)
	assert.Equal(t, now.Add(time.Minute).UnixNano(), change.Conversation.End)
	cancel()
	require.Eventually(t, func() bool { _, open := <-changes; return !open }, time.Second, time.Millisecond)
}
