package fakestore

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

func size(limit int) int {
	if limit <= 0 {
		return traceapi.DefaultLimit
	}
	return min(limit, traceapi.MaxLimit)
}

// page cuts a list; a cursor is the number of entries before it.
func page[T any](list []T, query traceapi.Query) ([]T, traceapi.Page, error) {
	from := 0
	if query.Cursor != "" {
		var err error
		if from, err = strconv.Atoi(query.Cursor); err != nil || from < 0 {
			return nil, traceapi.Page{}, fmt.Errorf("%w: cursor: is none of this list", traceapi.ErrInvalid)
		}
	}
	from = min(from, len(list))
	to := min(from+size(query.Limit), len(list))
	var next traceapi.Page
	if to < len(list) {
		next.NextCursor = strconv.Itoa(to)
	}
	return list[from:to], next, nil
}

// Conversations lists conversations, the worst first.
func (s *Store) Conversations(ctx context.Context, query traceapi.Query) (traceapi.ConversationPage, error) {
	found, err := s.matching(query)
	if err != nil {
		return traceapi.ConversationPage{}, err
	}
	list := make([]traceapi.ConversationSummary, 0, len(found))
	for _, it := range found {
		list = append(list, it.conversation.ConversationSummary)
	}
	newest := func(a, b traceapi.ConversationSummary) int { return cmp.Compare(b.End, a.End) }
	slices.SortStableFunc(list, func(a, b traceapi.ConversationSummary) int {
		if query.Order == traceapi.OrderNewest {
			return newest(a, b)
		}
		return cmp.Or(cmp.Compare(judged(a), judged(b)), cmp.Compare(a.Score, b.Score), newest(a, b))
	})
	shown, next, err := page(list, query)
	return traceapi.ConversationPage{Conversations: shown, Page: next}, cmp.Or(err, ctx.Err())
}

func judged(c traceapi.ConversationSummary) int {
	if c.Quality == "" {
		return 1
	}
	return 0
}

// Traces lists traces, the newest first.
func (s *Store) Traces(ctx context.Context, query traceapi.Query) (traceapi.TracePage, error) {
	found, err := s.matching(query)
	if err != nil {
		return traceapi.TracePage{}, err
	}
	list := []traceapi.TraceSummary{}
	for _, it := range found {
		list = append(list, it.conversation.TraceList...)
	}
	slices.SortStableFunc(list, func(a, b traceapi.TraceSummary) int {
		if query.Order == traceapi.OrderWorst {
			return cmp.Or(cmp.Compare(b.Errors, a.Errors), cmp.Compare(b.Start, a.Start))
		}
		return cmp.Compare(b.Start, a.Start)
	})
	shown, next, err := page(list, query)
	return traceapi.TracePage{Traces: shown, Page: next}, cmp.Or(err, ctx.Err())
}

// matching returns the conversations that a query asks for.
func (s *Store) matching(query traceapi.Query) ([]*item, error) {
	if query.Order != "" && query.Order != traceapi.OrderNewest && query.Order != traceapi.OrderWorst {
		return nil, fmt.Errorf("%w: order: must be one of worst, newest, is %.40q", traceapi.ErrInvalid, query.Order)
	}
	parsed, err := search.Parse(query.Search)
	if err != nil {
		return nil, fmt.Errorf("%w: q: %w", traceapi.ErrInvalid, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	from := query.From
	if since, ok := parsed.Since(s.now); ok {
		from = max(from, since.UnixNano())
	}
	var found []*item
	for _, it := range s.items {
		c := &it.conversation
		if c.End < from || query.To > 0 && c.End >= query.To || !s.matches(it, parsed) {
			continue
		}
		found = append(found, it)
	}
	return found, nil
}
