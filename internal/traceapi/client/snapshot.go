package client

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// list answers a query from what Plano's listener holds. NextCursor is the number of traces that came before.
func (l *listener) list(ctx context.Context, query traceapi.Query) (page traceapi.TracePage, err error) {
	asked, err := search.Parse(query.Search)
	if err != nil {
		return page, fmt.Errorf("%w: %w", traceapi.ErrInvalid, err)
	}
	for _, term := range asked.Terms {
		if term.Field != search.Attribute {
			return page, fmt.Errorf("%w: %q: of a trace listener of Plano key=value can be asked for only", traceapi.ErrInvalid, term.Word)
		}
	}
	skip := 0
	if query.Cursor != "" {
		if skip, err = strconv.Atoi(query.Cursor); err != nil || skip < 0 {
			return page, fmt.Errorf("%w: cursor: %q", traceapi.ErrInvalid, query.Cursor)
		}
	}
	all, err := l.snapshot(ctx)
	if err != nil {
		return page, err
	}
	limit := query.Limit
	if limit == 0 {
		limit = traceapi.DefaultLimit
	}
	matched := 0
	for i := range all {
		summary := summarize(&all[i])
		if !isWithin(&summary, query) || !hasAll(&all[i], asked.Terms) {
			continue
		}
		if matched++; matched <= skip {
			continue
		}
		if len(page.Traces) == min(limit, traceapi.MaxLimit) {
			page.NextCursor = strconv.Itoa(matched - 1)
			break
		}
		page.Traces = append(page.Traces, summary)
	}
	return page, nil
}

// trace finds one trace by its id, or by the beginning of it.
func (l *listener) trace(ctx context.Context, id string) (traceapi.Trace, error) {
	all, err := l.snapshot(ctx)
	if err != nil {
		return traceapi.Trace{}, err
	}
	at := slices.IndexFunc(all, func(t traceapi.Trace) bool { return strings.HasPrefix(strings.ToLower(t.TraceID), strings.ToLower(id)) })
	if at < 0 || id == "" {
		return traceapi.Trace{}, fmt.Errorf("trace %s: %w", id, traceapi.ErrNotFound)
	}
	return all[at], nil
}

func isWithin(summary *traceapi.TraceSummary, query traceapi.Query) bool {
	end := summary.Start + summary.DurationNS
	return end >= query.From && (query.To == 0 || end < query.To)
}

// hasAll is true where each of the attributes asked for is on a span, and none of those that are negated.
func hasAll(t *traceapi.Trace, terms []search.Term) bool {
	for _, term := range terms {
		if slices.ContainsFunc(t.Spans, func(s traceapi.Span) bool { return hasAttribute(&s, term) }) == term.Negated {
			return false
		}
	}
	return true
}

func hasAttribute(s *traceapi.Span, term search.Term) bool {
	return slices.ContainsFunc(s.Attributes, func(a traceapi.Attribute) bool {
		return a.Key == term.Key && slices.ContainsFunc(term.Values, func(v search.Value) bool { return v.Matches(a.Value.Text()) })
	})
}

func summarize(t *traceapi.Trace) traceapi.TraceSummary {
	summary := traceapi.TraceSummary{TraceID: t.TraceID, Spans: len(t.Spans)}
	var end int64
	for i := range t.Spans {
		s := &t.Spans[i]
		end = max(end, s.End)
		if i == 0 || s.Start < summary.Start {
			summary.Start = s.Start
		}
		if summary.Name == "" || s.ParentSpanID == "" {
			summary.Name, summary.Service = s.Name, s.Service
		}
	}
	summary.DurationNS = min(max(end-summary.Start, 0), int64(24*time.Hour*365))
	return summary
}
