package catalogue

import (
	"container/list"
	"fmt"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// cache keeps the conversations and traces that were used last.
type cache struct {
	most, size    int64
	order         *list.List // of *kept, the one used last in front
	conversations map[int64]*list.Element
	traces        map[model.TraceID]*trace
}

type kept struct {
	conversation *conversation
	size         int64
}

// maxTraces is how many traces are kept in memory.
const maxTraces = 16 << 10

// trace is what is known of one.
type trace struct {
	id model.TraceID
	// plain counts the spans that name no conversation.
	plain counts
	// cids are the conversations of the trace, the first one that of spans that name none.
	cids []int64
	// dirty is true where plain is not written yet, stored where there is a row of it.
	dirty, stored bool
}

// conversation returns a conversation that is there.
func (c *cache) conversation(conn *sqlite.Conn, cid int64) (*conversation, error) {
	if element := c.conversations[cid]; element != nil {
		c.order.MoveToFront(element)
		return element.Value.(*kept).conversation, nil
	}
	read, err := readConversation(conn, cid)
	if err != nil {
		return nil, err
	}
	if read == nil {
		return nil, fmt.Errorf("conversation %d is not there", cid)
	}
	c.keep(read)
	return read, nil
}

func (c *cache) keep(v *conversation) {
	k := &kept{v, v.weight()}
	c.conversations[v.cid] = c.order.PushFront(k)
	c.size += k.size
}

func (c *cache) drop(cid int64) {
	if element := c.conversations[cid]; element != nil {
		c.size -= element.Value.(*kept).size
		c.order.Remove(element)
		delete(c.conversations, cid)
	}
}

// resize notes that a conversation changed.
func (c *cache) resize(cid int64) {
	if element := c.conversations[cid]; element != nil {
		k := element.Value.(*kept)
		size := k.conversation.weight()
		c.size += size - k.size
		k.size = size
	}
}

// trim makes room, once all is written.
func (c *cache) trim() {
	for c.size > c.most && c.order.Len() > 0 {
		c.drop(c.order.Back().Value.(*kept).conversation.cid)
	}
	if len(c.traces) > maxTraces {
		clear(c.traces)
	}
}

// trace returns what is known of a trace, which may be nothing.
func (c *cache) trace(conn *sqlite.Conn, id model.TraceID) (*trace, error) {
	if t := c.traces[id]; t != nil {
		return t, nil
	}
	t := &trace{id: id}
	err := rows(conn, "SELECT cid, spans, errors, start, end FROM members WHERE trace = ? ORDER BY cid", func(s *sqlite.Stmt) error {
		if cid := s.ColumnInt64(0); cid != 0 {
			t.cids = append(t.cids, cid)
		} else {
			t.plain, t.stored = countsIn(s, 1), true
		}
		return nil
	}, id[:])
	if err != nil {
		return nil, fmt.Errorf("read a trace: %w", err)
	}
	c.traces[id] = t
	return t, nil
}
