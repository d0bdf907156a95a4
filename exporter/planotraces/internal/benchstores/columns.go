package main

import (
	"slices"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/block"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// blockSpans is how many spans a block has. Until then each request is a small block of its own.
const blockSpans = 4096

// columns has blocks, their filters (in memory, too), and which traces are in which block.
type columns struct {
	conn *sqlite.Conn
	// next is the number of the block that is made next; small blocks have those from it on.
	next    int64
	head    []*model.Span
	small   int64
	filters []blockFilter
}

type blockFilter struct {
	id int64
	block.Filter
}

func openColumns(conn *sqlite.Conn) (store, error) {
	s := &columns{conn: conn}
	if err := sqlitex.ExecuteScript(conn, `
CREATE TABLE IF NOT EXISTS blocks (id INTEGER PRIMARY KEY, filter BLOB, data BLOB);
CREATE TABLE IF NOT EXISTS trace_blocks (trace BLOB, block INTEGER, PRIMARY KEY (trace, block)) WITHOUT ROWID;`, nil); err != nil {
		return nil, err
	}
	stmt, err := conn.Prepare(`SELECT id, filter FROM blocks ORDER BY id`)
	if err != nil {
		return nil, err
	}
	var broken error
	err = each(stmt, func() bool {
		broken = s.remember(stmt.ColumnInt64(0), columnBytes(stmt, 1))
		return broken == nil
	})
	if err == nil {
		err = broken
	}
	return s, err
}

func columnBytes(stmt *sqlite.Stmt, column int) []byte {
	data := make([]byte, stmt.ColumnLen(column))
	stmt.ColumnBytes(column, data)
	return data
}

func (s *columns) remember(id int64, filter []byte) error {
	f, err := block.OpenFilter(filter)
	if err != nil {
		return err
	}
	s.filters = append(s.filters, blockFilter{id, f})
	s.next = id + 1
	return nil
}

func (s *columns) append(spans []*model.Span) error {
	return commit(s.conn, func() error {
		s.head = append(s.head, spans...)
		if len(s.head) < blockSpans {
			s.small++
			_, err := s.write(s.next+s.small, spans)
			return err
		}
		remove, err := s.conn.Prepare(`DELETE FROM blocks WHERE id >= ?`)
		if err != nil {
			return err
		}
		remove.BindInt64(1, s.next)
		if err := execute(remove); err != nil {
			return err
		}
		if err := s.traces(); err != nil {
			return err
		}
		filter, err := s.write(s.next, s.head)
		if err != nil {
			return err
		}
		s.head, s.small = s.head[:0], 0
		return s.remember(s.next, filter)
	})
}

func (s *columns) write(id int64, spans []*model.Span) (filter []byte, err error) {
	insert, err := s.conn.Prepare(`INSERT INTO blocks VALUES (?, ?, ?)`)
	if err != nil {
		return nil, err
	}
	data, err := block.Encode(spans)
	if err != nil {
		return nil, err
	}
	filter = block.BuildFilter(spans)
	insert.BindInt64(1, id)
	insert.BindBytes(2, filter)
	insert.BindBytes(3, data)
	return filter, execute(insert)
}

func (s *columns) traces() error {
	insert, err := s.conn.Prepare(`INSERT OR IGNORE INTO trace_blocks VALUES (?, ?)`)
	if err != nil {
		return err
	}
	var last model.TraceID
	for _, span := range s.head {
		if span.TraceID == last {
			continue
		}
		last = span.TraceID
		insert.BindBytes(1, last[:])
		insert.BindInt64(2, s.next)
		if err := execute(insert); err != nil {
			return err
		}
	}
	return nil
}

func (s *columns) read(id int64) (*block.Block, error) {
	stmt, err := s.conn.Prepare(`SELECT data FROM blocks WHERE id = ?`)
	if err != nil {
		return nil, err
	}
	stmt.BindInt64(1, id)
	var data []byte
	if err := each(stmt, func() bool {
		data = columnBytes(stmt, 0)
		return false
	}); err != nil {
		return nil, err
	}
	return block.Open(data)
}

func (s *columns) trace(id model.TraceID) ([]*model.Span, error) {
	stmt, err := s.conn.Prepare(`SELECT block FROM trace_blocks WHERE trace = ? ORDER BY block`)
	if err != nil {
		return nil, err
	}
	stmt.BindBytes(1, id[:])
	var blocks []int64
	if err := each(stmt, func() bool {
		blocks = append(blocks, stmt.ColumnInt64(0))
		return true
	}); err != nil {
		return nil, err
	}
	var found []*model.Span
	for _, at := range blocks {
		b, err := s.read(at)
		if err != nil {
			return nil, err
		}
		rows, err := b.RowsOfTrace(id)
		if err != nil {
			return nil, err
		}
		spans, err := b.Spans(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, spans...)
	}
	return found, nil
}

func (s *columns) where(key, value string) ([]model.TraceID, error) {
	var traces traceSet
	for _, filter := range slices.Backward(s.filters) {
		if !filter.MayHold(key, value) {
			continue
		}
		b, err := s.read(filter.id)
		if err != nil {
			return nil, err
		}
		rows, err := b.RowsWhere(key, value)
		if err != nil {
			return nil, err
		}
		of, err := b.TracesOf(rows)
		if err != nil {
			return nil, err
		}
		for _, id := range slices.Backward(of) {
			if !traces.add(id) {
				return traces.ids, nil
			}
		}
	}
	return traces.ids, nil
}
