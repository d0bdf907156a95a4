package spanstore

import (
	"context"
	"strconv"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

const (
	// smallBlock is how few live spans make a block small; smallBlocks is how many of these in a row are put together.
	smallBlock  = sealSpans / 8
	smallBlocks = 4
	// compactBlocks is how many blocks become one at most.
	compactBlocks = 8
)

// blockRow is a row of the table blocks.
type blockRow struct{ id, spans, live int64 }

func (b blockRow) wasteful() bool { return 2*b.live <= b.spans }

// compact puts blocks together that are small, or hold mostly spans that are dropped, until there are none: what is left of them is
// carried over into a new block.
func (s *Store) compact(ctx context.Context) error {
	for {
		group, err := s.nextCompaction(ctx)
		if err != nil || len(group) == 0 {
			return err
		}
		if err := s.rewrite(ctx, group); err != nil {
			return err
		}
	}
}

// nextCompaction returns blocks that follow one another and are better one.
func (s *Store) nextCompaction(ctx context.Context) (found []blockRow, err error) {
	var group []blockRow
	var wasteful bool
	var live int64
	worth := func() bool { return wasteful || len(group) >= smallBlocks }
	next := func(b blockRow) {
		if found != nil {
			return
		}
		_, damaged := s.janitor.damaged.Load(b.id)
		fits := !damaged && (b.wasteful() || b.live <= smallBlock)
		if !fits || live+b.live > sealSpans || len(group) == compactBlocks {
			if worth() {
				found = group
				return
			}
			group, wasteful, live = nil, false, 0
		}
		if fits {
			group, wasteful, live = append(group, b), wasteful || b.wasteful(), live+b.live
		}
	}
	err = s.Read(ctx, func(conn *sqlite.Conn) error {
		return each(conn, "SELECT id, spans, live FROM blocks ORDER BY first_seq", func(row *sqlite.Stmt) error {
			next(blockRow{row.ColumnInt64(0), row.ColumnInt64(1), row.ColumnInt64(2)})
			return nil
		})
	})
	if found == nil && worth() {
		found = group
	}
	return found, err
}

// rewrite makes one block of what lives in a group of blocks.
func (s *Store) rewrite(ctx context.Context, group []blockRow) error {
	var spans []*model.Span
	err := s.Read(ctx, func(conn *sqlite.Conn) error {
		for _, b := range group {
			live, err := s.liveSpans(conn, b.id)
			damaged, err := s.isDamage(err)
			if err != nil {
				return err
			}
			if damaged {
				s.janitor.damaged.Store(b.id, struct{}{})
				return nil
			}
			spans = append(spans, live...)
		}
		return nil
	})
	if err != nil || s.janitor.skips(group) {
		return err
	}
	blocks := s.encodeBlocks(spans)
	return s.writer.do(ctx, func() error { return s.writer.replace(group, blocks) })
}

// liveSpans returns the spans of a block whose traces are there.
func (s *Store) liveSpans(conn *sqlite.Conn, n int64) ([]*model.Span, error) {
	b, err := s.block(conn, n)
	if err != nil {
		return nil, err
	}
	ids, err := b.TraceIDs()
	if err != nil {
		return nil, err
	}
	live := map[model.TraceID]bool{}
	for _, id := range ids {
		there, err := number(conn, "SELECT EXISTS (SELECT 1 FROM trace_ids i JOIN trace_blocks b ON b.trace = i.trace "+
			"WHERE i.trace_id = ? AND b.block = ?)", id, n)
		if err != nil {
			return nil, err
		}
		live[id] = there != 0
	}
	return spansOf(b, func(id model.TraceID) bool { return live[id] })
}

// replace puts blocks in the place of others, unless more of these was dropped since they were read.
func (w *writer) replace(group []blockRow, blocks []sealed) error {
	for _, b := range group {
		live, err := number(w.conn, "SELECT live FROM blocks WHERE id = ?", b.id)
		if err != nil || live != b.live {
			return err
		}
	}
	first := w.lastBlock + 1
	err := w.transaction(func() error {
		for i := range blocks {
			members, err := w.liveTraces(blocks[i].spans)
			if err != nil {
				return err
			}
			for _, m := range members {
				for _, b := range group {
					if err := run(w.conn, "DELETE FROM trace_blocks WHERE trace = ? AND block = ?", m.trace.id, b.id); err != nil {
						return err
					}
				}
			}
			if _, err := w.insertBlock(first+int64(i), &blocks[i]); err != nil {
				return err
			}
		}
		for _, b := range group {
			if err := run(w.conn, "DELETE FROM blocks WHERE id = ?", b.id); err != nil {
				return err
			}
			if err := run(w.conn, "DELETE FROM block_data WHERE id = ?", b.id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range blocks {
		w.index.add(first+int64(i), blocks[i].ids)
	}
	w.lastBlock += int64(len(blocks))
	for _, b := range group {
		w.forgetBlocks([]int64{b.id})
	}
	return nil
}

// vacuum gives empty pages back.
func (w *writer) vacuum(pages int) error {
	return each(w.conn, "PRAGMA incremental_vacuum("+strconv.Itoa(pages)+")", nil)
}
