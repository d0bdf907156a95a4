package spanstore

import (
	"cmp"
	"context"
	"math"
	"slices"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/block"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// maxWhere is how many conditions on attributes a query has at most.
const maxWhere = 16

// whereSearch evaluates conditions on attributes, each block and condition at most once.
type whereSearch struct {
	store *Store
	ctx   context.Context
	conn  *sqlite.Conn
	where []KeyValue
	// matches are the traces with a span that meets a condition, by block and number of the condition.
	matches map[part]map[model.TraceID]struct{}
	head    []*model.Span
	read    bool
}

// part is a block, or 0 for the head, and the number of a condition.
type part struct {
	block     int64
	condition int
}

func newWhereSearch(ctx context.Context, s *Store, conn *sqlite.Conn, where []KeyValue) *whereSearch {
	return &whereSearch{store: s, ctx: ctx, conn: conn, where: where, matches: map[part]map[model.TraceID]struct{}{}}
}

// in returns the traces that have a span in a block, or in the head for 0, that meets a condition, whether it is wanted or not.
func (w *whereSearch) in(n int64, condition int) (map[model.TraceID]struct{}, error) {
	key := part{n, condition}
	if known, ok := w.matches[key]; ok {
		return known, nil
	}
	if err := w.ctx.Err(); err != nil {
		return nil, err
	}
	found, err := w.evaluate(n, &w.where[condition])
	if err := w.store.passDamage(err); err != nil {
		return nil, err
	}
	w.matches[key] = found
	return found, nil
}

func (w *whereSearch) evaluate(n int64, kv *KeyValue) (map[model.TraceID]struct{}, error) {
	if n == 0 {
		return w.inHead(kv)
	}
	f, err := w.store.filter(w.conn, n)
	if err != nil || !f.MayHold(kv.Key, kv.Value) {
		return nil, err
	}
	b, err := w.store.block(w.conn, n)
	if err != nil {
		return nil, err
	}
	rows, err := b.RowsWhere(kv.Key, kv.Value)
	if err != nil {
		return nil, err
	}
	traces, err := b.TracesOf(rows)
	if err != nil {
		return nil, err
	}
	found := map[model.TraceID]struct{}{}
	for _, id := range traces {
		found[id] = struct{}{}
	}
	return found, nil
}

func (w *whereSearch) headSpans() ([]*model.Span, error) {
	if w.read {
		return w.head, nil
	}
	w.read = true
	return w.head, w.store.eachHead(w.conn, func(s *model.Span) { w.head = append(w.head, s) })
}

func (w *whereSearch) inHead(kv *KeyValue) (map[model.TraceID]struct{}, error) {
	spans, err := w.headSpans()
	if err != nil {
		return nil, err
	}
	found := map[model.TraceID]struct{}{}
	resources := map[*model.Resource]bool{}
	var room []byte
	for _, s := range spans {
		if _, known := found[s.TraceID]; known {
			continue
		}
		matches, known := resources[s.Resource]
		if !known && s.Resource != nil {
			matches = kv.Key == block.KeyService && s.Resource.Service == kv.Value || kv.matches(s.Resource.Attributes, &room)
			resources[s.Resource] = matches
		}
		if matches || kv.Key == block.KeyName && s.Name == kv.Value || kv.Key == block.KeyStatus && s.StatusText() == kv.Value ||
			kv.matches(s.Attributes, &room) {
			found[s.TraceID] = struct{}{}
		}
	}
	return found, nil
}

func (kv *KeyValue) matches(attributes []model.Attribute, room *[]byte) bool {
	for i := range attributes {
		if attributes[i].Key != kv.Key {
			continue
		}
		if *room = attributes[i].Value.AppendText((*room)[:0]); string(*room) == kv.Value {
			return true
		}
	}
	return false
}

// meetsAll says whether a trace meets all conditions.
func (w *whereSearch) meetsAll(t *trace) (bool, error) {
	if len(w.where) == 0 {
		return true, nil
	}
	ids, err := memberIDs(w.conn, t)
	if err != nil {
		return false, err
	}
	blocks, err := blocksOf(w.conn, t.id)
	if err != nil {
		return false, err
	}
	blocks = append(blocks, 0)
	for condition := range w.where {
		has, err := w.has(ids, blocks, condition)
		if err != nil || has == w.where[condition].Not {
			return false, err
		}
	}
	return true, nil
}

func (w *whereSearch) has(ids []model.TraceID, blocks []int64, condition int) (bool, error) {
	for _, n := range blocks {
		traces, err := w.in(n, condition)
		if err != nil {
			return false, err
		}
		for _, id := range ids {
			if _, ok := traces[id]; ok {
				return true, nil
			}
		}
	}
	return false, nil
}

// bound is a block with how young its youngest trace is, and how old its oldest.
type bound struct {
	block          int64
	oldest, newest int64
}

// search finds traces by attributes: it goes through the blocks that may hold the rarest of them, those with the youngest traces first.
// A block holds no trace that is younger than its bound, so all traces that are younger than the bound of the next block are known.
func (l *lister) search() error {
	w := newWhereSearch(l.ctx, l.store, l.conn, l.filter.Where)
	bounds, err := l.bounds(w)
	if err != nil {
		return err
	}
	rarest, bounds, err := w.rarest(bounds)
	if err != nil {
		return err
	}
	candidates := map[int64]*trace{}
	for i, b := range bounds {
		if err := l.collect(w, b.block, rarest, candidates); err != nil {
			return err
		}
		next := int64(-1)
		if i+1 < len(bounds) && bounds[i+1].newest >= l.filter.From {
			next = bounds[i+1].newest
		}
		if err := l.take(w, candidates, next); err != nil || len(l.found) == l.limit {
			return err
		}
		if next < 0 {
			break
		}
		if looked := (position{next, math.MaxInt64}); l.done.compare(looked) < 0 {
			l.done = looked
		}
	}
	l.more = false
	return nil
}

// rarest returns the wanted condition that the fewest blocks may hold, and these.
func (w *whereSearch) rarest(bounds []bound) (condition int, left []bound, err error) {
	condition = -1
	for i := range w.where {
		kv := &w.where[i]
		if kv.Not {
			continue
		}
		var may []bound
		for _, b := range bounds {
			if b.block != 0 {
				f, err := w.store.filter(w.conn, b.block)
				if err := w.store.passDamage(err); err != nil {
					return 0, nil, err
				}
				if err != nil || !f.MayHold(kv.Key, kv.Value) {
					continue
				}
			}
			may = append(may, b)
		}
		if condition < 0 || len(may) < len(left) {
			condition, left = i, may
		}
	}
	return condition, left, nil
}

// bounds lists the head, which has the youngest, and the blocks that may hold traces behind the cursor, in the order of their bounds.
func (l *lister) bounds(w *whereSearch) ([]bound, error) {
	var blocks []bound
	at := map[int64]int{}
	err := each(l.conn, "SELECT id, oldest, newest FROM blocks", func(row *sqlite.Stmt) error {
		at[row.ColumnInt64(0)] = len(blocks)
		blocks = append(blocks, bound{row.ColumnInt64(0), row.ColumnInt64(1), row.ColumnInt64(2)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := l.raise(w, blocks, at); err != nil {
		return nil, err
	}
	blocks = slices.DeleteFunc(blocks, func(b bound) bool { return b.oldest > l.after.last })
	slices.SortFunc(blocks, func(a, b bound) int { return cmp.Compare(b.newest, a.newest) })
	return append([]bound{{}}, blocks...), nil
}

// raise tells blocks of the traces that have got younger by spans in the head.
func (l *lister) raise(w *whereSearch, blocks []bound, at map[int64]int) error {
	sealed, err := number(l.conn, "SELECT max(trace) FROM trace_blocks")
	if err != nil {
		return err
	}
	spans, err := w.headSpans()
	if err != nil {
		return err
	}
	seen := map[model.TraceID]struct{}{}
	for _, s := range spans {
		if _, again := seen[s.TraceID]; again {
			continue
		}
		seen[s.TraceID] = struct{}{}
		t, err := traceOf(l.conn, s.TraceID)
		if err != nil {
			return err
		}
		if t == nil || t.id > sealed {
			continue
		}
		ids, err := blocksOf(l.conn, t.id)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if i, ok := at[id]; ok {
				blocks[i].newest = max(blocks[i].newest, t.last)
			}
		}
	}
	return nil
}

// collect adds the traces that meet a condition in a block.
func (l *lister) collect(w *whereSearch, n int64, condition int, candidates map[int64]*trace) error {
	ids, err := w.in(n, condition)
	if err != nil {
		return err
	}
	for id := range ids {
		t, err := traceOf(l.conn, id)
		if err != nil {
			return err
		}
		if t != nil && positionOf(t).compare(l.after) > 0 && l.filter.meets(t) {
			candidates[t.id] = t
		}
	}
	return nil
}

// take moves the candidates that are younger than next to the list, in its order, if they meet all conditions.
func (l *lister) take(w *whereSearch, candidates map[int64]*trace, next int64) error {
	var ready []*trace
	for id, t := range candidates {
		if t.last > next {
			ready = append(ready, t)
			delete(candidates, id)
		}
	}
	slices.SortFunc(ready, func(a, b *trace) int { return positionOf(a).compare(positionOf(b)) })
	for _, t := range ready {
		if full, err := l.offer(w, t); err != nil || full {
			return err
		}
	}
	return nil
}
