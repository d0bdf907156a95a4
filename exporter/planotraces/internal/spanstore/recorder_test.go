package spanstore

import (
	"context"
	"errors"
	"maps"
	"sync"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

var errPoison = errors.New("the hook does not like it")

// recorder is a Hook that knows the trace of each span.
type recorder struct {
	mu     sync.Mutex
	traces map[uint64]model.TraceID
	// undo is what Abort goes back to; open says that it is of a transaction that has not ended.
	undo   map[uint64]model.TraceID
	open   bool
	aborts int
	// poison is the name of a span that it refuses.
	poison string
}

func newRecorder() *recorder { return &recorder{traces: map[uint64]model.TraceID{}} }

// known is asked for while nothing is written.
func (r *recorder) known() map[uint64]model.TraceID {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.traces)
}

func (r *recorder) begin() {
	if !r.open {
		r.undo, r.open = maps.Clone(r.traces), true
	}
}

func (r *recorder) Migrate(conn *sqlite.Conn) error {
	return run(conn, "CREATE TABLE IF NOT EXISTS recorded (seq INTEGER PRIMARY KEY)")
}

func (r *recorder) Apply(_ context.Context, conn *sqlite.Conn, spans []Applied) (func(), error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.begin()
	for _, a := range spans {
		if r.poison != "" && a.Span.Name == r.poison {
			return nil, errPoison
		}
		if err := run(conn, "INSERT INTO recorded VALUES (?)", a.Span.Seq); err != nil {
			return nil, err
		}
		r.traces[a.Span.Seq] = a.Trace
	}
	return r.commit, nil
}

func (r *recorder) commit() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open = false
}

func (r *recorder) Merge(_ *sqlite.Conn, from, to model.TraceID) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.begin()
	for seq, id := range r.traces {
		if id == from {
			r.traces[seq] = to
		}
	}
	return nil
}

func (r *recorder) Forget(_ context.Context, conn *sqlite.Conn, gone []Forgotten) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open = false
	r.begin()
	r.open = false
	for _, f := range gone {
		for _, seq := range f.Seqs {
			if r.traces[seq] != f.Trace {
				return errPoison
			}
			delete(r.traces, seq)
			if err := run(conn, "DELETE FROM recorded WHERE seq = ?", seq); err != nil {
				return err
			}
		}
		if !f.All {
			continue
		}
		for _, id := range r.traces {
			if id == f.Trace {
				return errPoison
			}
		}
	}
	return nil
}

func (r *recorder) Abort() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.aborts++
	r.traces, r.open = r.undo, false
}
