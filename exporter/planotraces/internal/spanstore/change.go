package spanstore

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/content"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// maxHeadRoom is how many bytes are kept to encode rows of the head in.
const maxHeadRoom = 4 << 20

// headRowSpans is how many spans a row of the head has at most.
const headRowSpans = 2048

// change is what one transaction adds. Nothing of the writer changes before it is committed.
type change struct {
	w    *writer
	conn *sqlite.Conn
	now  int64

	seq       uint64
	lastTrace int64
	accepted  []accepted
	spans     []*model.Span
	table     *spanTable

	// ids and traces are those that were looked at, traces as they are going to be; into says what became of those that are gone.
	ids    map[model.TraceID]int64
	traces map[int64]*trace
	into   map[int64]int64

	found []*missingParent
	lost  []*missingParent
	rows  []headRow
	bases map[int64]base
}

// accepted is a span that is new.
type accepted struct {
	entry *entry
	trace int64
}

// entry is an item with what was taken out of its span.
type entry struct {
	Item
	content *content.Content
}

func (w *writer) newChange(spans int) *change {
	return &change{
		w: w, conn: w.conn, now: w.now().UnixNano(), seq: w.seq, lastTrace: w.lastTrace,
		table: newSpanTable(spans), accepted: make([]accepted, 0, spans), spans: make([]*model.Span, 0, spans),
		ids: map[model.TraceID]int64{}, traces: map[int64]*trace{}, into: map[int64]int64{}, bases: map[int64]base{},
	}
}

// add accepts an entry, unless its span is known.
func (c *change) add(e *entry) error {
	s := e.Span
	t, err := c.resolve(s.TraceID)
	if err != nil {
		return err
	}
	known, err := c.known(t, s)
	if err != nil || known {
		return err
	}
	if t == nil {
		if t, err = c.create(s.TraceID); err != nil {
			return err
		}
	}
	t.add(s, e.Observation, c.now)
	c.seq++
	s.Seq = c.seq
	s.HasContent = e.content != nil
	c.table.add(keyOf(s))
	c.spans = append(c.spans, s)
	c.accepted = append(c.accepted, accepted{e, t.id})
	if e.content == nil {
		return nil
	}
	return c.keepContent(e)
}

// known says whether a span is there already. A span without an id is always new.
func (c *change) known(t *trace, s *model.Span) (bool, error) {
	if t == nil || s.SpanID == (model.SpanID{}) {
		return false, nil
	}
	if c.table.has(s.TraceID, s.SpanID) || c.w.head.table.has(s.TraceID, s.SpanID) {
		return true, nil
	}
	if !t.stored {
		return false, nil
	}
	for _, id := range c.w.index.blocks(s.SpanID) {
		if alive, err := c.alive(t.id, id); err != nil || !alive {
			if err != nil {
				return false, err
			}
			continue
		}
		b, err := c.w.store.block(c.conn, id)
		if err == nil {
			var has bool
			if has, err = b.HasSpan(s.TraceID, s.SpanID); has {
				return true, nil
			}
		}
		if err := c.w.store.passDamage(err); err != nil {
			return false, err
		}
	}
	return false, nil
}

// alive says whether a block has spans of a trace that are still there.
func (c *change) alive(trace, block int64) (bool, error) {
	n, err := number(c.conn, "SELECT spans FROM trace_blocks WHERE trace = ? AND block = ?", trace, block)
	return n > 0, err
}

// resolve returns the trace that an id belongs to, nil where there is none yet.
func (c *change) resolve(id model.TraceID) (*trace, error) {
	n, ok := c.ids[id]
	if !ok {
		n, ok = c.w.ids.get(id)
	}
	if !ok {
		var err error
		n, err = number(c.conn, "SELECT trace FROM trace_ids WHERE trace_id = ?", id)
		if err != nil || n == 0 {
			return nil, err
		}
	}
	for into, gone := c.into[n]; gone; into, gone = c.into[n] {
		n = into
	}
	c.ids[id] = n
	return c.byNumber(n)
}

func (c *change) byNumber(n int64) (*trace, error) {
	if t, ok := c.traces[n]; ok {
		return t, nil
	}
	var t *trace
	if known, ok := c.w.traces.get(n); ok {
		own := *known
		t = &own
	} else {
		var err error
		if t, err = traceByID(c.conn, n); err != nil {
			return nil, err
		}
		if t == nil {
			return nil, fmt.Errorf("%w: no trace %d", ErrDamaged, n)
		}
	}
	c.traces[n] = t
	return t, nil
}

func (c *change) create(id model.TraceID) (*trace, error) {
	c.lastTrace++
	t := &trace{id: c.lastTrace, canonical: id, members: 1}
	c.ids[id], c.traces[t.id] = t.id, t
	return t, run(c.conn, "INSERT INTO trace_ids (trace_id, trace) VALUES (?, ?)", id, t.id)
}

// write stores everything and tells the Hook.
func (c *change) write(ctx context.Context) (done func(), err error) {
	if len(c.accepted) == 0 {
		return nil, nil
	}
	for _, step := range []func() error{c.link, c.writeMissing, c.writeHead, c.writeTraces, c.writeBases} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	hook, ok := c.w.tell()
	if !ok {
		return nil, nil
	}
	applied := make([]Applied, len(c.accepted))
	for i, a := range c.accepted {
		t, err := c.resolve(a.entry.Span.TraceID)
		if err != nil {
			return nil, err
		}
		applied[i] = Applied{Span: a.entry.Span, Observation: a.entry.Observation, Trace: t.canonical}
	}
	return hook.Apply(ctx, c.conn, applied)
}

func (c *change) writeHead() error {
	for chunk := range slices.Chunk(c.spans, headRowSpans) {
		c.w.room = encodeHead(c.w.room[:0], chunk)
		row := headRow{id: int64(chunk[0].Seq), spans: len(chunk), data: bytes.Clone(c.w.room)}
		if err := run(c.conn, "INSERT INTO head (id, spans, data) VALUES (?, ?, ?)", row.id, row.spans, row.data); err != nil {
			return err
		}
		if cap(c.w.room) > maxHeadRoom {
			c.w.room = nil
		}
		c.rows = append(c.rows, row)
	}
	return c.w.keepNext("seq", int64(c.seq))
}

// writeTraces stores what changed, and tells the Hook of ids that are not canonical any more.
func (c *change) writeTraces() error {
	changed := make([]*trace, 0, len(c.traces))
	for _, t := range c.traces {
		changed = append(changed, t)
	}
	slices.SortFunc(changed, func(a, b *trace) int { return cmp.Compare(a.id, b.id) })
	for _, t := range changed {
		now := t
		for into, gone := c.into[now.id]; gone; into, gone = c.into[now.id] {
			now = c.traces[into]
		}
		if t.stored && t.told != now.canonical {
			if hook, ok := c.w.tell(); ok {
				if err := hook.Merge(c.conn, t.told, now.canonical); err != nil {
					return err
				}
			}
		}
		if now != t || !t.dirty {
			continue
		}
		if err := t.store(c.conn); err != nil {
			return err
		}
	}
	return nil
}

// commit makes what was written known to the writer.
func (c *change) commit() {
	w := c.w
	w.seq, w.lastTrace = c.seq, c.lastTrace
	for id, n := range c.ids {
		for into, gone := c.into[n]; gone; into, gone = c.into[n] {
			n = into
		}
		w.ids.put(id, n)
	}
	for n, t := range c.traces {
		if _, gone := c.into[n]; gone {
			w.traces.delete(n)
			continue
		}
		t.stored, t.dirty, t.told = true, false, t.canonical
		w.traces.put(n, t)
	}
	for _, p := range c.found {
		w.missing.remove(p)
	}
	for _, p := range c.lost {
		w.missing.add(p)
	}
	at := 0
	for _, row := range c.rows {
		w.head.add(row, c.spans[at:at+row.spans])
		at += row.spans
	}
	for session, b := range c.bases {
		w.bases.put(session, b)
	}
}

// headSpanBytes is about what a span of the head takes in memory.
const headSpanBytes = 1 << 10

// abort forgets what others could see of it.
func (c *change) abort() {
	for _, a := range c.accepted {
		if a.entry.content != nil {
			c.w.store.contents.delete(int64(a.entry.Span.Seq))
		}
		a.entry.Span.Seq = 0
	}
}
