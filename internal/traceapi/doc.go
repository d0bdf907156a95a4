// Package traceapi is what the local store answers: the types of its HTTP/JSON API, which the page, the command line and the MCP
// server share, and the interface that answers them.
//
// Times are Unix time in nanoseconds, written as decimal strings in JSON as OTLP does it; durations are nanoseconds as numbers.
// Texts are a stranger's: whoever shows them escapes them.
package traceapi

import (
	"context"
	"errors"
)

// ErrNotFound is a conversation, a trace or a message that the store does not have (any more).
var ErrNotFound = errors.New("not found")

// ErrInvalid is a request that can't be understood; its text names the parameter.
var ErrInvalid = errors.New("invalid request")

// ErrBusy is a query that was not begun, as too many others run.
var ErrBusy = errors.New("too many queries at once")

// Store answers queries. It is safe for concurrent use; each query ends with its context.
type Store interface {
	// Conversations lists conversations.
	Conversations(ctx context.Context, query Query) (ConversationPage, error)
	// Conversation returns one conversation without its messages; ErrNotFound where there is none.
	Conversation(ctx context.Context, id string) (Conversation, error)
	// Messages returns a range of the messages of a conversation, long texts cut.
	Messages(ctx context.Context, id string, offset, limit int) (MessagePage, error)
	// Message returns one message in full.
	Message(ctx context.Context, id string, index int) (Message, error)
	// Traces lists traces.
	Traces(ctx context.Context, query Query) (TracePage, error)
	// Trace returns a trace with all of its spans, by its id of 32 hexadecimal digits or the first 8 of them.
	Trace(ctx context.Context, id string) (Trace, error)
	// Issues groups what went wrong by its shape.
	Issues(ctx context.Context, query Query) (IssuePage, error)
	// Trends counts over time.
	Trends(ctx context.Context, query Query, by string) (Trends, error)
	// Suggest completes the value of a field of the search.
	Suggest(ctx context.Context, field, prefix string, limit int) ([]Suggestion, error)
	// Status tells how the store does.
	Status(ctx context.Context) (Status, error)
	// Watch tells of changes until the context ends; the channel is then closed. A receiver that is slow misses some.
	Watch(ctx context.Context) <-chan Change
}
