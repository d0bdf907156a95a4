package spanstore

import (
	"context"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
)

// Hook keeps tables of its own in the same file, in the same transactions. Its methods are called by the one goroutine that
// writes (Migrate by Open); it never begins or ends a transaction. An error of any of them but Migrate's rolls the transaction
// back, which Abort tells.
type Hook interface {
	// Migrate brings the hook's tables up to date, within a transaction.
	Migrate(conn *sqlite.Conn) error
	// Apply is told of new spans, each once, in the order of Seq, with Attributes and Events as Split leaves them. done, which
	// may be nil, runs after the commit.
	Apply(ctx context.Context, conn *sqlite.Conn, spans []Applied) (done func(), err error)
	// Merge says that what was known by the canonical id from is now known by to, which may be new. It comes before the Apply
	// of the spans that linked the two.
	Merge(conn *sqlite.Conn, from, to model.TraceID) error
	// Forget says that spans are no longer there. A long trace goes in several steps.
	Forget(ctx context.Context, conn *sqlite.Conn, gone []Forgotten) error
	// Abort says that what was told in this transaction is void, as it was rolled back. Some of it may be told again. It does not
	// come where a transaction fails in which nothing was told.
	Abort()
}

// Applied is a span that was accepted.
type Applied struct {
	Span        *model.Span
	Observation *observe.Observation
	// Trace is the canonical id of the trace: for linked traces that of the root.
	Trace model.TraceID
}

// Forgotten are spans of one trace that were dropped.
type Forgotten struct {
	// Trace is its canonical id.
	Trace model.TraceID
	// Seqs are those of the spans, ascending.
	Seqs []uint64
	// All is true where nothing is left of the trace.
	All bool
}
