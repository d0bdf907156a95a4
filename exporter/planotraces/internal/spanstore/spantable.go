package spanstore

import "github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"

// spanTable finds spans by their ids, of which two traces may have the same.
type spanTable struct {
	// first is the index of a span of an id, next of each the one before of the same id, -1 for none.
	first map[model.SpanID]int32
	next  []int32
	spans []*model.Span
}

func newSpanTable(size int) *spanTable {
	return &spanTable{first: make(map[model.SpanID]int32, size)}
}

func (t *spanTable) add(s *model.Span) {
	next, ok := t.first[s.SpanID]
	if !ok {
		next = -1
	}
	t.first[s.SpanID] = int32(len(t.spans))
	t.next = append(t.next, next)
	t.spans = append(t.spans, s)
}

func (t *spanTable) has(trace model.TraceID, id model.SpanID) bool {
	at, ok := t.first[id]
	for ; ok && at >= 0; at = t.next[at] {
		if t.spans[at].TraceID == trace {
			return true
		}
	}
	return false
}

// traces appends the traces that have a span of an id.
func (t *spanTable) traces(to []model.TraceID, id model.SpanID) []model.TraceID {
	at, ok := t.first[id]
	for ; ok && at >= 0; at = t.next[at] {
		to = append(to, t.spans[at].TraceID)
	}
	return to
}

// head holds the spans that are in no block yet.
type head struct {
	rows  []headRow
	table *spanTable
}

// headRow is a row of the table head; its id is the seq of its first span.
type headRow struct {
	id    int64
	spans []*model.Span
}

func newHead() *head { return &head{table: newSpanTable(0)} }

func (h *head) len() int { return len(h.table.spans) }

func (h *head) add(row headRow) {
	h.rows = append(h.rows, row)
	for _, s := range row.spans {
		h.table.add(s)
	}
}

// first returns the spans of the first rows that make a block, and how many rows these are.
func (h *head) first() (spans []*model.Span, rows int) {
	for rows < len(h.rows) && len(spans) < sealSpans {
		spans = append(spans, h.rows[rows].spans...)
		rows++
	}
	return spans, rows
}

// remove drops the first rows.
func (h *head) remove(rows int) {
	h.rows = append([]headRow(nil), h.rows[rows:]...)
	left := 0
	for _, row := range h.rows {
		left += len(row.spans)
	}
	h.table = newSpanTable(left)
	for _, row := range h.rows {
		for _, s := range row.spans {
			h.table.add(s)
		}
	}
}
