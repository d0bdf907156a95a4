package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// conversationID is how many characters a conversation's id has.
const conversationID = 16

// maxIDBytes is how long an id may be that a sender gave.
const maxIDBytes = 512

// maxNamed is how many conversations an error names that a text could mean.
const maxNamed = 5

// resolveConversation finds the conversation that a person means: by its id or the beginning of it, by the session's id or the
// beginning of that, or by the id of one of its traces. What the store answers first counts.
func resolveConversation(ctx context.Context, store traceapi.Store, text string) (traceapi.Conversation, error) {
	if len(text) > maxIDBytes {
		return traceapi.Conversation{}, fmt.Errorf("an id has at most %d bytes, this one %d", maxIDBytes, len(text))
	}
	if isHex(text) && len(text) == conversationID {
		conversation, err := store.Conversation(ctx, strings.ToLower(text))
		if !errors.Is(err, traceapi.ErrNotFound) {
			return conversation, err
		}
	}
	for _, look := range []func(context.Context, traceapi.Store, string) ([]string, error){bySession, byTrace, byPrefix} {
		ids, err := look(ctx, store, text)
		if err != nil {
			return traceapi.Conversation{}, err
		}
		switch {
		case len(ids) == 1:
			return store.Conversation(ctx, ids[0])
		case len(ids) > 1:
			named := strings.Join(ids[:min(len(ids), maxNamed)], ", ")
			return traceapi.Conversation{}, fmt.Errorf("%s is in %d conversations: %s", text, len(ids), named)
		}
	}
	return traceapi.Conversation{}, fmt.Errorf("no conversation, session or trace is called %s: `planotrace conversations` lists them", text)
}

func bySession(ctx context.Context, store traceapi.Store, text string) ([]string, error) {
	for _, word := range []string{search.Quote(text), search.Quote(text) + "*"} {
		if strings.HasSuffix(word, `"*`) {
			continue
		}
		page, err := store.Conversations(ctx, traceapi.Query{Search: "session:" + word, Limit: maxNamed + 1})
		if err != nil {
			return nil, err
		}
		if len(page.Conversations) > 0 {
			return idsOf(page.Conversations), nil
		}
	}
	return nil, nil
}

func byTrace(ctx context.Context, store traceapi.Store, text string) ([]string, error) {
	if !isTraceID(text) {
		return nil, nil
	}
	trace, err := store.Trace(ctx, strings.ToLower(text))
	if errors.Is(err, traceapi.ErrNotFound) {
		return nil, nil
	}
	return trace.Conversations, err
}

// byPrefix looks at the newest conversations only, as the store can't be asked for a part of an id.
func byPrefix(ctx context.Context, store traceapi.Store, text string) ([]string, error) {
	if !isHex(text) || len(text) >= conversationID {
		return nil, nil
	}
	page, err := store.Conversations(ctx, traceapi.Query{Order: traceapi.OrderNewest, Limit: traceapi.MaxLimit})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, id := range idsOf(page.Conversations) {
		if strings.HasPrefix(id, strings.ToLower(text)) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func idsOf(conversations []traceapi.ConversationSummary) []string {
	ids := make([]string, len(conversations))
	for i := range conversations {
		ids[i] = conversations[i].ID
	}
	return ids
}
