package spanstore

import (
	"math"
	"time"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/block"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// sealed is a block that is ready to be stored.
type sealed struct {
	spans  []*model.Span
	data   []byte
	filter []byte
	ids    []byte
}

// sealPause is how long sealing rests after it failed.
const sealPause = time.Second

// startSeal makes a block of the first rows of the head if they have enough spans, beside the writer.
func (w *writer) startSeal() {
	if w.sealing || w.head.len() < sealSpans || time.Now().Before(w.sealAgain) {
		return
	}
	rows := w.head.first()
	w.sealing = true
	w.work.Add(1)
	go func() {
		defer w.work.Done()
		blocks := w.store.sealRows(rows)
		finish := &job{done: make(chan error, 1), run: func() error {
			w.sealing = false
			err := w.storeSealed(blocks, len(rows))
			if err != nil {
				w.sealAgain = time.Now().Add(sealPause)
			}
			return err
		}}
		w.jobs <- finish
		if err := <-finish.done; err != nil {
			w.store.report("spans could not be sealed", explain(err))
		}
	}()
}

// sealNow seals the first rows of the head, however little that is, unless that is being done.
func (w *writer) sealNow() error {
	if w.sealing || w.head.len() == 0 {
		return nil
	}
	rows := w.head.first()
	return w.storeSealed(w.store.sealRows(rows), len(rows))
}

// sealRows makes blocks of rows of the head.
func (s *Store) sealRows(rows []headRow) []sealed {
	var spans []*model.Span
	for _, row := range rows {
		of, err := decodeHead(row.data)
		if err != nil {
			s.report("spans of the head can't be read and are dropped", err)
			continue
		}
		spans = append(spans, of...)
	}
	return s.encodeBlocks(spans)
}

// encodeBlocks makes one block, none of no spans, or several where the spans are too large for one.
func (s *Store) encodeBlocks(spans []*model.Span) []sealed {
	if len(spans) == 0 {
		return nil
	}
	data, err := block.Encode(spans)
	if err == nil {
		return []sealed{{spans, data, block.BuildFilter(spans), spanIDs(spans)}}
	}
	if len(spans) == 1 {
		s.report("a span goes into no block and is dropped", err)
		return nil
	}
	half := len(spans) / 2
	return append(s.encodeBlocks(spans[:half]), s.encodeBlocks(spans[half:])...)
}

// storeSealed puts blocks in the place of the first rows of the head.
func (w *writer) storeSealed(blocks []sealed, rows int) error {
	first, sealedTrace := w.lastBlock+1, int64(0)
	err := w.transaction(func() error {
		for i := range blocks {
			youngest, err := w.insertBlock(first+int64(i), &blocks[i])
			if err != nil {
				return err
			}
			sealedTrace = max(sealedTrace, youngest)
		}
		last := w.head.rows[rows-1].id
		return run(w.conn, "DELETE FROM head WHERE id <= ?", last)
	})
	if err != nil {
		return err
	}
	for i := range blocks {
		w.index.add(first+int64(i), blocks[i].ids)
	}
	w.lastBlock += int64(len(blocks))
	w.lastSealed = max(w.lastSealed, sealedTrace)
	w.head.remove(rows)
	w.store.janitor.wake()
	return nil
}

// insertBlock stores a block and in which traces it has spans; it returns the highest number of them.
func (w *writer) insertBlock(id int64, s *sealed) (youngest int64, err error) {
	members, err := w.liveTraces(s.spans)
	if err != nil {
		return 0, err
	}
	live, oldest, newest := int64(0), int64(math.MaxInt64), int64(0)
	for _, m := range members {
		live += m.spans
		oldest, newest, youngest = min(oldest, m.trace.last), max(newest, m.trace.last), max(youngest, m.trace.id)
	}
	err = run(w.conn, "INSERT INTO blocks (id, first_seq, last_seq, spans, live, oldest, newest) VALUES (?, ?, ?, ?, ?, ?, ?)",
		id, s.spans[0].Seq, s.spans[len(s.spans)-1].Seq, len(s.spans), live, oldest, newest)
	if err != nil {
		return 0, err
	}
	err = run(w.conn, "INSERT INTO block_data (id, span_ids, filter, data) VALUES (?, ?, ?, ?)", id, s.ids, s.filter, s.data)
	if err != nil {
		return 0, err
	}
	for _, m := range members {
		if err := run(w.conn, "INSERT INTO trace_blocks (trace, block, spans) VALUES (?, ?, ?)", m.trace.id, id, m.spans); err != nil {
			return 0, err
		}
		if m.trace.id > w.lastSealed {
			continue // has no older blocks
		}
		if err := raiseBlocks(w.conn, m.trace); err != nil {
			return 0, err
		}
	}
	return youngest, nil
}

// membership is how many spans of a block belong to a trace.
type membership struct {
	trace *trace
	spans int64
}

// liveTraces counts spans by trace, in the order of the first of each. Those of traces that are gone are left out.
func (w *writer) liveTraces(spans []*model.Span) ([]membership, error) {
	c := w.newChange(0) // reads only
	byID := map[model.TraceID]int{}
	byTrace := map[*trace]int{}
	var members []membership
	for _, s := range spans {
		at, ok := byID[s.TraceID]
		if !ok {
			t, err := c.resolve(s.TraceID)
			if err != nil {
				return nil, err
			}
			if at, ok = byTrace[t]; !ok && t != nil {
				at = len(members)
				byTrace[t] = at
				members = append(members, membership{trace: t})
			}
			if t == nil {
				at = -1
			}
			byID[s.TraceID] = at
		}
		if at >= 0 {
			members[at].spans++
		}
	}
	return members, nil
}

// raiseBlocks tells the blocks of a trace how young it is.
func raiseBlocks(conn *sqlite.Conn, t *trace) error {
	return run(conn, "UPDATE blocks SET newest = ? WHERE newest < ? AND id IN (SELECT block FROM trace_blocks WHERE trace = ?)",
		t.last, t.last, t.id)
}
