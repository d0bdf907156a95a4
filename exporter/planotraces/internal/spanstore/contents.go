package spanstore

import (
	"fmt"
	"slices"

	"github.com/cespare/xxhash/v2"
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/content"
)

// maxChain is how many contents are differences to one another at most: so many are decoded to read the last one.
const maxChain = 256

// base is a row of the table bases: the content that the next one of a session is the difference to.
type base struct {
	seq, chain int64
	depth      int
}

// sessionOf names the chain that a span's content belongs to.
func sessionOf(e *entry) int64 {
	session := e.Session
	if session == "" {
		session = string(e.Span.TraceID[:])
	}
	d := xxhash.New()
	_, _ = d.WriteString(session)
	_, _ = d.Write([]byte{0})
	_, _ = d.WriteString(e.Span.Name)
	return int64(d.Sum64())
}

// keepContent stores the content of a span whose Seq is set.
func (c *change) keepContent(e *entry) error {
	session, seq := sessionOf(e), int64(e.Span.Seq)
	before, earlier, err := c.baseOf(session)
	if err != nil {
		return err
	}
	now := base{seq: seq, chain: before.chain, depth: before.depth + 1}
	if earlier == nil {
		now, before = base{seq: seq, chain: seq}, base{}
	}
	err = run(c.conn, "INSERT INTO contents (seq, base, chain, depth, dead, data) VALUES (?, ?, ?, ?, 0, ?)",
		seq, before.seq, now.chain, now.depth, content.Encode(e.content, earlier))
	if err != nil {
		return err
	}
	c.bases[session] = now
	c.w.store.contents.put(seq, e.content, e.content.Bytes())
	return nil
}

// baseOf returns the last content of a session, nil where there is none or its chain is full.
func (c *change) baseOf(session int64) (base, *content.Content, error) {
	b, ok := c.bases[session]
	if !ok {
		b, ok = c.w.bases.get(session)
	}
	if !ok {
		err := each(c.conn, "SELECT seq, chain, depth FROM bases WHERE session = ?", func(row *sqlite.Stmt) error {
			b = base{seq: row.ColumnInt64(0), chain: row.ColumnInt64(1), depth: row.ColumnInt(2)}
			return nil
		}, session)
		if err != nil {
			return base{}, nil, err
		}
	}
	if b.seq == 0 || b.depth+1 >= maxChain {
		return base{}, nil, nil
	}
	earlier, err := c.w.store.content(c.conn, b.seq)
	if err := c.w.store.passDamage(err); err != nil {
		return base{}, nil, err
	}
	return b, earlier, nil
}

func (c *change) writeBases() error {
	for session, b := range c.bases {
		if err := run(c.conn, "INSERT OR REPLACE INTO bases (session, seq, chain, depth) VALUES (?, ?, ?, ?)",
			session, b.seq, b.chain, b.depth); err != nil {
			return err
		}
	}
	return nil
}

// content returns what was taken out of a span, nil where there is none.
func (s *Store) content(conn *sqlite.Conn, seq int64) (*content.Content, error) {
	type link struct {
		seq  int64
		data []byte
	}
	var chain []link
	var known *content.Content
	for at := seq; at != 0; {
		var ok bool
		if known, ok = s.contents.get(at); ok {
			break
		}
		if len(chain) == maxChain {
			return nil, fmt.Errorf("%w: content of span %d: a chain without end", ErrDamaged, seq)
		}
		before := int64(-1)
		err := each(conn, "SELECT base, data FROM contents WHERE seq = ?", func(row *sqlite.Stmt) error {
			before = row.ColumnInt64(0)
			chain = append(chain, link{at, blob(row, 1)})
			return nil
		}, at)
		if err != nil {
			return nil, err
		}
		if before < 0 {
			if at == seq {
				return nil, nil
			}
			return nil, fmt.Errorf("%w: content of span %d: the base %d is missing", ErrDamaged, seq, at)
		}
		at = before
	}
	for _, l := range slices.Backward(chain) {
		var err error
		if known, err = content.Decode(l.data, known); err != nil {
			return nil, fmt.Errorf("%w: content of span %d: %w", ErrDamaged, l.seq, err)
		}
		s.contents.put(l.seq, known, known.Bytes())
	}
	return known, nil
}

// killContents marks the contents of spans that are dropped, and deletes the chains in which none lives.
func killContents(conn *sqlite.Conn, seqs []uint64) error {
	chains := map[int64]struct{}{}
	for _, seq := range seqs {
		chain, err := number(conn, "UPDATE contents SET dead = 1 WHERE seq = ? RETURNING chain", seq)
		if err != nil {
			return err
		}
		if chain != 0 {
			chains[chain] = struct{}{}
		}
	}
	for chain := range chains {
		live, err := number(conn, "SELECT EXISTS (SELECT 1 FROM contents WHERE chain = ? AND dead = 0)", chain)
		if err != nil {
			return err
		}
		if live != 0 {
			continue
		}
		if err := run(conn, "DELETE FROM contents WHERE chain = ?", chain); err != nil {
			return err
		}
		if err := run(conn, "DELETE FROM bases WHERE chain = ?", chain); err != nil {
			return err
		}
	}
	return nil
}
