package spanstore

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const (
	// readerCount is how many queries run at a time; maxWaiting is how many more wait for their turn.
	readerCount = 4
	maxWaiting  = 64
	// queryTime is how long a query takes at most.
	queryTime = 10 * time.Second
)

// readers are connections for queries.
type readers struct {
	free    chan *sqlite.Conn
	all     []*sqlite.Conn
	waiting atomic.Int32
	closing chan struct{}
}

func openReaders(path string) (*readers, error) {
	r := &readers{free: make(chan *sqlite.Conn, readerCount), closing: make(chan struct{})}
	for range readerCount {
		conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
		if err != nil {
			return nil, errors.Join(err, r.closeAll())
		}
		r.all = append(r.all, conn)
		conn.SetBusyTimeout(busyTime)
		for _, pragma := range []string{"PRAGMA query_only = ON", "PRAGMA cache_size = -4096", "PRAGMA temp_store = MEMORY"} {
			if err := run(conn, pragma); err != nil {
				return nil, errors.Join(err, r.closeAll())
			}
		}
		r.free <- conn
	}
	return r, nil
}

func (r *readers) take(ctx context.Context) (*sqlite.Conn, error) {
	if r.waiting.Add(1) > maxWaiting {
		r.waiting.Add(-1)
		return nil, traceapi.ErrBusy
	}
	defer r.waiting.Add(-1)
	select {
	case <-r.closing:
		return nil, ErrClosed
	default:
	}
	select {
	case conn := <-r.free:
		return conn, nil
	case <-r.closing:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: %w", traceapi.ErrBusy, ctx.Err())
	}
}

// close waits for the queries that run.
func (r *readers) close() error {
	close(r.closing)
	for range r.all {
		<-r.free
	}
	return r.closeAll()
}

func (r *readers) closeAll() error {
	var errs []error
	for _, conn := range r.all {
		errs = append(errs, conn.Close())
	}
	return errors.Join(errs...)
}

// Read runs f on a connection that sees one state of the file and can't write. The query ends with the context, and after 10 s.
// traceapi.ErrBusy is returned where too many wait. f does not call Read.
func (s *Store) Read(ctx context.Context, f func(conn *sqlite.Conn) error) error {
	ctx, cancel := context.WithTimeout(ctx, queryTime)
	defer cancel()
	conn, err := s.readers.take(ctx)
	if err != nil {
		return err
	}
	defer func() { s.readers.free <- conn }()
	conn.SetInterrupt(ctx.Done())
	defer conn.SetInterrupt(nil)
	err = transaction(conn, "BEGIN", func() error {
		err := f(conn)
		conn.SetInterrupt(nil) // what f has found in time counts
		return err
	})
	if err != nil && ctx.Err() != nil && sqlite.ErrCode(err) == sqlite.ResultInterrupt {
		return fmt.Errorf("query: %w", ctx.Err())
	}
	return explain(err)
}
