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
	mu              sync.Mutex
	traces, pending map[uint64]model.TraceID
	aborts          int
	// poison is the name of a span that it refuses.
	poison string
}

func newRecorder() *recorder {
	return &recorder{traces: map[uint64]model.TraceID{}, pending: map[uint64]model.TraceID{}}
}

// known is what was committed.
func (r *recorder) known() map[uint64]model.TraceID {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.traces)
}

func (r *recorder) Migrate(conn *sqlite.Conn) error {
	return run(conn, "CREATE TABLE IF NOT EXISTS recorded (seq INTEGER PRIMARY KEY)")
}

func (r *recorder) Apply(_ context.Context, conn *sqlite.Conn, spans []Applied) (func(), error) {
	for _, a := range spans {
		if r.poison != "" && a.Span.Name == r.poison {
			return nil, errPoison
		}
		if err := run(conn, "INSERT INTO recorded VALUES (?)", a.Span.Seq); err != nil {
			return nil, err
		}
		r.pending[a.Span.Seq] = a.Trace
	}
	return r.commit, nil
}

func (r *recorder) commit() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.traces = maps.Clone(r.pending)
}

func (r *recorder) Merge(_ *sqlite.Conn, from, to model.TraceID) error {
	for seq, id := range r.pending {
		if id == from {
			r.pending[seq] = to
		}
	}
	return nil
}

func (r *recorder) Forget(_ context.Context, conn *sqlite.Conn, gone []Forgotten) error {
	for _, f := range gone {
		for _, seq := range f.Seqs {
			if r.pending[seq] != f.Trace {
				return errPoison
			}
			delete(r.pending, seq)
			if err := run(conn, "DELETE FROM recorded WHERE seq = ?", seq); err != nil {
				return err
			}
		}
		if !f.All {
			continue
		}
		for _, id := range r.pending {
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
	r.pending = maps.Clone(r.traces)
}
