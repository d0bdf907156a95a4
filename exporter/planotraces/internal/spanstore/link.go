package spanstore

import (
	"slices"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// maxMembers is how many trace ids are linked at most: whoever forges more gets several traces.
const maxMembers = 2048

// link finds the traces that are one: a span's parent is in no span of its own trace, but in another one.
func (c *change) link() error {
	if err := c.linkChildren(); err != nil {
		return err
	}
	return c.linkParents()
}

// linkChildren links the traces that waited for a span that has come.
func (c *change) linkChildren() error {
	if c.w.missing.live == 0 {
		return nil
	}
	own := map[*missingParent]struct{}{}
	var others []*missingParent
	var traces []model.TraceID
	for _, s := range c.spans {
		for p := c.w.missing.byParent[s.SpanID]; p != nil; p = p.next {
			if p.trace == s.TraceID {
				own[p] = struct{}{}
				c.found = append(c.found, p)
			} else {
				others, traces = append(others, p), append(traces, s.TraceID)
			}
		}
	}
	for i, p := range others {
		if _, known := own[p]; known {
			continue
		}
		own[p] = struct{}{}
		c.found = append(c.found, p)
		if err := c.union(p.trace, traces[i]); err != nil {
			return err
		}
	}
	return nil
}

// linkParents links the traces of spans whose parents came before, in another trace, and notes the parents that have not come.
func (c *change) linkParents() error {
	type child struct {
		trace  model.TraceID
		parent model.SpanID
	}
	seen := map[child]struct{}{}
	for _, s := range c.spans {
		if s.ParentID == (model.SpanID{}) || s.ParentID == s.SpanID || c.table.has(s.TraceID, s.ParentID) ||
			c.w.head.table.has(s.TraceID, s.ParentID) {
			continue
		}
		key := child{s.TraceID, s.ParentID}
		if _, again := seen[key]; again {
			continue
		}
		seen[key] = struct{}{}
		if err := c.linkParent(s.TraceID, s.ParentID); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) linkParent(id model.TraceID, parent model.SpanID) error {
	holders := c.w.head.table.traces(c.table.traces(nil, parent), parent)
	holders, err := c.sealedTraces(holders, parent)
	if err != nil {
		return err
	}
	own, err := c.resolve(id)
	if err != nil {
		return err
	}
	var others []model.TraceID
	var numbers []int64
	for _, holder := range holders {
		t, err := c.resolve(holder)
		if err != nil {
			return err
		}
		if t == own {
			return nil
		}
		if t != nil && !slices.Contains(numbers, t.id) {
			others, numbers = append(others, holder), append(numbers, t.id)
		}
	}
	switch {
	case len(others) == 1:
		return c.union(id, others[0])
	case len(others) == 0 && !c.w.missing.has(parent, id):
		c.lost = append(c.lost, &missingParent{parent: parent, trace: id})
	}
	// Of several that have such a span none is sure to be meant: the sender's ids are not random.
	return nil
}

// sealedTraces appends the traces that have a span of an id in a block.
func (c *change) sealedTraces(to []model.TraceID, id model.SpanID) ([]model.TraceID, error) {
	for _, n := range c.w.index.blocks(id) {
		found, err := c.w.store.tracesWith(c.conn, n, id)
		if err := c.w.store.passDamage(err); err != nil {
			return nil, err
		}
		for _, other := range found {
			t, err := c.resolve(other)
			if err != nil {
				return nil, err
			}
			if t == nil {
				continue
			}
			alive, err := c.alive(t.id, n)
			if err != nil {
				return nil, err
			}
			if alive {
				to = append(to, other)
			}
		}
	}
	return to, nil
}

// tracesWith returns the traces that have a span of an id in a block.
func (s *Store) tracesWith(conn *sqlite.Conn, n int64, id model.SpanID) ([]model.TraceID, error) {
	b, err := s.block(conn, n)
	if err != nil {
		return nil, err
	}
	ids, err := b.SpanIDs()
	if err != nil {
		return nil, err
	}
	var rows []int
	for row, other := range ids {
		if other == id {
			rows = append(rows, row)
		}
	}
	return b.TracesOf(rows)
}

// union makes two traces one. The number of the one with more ids stays, so that few ids are moved often.
func (c *change) union(a, b model.TraceID) error {
	stays, err := c.resolve(a)
	if err != nil {
		return err
	}
	goes, err := c.resolve(b)
	if err != nil || stays == nil || goes == nil || stays == goes || stays.members+goes.members > maxMembers {
		return err
	}
	if goes.members > stays.members {
		stays, goes = goes, stays
	}
	if err := c.moveIDs(stays, goes); err != nil {
		return err
	}
	err = run(c.conn, "INSERT INTO trace_blocks (trace, block, spans) SELECT ?, block, spans FROM trace_blocks WHERE trace = ? "+
		"ON CONFLICT DO UPDATE SET spans = spans + excluded.spans", stays.id, goes.id)
	if err != nil {
		return err
	}
	for _, query := range []string{
		"DELETE FROM trace_blocks WHERE trace = ?", "DELETE FROM members WHERE trace = ?", "DELETE FROM traces WHERE id = ?",
	} {
		if err := run(c.conn, query, goes.id); err != nil {
			return err
		}
	}
	stays.absorb(goes)
	c.w.lastSealed = max(c.w.lastSealed, stays.id) // it may have got blocks
	c.into[goes.id] = stays.id
	return raiseBlocks(c.conn, stays)
}

func (c *change) moveIDs(stays, goes *trace) error {
	ids, err := memberIDs(c.conn, goes)
	if err != nil {
		return err
	}
	insert := ids
	if stays.members == 1 {
		insert = append(slices.Clone(ids), stays.canonical)
	}
	for _, id := range insert {
		if err := run(c.conn, "INSERT INTO members (trace, trace_id) VALUES (?, ?)", stays.id, id); err != nil {
			return err
		}
	}
	for _, id := range ids {
		c.ids[id] = stays.id
		if err := run(c.conn, "UPDATE trace_ids SET trace = ? WHERE trace_id = ?", stays.id, id); err != nil {
			return err
		}
	}
	return nil
}

// writeMissing stores which parents are waited for.
func (c *change) writeMissing() error {
	for _, p := range c.found {
		if err := run(c.conn, "DELETE FROM missing WHERE id = ?", p.id); err != nil {
			return err
		}
	}
	for i, p := range c.lost {
		p.id = c.w.missing.lastID + 1 + int64(i)
		if err := run(c.conn, "INSERT INTO missing (id, parent, trace_id) VALUES (?, ?, ?)", p.id, spanNumber(p.parent), p.trace); err != nil {
			return err
		}
	}
	over := c.w.missing.live + len(c.lost) - maxMissing
	if over <= 0 {
		return nil
	}
	for _, p := range c.w.missing.oldest(over) {
		c.found = append(c.found, p)
		if err := run(c.conn, "DELETE FROM missing WHERE id = ?", p.id); err != nil {
			return err
		}
	}
	return nil
}
