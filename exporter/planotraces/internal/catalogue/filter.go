package catalogue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// Resolver returns the canonical ids of the traces that have a span with an attribute, the newest first where there are too many.
type Resolver func(ctx context.Context, conn *sqlite.Conn, key, value string) ([]model.TraceID, error)

// filter says which conversations are wanted.
type filter struct {
	from, to int64
	// tests must all hold.
	tests []func(*entry) bool
	// partial is true where a word is in more documents than are looked at, the newest.
	partial bool
}

// matches is true where everything holds.
func (f *filter) matches(e *entry) bool {
	if f.from != 0 && e.end < f.from || f.to != 0 && e.end >= f.to {
		return false
	}
	for _, test := range f.tests {
		if !test(e) {
			return false
		}
	}
	return true
}

// compiler makes a filter of a query.
type compiler struct {
	*Catalogue
	ctx     context.Context
	conn    *sqlite.Conn
	resolve Resolver
	f       filter
}

// maxDocuments is how many documents are looked at for a term of words.
const maxDocuments = 2_000_000

// compile makes the filter of a query. An error is traceapi.ErrInvalid where the query can't be understood.
func (c *Catalogue) compile(ctx context.Context, conn *sqlite.Conn, q *traceapi.Query, resolve Resolver) (*filter, error) {
	parsed, err := search.Parse(q.Search)
	if err != nil {
		return nil, fmt.Errorf("%w: search: %w", traceapi.ErrInvalid, err)
	}
	if q.From < 0 || q.To < 0 {
		return nil, fmt.Errorf("%w: from and to are not negative", traceapi.ErrInvalid)
	}
	k := &compiler{Catalogue: c, ctx: ctx, conn: conn, resolve: resolve, f: filter{from: q.From, to: q.To}}
	if since, ok := parsed.Since(c.options.Now()); ok {
		k.f.from = max(k.f.from, since.UnixNano())
	}
	for i := range parsed.Terms {
		if err := k.add(&parsed.Terms[i]); err != nil {
			return nil, err
		}
	}
	return &k.f, nil
}

// add adds the condition of a term.
func (k *compiler) add(t *search.Term) error {
	switch t.Field {
	case search.FieldSince:
		return nil
	case search.FieldScore, search.FieldTurns, search.FieldTokens, search.FieldCost, search.FieldDuration, search.FieldErrors:
		k.testFirst(t, numberTest(t))
		return nil
	case search.FieldQuality:
		k.testFirst(t, qualityTest(t))
		return nil
	case search.Text, search.FieldError:
		return k.addWords(t)
	case search.FieldSession, search.FieldUser, search.FieldTrace, search.Attribute:
		cids, err := k.list(t)
		if err != nil {
			return err
		}
		k.test(t, func(e *entry) bool { return cids.has(e.cid) })
		return nil
	}
	return k.addNames(t)
}

// test adds a test, or what it does not hold for.
func (k *compiler) test(t *search.Term, test func(*entry) bool) {
	if t.Negated {
		k.f.tests = append(k.f.tests, func(e *entry) bool { return !test(e) })
		return
	}
	k.f.tests = append(k.f.tests, test)
}

// testFirst adds a test that costs little, before the others.
func (k *compiler) testFirst(t *search.Term, test func(*entry) bool) {
	k.test(t, test)
	last := len(k.f.tests) - 1
	k.f.tests[0], k.f.tests[last] = k.f.tests[last], k.f.tests[0]
}

func qualityTest(t *search.Term) func(*entry) bool {
	var wanted [noQuality + 1]bool
	for rank := range wanted {
		name := cmp.Or(strings.ToLower(qualityName(uint8(rank))), search.NoQuality)
		wanted[rank] = slices.ContainsFunc(t.Values, func(v search.Value) bool { return v.Text == name })
	}
	return func(e *entry) bool { return wanted[min(e.quality, noQuality)] }
}

// numberTest compares a number.
func numberTest(t *search.Term) func(*entry) bool {
	number := map[string]func(*entry) float64{
		search.FieldScore:    func(e *entry) float64 { return e.score },
		search.FieldTurns:    func(e *entry) float64 { return float64(e.turns) },
		search.FieldTokens:   func(e *entry) float64 { return float64(e.tokens) },
		search.FieldCost:     func(e *entry) float64 { return e.cost },
		search.FieldDuration: func(e *entry) float64 { return float64(e.end - e.start) },
		search.FieldErrors:   func(e *entry) float64 { return float64(e.errors) },
	}[t.Field]
	return func(e *entry) bool {
		if t.Field == search.FieldScore && e.quality == noQuality {
			return false
		}
		n := number(e)
		return slices.ContainsFunc(t.Ranges, func(r search.Range) bool { return r.Holds(n) })
	}
}

// nameFields are the fields whose values are names.
var nameFields = map[string]field{
	search.FieldService: ofService, search.FieldModel: ofModel, search.FieldAgent: ofAgent, search.FieldTool: ofTool,
	search.FieldSignal: ofSignal, search.FieldIssue: ofIssue,
}

// addNames adds a term of names.
func (k *compiler) addNames(t *search.Term) error {
	of, ok := nameFields[t.Field]
	if !ok {
		return fmt.Errorf("%w: search: %s: can't be asked of conversations", traceapi.ErrInvalid, t.Field)
	}
	ids := k.names.find(of, func(value string) bool {
		return slices.ContainsFunc(t.Values, func(v search.Value) bool {
			switch of {
			case ofSignal:
				return v.MatchesSignal(value)
			case ofIssue:
				return strings.HasPrefix(value, v.Text)
			default:
				return v.Matches(value)
			}
		})
	})
	k.test(t, func(e *entry) bool { return ids.size > 0 && hasTag(e.tags, ids) })
	return nil
}

// addWords adds a term of words.
func (k *compiler) addWords(t *search.Term) error {
	match, err := matchTerm(t)
	if err != nil {
		return err
	}
	cids, docs := newSet(), 0
	err = rows(k.conn, "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid DESC LIMIT ?", func(s *sqlite.Stmt) error {
		cids.add(s.ColumnInt64(0) / docsPerConversation)
		docs++
		return nil
	}, match, maxDocuments)
	if err != nil {
		return err
	}
	k.f.partial = k.f.partial || docs == maxDocuments
	k.index.resolveAliases(cids)
	k.test(t, func(e *entry) bool { return cids.has(e.cid) })
	return nil
}

// matchTerm returns what the index of words is asked for a term. Nothing of the term is taken for more than words.
func matchTerm(t *search.Term) (string, error) {
	var phrases []string
	for _, v := range t.Values {
		if match := matchOf(v.Text, v.Prefix); match != "" {
			phrases = append(phrases, match)
		}
	}
	if len(phrases) == 0 {
		return "", fmt.Errorf("%w: search: %q: no word to look for", traceapi.ErrInvalid, t.Word)
	}
	match := "(" + strings.Join(phrases, " OR ") + ")"
	if t.Field == search.FieldError {
		match = "errors : " + match
	}
	return match, nil
}

// isOver is true where a query ended with its time.
func isOver(ctx context.Context, err error) bool {
	return ctx.Err() != nil || sqlite.ErrCode(err).ToPrimary() == sqlite.ResultInterrupt || errors.Is(err, context.DeadlineExceeded)
}
