package catalogue

import (
	"context"
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/spanstore"
)

// Forget removes what spans gave that are not there any more.
func (c *Catalogue) Forget(ctx context.Context, conn *sqlite.Conn, gone []spanstore.Forgotten) error {
	if err := c.begin(conn); err != nil {
		return err
	}
	w := &work{Catalogue: c, conn: conn, dirty: map[int64]*conversation{}}
	for i := range gone {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.forget(&gone[i]); err != nil {
			return fmt.Errorf("forget conversations: %w", err)
		}
	}
	entries, _, err := w.flush(ctx)
	if err != nil {
		return fmt.Errorf("forget conversations: %w", err)
	}
	c.publish(entries, w.removed)
	return nil
}

func (w *work) forget(gone *spanstore.Forgotten) error {
	t, err := w.cache.trace(w.conn, gone.Trace)
	if err != nil {
		return err
	}
	for _, cid := range slices.Clone(t.cids) {
		c, err := w.cache.conversation(w.conn, cid)
		if err != nil {
			return err
		}
		if gone.All {
			delete(c.members, t.id)
		}
		if len(c.members) == 0 {
			err = w.drop(c)
		} else {
			err = w.without(c, func(call *call) bool {
				return call.trace == t.id && (gone.All || isIn(gone.Seqs, call.seq))
			})
			w.touch(c)
		}
		if err != nil {
			return err
		}
	}
	if !gone.All {
		return nil
	}
	delete(w.cache.traces, t.id)
	if err := exec(w.conn, "DELETE FROM pending WHERE trace = ?", t.id[:]); err != nil {
		return err
	}
	return exec(w.conn, "DELETE FROM members WHERE trace = ?", t.id[:])
}

func isIn(seqs []uint64, seq uint64) bool {
	_, found := slices.BinarySearch(seqs, seq)
	return found
}

// without removes calls from a conversation, of which others are left.
func (w *work) without(c *conversation, goes func(*call) bool) error {
	var gone, left []*call
	for _, call := range c.calls {
		if goes(call) {
			gone = append(gone, call)
		} else {
			left = append(left, call)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	type form struct {
		base, shared, own int
		first             *call
	}
	forms := make(map[*call]form, len(left))
	formOf := func(call *call) form {
		var f form
		if f.first = c.saysFirst(call); !call.inTree() {
			return f
		}
		base, shared, own := c.tree.packed(call.leaf, call.n)
		f.base, f.shared, f.own = int(base), shared, len(own)
		return f
	}
	old := c.tree
	for _, call := range left {
		forms[call] = formOf(call)
		call.hashes = c.list(call)
	}
	c.tree, c.calls, c.ordered, c.heads, c.places, c.replayed = newTree(), nil, nil, nil, nil, 0
	for _, call := range left {
		call.leaf, call.base = none, none
		c.add(call)
		call.made = nil
		call.stored = call.stored && formOf(call) == forms[call]
	}
	return w.unsay(c, &old, gone)
}

// unsay removes calls, and their words where no call that is left holds a message which they brought.
func (w *work) unsay(c *conversation, old *tree, gone []*call) error {
	held := make(map[uint64]bool, len(c.tree.nodes))
	for i := range c.tree.nodes {
		held[c.tree.nodes[i].hash] = true
	}
	keeps := map[int32]bool{}
	for i := range old.nodes {
		if n := &old.nodes[i]; held[n.hash] {
			keeps[n.maker] = true
		}
	}
	for _, call := range gone {
		if err := exec(w.conn, "DELETE FROM calls WHERE cid = ? AND n = ?", c.cid, int64(call.n)); err != nil {
			return err
		}
		if keeps[call.n] {
			continue
		}
		if err := exec(w.conn, "DELETE FROM texts WHERE rowid = ?", docOf(c.cid, call.n)); err != nil {
			return err
		}
	}
	return nil
}

// drop removes a conversation of which nothing is left, and its words.
func (w *work) drop(c *conversation) error {
	cids := []int64{c.cid}
	err := rows(w.conn, "SELECT cid FROM aliases WHERE target = ?", func(s *sqlite.Stmt) error {
		cids = append(cids, s.ColumnInt64(0))
		return nil
	}, c.cid)
	for _, cid := range cids {
		if err == nil {
			err = exec(w.conn, "DELETE FROM texts WHERE rowid BETWEEN ? AND ?", docOf(cid, 0), docOf(cid+1, 0)-1)
		}
		w.touched[cid] = true
		w.index.alias(cid, 0)
	}
	if err == nil {
		err = exec(w.conn, "DELETE FROM aliases WHERE target = ?", c.cid)
	}
	if err != nil {
		return err
	}
	return w.remove(c)
}

// remove removes the rows of a conversation, but not its words.
func (w *work) remove(c *conversation) error {
	for _, query := range [...]string{
		"DELETE FROM conversations WHERE cid = ?", "DELETE FROM summaries WHERE cid = ?", "DELETE FROM calls WHERE cid = ?",
		"DELETE FROM members WHERE cid = ? AND cid <> 0", "DELETE FROM findings WHERE cid = ?",
	} {
		if err := exec(w.conn, query, c.cid); err != nil {
			return err
		}
	}
	delete(w.fresh, c.hash)
	delete(w.dirty, c.cid)
	w.touched[c.cid] = true
	w.cache.drop(c.cid)
	w.removed = append(w.removed, c.cid)
	return nil
}
