package main

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/fakestore"
)

// recorded answers what testdata/store.json holds, so that pages look the same whatever becomes of the made-up conversations.
type recorded struct {
	*fakestore.Store
	List   traceapi.ConversationPage `json:"list"`
	Groups traceapi.IssuePage        `json:"issues"`
	Shown  []shownConversation       `json:"shown"`
}

func withRecorded(t *testing.T) *scene {
	t.Helper()
	text, err := os.ReadFile("testdata/store.json")
	require.NoError(t, err)
	store := &recorded{Store: fakestore.Empty(now)}
	require.NoError(t, json.Unmarshal(text, store))
	return withStore(t, store)
}

func (r *recorded) find(id string) *shownConversation {
	for i := range r.Shown {
		if r.Shown[i].Conversation.ID == id {
			return &r.Shown[i]
		}
	}
	return nil
}

func (r *recorded) Conversations(context.Context, traceapi.Query) (traceapi.ConversationPage, error) {
	return r.List, nil
}

func (r *recorded) Issues(context.Context, traceapi.Query) (traceapi.IssuePage, error) {
	return r.Groups, nil
}

func (r *recorded) Conversation(_ context.Context, id string) (traceapi.Conversation, error) {
	if found := r.find(id); found != nil {
		return found.Conversation, nil
	}
	return traceapi.Conversation{}, traceapi.ErrNotFound
}

func (r *recorded) Messages(_ context.Context, id string, offset, limit int) (traceapi.MessagePage, error) {
	all := r.find(id).Messages
	to := min(offset+limit, len(all))
	return traceapi.MessagePage{Messages: all[min(offset, to):to], Total: len(all)}, nil
}
