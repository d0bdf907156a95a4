package catalogue

import (
	"fmt"

	"zombiezen.com/go/sqlite"
)

// rows runs a query and calls f for each row. Arguments are int, int64, float64, string, []byte; the statement is kept for the next time.
func rows(conn *sqlite.Conn, query string, f func(*sqlite.Stmt) error, args ...any) (err error) {
	s, err := conn.Prepare(query)
	if err != nil {
		return err
	}
	defer func() {
		if reset := s.Reset(); err == nil {
			err = reset
		}
	}()
	for i, arg := range args {
		switch v := arg.(type) {
		case int:
			s.BindInt64(i+1, int64(v))
		case int64:
			s.BindInt64(i+1, v)
		case float64:
			s.BindFloat(i+1, v)
		case string:
			s.BindText(i+1, v)
		case []byte:
			bindBytes(s, i+1, v)
		default:
			return fmt.Errorf("argument %d of %q is a %T", i+1, query, arg)
		}
	}
	for {
		more, err := s.Step()
		if err != nil || !more {
			return err
		}
		if f != nil {
			if err := f(s); err != nil {
				return err
			}
		}
	}
}

// bindBytes binds bytes; none are an empty blob, not NULL.
func bindBytes(s *sqlite.Stmt, param int, v []byte) {
	if len(v) == 0 {
		s.BindZeroBlob(param, 0)
		return
	}
	s.BindBytes(param, v)
}

// exec runs a statement that has no rows.
func exec(conn *sqlite.Conn, query string, args ...any) error { return rows(conn, query, nil, args...) }

// blob returns the bytes of a column.
func blob(s *sqlite.Stmt, column int) []byte {
	data := make([]byte, s.ColumnLen(column))
	s.ColumnBytes(column, data)
	return data
}
