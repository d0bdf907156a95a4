package spanstore

import (
	"context"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// Store is safe for concurrent use.
type Store struct{}

// Open opens the store of a folder. A file that is damaged is set aside and said.
func Open(_ context.Context, _ Config, _ Hook) (*Store, error) { return nil, ErrClosed }

// Close waits for what was begun and releases the file.
func (s *Store) Close() error { return nil }

// Append keeps spans and returns when they are durable. A span that is there already, by its trace id and span id, is left out.
func (s *Store) Append(_ context.Context, _ []Item) error { return ErrClosed }

// Update runs f in a transaction of the writer.
func (s *Store) Update(_ context.Context, _ func(conn *sqlite.Conn) error) error { return ErrClosed }

// Read runs f on a connection that sees one state of the file and can't write. The query ends with the context, which has a
// deadline of 10 s where it has none. traceapi.ErrBusy is returned where too many wait.
func (s *Store) Read(_ context.Context, _ func(conn *sqlite.Conn) error) error { return ErrClosed }

// Trace returns a trace by the id of any of those that are linked; traceapi.ErrNotFound where there is none.
func (s *Store) Trace(_ context.Context, _ model.TraceID) (*Trace, error) { return nil, ErrClosed }

// TraceIDs returns the canonical ids of traces with an id that begins with prefix, 10 at most.
func (s *Store) TraceIDs(_ context.Context, _ []byte) ([]model.TraceID, error) { return nil, ErrClosed }

// Traces lists traces, those whose last span ended last first.
func (s *Store) Traces(_ context.Context, _ Filter, _ string, _ int) (TraceList, error) {
	return TraceList{}, ErrClosed
}

// TraceInfos returns what is known of traces by their canonical ids, in their order; those that are not there are left out.
func (s *Store) TraceInfos(_ *sqlite.Conn, _ []model.TraceID) ([]TraceInfo, error) {
	return nil, ErrClosed
}

// Where returns the canonical ids of traces that meet the conditions, newest first, limit at most, within Read.
func (s *Store) Where(_ context.Context, _ *sqlite.Conn, _ []KeyValue, _ int) ([]model.TraceID, error) {
	return nil, ErrClosed
}

// Spans returns spans by their Seq, within Read, in the order of seqs, bulky attributes and events joined; those that are not there are left out.
func (s *Store) Spans(_ context.Context, _ *sqlite.Conn, _ []uint64) ([]*model.Span, error) {
	return nil, ErrClosed
}

// Stats tells how the store does.
func (s *Store) Stats(_ context.Context) (Stats, error) { return Stats{}, ErrClosed }
