package planotraces

import (
	"context"
	"errors"
	"sync"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/store"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// reopenEvery is how long a disk that is full, or can't be written to, is left alone.
const reopenEvery = 10 * time.Second

// reopened is a store that could not be opened for its disk, and is once that has room or can be written to: the pipeline goes on
// meanwhile.
type reopened struct {
	open func(context.Context) (keeper, error)
	now  func() time.Time

	mu     sync.Mutex
	keeper keeper
	err    error
	tried  time.Time
}

// openOrWait opens a store; of a disk in trouble it returns one that is opened later.
func openOrWait(ctx context.Context, open func(context.Context) (keeper, error), now func() time.Time) (keeper, error) {
	k, err := open(ctx)
	if err == nil || !errors.Is(err, store.ErrFull) && !errors.Is(err, store.ErrReadOnly) {
		return k, err
	}
	return &reopened{open: open, now: now, err: err, tried: now()}, nil
}

// opened returns the store, or why there is none yet.
func (r *reopened) opened(ctx context.Context) (keeper, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.keeper != nil || r.now().Sub(r.tried) < reopenEvery {
		return r.keeper, r.err
	}
	r.tried = r.now()
	r.keeper, r.err = r.open(ctx)
	return r.keeper, r.err
}

func asked[T any](ctx context.Context, r *reopened, query func(keeper) (T, error)) (answer T, err error) {
	k, err := r.opened(ctx)
	if err != nil {
		return answer, err
	}
	return query(k)
}

// Append returns once the spans are durable.
func (r *reopened) Append(ctx context.Context, traces ptrace.Traces) error {
	k, err := r.opened(ctx)
	if err != nil {
		return err
	}
	return k.Append(ctx, traces)
}

// Close closes what was opened.
func (r *reopened) Close(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.keeper == nil {
		return nil
	}
	return r.keeper.Close(ctx)
}

// Status tells the trouble while there is nothing else to tell.
func (r *reopened) Status(ctx context.Context) (traceapi.Status, error) {
	k, trouble := r.opened(ctx)
	if trouble != nil {
		return traceapi.Status{Problem: trouble.Error()}, nil //nolint:nilerr // the status tells it
	}
	return k.Status(ctx)
}

// Watch tells of changes; of a store that is not open yet there are none.
func (r *reopened) Watch(ctx context.Context) <-chan traceapi.Change {
	if k, err := r.opened(ctx); err == nil {
		return k.Watch(ctx)
	}
	changes := make(chan traceapi.Change)
	context.AfterFunc(ctx, func() { close(changes) })
	return changes
}

// Conversations lists conversations.
func (r *reopened) Conversations(ctx context.Context, query traceapi.Query) (traceapi.ConversationPage, error) {
	return asked(ctx, r, func(k keeper) (traceapi.ConversationPage, error) { return k.Conversations(ctx, query) })
}

// Conversation returns one conversation.
func (r *reopened) Conversation(ctx context.Context, id string) (traceapi.Conversation, error) {
	return asked(ctx, r, func(k keeper) (traceapi.Conversation, error) { return k.Conversation(ctx, id) })
}

// Messages returns a range of the messages of a conversation.
func (r *reopened) Messages(ctx context.Context, id string, offset, limit int) (traceapi.MessagePage, error) {
	return asked(ctx, r, func(k keeper) (traceapi.MessagePage, error) { return k.Messages(ctx, id, offset, limit) })
}

// Message returns one message in full.
func (r *reopened) Message(ctx context.Context, id string, index int) (traceapi.Message, error) {
	return asked(ctx, r, func(k keeper) (traceapi.Message, error) { return k.Message(ctx, id, index) })
}

// Traces lists traces.
func (r *reopened) Traces(ctx context.Context, query traceapi.Query) (traceapi.TracePage, error) {
	return asked(ctx, r, func(k keeper) (traceapi.TracePage, error) { return k.Traces(ctx, query) })
}

// Trace returns a trace with its spans.
func (r *reopened) Trace(ctx context.Context, id string) (traceapi.Trace, error) {
	return asked(ctx, r, func(k keeper) (traceapi.Trace, error) { return k.Trace(ctx, id) })
}

// Issues groups what went wrong.
func (r *reopened) Issues(ctx context.Context, query traceapi.Query) (traceapi.IssuePage, error) {
	return asked(ctx, r, func(k keeper) (traceapi.IssuePage, error) { return k.Issues(ctx, query) })
}

// Trends counts over time.
func (r *reopened) Trends(ctx context.Context, query traceapi.Query, by string) (traceapi.Trends, error) {
	return asked(ctx, r, func(k keeper) (traceapi.Trends, error) { return k.Trends(ctx, query, by) })
}

// Suggest completes the value of a field of the search.
func (r *reopened) Suggest(ctx context.Context, field, prefix string, limit int) ([]traceapi.Suggestion, error) {
	return asked(ctx, r, func(k keeper) ([]traceapi.Suggestion, error) { return k.Suggest(ctx, field, prefix, limit) })
}
