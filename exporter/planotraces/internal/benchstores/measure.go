package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/samplespans"
	"github.com/otelcol-plano/otelcol-plano/internal/processortime"
)

type result struct {
	perSecond                           float64
	cpu                                 time.Duration
	bytes                               int64
	open, trace, rare, medium, frequent time.Duration
}

// Queries of a kind end after as many, or after as long, but there are three at least.
const (
	queries     = 200
	queriesTime = 15 * time.Second
)

var pragmas = []string{"synchronous = NORMAL", "cache_size = -65536", "wal_autocheckpoint = 32768"}

func open(path string, open func(*sqlite.Conn) (store, error)) (*sqlite.Conn, store, error) {
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite, sqlite.OpenCreate, sqlite.OpenWAL)
	if err != nil {
		return nil, nil, err
	}
	for _, pragma := range pragmas {
		if err := sqlitex.ExecuteTransient(conn, "PRAGMA "+pragma, nil); err != nil {
			return nil, nil, errors.Join(err, conn.Close())
		}
	}
	s, err := open(conn)
	if err != nil {
		return nil, nil, errors.Join(err, conn.Close())
	}
	return conn, s, nil
}

func measure(path string, with func(*sqlite.Conn) (store, error), spans int) (r result, err error) {
	conn, s, err := open(path, with)
	if err != nil {
		return r, err
	}
	samples, err := fill(s, spans, &r)
	if err == nil {
		err = sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(TRUNCATE)", nil)
	}
	if err := errors.Join(err, conn.Close()); err != nil {
		return r, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return r, err
	}
	r.bytes = info.Size()

	start := time.Now()
	conn, s, err = open(path, with)
	if err != nil {
		return r, err
	}
	r.open = time.Since(start)
	defer func() { err = errors.Join(err, conn.Close()) }()
	return r, ask(s, samples, &r)
}

// fill appends spans, and returns samples of them.
func fill(s store, spans int, r *result) ([]asked, error) {
	g := samplespans.New(1)
	var samples []asked
	var wall time.Duration
	for n := 0; n < spans; n += requestSpans {
		batch := g.Next(min(requestSpans, spans-n))
		if n/requestSpans%max(spans/requestSpans/queries, 1) == 0 {
			samples = append(samples, sampleOf(batch[n/requestSpans%len(batch)]))
		}
		start, startCPU := time.Now(), processortime.Used()
		if err := s.append(batch); err != nil {
			return nil, err
		}
		wall += time.Since(start)
		r.cpu += processortime.Used() - startCPU
	}
	r.perSecond = float64(spans) / wall.Seconds()
	return samples, nil
}

func ask(s store, samples []asked, r *result) error {
	where := func(key string, value func(asked) string) func(asked) error {
		return func(a asked) error {
			traces, err := s.where(key, value(a))
			if err == nil && len(traces) == 0 {
				err = fmt.Errorf("no trace with %s=%s", key, value(a))
			}
			return err
		}
	}
	for _, kind := range []struct {
		to  *time.Duration
		ask func(asked) error
	}{
		{&r.trace, func(a asked) error {
			spans, err := s.trace(a.trace)
			if err == nil && len(spans) == 0 {
				err = fmt.Errorf("no trace %s", a.trace)
			}
			return err
		}},
		{&r.rare, where(samplespans.KeyRare, func(a asked) string { return a.rare })},
		{&r.medium, where(samplespans.KeyMedium, func(a asked) string { return a.medium })},
		{&r.frequent, where(samplespans.KeyFrequent, func(a asked) string { return a.frequent })},
	} {
		var err error
		if *kind.to, err = p95(samples, kind.ask); err != nil {
			return err
		}
	}
	return nil
}

// tries is how often each query is made. The fastest counts, as other programs take time of the slower ones.
const tries = 3

func p95(samples []asked, ask func(asked) error) (time.Duration, error) {
	var took []time.Duration
	begin := time.Now()
	for i, a := range samples {
		if i >= 3 && time.Since(begin) > queriesTime {
			break
		}
		fastest := time.Duration(math.MaxInt64)
		for range tries {
			start := time.Now()
			if err := ask(a); err != nil {
				return 0, err
			}
			fastest = min(fastest, time.Since(start))
		}
		took = append(took, fastest)
	}
	slices.Sort(took)
	return took[len(took)*95/100], nil
}

// commit runs do in a transaction.
func commit(conn *sqlite.Conn, do func() error) (err error) {
	end, err := sqlitex.ImmediateTransaction(conn)
	if err != nil {
		return err
	}
	defer end(&err)
	return do()
}

// traceSet collects distinct traces in their order.
type traceSet struct {
	ids  []model.TraceID
	seen map[model.TraceID]bool
}

// add says whether more are wanted.
func (t *traceSet) add(id model.TraceID) bool {
	if t.seen == nil {
		t.seen = map[model.TraceID]bool{}
	}
	if !t.seen[id] {
		t.seen[id] = true
		t.ids = append(t.ids, id)
	}
	return len(t.ids) < pageSize
}

func traceID(stmt *sqlite.Stmt, column int) (id model.TraceID) {
	stmt.ColumnBytes(column, id[:])
	return id
}
