package spanstore

import (
	"context"
	"math"
	"slices"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

const (
	// dropTraces and dropBlocks are how many traces one step drops at most, and of how many blocks.
	dropTraces = 256
	dropBlocks = 4
	endOfTime  = math.MaxInt64
)

// drop is what one step takes away of a trace.
type drop struct {
	trace *trace
	ids   []model.TraceID
	// blocks are those it is taken out of, all whether these are all of them.
	blocks []int64
	all    bool
	seqs   []uint64
}

// drop takes away some of the traces whose last span came before a time, the oldest first, and says whether there may be more.
func (s *Store) drop(ctx context.Context, before int64) (more bool, err error) {
	for range 2 {
		drops, err := s.plan(ctx, before)
		if err != nil || len(drops) == 0 {
			return false, err
		}
		dropped := 0
		err = s.writer.do(ctx, func() error {
			if dropped, err = s.writer.dropAll(ctx, drops); err != nil || dropped > 0 {
				return err
			}
			// The oldest are in the head: they can be dropped once they are sealed.
			return s.writer.sealNow()
		})
		if err != nil || dropped > 0 {
			return dropped > 0, err
		}
	}
	return false, nil
}

// plan looks for what to drop, on a connection that reads.
func (s *Store) plan(ctx context.Context, before int64) (drops []*drop, err error) {
	err = s.Read(ctx, func(conn *sqlite.Conn) error {
		err := each(conn, "SELECT "+traceColumns+" FROM traces t WHERE t.arrived < ? ORDER BY t.arrived, t.id LIMIT ?",
			func(row *sqlite.Stmt) error {
				drops = append(drops, &drop{trace: readTrace(row)})
				return nil
			}, before, dropTraces)
		if err != nil {
			return err
		}
		seen := map[int64]struct{}{}
		for i, d := range drops {
			if err := d.plan(conn, seen); err != nil {
				return err
			}
			if len(seen) >= dropBlocks {
				drops = drops[:i+1]
				break
			}
		}
		return s.readSeqs(ctx, conn, drops)
	})
	return drops, err
}

// plan takes the next blocks of a trace.
func (d *drop) plan(conn *sqlite.Conn, seen map[int64]struct{}) (err error) {
	if d.ids, err = memberIDs(conn, d.trace); err != nil {
		return err
	}
	if d.blocks, err = blocksOf(conn, d.trace.id); err != nil {
		return err
	}
	d.all = true
	if len(d.blocks) > 2*dropBlocks {
		d.blocks, d.all = d.blocks[:2*dropBlocks], false
	}
	for _, b := range d.blocks {
		seen[b] = struct{}{}
	}
	return nil
}

// readSeqs finds the seqs of the spans that are dropped.
func (s *Store) readSeqs(ctx context.Context, conn *sqlite.Conn, drops []*drop) error {
	byBlock := map[int64]map[model.TraceID]*drop{}
	for _, d := range drops {
		for _, n := range d.blocks {
			if byBlock[n] == nil {
				byBlock[n] = map[model.TraceID]*drop{}
			}
			for _, id := range d.ids {
				byBlock[n][id] = d
			}
		}
	}
	for n, byTrace := range byBlock {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.passDamage(s.readBlockSeqs(conn, n, byTrace)); err != nil {
			return err
		}
	}
	for _, d := range drops {
		slices.Sort(d.seqs)
	}
	return nil
}

func (s *Store) readBlockSeqs(conn *sqlite.Conn, n int64, byTrace map[model.TraceID]*drop) error {
	b, err := s.block(conn, n)
	if err != nil {
		return err
	}
	seqs, err := b.Seqs()
	if err != nil {
		return err
	}
	traces, err := b.TracesOf(allRows(b))
	if err != nil {
		return err
	}
	for row, id := range traces {
		if d := byTrace[id]; d != nil {
			d.seqs = append(d.seqs, seqs[row])
		}
	}
	return nil
}

// dropAll drops what has not changed since it was planned, and returns how many traces that were.
func (w *writer) dropAll(ctx context.Context, drops []*drop) (dropped int, err error) {
	inHead := map[model.TraceID]struct{}{}
	for _, k := range w.head.table.ids {
		inHead[k.trace] = struct{}{}
	}
	var gone []Forgotten
	var blocks []int64
	err = w.transaction(func() error {
		for _, d := range drops {
			same, err := w.unchanged(d, inHead)
			if err != nil {
				return err
			}
			if !same {
				continue
			}
			if err := w.dropTrace(d); err != nil {
				return err
			}
			gone = append(gone, Forgotten{Trace: d.trace.canonical, Seqs: d.seqs, All: d.all})
			dropped++
		}
		if hook, ok := w.tell(); ok && dropped > 0 {
			if err := hook.Forget(ctx, w.conn, gone); err != nil {
				return err
			}
		}
		blocks, err = w.dropBlocks()
		return err
	})
	if err != nil {
		return 0, err
	}
	w.forget(drops)
	w.forgetBlocks(blocks)
	return dropped, nil
}

// unchanged says whether what is dropped of a trace is as it was when that was planned: where that is all, without a span in the head.
func (w *writer) unchanged(d *drop, inHead map[model.TraceID]struct{}) (bool, error) {
	now, err := traceByID(w.conn, d.trace.id)
	if err != nil || now == nil || now.members != d.trace.members {
		return false, err
	}
	for _, n := range d.blocks { // a block may have been put together with others
		there, err := number(w.conn, "SELECT EXISTS (SELECT 1 FROM trace_blocks WHERE trace = ? AND block = ?)", d.trace.id, n)
		if err != nil || there == 0 {
			return false, err
		}
	}
	if !d.all {
		return true, nil
	}
	for _, id := range d.ids {
		if _, ok := inHead[id]; ok {
			return false, nil
		}
	}
	blocks, err := number(w.conn, "SELECT count(*) FROM trace_blocks WHERE trace = ?", d.trace.id)
	return blocks == int64(len(d.blocks)) && now.spans == d.trace.spans, err
}

func (w *writer) dropTrace(d *drop) error {
	for _, n := range d.blocks {
		err := run(w.conn, "UPDATE blocks SET live = live - (SELECT spans FROM trace_blocks WHERE trace = ? AND block = blocks.id) WHERE id = ?",
			d.trace.id, n)
		if err != nil {
			return err
		}
		if err := run(w.conn, "DELETE FROM trace_blocks WHERE trace = ? AND block = ?", d.trace.id, n); err != nil {
			return err
		}
	}
	if err := killContents(w.conn, d.seqs); err != nil {
		return err
	}
	if !d.all {
		return run(w.conn, "UPDATE traces SET spans = max(0, spans - ?) WHERE id = ?", len(d.seqs), d.trace.id)
	}
	for _, id := range d.ids {
		if err := run(w.conn, "DELETE FROM trace_ids WHERE trace_id = ?", id); err != nil {
			return err
		}
	}
	if err := run(w.conn, "DELETE FROM members WHERE trace = ?", d.trace.id); err != nil {
		return err
	}
	return run(w.conn, "DELETE FROM traces WHERE id = ?", d.trace.id)
}

// dropBlocks deletes the blocks that hold nothing any more.
func (w *writer) dropBlocks() (blocks []int64, err error) {
	err = each(w.conn, "DELETE FROM blocks WHERE live <= 0 RETURNING id", func(row *sqlite.Stmt) error {
		blocks = append(blocks, row.ColumnInt64(0))
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, n := range blocks {
		if err := run(w.conn, "DELETE FROM block_data WHERE id = ?", n); err != nil {
			return nil, err
		}
	}
	return blocks, nil
}

// forget drops what the writer remembers of traces.
func (w *writer) forget(drops []*drop) {
	for _, d := range drops {
		w.traces.delete(d.trace.id)
		if !d.all {
			continue
		}
		for _, id := range d.ids {
			w.ids.delete(id)
		}
	}
	// Chains may have gone with them.
	w.bases = newRecent[int64, base](recentTraces)
}

func (w *writer) forgetBlocks(blocks []int64) {
	for _, n := range blocks {
		w.index.remove(n)
		w.store.blocks.delete(n)
		w.store.filters.delete(n)
	}
}
