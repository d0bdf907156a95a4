package catalogue

import (
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// maxParts is how many long conversations are remembered by their last part.
const maxParts = 4096

// find returns the conversation of a key, of a long one its last part, which it makes where there is none; without create it
// may return nil.
func (w *work) find(k key, create bool) (*conversation, error) {
	first := k.hash(0)
	for part := w.parts[first]; ; part++ {
		hash := k.hash(part)
		cid, err := w.known(hash)
		if err != nil {
			return nil, err
		}
		if cid == 0 {
			if !create {
				return nil, nil
			}
			return w.make(hash, k.session()), nil
		}
		c, err := w.cache.conversation(w.conn, cid)
		if err != nil || len(c.calls) < maxCalls {
			return c, err
		}
		if len(w.parts) >= maxParts {
			clear(w.parts)
		}
		w.parts[first] = part + 1
	}
}

// known returns the number of a conversation, 0 where there is none.
func (w *work) known(hash int64) (cid int64, err error) {
	if cid, ok := w.fresh[hash]; ok {
		return cid, nil
	}
	err = rows(w.conn, "SELECT cid FROM conversations WHERE hash = ?", func(s *sqlite.Stmt) error {
		cid = s.ColumnInt64(0)
		return nil
	}, hash)
	return cid, err
}

func (w *work) make(hash int64, session string) *conversation {
	c := newConversation(w.nextCID, hash, session)
	w.nextCID++
	w.fresh[hash] = c.cid
	w.cache.keep(c)
	w.touch(c)
	return c
}

// link makes a trace one of a conversation's. What was the trace's own conversation becomes part of one with an id of its sender; link
// returns the one that it all is now.
func (w *work) link(t *trace, c *conversation) (*conversation, error) {
	if slices.Contains(t.cids, c.cid) {
		return c, nil
	}
	w.join(t, c)
	if c.session != "" {
		if err := w.absorb(t, c); err != nil {
			return nil, err
		}
	}
	return c, w.attach(t, c)
}

// join notes that a trace is one of a conversation's.
func (w *work) join(t *trace, c *conversation) {
	at, found := slices.BinarySearch(t.cids, c.cid)
	if !found {
		t.cids = slices.Insert(t.cids, at, c.cid)
	}
	if c.members[t.id] == nil {
		c.members[t.id] = &membership{plain: t.plain}
	}
	w.touch(c)
}

// absorb merges the conversations without an id of their sender that a trace has into c.
func (w *work) absorb(t *trace, c *conversation) error {
	for _, cid := range slices.Clone(t.cids) {
		if cid == c.cid {
			continue
		}
		other, err := w.cache.conversation(w.conn, cid)
		if err != nil {
			return err
		}
		if other.session == "" && len(other.calls)+len(c.calls) <= maxCalls {
			if err := w.merge(other, c); err != nil {
				return fmt.Errorf("merge conversations: %w", err)
			}
		}
	}
	return nil
}

// wait keeps the call of a tool until it is known of which conversation its trace is.
func (w *work) wait(c *call) error {
	data, err := c.encode(nil)
	if err != nil {
		return fmt.Errorf("call of span %d: %w", c.seq, err)
	}
	return exec(w.conn, "INSERT OR REPLACE INTO pending VALUES (?, ?, ?, ?, ?, ?, ?)",
		c.trace[:], int64(c.seq), c.span[:], c.parent[:], c.start, c.end, data)
}

// attach adds the calls of tools that waited for the conversation of a trace.
func (w *work) attach(t *trace, c *conversation) error {
	waited, err := readPending(w.conn, t.id)
	if err != nil || len(waited) == 0 {
		return err
	}
	for _, call := range waited[:min(len(waited), max(0, maxCalls-len(c.calls)))] {
		c.add(call)
	}
	return exec(w.conn, "DELETE FROM pending WHERE trace = ?", t.id[:])
}

func readPending(conn *sqlite.Conn, id model.TraceID) (waited []*call, err error) {
	err = rows(conn, "SELECT seq, span, parent, start, end, data FROM pending WHERE trace = ? ORDER BY seq", func(s *sqlite.Stmt) error {
		c := &call{
			n: none, seq: uint64(s.ColumnInt64(0)), trace: id, span: spanIn(s, 1), parent: spanIn(s, 2), start: s.ColumnInt64(3),
			end: s.ColumnInt64(4), leaf: none, base: none,
		}
		waited = append(waited, c)
		return c.decode(blob(s, 5))
	}, id[:])
	return waited, err
}
