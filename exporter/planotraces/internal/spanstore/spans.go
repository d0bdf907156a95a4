package spanstore

import (
	"cmp"
	"context"
	"slices"
	"sort"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/block"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/content"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// Trace returns a trace by the id of any of those that are linked; traceapi.ErrNotFound where there is none.
func (s *Store) Trace(ctx context.Context, id model.TraceID) (found *Trace, err error) {
	err = s.Read(ctx, func(conn *sqlite.Conn) error {
		t, err := traceOf(conn, id)
		if err != nil {
			return err
		}
		if t == nil {
			return traceapi.ErrNotFound
		}
		found, err = s.readSpans(ctx, conn, t)
		return err
	})
	return found, err
}

func (s *Store) readSpans(ctx context.Context, conn *sqlite.Conn, t *trace) (*Trace, error) {
	ids, err := memberIDs(conn, t)
	if err != nil {
		return nil, err
	}
	members := make(map[model.TraceID]struct{}, len(ids))
	for _, id := range ids {
		members[id] = struct{}{}
	}
	blocks, err := blocksOf(conn, t.id)
	if err != nil {
		return nil, err
	}
	found := &Trace{TraceInfo: t.info()}
	for _, n := range blocks {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(found.Spans) >= MaxTraceSpans {
			break
		}
		spans, err := s.spansOfBlock(conn, n, members)
		if err := s.passDamage(err); err != nil {
			return nil, err
		}
		found.Spans = append(found.Spans, spans...)
	}
	err = s.eachHead(conn, func(span *model.Span) {
		if _, ok := members[span.TraceID]; ok && len(found.Spans) < MaxTraceSpans {
			found.Spans = append(found.Spans, span)
		}
	})
	if err != nil {
		return nil, err
	}
	found.Spans = found.Spans[:min(len(found.Spans), MaxTraceSpans)]
	found.Truncated = len(found.Spans) < found.TraceInfo.Spans
	slices.SortFunc(found.Spans, func(a, b *model.Span) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Seq, b.Seq))
	})
	whole, err := s.join(ctx, conn, found.Spans)
	found.Truncated = found.Truncated || !whole
	return found, err
}

func (s *Store) spansOfBlock(conn *sqlite.Conn, n int64, members map[model.TraceID]struct{}) ([]*model.Span, error) {
	b, err := s.block(conn, n)
	if err != nil {
		return nil, err
	}
	return spansOf(b, func(id model.TraceID) bool {
		_, ok := members[id]
		return ok
	})
}

// spansOf returns the spans of a block whose traces are wanted.
func spansOf(b *block.Block, wanted func(model.TraceID) bool) ([]*model.Span, error) {
	traces, err := b.TracesOf(allRows(b))
	if err != nil {
		return nil, err
	}
	rows := []int{} // none, unlike nil
	for row, id := range traces {
		if wanted(id) {
			rows = append(rows, row)
		}
	}
	return b.Spans(rows)
}

func allRows(b *block.Block) []int {
	rows := make([]int, b.Len())
	for i := range rows {
		rows[i] = i
	}
	return rows
}

func blocksOf(conn *sqlite.Conn, trace int64) (blocks []int64, err error) {
	err = each(conn, "SELECT block FROM trace_blocks WHERE trace = ? ORDER BY block", func(row *sqlite.Stmt) error {
		blocks = append(blocks, row.ColumnInt64(0))
		return nil
	}, trace)
	return blocks, err
}

// eachHead calls f for each span that is in no block.
func (s *Store) eachHead(conn *sqlite.Conn, f func(*model.Span)) error {
	var ids []int64
	err := each(conn, "SELECT id FROM head ORDER BY id", func(row *sqlite.Stmt) error {
		ids = append(ids, row.ColumnInt64(0))
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		spans, err := s.headRow(conn, id)
		if err := s.passDamage(err); err != nil {
			return err
		}
		for _, span := range spans {
			f(span)
		}
	}
	return nil
}

func (s *Store) headRow(conn *sqlite.Conn, id int64) (spans []*model.Span, err error) {
	if spans, ok := s.heads.get(id); ok {
		return spans, nil
	}
	err = each(conn, "SELECT data FROM head WHERE id = ?", func(row *sqlite.Stmt) error {
		spans, err = decodeHead(blob(row, 0))
		return err
	}, id)
	if err == nil {
		s.heads.put(id, spans, len(spans)*headSpanBytes)
	}
	return spans, err
}

// join gives spans what was taken out of them, in copies. It says whether there was room for all of it.
func (s *Store) join(ctx context.Context, conn *sqlite.Conn, spans []*model.Span) (whole bool, err error) {
	left := MaxTraceContent
	for i, span := range spans {
		if !span.HasContent {
			continue
		}
		if err := ctx.Err(); err != nil {
			return false, err
		}
		c, err := s.content(conn, int64(span.Seq))
		if err := s.passDamage(err); err != nil {
			return false, err
		}
		if c == nil {
			continue
		}
		if left -= c.Bytes(); left < 0 {
			return false, nil
		}
		joined := *span
		joined.Attributes, joined.Events = slices.Clone(span.Attributes), slices.Clone(span.Events)
		content.Join(&joined, c)
		joined.HasContent = false
		spans[i] = &joined
	}
	return true, nil
}

// Spans returns spans by their Seq, within Read, in the order of seqs, bulky attributes and events joined; those that are not there are
// left out.
func (s *Store) Spans(ctx context.Context, conn *sqlite.Conn, seqs []uint64) ([]*model.Span, error) {
	wanted := slices.Clone(seqs)
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	found := make(map[uint64]*model.Span, len(wanted))
	if len(wanted) > 0 {
		if err := s.sealedSpans(ctx, conn, wanted, found); err != nil {
			return nil, err
		}
	}
	if len(found) < len(wanted) {
		if err := s.headSpans(conn, wanted, found); err != nil {
			return nil, err
		}
	}
	spans := make([]*model.Span, 0, len(seqs))
	for _, seq := range seqs {
		if span := found[seq]; span != nil {
			spans = append(spans, span)
		}
	}
	_, err := s.join(ctx, conn, spans)
	return spans, err
}

func (s *Store) sealedSpans(ctx context.Context, conn *sqlite.Conn, wanted []uint64, found map[uint64]*model.Span) error {
	type part struct {
		block int64
		seqs  []uint64
	}
	var parts []part
	err := each(conn, "SELECT id, first_seq, last_seq FROM blocks WHERE last_seq >= ? AND first_seq <= ?", func(row *sqlite.Stmt) error {
		first, last := uint64(row.ColumnInt64(1)), uint64(row.ColumnInt64(2))
		from := sort.Search(len(wanted), func(i int) bool { return wanted[i] >= first })
		to := sort.Search(len(wanted), func(i int) bool { return wanted[i] > last })
		if from < to {
			parts = append(parts, part{row.ColumnInt64(0), wanted[from:to]})
		}
		return nil
	}, wanted[0], wanted[len(wanted)-1])
	if err != nil {
		return err
	}
	for _, p := range parts {
		if err := ctx.Err(); err != nil {
			return err
		}
		spans, err := s.spansBySeq(conn, p.block, p.seqs)
		if err := s.passDamage(err); err != nil {
			return err
		}
		for _, span := range spans {
			found[span.Seq] = span
		}
	}
	return nil
}

func (s *Store) spansBySeq(conn *sqlite.Conn, n int64, wanted []uint64) ([]*model.Span, error) {
	b, err := s.block(conn, n)
	if err != nil {
		return nil, err
	}
	all, err := b.Seqs()
	if err != nil {
		return nil, err
	}
	rows := []int{}
	for row, seq := range all {
		if _, ok := slices.BinarySearch(wanted, seq); ok {
			rows = append(rows, row)
		}
	}
	return b.Spans(rows)
}

func (s *Store) headSpans(conn *sqlite.Conn, wanted []uint64, found map[uint64]*model.Span) error {
	return s.eachHead(conn, func(span *model.Span) {
		if _, ok := slices.BinarySearch(wanted, span.Seq); ok {
			found[span.Seq] = span
		}
	})
}
