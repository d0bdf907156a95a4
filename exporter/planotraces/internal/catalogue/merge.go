package catalogue

import (
	"context"
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// Merge says that the trace from is part of the trace to.
func (c *Catalogue) Merge(conn *sqlite.Conn, from, to model.TraceID) error {
	if err := c.begin(conn); err != nil {
		return err
	}
	w := &work{Catalogue: c, conn: conn, dirty: map[int64]*conversation{}}
	if err := w.mergeTraces(from, to); err != nil {
		return fmt.Errorf("conversations of linked traces: %w", err)
	}
	entries, _, err := w.flush(context.Background())
	if err != nil {
		return fmt.Errorf("conversations of linked traces: %w", err)
	}
	c.publish(entries, w.removed)
	return nil
}

func (w *work) mergeTraces(from, to model.TraceID) error {
	old, err := w.cache.trace(w.conn, from)
	if err != nil {
		return err
	}
	now, err := w.cache.trace(w.conn, to)
	if err != nil {
		return err
	}
	now.plain.add(old.plain)
	now.dirty = true
	w.traces = append(w.traces, now)
	for _, cid := range old.cids {
		c, err := w.cache.conversation(w.conn, cid)
		if err != nil {
			return err
		}
		w.rename(c, old, now)
	}
	for _, cid := range now.cids {
		c, err := w.cache.conversation(w.conn, cid)
		if err != nil {
			return err
		}
		c.members[to].plain = now.plain
		w.touch(c)
	}
	delete(w.cache.traces, from)
	if err := exec(w.conn, "DELETE FROM members WHERE trace = ?", from[:]); err != nil {
		return err
	}
	if err := exec(w.conn, "UPDATE OR REPLACE pending SET trace = ? WHERE trace = ?", to[:], from[:]); err != nil {
		return err
	}
	return w.unite(now)
}

// rename gives what a conversation has of a trace the trace's new name.
func (w *work) rename(c *conversation, old, now *trace) {
	moved := c.members[old.id]
	delete(c.members, old.id)
	w.join(now, c)
	if moved != nil {
		c.members[now.id].own.add(moved.own)
	}
	c.members[now.id].stored = false
	for _, call := range c.calls {
		if call.trace == old.id {
			call.trace, call.stored = now.id, false
		}
	}
	slices.SortStableFunc(c.ordered, (*call).compare)
	c.replayed = 0
}

// unite merges the conversations of a trace that have no id of their sender into one, that which has one where there is one.
func (w *work) unite(t *trace) error {
	if len(t.cids) == 0 {
		return nil
	}
	target, err := w.cache.conversation(w.conn, t.cids[0])
	if err != nil {
		return err
	}
	for _, cid := range t.cids {
		c, err := w.cache.conversation(w.conn, cid)
		if err != nil {
			return err
		}
		if c.session != "" {
			target = c
			break
		}
	}
	if err := w.absorb(t, target); err != nil {
		return err
	}
	return w.attach(t, target)
}

// merge makes a conversation part of another one.
func (w *work) merge(from, into *conversation) error {
	for id, m := range from.members {
		t, err := w.cache.trace(w.conn, id)
		if err != nil {
			return err
		}
		t.cids = slices.DeleteFunc(t.cids, func(cid int64) bool { return cid == from.cid })
		w.join(t, into)
		into.members[id].own.add(m.own)
		into.members[id].stored = false
	}
	for _, call := range from.calls {
		isNew := call.observation != nil
		call.hashes = from.list(call)
		call.n, call.leaf, call.base, call.made, call.stored = none, none, none, nil, false
		into.add(call)
		if !isNew {
			call.made = nil
		}
	}
	if from.answered >= into.answered {
		into.answer, into.answered = from.answer, from.answered
	}
	for hash := range from.spoken {
		if len(into.spoken) < maxRemembered {
			into.spoken[hash] = struct{}{}
		}
	}
	w.touch(into)
	return w.replace(from, into)
}

// replace removes a conversation of which another one has all.
func (w *work) replace(from, into *conversation) error {
	if err := w.remove(from); err != nil {
		return err
	}
	if err := exec(w.conn, "UPDATE aliases SET target = ? WHERE target = ?", into.cid, from.cid); err != nil {
		return err
	}
	w.index.redirect(from.cid, into.cid)
	return exec(w.conn, "INSERT OR REPLACE INTO aliases VALUES (?, ?, ?)", from.cid, from.hash, into.cid)
}

// list returns the hashes of a call's messages.
func (c *conversation) list(call *call) []uint64 {
	if !call.inTree() {
		return call.hashes
	}
	hashes := c.hashesOf(call.leaf)
	slices.Reverse(hashes)
	return hashes
}
