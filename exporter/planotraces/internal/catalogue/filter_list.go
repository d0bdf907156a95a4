package catalogue

import (
	"encoding/hex"
	"fmt"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// afterAll sorts behind all texts with the same beginning.
const afterAll = "\U0010ffff"

// list returns the conversations that meet a term by its values, whether it is negated or not.
func (k *compiler) list(t *search.Term) (*set, error) {
	cids := newSet()
	take := func(s *sqlite.Stmt) error {
		cids.add(s.ColumnInt64(0))
		return nil
	}
	for _, v := range t.Values {
		var err error
		switch t.Field {
		case search.FieldSession, search.FieldUser:
			err = k.listTexts(t.Field, v, take)
		case search.FieldTrace:
			err = k.listTraces(v.Text, take)
		default:
			err = k.listAttribute(t, v, take)
		}
		if err != nil {
			return nil, err
		}
	}
	return cids, nil
}

// listTexts lists the conversations of a session or a user.
func (k *compiler) listTexts(column string, v search.Value, take func(*sqlite.Stmt) error) error {
	query := fmt.Sprintf("SELECT cid FROM conversations WHERE %[1]s <> '' AND %[1]s COLLATE NOCASE ", column)
	if v.Prefix {
		return rows(k.conn, query+"BETWEEN ? AND ?", take, v.Text, v.Text+afterAll)
	}
	return rows(k.conn, query+"= ?", take, v.Text)
}

// listTraces lists the conversations of a trace by its id or the beginning of that.
func (k *compiler) listTraces(digits string, take func(*sqlite.Stmt) error) error {
	from, err := hex.DecodeString(digits)
	if err != nil {
		return fmt.Errorf("%w: search: trace: %w", traceapi.ErrInvalid, err)
	}
	to := make([]byte, len(model.TraceID{}))
	for i := copy(to, from); i < len(to); i++ {
		to[i] = 0xff
	}
	return rows(k.conn, "SELECT cid FROM members WHERE trace BETWEEN ? AND ? AND cid <> 0", take, from, to)
}

// listAttribute lists the conversations with a span that has an attribute.
func (k *compiler) listAttribute(t *search.Term, v search.Value, take func(*sqlite.Stmt) error) error {
	switch {
	case k.resolve == nil:
		return fmt.Errorf("%w: search: %q: attributes can't be asked for here", traceapi.ErrInvalid, t.Word)
	case v.Prefix:
		return fmt.Errorf("%w: search: %q: the value of an attribute is compared as a whole, a * at its end needs quotes",
			traceapi.ErrInvalid, t.Word)
	}
	traces, err := k.resolve(k.ctx, k.conn, t.Key, v.Text)
	if err != nil {
		return fmt.Errorf("search: %q: %w", t.Word, err)
	}
	for i := range traces {
		if err := rows(k.conn, "SELECT cid FROM members WHERE trace = ? AND cid <> 0", take, traces[i][:]); err != nil {
			return err
		}
	}
	return nil
}
