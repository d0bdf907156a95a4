package main

import (
	"encoding/json"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// documents has the attributes of a span in its row, as a JSON object of their texts.
type documents struct{ rows }

func openDocuments(conn *sqlite.Conn) (store, error) {
	s := &documents{rows{conn: conn, resources: map[*model.Resource]int64{}}}
	return s, sqlitex.ExecuteScript(conn, fmt.Sprintf(spanRows, ", attributes TEXT"), nil)
}

func (s *documents) append(spans []*model.Span) error {
	return commit(s.conn, func() error {
		insert, err := s.conn.Prepare(insertSpan + `,?)`)
		if err != nil {
			return err
		}
		for _, span := range spans {
			if err := s.bind(insert, span); err != nil {
				return err
			}
			texts := make(map[string]string, len(span.Attributes))
			for i := range span.Attributes {
				texts[span.Attributes[i].Key] = span.Attributes[i].Value.ValueText()
			}
			document, err := json.Marshal(texts)
			if err != nil {
				return err
			}
			insert.BindText(spanFields+1, string(document))
			if err := execute(insert); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *documents) trace(id model.TraceID) ([]*model.Span, error) {
	stmt, err := s.conn.Prepare(selectSpan + `, attributes FROM spans WHERE trace = ? ORDER BY id`)
	if err != nil {
		return nil, err
	}
	stmt.BindBytes(1, id[:])
	var found []*model.Span
	var broken error
	err = each(stmt, func() bool {
		span := readSpan(stmt)
		var texts map[string]string
		if broken = json.Unmarshal([]byte(stmt.ColumnText(spanFields)), &texts); broken != nil {
			return false
		}
		for key, text := range texts {
			span.Attributes = append(span.Attributes, model.Attribute{Key: key, Value: model.Value{Type: model.String, Text: text}})
		}
		found = append(found, span)
		return true
	})
	if err == nil {
		err = broken
	}
	return found, err
}

func (s *documents) where(key, value string) ([]model.TraceID, error) {
	stmt, err := s.conn.Prepare(`SELECT trace FROM spans WHERE attributes ->> ? = ? ORDER BY id DESC`)
	if err != nil {
		return nil, err
	}
	stmt.BindText(1, `$."`+key+`"`)
	stmt.BindText(2, value)
	var traces traceSet
	err = each(stmt, func() bool { return traces.add(traceID(stmt, 0)) })
	return traces.ids, err
}
