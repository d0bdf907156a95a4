package catalogue

import (
	"fmt"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
)

// readConversation reads a conversation with its transcript; nil where there is none.
func readConversation(conn *sqlite.Conn, cid int64) (*conversation, error) {
	var c *conversation
	err := rows(conn, "SELECT hash, session FROM conversations WHERE cid = ?", func(s *sqlite.Stmt) error {
		c = newConversation(cid, s.ColumnInt64(0), s.ColumnText(1))
		return nil
	}, cid)
	if c == nil || err != nil {
		return nil, err
	}
	if err := c.readCalls(conn); err != nil {
		return nil, fmt.Errorf("calls of conversation %s: %w", FormatID(c.hash), err)
	}
	c.replay()
	err = rows(conn, "SELECT data FROM summaries WHERE cid = ?", func(s *sqlite.Stmt) error {
		var v summary
		if err := v.decode(blob(s, 0)); err != nil {
			return err
		}
		c.answer, c.answered = v.LastAnswer, v.Answered
		return nil
	}, cid)
	if err != nil {
		return nil, err
	}
	err = rows(conn, `SELECT m.trace, m.spans, m.errors, m.start, m.end, p.spans, p.errors, p.start, p.end
		FROM members AS m LEFT JOIN members AS p ON p.trace = m.trace AND p.cid = 0 WHERE m.cid = ? AND m.cid <> 0`,
		func(s *sqlite.Stmt) error {
			c.members[traceIn(s, 0)] = &membership{own: countsIn(s, 1), plain: countsIn(s, 5), stored: true}
			return nil
		}, cid)
	return c, err
}

func traceIn(s *sqlite.Stmt, column int) (id model.TraceID) {
	s.ColumnBytes(column, id[:])
	return id
}

func spanIn(s *sqlite.Stmt, column int) (id model.SpanID) {
	s.ColumnBytes(column, id[:])
	return id
}

func countsIn(s *sqlite.Stmt, column int) counts {
	return counts{s.ColumnInt(column), s.ColumnInt(column + 1), s.ColumnInt64(column + 2), s.ColumnInt64(column + 3)}
}

// readCalls reads the calls in the order in which they came.
func (c *conversation) readCalls(conn *sqlite.Conn) error {
	byNumber := map[int32]*call{}
	return rows(conn, `SELECT n, seq, trace, span, parent, start, end, base, shared, hashes, data FROM calls WHERE cid = ? ORDER BY n`,
		func(s *sqlite.Stmt) error {
			call := &call{
				n: s.ColumnInt32(0), seq: uint64(s.ColumnInt64(1)), trace: traceIn(s, 2), span: spanIn(s, 3), parent: spanIn(s, 4),
				start: s.ColumnInt64(5), end: s.ColumnInt64(6), leaf: none, base: none, stored: true,
			}
			if err := call.decode(blob(s, 10)); err != nil {
				return err
			}
			if other := byNumber[call.FirstOf-1]; call.FirstOf > 0 && other != nil {
				call.First = other.First
			}
			call.hashes, call.FirstOf = unpackHashes(blob(s, 9)), 0
			if call.inTree() {
				if err := c.putBack(call, byNumber[s.ColumnInt32(7)], s.ColumnInt(8)); err != nil {
					return err
				}
			}
			byNumber[call.n] = call
			c.add(call)
			return nil
		}, c.cid)
}

// inTree is true for a call whose list is in the tree whatever comes before it.
func (c *call) inTree() bool { return c.holds() && !c.ownTurn() && c.Kind != observe.KindAgent }

// putBack puts a list back into the tree, of which another call has the beginning.
func (c *conversation) putBack(call, base *call, shared int) error {
	at := none
	if shared > 0 {
		if base != nil {
			at = c.tree.at(base.leaf, shared-1)
		}
		if at == none {
			return fmt.Errorf("call %d goes on from one that is not there", call.n)
		}
	}
	call.leaf, _ = c.tree.insert(at, call.hashes, call.n, false)
	call.hashes = nil
	return nil
}

// saysFirst returns the first call that came which says the same first, nil where that is the call itself.
func (c *conversation) saysFirst(call *call) *call {
	if call.First == "" {
		return nil
	}
	for _, other := range c.calls {
		if other == call {
			return nil
		}
		if other.First == call.First {
			return other
		}
	}
	return nil
}

// writeCall keeps a call.
func (c *conversation) writeCall(conn *sqlite.Conn, call *call) error {
	base, shared, own := none, 0, call.hashes
	if call.inTree() {
		base, shared, own = c.tree.packed(call.leaf, call.n)
	}
	data, err := call.encode(c.saysFirst(call))
	if err != nil {
		return fmt.Errorf("call of span %d: %w", call.seq, err)
	}
	call.stored = true
	return exec(conn, "INSERT OR REPLACE INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		c.cid, int64(call.n), int64(call.seq), call.trace[:], call.span[:], call.parent[:], call.start, call.end,
		int64(base), shared, packHashes(own), data)
}

// writeSummary keeps what lists show and filter by.
func (c *conversation) writeSummary(conn *sqlite.Conn, s *summary, e *entry) error {
	data, err := s.encode()
	if err != nil {
		return fmt.Errorf("summary of conversation %s: %w", s.ID, err)
	}
	err = exec(conn, `INSERT INTO conversations
		(cid, hash, session, user, start, end, quality, score, turns, errors, tokens, waste, cost, tags)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (cid) DO UPDATE SET user = excluded.user, start = excluded.start,
		end = excluded.end, quality = excluded.quality, score = excluded.score, turns = excluded.turns, errors = excluded.errors,
		tokens = excluded.tokens, waste = excluded.waste, cost = excluded.cost, tags = excluded.tags`,
		c.cid, c.hash, c.session, s.User, e.start, e.end, int(e.quality), e.score, int64(e.turns), int64(e.errors), e.tokens, e.waste,
		e.cost, []byte(e.tags))
	if err != nil {
		return err
	}
	return exec(conn, "INSERT OR REPLACE INTO summaries VALUES (?, ?)", c.cid, data)
}

// writeFindings keeps the findings of issues, where they changed.
func (c *conversation) writeFindings(conn *sqlite.Conn, found []located) error {
	same := len(found) == len(c.written)
	for i := 0; same && i < len(found); i++ {
		a, b := &found[i], &c.written[i]
		same = a.finding == b.finding && a.place == b.place && a.issue == b.issue
	}
	if same {
		return nil
	}
	if err := exec(conn, "DELETE FROM findings WHERE cid = ?", c.cid); err != nil {
		return err
	}
	for i, f := range found {
		if f.issue == 0 {
			continue
		}
		err := exec(conn, "INSERT OR REPLACE INTO findings VALUES (?, ?, ?, ?, ?, ?)", f.issue, f.call.end, c.cid, i, f.place,
			excerpt(f.Snippet))
		if err != nil {
			return err
		}
	}
	c.written = found
	return nil
}
