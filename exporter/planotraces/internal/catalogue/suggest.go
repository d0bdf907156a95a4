package catalogue

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

const (
	// maxSuggestions is how many values are suggested at most, maxPrefix how many bytes may be typed already.
	maxSuggestions = 100
	maxPrefix      = 1024
	// consideredTexts is how many sessions or users are looked at.
	consideredTexts = 1000
)

// Suggest completes a value of a field of the search, the ones of the most conversations first. Of signals any part of the name
// is completed. Fields without suggestions have none.
func (c *Catalogue) Suggest(ctx context.Context, conn *sqlite.Conn, name, prefix string, limit int) ([]traceapi.Suggestion, error) {
	if len(prefix) > maxPrefix {
		return nil, fmt.Errorf("%w: prefix: longer than %d bytes", traceapi.ErrInvalid, maxPrefix)
	}
	if !slices.ContainsFunc(search.Fields(), func(f search.Field) bool { return f.Name == name }) {
		return nil, fmt.Errorf("%w: field: %q is none of the search", traceapi.ErrInvalid, name)
	}
	var (
		found []traceapi.Suggestion
		err   error
	)
	switch of := nameFields[name]; {
	case name == search.FieldQuality:
		found = c.suggestQualities(prefix)
	case name == search.FieldSession, name == search.FieldUser:
		found, err = suggestTexts(conn, name, prefix)
	case of != 0 && of != ofIssue:
		found = c.suggestNames(of, prefix)
	}
	if err != nil && !isOver(ctx, err) {
		return nil, err
	}
	slices.SortStableFunc(found, func(a, b traceapi.Suggestion) int { return cmp.Or(b.Count-a.Count, strings.Compare(a.Value, b.Value)) })
	if limit <= 0 {
		limit = 20
	}
	return append([]traceapi.Suggestion{}, found[:min(len(found), limit, maxSuggestions)]...), nil
}

func (c *Catalogue) suggestQualities(prefix string) (found []traceapi.Suggestion) {
	var counts [noQuality + 1]int
	c.index.each(func(e *entry) { counts[min(e.quality, noQuality)]++ })
	begins := search.Value{Text: prefix, Prefix: true}
	for rank, count := range counts {
		value := strings.ToLower(cmp.Or(qualityName(uint8(rank)), search.NoQuality))
		if count > 0 && begins.Matches(value) {
			found = append(found, traceapi.Suggestion{Value: value, Count: count})
		}
	}
	return found
}

func (c *Catalogue) suggestNames(of field, prefix string) (found []traceapi.Suggestion) {
	begins := search.Value{Text: prefix, Prefix: true}
	values := c.names.values(of)
	c.index.mu.RLock()
	defer c.index.mu.RUnlock()
	for id, value := range values {
		if (begins.Matches(value) || of == ofSignal && begins.MatchesSignal(value)) && c.index.used[id] > 0 {
			found = append(found, traceapi.Suggestion{Value: value, Count: c.index.used[id]})
		}
	}
	return found
}

// suggestTexts suggests values of a column of conversations.
func suggestTexts(conn *sqlite.Conn, column, prefix string) (found []traceapi.Suggestion, err error) {
	query := fmt.Sprintf(`SELECT %[1]s, count(*) FROM conversations WHERE %[1]s <> '' AND %[1]s COLLATE NOCASE BETWEEN ? AND ?
		GROUP BY %[1]s COLLATE NOCASE LIMIT ?`, column)
	err = rows(conn, query, func(s *sqlite.Stmt) error {
		found = append(found, traceapi.Suggestion{Value: s.ColumnText(0), Count: s.ColumnInt(1)})
		return nil
	}, prefix, prefix+afterAll, consideredTexts)
	return found, err
}
