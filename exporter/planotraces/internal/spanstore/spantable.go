package spanstore

import "github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"

// spanTable finds spans by their ids, of which two traces may have the same.
type spanTable struct {
	// first is the index of a span of an id, next of each the one before of the same id, -1 for none.
	first map[model.SpanID]int32
	next  []int32
	ids   []spanKey
}

// spanKey is what a span is known by.
type spanKey struct {
	trace model.TraceID
	span  model.SpanID
}

func keyOf(s *model.Span) spanKey { return spanKey{s.TraceID, s.SpanID} }

func newSpanTable(size int) *spanTable {
	return &spanTable{first: make(map[model.SpanID]int32, size)}
}

func (t *spanTable) add(k spanKey) {
	next, ok := t.first[k.span]
	if !ok {
		next = -1
	}
	t.first[k.span] = int32(len(t.ids))
	t.next = append(t.next, next)
	t.ids = append(t.ids, k)
}

func (t *spanTable) has(trace model.TraceID, id model.SpanID) bool {
	at, ok := t.first[id]
	for ; ok && at >= 0; at = t.next[at] {
		if t.ids[at].trace == trace {
			return true
		}
	}
	return false
}

// traces appends the traces that have a span of an id.
func (t *spanTable) traces(to []model.TraceID, id model.SpanID) []model.TraceID {
	at, ok := t.first[id]
	for ; ok && at >= 0; at = t.next[at] {
		to = append(to, t.ids[at].trace)
	}
	return to
}

// head holds the spans that are in no block yet, as their rows have them.
type head struct {
	rows  []headRow
	table *spanTable
}

// headRow is a row of the table head; its id is the seq of its first span.
type headRow struct {
	id    int64
	spans int
	data  []byte
}

func newHead() *head { return &head{table: newSpanTable(0)} }

func (h *head) len() int { return len(h.table.ids) }

// add adds a row that holds spans.
func (h *head) add(row headRow, spans []*model.Span) {
	h.rows = append(h.rows, row)
	for _, s := range spans {
		h.table.add(keyOf(s))
	}
}

// first returns the first rows that make a block.
func (h *head) first() []headRow {
	spans, rows := 0, 0
	for rows < len(h.rows) && spans < sealSpans {
		spans += h.rows[rows].spans
		rows++
	}
	return h.rows[:rows:rows]
}

// remove drops the first rows.
func (h *head) remove(rows int) {
	gone := 0
	for _, row := range h.rows[:rows] {
		gone += row.spans
	}
	left := h.table.ids[gone:]
	h.rows = append([]headRow(nil), h.rows[rows:]...)
	h.table = newSpanTable(len(left))
	for _, k := range left {
		h.table.add(k)
	}
}
