package spanstore

import (
	"context"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// maxIDs is how many ids TraceIDs returns at most.
const maxIDs = 10

// TraceIDs returns the canonical ids of traces with an id that begins with prefix, 10 at most.
func (s *Store) TraceIDs(ctx context.Context, prefix []byte) (ids []model.TraceID, err error) {
	from, to := make([]byte, len(model.TraceID{})), slices.Repeat([]byte{0xff}, len(model.TraceID{}))
	if len(prefix) > len(from) {
		return nil, fmt.Errorf("%w: trace id %s", traceapi.ErrInvalid, hex.EncodeToString(prefix))
	}
	copy(from, prefix)
	copy(to, prefix)
	err = s.Read(ctx, func(conn *sqlite.Conn) error {
		return each(conn, "SELECT DISTINCT t.trace_id FROM trace_ids i JOIN traces t ON t.id = i.trace "+
			"WHERE i.trace_id BETWEEN ? AND ? LIMIT ?", func(row *sqlite.Stmt) error {
			ids = append(ids, traceID(row, 0))
			return nil
		}, from, to, maxIDs)
	})
	return ids, err
}

// TraceInfos returns what is known of traces by the id of any of those that are linked, in their order; those that are not there are
// left out.
func (s *Store) TraceInfos(conn *sqlite.Conn, ids []model.TraceID) ([]TraceInfo, error) {
	infos := make([]TraceInfo, 0, len(ids))
	for _, id := range ids {
		t, err := traceOf(conn, id)
		if err != nil {
			return nil, err
		}
		if t != nil {
			infos = append(infos, t.info())
		}
	}
	return infos, nil
}

// position is a place in the list of traces, which is ordered by last and id, the highest first.
type position struct{ last, id int64 }

var beginning = position{math.MaxInt64, math.MaxInt64}

func positionOf(t *trace) position { return position{t.last, t.id} }

func (p position) compare(other position) int {
	if p.last != other.last {
		if p.last < other.last {
			return 1
		}
		return -1
	}
	if p.id != other.id {
		if p.id < other.id {
			return 1
		}
		return -1
	}
	return 0
}

func (p position) String() string { return fmt.Sprintf("%d.%d", p.last, p.id) }

func parsePosition(cursor string) (position, error) {
	if cursor == "" {
		return beginning, nil
	}
	var p position
	var rest string
	if n, _ := fmt.Sscanf(cursor, "%d.%d%s", &p.last, &p.id, &rest); n != 2 || p.String() != cursor {
		return p, fmt.Errorf("%w: cursor %.40q", traceapi.ErrInvalid, cursor)
	}
	return p, nil
}

// Traces lists traces, those whose last span ended last first, after a cursor, limit at most.
func (s *Store) Traces(ctx context.Context, filter Filter, cursor string, limit int) (list TraceList, err error) {
	after, err := parsePosition(cursor)
	if err != nil {
		return list, err
	}
	if len(filter.Where) > maxWhere {
		return list, fmt.Errorf("%w: %d conditions on attributes, at most %d", traceapi.ErrInvalid, len(filter.Where), maxWhere)
	}
	ctx, cancel := context.WithTimeout(ctx, queryTime)
	defer cancel()
	err = s.Read(ctx, func(conn *sqlite.Conn) error {
		l := &lister{store: s, ctx: ctx, conn: conn, filter: &filter, after: after, limit: limit}
		err := l.run()
		list = l.list()
		if list.Partial = err != nil && ctx.Err() != nil; list.Partial {
			err = nil
		}
		return err
	})
	return list, err
}

// Where returns the canonical ids of traces that meet all conditions, newest first, limit at most, within Read.
func (s *Store) Where(ctx context.Context, conn *sqlite.Conn, where []KeyValue, limit int) ([]model.TraceID, error) {
	l := &lister{store: s, ctx: ctx, conn: conn, filter: &Filter{Where: where}, after: beginning, limit: limit}
	if err := l.run(); err != nil {
		return nil, err
	}
	ids := make([]model.TraceID, len(l.found))
	for i, t := range l.found {
		ids[i] = t.canonical
	}
	return ids, nil
}

// lister makes a list of traces.
type lister struct {
	store  *Store
	ctx    context.Context
	conn   *sqlite.Conn
	filter *Filter
	// after is where the list begins, done how far it was looked at, found what was found there, more whether that is not the end.
	after, done position
	limit       int
	found       []*trace
	more        bool
}

func (l *lister) list() TraceList {
	list := TraceList{Traces: make([]TraceInfo, len(l.found))}
	for i, t := range l.found {
		list.Traces[i] = t.info()
	}
	if l.more {
		list.Next = l.done.String()
	}
	return list
}

func (l *lister) run() error {
	l.done, l.more = l.after, true
	if l.limit <= 0 {
		return nil
	}
	if slices.ContainsFunc(l.filter.Where, func(kv KeyValue) bool { return !kv.Not }) {
		return l.search()
	}
	return l.scan()
}

// scan goes through the rows of traces, the newest first.
func (l *lister) scan() error {
	w := newWhereSearch(l.ctx, l.store, l.conn, l.filter.Where)
	query, args := l.query()
	for {
		var page []*trace
		err := each(l.conn, query, func(row *sqlite.Stmt) error {
			page = append(page, readTrace(row))
			return nil
		}, append([]any{l.done.last, l.done.last, l.done.id}, args...)...)
		if err != nil {
			return err
		}
		for _, t := range page {
			if full, err := l.offer(w, t); err != nil || full {
				return err
			}
		}
		if len(page) < scanPage {
			l.more = false
			return nil
		}
	}
}

// offer adds a trace to the list if it meets all conditions, and says whether the list is full.
func (l *lister) offer(w *whereSearch, t *trace) (full bool, err error) {
	ok, err := w.meetsAll(t)
	if err != nil {
		return false, err
	}
	l.done = positionOf(t)
	if ok {
		l.found = append(l.found, t)
	}
	return ok && len(l.found) == l.limit, nil
}

// scanPage is how many rows scan reads at a time.
const scanPage = 512

func (l *lister) query() (query string, args []any) {
	conditions := []string{"t.last <= ?", "(t.last < ? OR t.id < ?)"}
	add := func(condition string, values ...any) {
		conditions, args = append(conditions, condition), append(args, values...)
	}
	f := l.filter
	if f.From != 0 {
		add("t.last >= ?", f.From)
	}
	if f.To != 0 {
		add("t.last < ?", f.To)
	}
	if f.Errors {
		add("t.errors > 0")
	}
	if len(f.Qualities) > 0 {
		numbers := f.qualities()
		add("t.quality IN (?"+strings.Repeat(", ?", len(numbers)-1)+")", numbers...)
	}
	if f.MinDuration > 0 {
		add("t.duration >= ?", int64(f.MinDuration))
	}
	if f.MaxDuration > 0 {
		add("t.duration <= ?", int64(f.MaxDuration))
	}
	return "SELECT " + traceColumns + " FROM traces t WHERE " + strings.Join(conditions, " AND ") +
		fmt.Sprintf(" ORDER BY t.last DESC, t.id DESC LIMIT %d", scanPage), args
}

// qualities are the numbers of the words; one that is none of them is no trace's.
func (f *Filter) qualities() []any {
	numbers := make([]any, len(f.Qualities))
	for i, word := range f.Qualities {
		n := qualityNumber(word)
		if n == 0 && word != "" {
			n = -1
		}
		numbers[i] = n
	}
	return numbers
}

// meets says whether a trace is wanted, but for its attributes.
func (f *Filter) meets(t *trace) bool {
	duration := t.end - t.start
	return (f.From == 0 || t.last >= f.From) && (f.To == 0 || t.last < f.To) && (!f.Errors || t.errors > 0) &&
		(len(f.Qualities) == 0 || slices.Contains(f.Qualities, qualityWord(t.quality))) &&
		duration >= int64(f.MinDuration) && (f.MaxDuration == 0 || duration <= int64(f.MaxDuration))
}
