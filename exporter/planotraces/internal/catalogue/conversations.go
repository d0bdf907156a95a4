package catalogue

import (
	"container/heap"
	"context"
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
	l.filter, err = c.compile(ctx, conn, &q, resolve)
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
}

// run fills a page. after is where it ends.
func (l *listing) run(ctx context.Context, page *traceapi.ConversationPage) error {
	entries := l.c.index.top(l.filter, l.order, l.after, l.limit+1)
	page.Partial = l.filter.partial
	for i := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		if i == l.limit {
			page.NextCursor = l.after.cursor(l.sum)
			break
		}
		if err := l.read(&entries[i], page); err != nil {
			return err
		}
		at := positionOf(&entries[i], l.order)
		l.after = &at
	}
	return nil
}

// read adds what a list shows of a conversation, unless it is gone by now.
func (l *listing) read(e *entry, page *traceapi.ConversationPage) error {
	return rows(l.conn, `SELECT s.data, c.hash, c.session, c.user FROM summaries AS s JOIN conversations AS c ON c.cid = s.cid
		WHERE s.cid = ?`,
		func(s *sqlite.Stmt) error {
			var v summary
			if err := v.decode(blob(s, 0)); err != nil {
				return fmt.Errorf("summary of conversation %d: %w", e.cid, err)
			}
			v.ID, v.Session, v.User = FormatID(s.ColumnInt64(1)), s.ColumnText(2), s.ColumnText(3)
			v.fill(e)
			page.Conversations = append(page.Conversations, v.ConversationSummary)
			return nil
		}, e.cid)
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
