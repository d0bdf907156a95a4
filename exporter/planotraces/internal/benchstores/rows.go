package main

import (
	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// spanRows is the table of spans that stores with a row a span share. Resources and scopes are in a table of their own, by their number.
const spanRows = `
CREATE TABLE IF NOT EXISTS resources (id INTEGER PRIMARY KEY, form BLOB UNIQUE);
CREATE TABLE IF NOT EXISTS spans (id INTEGER PRIMARY KEY, trace BLOB, span BLOB, parent BLOB, name TEXT, kind INTEGER, flags INTEGER,
  start INTEGER, duration INTEGER, status INTEGER, message TEXT, resource INTEGER %s);
CREATE INDEX IF NOT EXISTS spans_of_trace ON spans (trace);`

const (
	insertSpan = `INSERT INTO spans VALUES (?,?,?,?,?,?,?,?,?,?,?,?`
	selectSpan = `SELECT id, trace, span, parent, name, kind, flags, start, duration, status, message, resource`
	spanFields = 12
)

// rows writes and reads rows of spans.
type rows struct {
	conn      *sqlite.Conn
	resources map[*model.Resource]int64
}

// resource returns the number of a resource with its scope.
func (r *rows) resource(s *model.Span) (int64, error) {
	if id, ok := r.resources[s.Resource]; ok {
		return id, nil
	}
	form := model.AppendAttributes([]byte(s.Resource.Service+"\x00"+s.Scope.Name+"\x00"+s.Scope.Version+"\x00"), s.Resource.Attributes)
	insert, err := r.conn.Prepare(`INSERT INTO resources (form) VALUES (?) ON CONFLICT DO UPDATE SET form = form RETURNING id`)
	if err != nil {
		return 0, err
	}
	insert.BindBytes(1, form)
	if _, err := insert.Step(); err != nil {
		return 0, err
	}
	id := insert.ColumnInt64(0)
	r.resources[s.Resource] = id
	return id, insert.Reset()
}

// bind sets the fields of a span.
func (r *rows) bind(stmt *sqlite.Stmt, s *model.Span) error {
	resource, err := r.resource(s)
	if err != nil {
		return err
	}
	stmt.BindInt64(1, int64(s.Seq))
	stmt.BindBytes(2, s.TraceID[:])
	stmt.BindBytes(3, s.SpanID[:])
	stmt.BindBytes(4, s.ParentID[:])
	stmt.BindText(5, s.Name)
	stmt.BindInt64(6, int64(s.Kind))
	stmt.BindInt64(7, int64(s.Flags))
	stmt.BindInt64(8, int64(s.Start))
	stmt.BindInt64(9, int64(s.End-s.Start))
	stmt.BindInt64(10, int64(s.StatusCode))
	stmt.BindText(11, s.StatusMessage)
	stmt.BindInt64(12, resource)
	return nil
}

func readSpan(stmt *sqlite.Stmt) *model.Span {
	s := &model.Span{
		Seq: uint64(stmt.ColumnInt64(0)), TraceID: traceID(stmt, 1), Name: stmt.ColumnText(4), Kind: uint8(stmt.ColumnInt64(5)),
		Flags: uint32(stmt.ColumnInt64(6)), Start: uint64(stmt.ColumnInt64(7)),
		StatusCode: uint8(stmt.ColumnInt64(9)), StatusMessage: stmt.ColumnText(10),
	}
	stmt.ColumnBytes(2, s.SpanID[:])
	stmt.ColumnBytes(3, s.ParentID[:])
	s.End = s.Start + uint64(stmt.ColumnInt64(8))
	return s
}

// execute runs a statement that returns no row.
func execute(stmt *sqlite.Stmt) error {
	if _, err := stmt.Step(); err != nil {
		return err
	}
	return stmt.Reset()
}

// each calls do for each row, until it returns false.
func each(stmt *sqlite.Stmt, do func() bool) error {
	for {
		more, err := stmt.Step()
		if err != nil {
			return err
		}
		if !more || !do() {
			return stmt.Reset()
		}
	}
}
