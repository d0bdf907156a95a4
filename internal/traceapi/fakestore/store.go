// Package fakestore is a store in memory with conversations that are made up: the same ones at each start. What shows, serves or
// asks a store is tested and developed against it.
package fakestore

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// Ids of conversations that tests ask for.
const (
	// Loops has a loop of six rounds, an escalation and failures of a tool.
	Loops = "00000000000000a1"
	// Happy ends with thanks.
	Happy = "00000000000000a2"
	// NoContent has spans without message texts.
	NoContent = "00000000000000a3"
	// SeveralTraces is a session over four traces.
	SeveralTraces = "00000000000000a4"
	// Hostile has messages that try to run.
	Hostile = "00000000000000a5"
	// LongMessage has a message of 1 MB.
	LongMessage = "00000000000000a6"
	// ManyMessages has 10,000 of them.
	ManyMessages = "00000000000000a7"
	// BigTrace has a trace of 5,000 spans, MediumTrace one of 500.
	BigTrace    = "00000000000000a8"
	MediumTrace = "00000000000000a9"
)

// Store answers from memory.
type Store struct {
	now time.Time

	mu       sync.Mutex
	items    []*item
	byID     map[string]*item
	traces   []*trace
	byTrace  map[string]*trace
	watchers map[chan traceapi.Change]struct{}
	demo     bool
}

var _ traceapi.Store = (*Store)(nil)

// item is a conversation with all that is told of it.
type item struct {
	conversation traceapi.Conversation
	messages     []traceapi.Message
	text         string
}

type trace struct {
	summary traceapi.TraceSummary
	trace   traceapi.Trace
}

// New returns a store whose youngest conversation ended shortly before a time.
func New(now time.Time) *Store {
	s := Empty(now)
	for _, one := range scripts() {
		s.add(one)
	}
	return s
}

// Empty returns a store without conversations.
func Empty(now time.Time) *Store {
	return &Store{
		now:      now.UTC().Truncate(time.Second),
		byID:     make(map[string]*item),
		byTrace:  make(map[string]*trace),
		watchers: make(map[chan traceapi.Change]struct{}),
	}
}

// Arrive adds a conversation that ends at a time and tells those who watch of it. It returns its id.
func (s *Store) Arrive(at time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := variant(len(s.items))
	one.id = fmt.Sprintf("%016x", 0xb000+len(s.items))
	one.age = s.now.Sub(at)
	it := s.add(one)
	summary := it.conversation.ConversationSummary
	s.publish(traceapi.Change{Conversation: &summary, Trace: it.conversation.TraceList[0].TraceID})
	return one.id
}

// LoadDemo adds conversations to a store that has none.
func (s *Store) LoadDemo(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.demo = true
	if len(s.items) > 0 {
		return nil
	}
	for _, one := range scripts() {
		s.add(one)
	}
	s.publish(traceapi.Change{})
	return nil
}

// Watch tells of what Arrive adds.
func (s *Store) Watch(ctx context.Context) <-chan traceapi.Change {
	changes := make(chan traceapi.Change, 16)
	s.mu.Lock()
	s.watchers[changes] = struct{}{}
	s.mu.Unlock()
	context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, changes)
		close(changes)
	})
	return changes
}

func (s *Store) publish(change traceapi.Change) {
	for watcher := range s.watchers {
		select {
		case watcher <- change:
		default:
		}
	}
}

// Conversation returns one conversation.
func (s *Store) Conversation(ctx context.Context, id string) (traceapi.Conversation, error) {
	it, err := s.item(ctx, id)
	if err != nil {
		return traceapi.Conversation{}, err
	}
	return it.conversation, nil
}

func (s *Store) item(ctx context.Context, id string) (*item, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	it := s.byID[id]
	if it == nil {
		return nil, fmt.Errorf("conversation %.40q: %w", id, traceapi.ErrNotFound)
	}
	return it, ctx.Err()
}

// Messages returns a range of messages, long texts cut.
func (s *Store) Messages(ctx context.Context, id string, offset, limit int) (traceapi.MessagePage, error) {
	it, err := s.item(ctx, id)
	if err != nil {
		return traceapi.MessagePage{}, err
	}
	from := min(max(offset, 0), len(it.messages))
	page := traceapi.MessagePage{Total: len(it.messages), Messages: []traceapi.Message{}}
	for _, m := range it.messages[from:min(from+size(limit), len(it.messages))] {
		m.Text, m.TextBytes = cut(m.Text)
		m.Arguments, m.ArgumentsBytes = cut(m.Arguments)
		page.Messages = append(page.Messages, m)
	}
	return page, nil
}

func cut(text string) (shown string, whole int) {
	if len(text) <= traceapi.MaxMessageText {
		return text, 0
	}
	return text[:traceapi.MaxMessageText], len(text)
}

// Message returns one message in full.
func (s *Store) Message(ctx context.Context, id string, index int) (traceapi.Message, error) {
	it, err := s.item(ctx, id)
	if err != nil {
		return traceapi.Message{}, err
	}
	if index < 0 || index >= len(it.messages) {
		return traceapi.Message{}, fmt.Errorf("message %s: %w", strconv.Itoa(index), traceapi.ErrNotFound)
	}
	return it.messages[index], nil
}

// Trace returns a trace by its id or the first 8 digits of it.
func (s *Store) Trace(ctx context.Context, id string) (traceapi.Trace, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found := s.byTrace[id]; found != nil {
		return found.trace, ctx.Err()
	}
	for _, t := range s.traces {
		if len(id) == 8 && t.summary.TraceID[:8] == id {
			return t.trace, ctx.Err()
		}
	}
	return traceapi.Trace{}, fmt.Errorf("trace %.40q: %w", id, traceapi.ErrNotFound)
}

// Status tells of sizes that are made up.
func (s *Store) Status(ctx context.Context) (traceapi.Status, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	status := traceapi.Status{
		Version: "0.1.0-fake", Start: s.now.Add(-3 * time.Hour).UnixNano(), Traces: int64(len(s.traces)),
		Conversations: int64(len(s.items)), Bytes: 31 << 20, MaxBytes: 1 << 30, MaxAgeNS: int64(7 * 24 * time.Hour),
		Path: "/home/me/.local/state/otelcol-plano/traces.db", OTLPGRPC: "127.0.0.1:4317", OTLPHTTP: "http://127.0.0.1:4318",
		DemoLoaded: s.demo,
	}
	for _, t := range s.traces {
		status.Spans += int64(t.summary.Spans)
		if status.Oldest == 0 || t.summary.Start < status.Oldest {
			status.Oldest = t.summary.Start
		}
	}
	return status, ctx.Err()
}
