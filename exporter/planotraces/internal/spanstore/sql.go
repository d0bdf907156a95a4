package spanstore

import (
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// each runs a statement and calls f for each row; f may be nil. It is prepared once a connection.
func each(conn *sqlite.Conn, query string, f func(row *sqlite.Stmt) error, args ...any) (err error) {
	stmt, err := conn.Prepare(query)
	if err != nil {
		return err
	}
	defer func() {
		if reset := stmt.Reset(); err == nil { // which repeats an error of Step
			err = reset
		}
	}()
	for i, arg := range args {
		if err := bind(stmt, i+1, arg); err != nil {
			return err
		}
	}
	for {
		more, err := stmt.Step()
		if err != nil || !more {
			return err
		}
		if f == nil {
			continue
		}
		if err := f(stmt); err != nil {
			return err
		}
	}
}

// run runs a statement that has no rows.
func run(conn *sqlite.Conn, query string, args ...any) error { return each(conn, query, nil, args...) }

func bind(stmt *sqlite.Stmt, at int, arg any) error {
	switch arg := arg.(type) {
	case int64:
		stmt.BindInt64(at, arg)
	case uint64:
		stmt.BindInt64(at, int64(arg))
	case int:
		stmt.BindInt64(at, int64(arg))
	case bool:
		stmt.BindBool(at, arg)
	case string:
		stmt.BindText(at, arg)
	case []byte:
		stmt.BindBytes(at, arg)
	case model.TraceID:
		stmt.BindBytes(at, arg[:])
	default:
		return fmt.Errorf("parameter %d of type %T", at, arg)
	}
	return nil
}

// number returns the one number of the one row of a query, 0 where there is none.
func number(conn *sqlite.Conn, query string, args ...any) (n int64, err error) {
	err = each(conn, query, func(row *sqlite.Stmt) error {
		n = row.ColumnInt64(0)
		return nil
	}, args...)
	return n, err
}

// blob returns a copy of a column.
func blob(row *sqlite.Stmt, column int) []byte {
	data := make([]byte, row.ColumnLen(column))
	row.ColumnBytes(column, data)
	return data
}

func traceID(row *sqlite.Stmt, column int) (id model.TraceID) {
	row.ColumnBytes(column, id[:])
	return id
}

// transaction runs f between BEGIN and COMMIT, or ROLLBACK where it fails.
func transaction(conn *sqlite.Conn, begin string, f func() error) error {
	if err := run(conn, begin); err != nil {
		return err
	}
	err := f()
	if err == nil {
		err = run(conn, "COMMIT")
	}
	if err == nil {
		return nil
	}
	// SQLite ends a transaction itself where the disk is full.
	if !conn.AutocommitEnabled() {
		undo := conn.SetInterrupt(nil)
		err = errors.Join(err, run(conn, "ROLLBACK"))
		conn.SetInterrupt(undo)
	}
	return err
}

// explain says what an error of SQLite means to who has to do something about it.
func explain(err error) error {
	if err == nil {
		return nil
	}
	var reason error
	switch code := sqlite.ErrCode(err); code {
	case sqlite.ResultIOErrRead, sqlite.ResultIOErrShortRead:
		reason = ErrDamaged
	default:
		switch code.ToPrimary() {
		case sqlite.ResultFull:
			reason = ErrFull
		case sqlite.ResultReadOnly, sqlite.ResultCantOpen, sqlite.ResultPerm:
			reason = ErrReadOnly
		case sqlite.ResultCorrupt, sqlite.ResultNotADB:
			reason = ErrDamaged
		default:
			return err
		}
	}
	if errors.Is(err, reason) {
		return err
	}
	return fmt.Errorf("%w: %w", reason, err)
}
