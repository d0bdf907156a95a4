package server

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/client"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

// TestAClientHasTheAnswersOfTheStore asks through the server, with a token, and compares.
func TestAClientHasTheAnswersOfTheStore(t *testing.T) {
	store := fake()
	s := serve(t, store, Options{Token: secret})
	through := client.New(s.host, secret)
	t.Cleanup(through.Close)
	trace, err := store.Traces(t.Context(), traceapi.Query{Limit: 1})
	require.NoError(t, err)
	id := trace.Traces[0].TraceID
	for name, ask := range map[string]func(context.Context, traceapi.Store) (any, error){
		"conversations": func(ctx context.Context, s traceapi.Store) (any, error) {
			return s.Conversations(ctx, traceapi.Query{Search: `quality:severe "money back"`, Order: traceapi.OrderNewest, Limit: 3})
		},
		"page": func(ctx context.Context, s traceapi.Store) (any, error) {
			return s.Conversations(ctx, traceapi.Query{Limit: 7, Cursor: "7", From: 1, To: started.UnixNano()})
		},
		"conversation": func(ctx context.Context, s traceapi.Store) (any, error) { return s.Conversation(ctx, fakestore.Loops) },
		"hostile": func(ctx context.Context, s traceapi.Store) (any, error) {
			return s.Conversation(ctx, fakestore.Hostile)
		},
		"messages": func(ctx context.Context, s traceapi.Store) (any, error) {
			return s.Messages(ctx, fakestore.Loops, 3, 5)
		},
		"message": func(ctx context.Context, s traceapi.Store) (any, error) {
			return s.Message(ctx, fakestore.LongMessage, 0)
		},
		"no message": func(ctx context.Context, s traceapi.Store) (any, error) { return s.Message(ctx, fakestore.Loops, 99) },
		"traces":     func(ctx context.Context, s traceapi.Store) (any, error) { return s.Traces(ctx, traceapi.Query{}) },
		"trace":      func(ctx context.Context, s traceapi.Store) (any, error) { return s.Trace(ctx, id) },
		"short id":   func(ctx context.Context, s traceapi.Store) (any, error) { return s.Trace(ctx, id[:8]) },
		"no trace":   func(ctx context.Context, s traceapi.Store) (any, error) { return s.Trace(ctx, "ffffffff") },
		"issues":     func(ctx context.Context, s traceapi.Store) (any, error) { return s.Issues(ctx, traceapi.Query{}) },
		"trends": func(ctx context.Context, s traceapi.Store) (any, error) {
			return s.Trends(ctx, traceapi.Query{}, traceapi.ByModel)
		},
		"suggest": func(ctx context.Context, s traceapi.Store) (any, error) { return s.Suggest(ctx, "tool", "get", 3) },
		"status":  func(ctx context.Context, s traceapi.Store) (any, error) { return s.Status(ctx) },
		"wrong": func(ctx context.Context, s traceapi.Store) (any, error) {
			return s.Traces(ctx, traceapi.Query{Cursor: "x"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			want, wantErr := ask(t.Context(), store)
			got, err := ask(t.Context(), through)
			for _, kind := range []error{traceapi.ErrNotFound, traceapi.ErrInvalid} {
				assert.Equal(t, errors.Is(wantErr, kind), errors.Is(err, kind), err)
			}
			if wantErr == nil {
				require.NoError(t, err)
				assert.Equal(t, asJSON(t, want), asJSON(t, got))
			}
		})
	}
}

// asJSON has what is not UTF-8 replaced, as JSON can't hold it.
func asJSON(t *testing.T, answer any) (read any) {
	t.Helper()
	body, err := json.Marshal(answer)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(body, &read))
	return read
}

func TestAClientIsToldOfChanges(t *testing.T) {
	store := fakestore.New(started)
	s := serve(t, store, Options{Token: secret})
	through := client.New(s.host, secret)
	t.Cleanup(through.Close)
	changes := through.Watch(t.Context())
	require.Eventually(t, func() bool { return len(s.live) == 1 }, time.Minute, time.Millisecond)
	id := store.Arrive(started.Add(time.Minute))
	for change := range changes {
		if change.Conversation != nil {
			assert.Equal(t, id, change.Conversation.ID)
			return
		}
	}
	require.Fail(t, "the stream ended")
}
