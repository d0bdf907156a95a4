package catalogue

import (
	"container/heap"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// Conversations lists conversations, the worst first where no order is asked for: those not judged come last. resolve may be nil
// where there are no attributes to ask for.
func (c *Catalogue) Conversations(
	ctx context.Context, conn *sqlite.Conn, q traceapi.Query, resolve Resolver,
) (page traceapi.ConversationPage, err error) {
	page.Conversations = []traceapi.ConversationSummary{}
	order := q.Order
	switch order {
	case "":
		order = traceapi.OrderWorst
	case traceapi.OrderWorst, traceapi.OrderNewest:
	default:
		return page, fmt.Errorf("%w: order: %q is neither %s nor %s", traceapi.ErrInvalid, q.Order, traceapi.OrderWorst, traceapi.OrderNewest)
	}
	l := listing{c: c, conn: conn, order: order, sum: sumOf("conversations", &q, order), limit: pageOf(&q)}
	if q.Cursor != "" {
		after, err := positionIn(q.Cursor, l.sum)
		if err != nil {
			return page, err
		}
		l.after = &after
	}
	l.filter, err = c.compile(ctx, conn, &q, resolve, fewDocuments)
	if err == nil {
		err = l.run(ctx, &page)
	}
	if err != nil && isOver(ctx, err) {
		page.Partial, page.NextCursor = true, q.Cursor
		if l.after != nil {
			page.NextCursor = l.after.cursor(l.sum)
		}
		return page, nil
	}
	return page, err
}

// listing is a list that is being made.
type listing struct {
	c      *Catalogue
	conn   *sqlite.Conn
	order  string
	sum    uint64
	limit  int
	filter *filter
	// after is the last position that was looked at.
	after *position
	// parts are the conversations that became part of others, by these; read once it is needed.
	parts map[int64][]int64
}

// probes is how many conversations are asked for words at a time.
const probes = 256

// run fills a page. after is where it ends.
func (l *listing) run(ctx context.Context, page *traceapi.ConversationPage) error {
	n := l.limit + 1
	if len(l.filter.words) > 0 {
		n = max(n, probes)
	}
	for {
		entries := l.c.index.top(l.filter, l.order, l.after, n)
		for i := range entries {
			e := &entries[i]
			if err := ctx.Err(); err != nil {
				return err
			}
			says, err := l.says(e)
			if err != nil {
				return err
			}
			if says && len(page.Conversations) == l.limit {
				page.NextCursor = l.after.cursor(l.sum)
				return nil
			}
			if says {
				if err := l.read(e, page); err != nil {
					return err
				}
			}
			at := positionOf(e, l.order)
			l.after = &at
		}
		if len(entries) < n {
			return nil
		}
	}
}

// read adds what a list shows of a conversation, unless it is gone by now.
func (l *listing) read(e *entry, page *traceapi.ConversationPage) error {
	return rows(l.conn, "SELECT data FROM summaries WHERE cid = ?", func(s *sqlite.Stmt) error {
		var v summary
		if err := json.Unmarshal(blob(s, 0), &v); err != nil {
			return fmt.Errorf("summary of conversation %d: %w", e.cid, err)
		}
		page.Conversations = append(page.Conversations, v.ConversationSummary)
		return nil
	}, e.cid)
}

// says is true where a conversation meets the terms of words that were not listed.
func (l *listing) says(e *entry) (bool, error) {
	if len(l.filter.words) == 0 {
		return true, nil
	}
	if l.parts == nil {
		l.parts = l.c.index.partsOf()
	}
	for _, test := range l.filter.words {
		found := false
		for _, cid := range append([]int64{e.cid}, l.parts[e.cid]...) {
			err := rows(l.conn, "SELECT 1 FROM texts WHERE texts MATCH ? AND rowid BETWEEN ? AND ? LIMIT 1", func(*sqlite.Stmt) error {
				found = true
				return nil
			}, test.match, docOf(cid, 0), docOf(cid+1, 0)-1)
			if err != nil {
				return false, err
			}
		}
		if found == test.negated {
			return false, nil
		}
	}
	return true, nil
}

// top returns the first conversations that match behind a position, in order.
func (x *index) top(f *filter, order string, after *position, n int) []entry {
	h := &worstLast{order: order}
	x.each(func(e *entry) {
		if !f.matches(e) {
			return
		}
		p := positionOf(e, order)
		if after != nil && p.compare(*after) <= 0 {
			return
		}
		switch {
		case len(h.entries) < n:
			heap.Push(h, *e)
		case p.compare(positionOf(&h.entries[0], order)) < 0:
			h.entries[0] = *e
			heap.Fix(h, 0)
		}
	})
	slices.SortFunc(h.entries, func(a, b entry) int { return positionOf(&a, order).compare(positionOf(&b, order)) })
	return h.entries
}

// worstLast is a heap whose first is the one that comes last in the list.
type worstLast struct {
	order   string
	entries []entry
}

func (h *worstLast) Len() int { return len(h.entries) }
func (h *worstLast) Less(i, j int) bool {
	return positionOf(&h.entries[i], h.order).compare(positionOf(&h.entries[j], h.order)) > 0
}
func (h *worstLast) Swap(i, j int) { h.entries[i], h.entries[j] = h.entries[j], h.entries[i] }
func (h *worstLast) Push(x any)    { h.entries = append(h.entries, x.(entry)) }
func (h *worstLast) Pop() any {
	last := h.entries[len(h.entries)-1]
	h.entries = h.entries[:len(h.entries)-1]
	return last
}
