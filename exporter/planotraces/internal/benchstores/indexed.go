package main

import (
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// indexed has a row for each attribute. Keys are numbers, so that the rows and the index are as small as they can be.
type indexed struct {
	rows
	keys map[string]int64
}

func openIndexed(conn *sqlite.Conn) (store, error) {
	s := &indexed{rows: rows{conn: conn, resources: map[*model.Resource]int64{}}, keys: map[string]int64{}}
	err := sqlitex.ExecuteScript(conn, fmt.Sprintf(spanRows, "")+`
CREATE TABLE IF NOT EXISTS keys (id INTEGER PRIMARY KEY, key TEXT);
CREATE TABLE IF NOT EXISTS attributes (span INTEGER, key INTEGER, type INTEGER, value);
CREATE INDEX IF NOT EXISTS attributes_of_span ON attributes (span);
CREATE INDEX IF NOT EXISTS spans_of_value ON attributes (key, value);`, nil)
	if err != nil {
		return nil, err
	}
	all, err := conn.Prepare(`SELECT id, key FROM keys`)
	if err != nil {
		return nil, err
	}
	return s, each(all, func() bool {
		s.keys[all.ColumnText(1)] = all.ColumnInt64(0)
		return true
	})
}

func (s *indexed) key(key string) (int64, error) {
	if id, ok := s.keys[key]; ok {
		return id, nil
	}
	id := int64(len(s.keys) + 1)
	insert, err := s.conn.Prepare(`INSERT INTO keys VALUES (?, ?)`)
	if err != nil {
		return 0, err
	}
	insert.BindInt64(1, id)
	insert.BindText(2, key)
	s.keys[key] = id
	return id, execute(insert)
}

func (s *indexed) append(spans []*model.Span) error {
	return commit(s.conn, func() error {
		insert, err := s.conn.Prepare(insertSpan + `)`)
		if err != nil {
			return err
		}
		attribute, err := s.conn.Prepare(`INSERT INTO attributes VALUES (?, ?, ?, ?)`)
		if err != nil {
			return err
		}
		for _, span := range spans {
			if err := s.bind(insert, span); err != nil {
				return err
			}
			if err := execute(insert); err != nil {
				return err
			}
			if err := s.attributes(attribute, span); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *indexed) attributes(insert *sqlite.Stmt, span *model.Span) error {
	for i := range span.Attributes {
		a := &span.Attributes[i]
		key, err := s.key(a.Key)
		if err != nil {
			return err
		}
		insert.BindInt64(1, int64(span.Seq))
		insert.BindInt64(2, key)
		insert.BindInt64(3, int64(a.Value.Type))
		insert.BindText(4, a.Value.ValueText())
		if err := execute(insert); err != nil {
			return err
		}
	}
	return nil
}

func (s *indexed) trace(id model.TraceID) ([]*model.Span, error) {
	spans, err := s.conn.Prepare(selectSpan + ` FROM spans WHERE trace = ? ORDER BY id`)
	if err != nil {
		return nil, err
	}
	attributes, err := s.conn.Prepare(`SELECT keys.key, type, value FROM attributes JOIN keys ON keys.id = attributes.key
WHERE span = ? ORDER BY attributes.rowid`)
	if err != nil {
		return nil, err
	}
	spans.BindBytes(1, id[:])
	var found []*model.Span
	if err := each(spans, func() bool {
		found = append(found, readSpan(spans))
		return true
	}); err != nil {
		return nil, err
	}
	for _, span := range found {
		attributes.BindInt64(1, int64(span.Seq))
		if err := each(attributes, func() bool {
			span.Attributes = append(span.Attributes, model.Attribute{
				Key: attributes.ColumnText(0), Value: model.Value{Type: model.Type(attributes.ColumnInt64(1)), Text: attributes.ColumnText(2)},
			})
			return true
		}); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (s *indexed) where(key, value string) ([]model.TraceID, error) {
	stmt, err := s.conn.Prepare(`SELECT trace FROM attributes JOIN spans ON spans.id = attributes.span
WHERE key = ? AND value = ? ORDER BY attributes.rowid DESC`)
	if err != nil {
		return nil, err
	}
	stmt.BindInt64(1, s.keys[key])
	stmt.BindText(2, value)
	var traces traceSet
	err = each(stmt, func() bool { return traces.add(traceID(stmt, 0)) })
	return traces.ids, err
}
