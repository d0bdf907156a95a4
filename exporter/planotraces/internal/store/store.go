// Package store is the local store: spans and conversations in one file, and the answers about them.
package store

import (
	"context"
	"fmt"
	"time"

	"go.uber.org/zap"
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/catalogue"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/spanstore"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// What Open and Append say of a disk. Later calls work again once the cause is gone.
var (
	// ErrFull is a disk without room.
	ErrFull = spanstore.ErrFull
	// ErrReadOnly is a disk or a folder that can't be written to.
	ErrReadOnly = spanstore.ErrReadOnly
)

// Config says where spans are kept and how long.
type Config struct {
	// Directory is made if it is missing. One store at a time has it.
	Directory string
	// MaxBytes bounds what the store takes on disk; 0 is no bound. The oldest traces go first.
	MaxBytes int64
	// MaxAge is how long a trace is kept after its last span came; 0 is for ever.
	MaxAge time.Duration
	// Logger is told of what goes wrong beside what was asked for; nil is none.
	Logger *zap.Logger
	// Now is time.Now where it is nil.
	Now func() time.Time
}

// Store implements traceapi.Store. It is safe for concurrent use.
type Store struct {
	config    Config
	started   time.Time
	spans     *spanstore.Store
	catalogue *catalogue.Catalogue
	readers   readers
	watchers  watchers
}

var _ traceapi.Store = (*Store)(nil)

// Open opens the store of a folder. A file that is damaged is set aside and said.
func Open(ctx context.Context, config Config) (*Store, error) {
	if config.Now == nil {
		config.Now = time.Now
	}
	s := &Store{config: config, started: config.Now(), readers: newReaders()}
	s.catalogue = catalogue.New(catalogue.Options{
		Notify: func(change traceapi.Change) { s.watchers.tell([]traceapi.Change{change}) },
		Now:    config.Now,
	})
	var err error
	s.spans, err = spanstore.Open(ctx, spanstore.Config{
		Dir: config.Directory, MaxBytes: config.MaxBytes, MaxAge: config.MaxAge, Logger: config.Logger, Now: config.Now,
	}, s.catalogue)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Close waits for what was begun and releases the files.
func (s *Store) Close(context.Context) error {
	s.watchers.close()
	return s.spans.Close()
}

// Watch tells of changes until the context ends; the channel is then closed. A receiver that is slow misses some.
func (s *Store) Watch(ctx context.Context) <-chan traceapi.Change { return s.watchers.add(ctx) }

// Status tells how the store does.
func (s *Store) Status(ctx context.Context) (traceapi.Status, error) {
	stats, err := s.spans.Stats(ctx)
	if err != nil {
		return traceapi.Status{}, err
	}
	return traceapi.Status{
		Start: s.started.UnixNano(),
		Spans: stats.Spans, Traces: stats.Traces, Conversations: int64(s.catalogue.Len()), Oldest: stats.Oldest,
		Bytes: stats.Bytes, MaxBytes: s.config.MaxBytes, MaxAgeNS: int64(s.config.MaxAge), Path: stats.Path,
		Problem: stats.Problem,
	}, nil
}

// maxResolved is how many traces an attribute's condition on conversations looks at, the newest.
const maxResolved = 100_000

// resolve finds the traces with an attribute for the catalogue.
func (s *Store) resolve(ctx context.Context, conn *sqlite.Conn, key, value string) ([]model.TraceID, error) {
	return s.spans.Where(ctx, conn, []spanstore.KeyValue{{Key: key, Value: value}}, maxResolved)
}

// read runs a query on a connection of its own.
func read[T any](ctx context.Context, s *Store, query func(conn *sqlite.Conn) (T, error)) (answer T, err error) {
	err = s.spans.Read(ctx, func(conn *sqlite.Conn) error {
		answer, err = query(conn)
		return err
	})
	if err != nil {
		return answer, fmt.Errorf("local store: %w", err)
	}
	return answer, nil
}
