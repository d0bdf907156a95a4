package spanstore

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/content"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

const (
	// queueLength is how many calls of Append wait at most before further ones are held up.
	queueLength = 256
	// groupSpans is how many spans one transaction takes of the calls that wait, at least one call.
	groupSpans = 8192
	// sealSpans is how many spans make a block.
	sealSpans = 4096
	// maxHead is how many spans wait to be sealed before Append is held up.
	maxHead = 8 * sealSpans
	// recentTraces is how many traces the writer remembers at least.
	recentTraces = 1 << 14
)

// writer is the one goroutine that writes, with what it knows of the file.
type writer struct {
	store *Store
	conn  *sqlite.Conn
	hook  Hook
	now   func() time.Time

	requests chan *request
	jobs     chan *job
	closing  chan struct{}
	stopped  chan struct{}
	work     sync.WaitGroup // what else runs for the writer

	seq       uint64
	lastTrace int64
	lastBlock int64
	head      *head
	index     *idIndex
	missing   *missing
	ids       *recent[model.TraceID, int64]
	traces    *recent[int64, *trace]
	bases     *recent[int64, base]
	room      []byte // to encode in
	// lastSealed is the highest number of a trace that has spans in a block.
	lastSealed int64
	sealing    bool
	// told says that the Hook takes part in the transaction that runs.
	told      bool
	sealAgain time.Time
}

// request is a call of Append.
type request struct {
	entries []entry
	state   atomic.Int32
	done    chan error
}

// States of a request: who is first to change it from waiting decides.
const (
	waiting = iota
	begun
	cancelled
)

// job is anything else that the writer does between transactions.
type job struct {
	run  func() error
	done chan error
}

func newRequest(items []Item) *request {
	r := &request{entries: make([]entry, len(items)), done: make(chan error, 1)}
	for i, item := range items {
		r.entries[i] = entry{Item: item, content: content.Split(item.Span)}
	}
	return r
}

// undo gives spans back what was taken out of them.
func (r *request) undo() {
	for i := range r.entries {
		if e := &r.entries[i]; e.content != nil {
			content.Join(e.Span, e.content)
			e.Span.HasContent = false
		}
	}
}

// Append keeps spans and returns when they are durable: a crash of the process does not lose them. A span that is there already, by
// its trace id and span id, is left out. Where it fails nothing is kept, and the items are as they were.
func (s *Store) Append(ctx context.Context, items []Item) error {
	if len(items) == 0 {
		return nil
	}
	r := newRequest(items)
	err := s.writer.append(ctx, r)
	if err == nil {
		return nil
	}
	r.undo()
	err = explain(err)
	s.refuse(len(items), err)
	return err
}

func (w *writer) append(ctx context.Context, r *request) error {
	select {
	case <-w.closing:
		return ErrClosed
	default:
	}
	select {
	case w.requests <- r:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.closing:
		return ErrClosed
	}
	select {
	case err := <-r.done:
		return err
	case <-w.stopped:
		select {
		case err := <-r.done:
			return err
		default:
			return ErrClosed
		}
	case <-ctx.Done():
		if r.state.CompareAndSwap(waiting, cancelled) {
			return ctx.Err()
		}
		return <-r.done
	}
}

// do has the writer run f between transactions.
func (w *writer) do(ctx context.Context, f func() error) error {
	j := &job{run: f, done: make(chan error, 1)}
	select {
	case w.jobs <- j:
		return <-j.done
	case <-ctx.Done():
		return ctx.Err()
	case <-w.stopped:
		return ErrClosed
	}
}

func (w *writer) loop(ctx context.Context) {
	defer close(w.stopped)
	for {
		w.startSeal()
		requests := w.requests
		if w.sealing && w.head.len() >= maxHead {
			requests = nil
		}
		select {
		case r := <-requests:
			w.group(ctx, r)
		case j := <-w.jobs:
			j.done <- j.run()
		case <-w.closing:
			w.drain(ctx)
			return
		}
	}
}

// drain ends what was begun.
func (w *writer) drain(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		w.work.Wait()
		close(done)
	}()
	for {
		select {
		case r := <-w.requests:
			w.group(ctx, r)
		case j := <-w.jobs:
			j.done <- j.run()
		case <-done:
			return
		}
	}
}

// group keeps the spans of all calls that wait, in one transaction.
func (w *writer) group(ctx context.Context, first *request) {
	var group []*request
	spans := 0
	take := func(r *request) {
		if r.state.CompareAndSwap(waiting, begun) {
			group = append(group, r)
			spans += len(r.entries)
		}
	}
	for take(first); spans < groupSpans; {
		select {
		case r := <-w.requests:
			take(r)
			continue
		default:
		}
		break
	}
	err := w.keep(ctx, group, spans)
	if err != nil && len(group) > 1 && !hopeless(err) {
		// One of them may be to blame.
		for _, r := range group {
			r.done <- w.keep(ctx, []*request{r}, len(r.entries))
		}
		return
	}
	for _, r := range group {
		r.done <- err
	}
}

// hopeless says that an error is the disk's, so that trying again is of no use now.
func hopeless(err error) bool {
	err = explain(err)
	return errors.Is(err, ErrFull) || errors.Is(err, ErrReadOnly) || errors.Is(err, ErrDamaged)
}

func (w *writer) keep(ctx context.Context, group []*request, spans int) error {
	if spans == 0 {
		return nil
	}
	c := w.newChange(spans)
	var done func()
	err := w.transaction(func() (err error) {
		for _, r := range group {
			for i := range r.entries {
				if err := c.add(&r.entries[i]); err != nil {
					return err
				}
			}
		}
		done, err = c.write(ctx)
		return err
	})
	if err != nil {
		c.abort()
		return err
	}
	c.commit()
	if done != nil {
		done()
	}
	return nil
}

// transaction runs f in a transaction. The Hook is told if that fails after the Hook was told of anything in it.
func (w *writer) transaction(f func() error) error {
	w.told = false
	err := transaction(w.conn, "BEGIN IMMEDIATE", f)
	if err != nil && w.told {
		w.hook.Abort()
	}
	return err
}

// tell returns the Hook where there is one.
func (w *writer) tell() (hook Hook, ok bool) {
	w.told = w.hook != nil
	return w.hook, w.told
}

// keepNext stores the last number that was given.
func (w *writer) keepNext(name string, last int64) error {
	return run(w.conn, "INSERT INTO next (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", name, last+1)
}

// Update runs f in a transaction of the writer.
func (s *Store) Update(ctx context.Context, f func(conn *sqlite.Conn) error) error {
	return explain(s.writer.do(ctx, func() error {
		return s.writer.transaction(func() error {
			s.writer.tell() // f may be the Hook's
			return f(s.writer.conn)
		})
	}))
}
