package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// foundTraces are the traces that a command line asks for, newest first.
type foundTraces struct {
	traces []traceapi.TraceSummary
	// loaded is the one trace that was asked for by its id; nil for none.
	loaded []traceapi.Trace
}

// maxListed is how many traces are listed without --limit, as many as Plano's listener keeps.
const maxListed = traceapi.DefaultLimit

// findTraces asks the store which traces are meant.
func findTraces(ctx context.Context, store traceapi.Store, r *traceRequest) (*foundTraces, error) {
	limit := maxListed
	if r.limited {
		limit = r.limit
	}
	switch r.target {
	case targetLast:
		limit = min(limit, 1)
	case targetAny:
	default:
		return findTrace(ctx, store, r, limit)
	}
	found := &foundTraces{}
	if limit == 0 {
		return found, nil
	}
	asked := traceapi.Query{Search: query(r.where), From: r.from, Order: traceapi.OrderNewest}
	for len(found.traces) < limit {
		asked.Limit = min(limit-len(found.traces), traceapi.MaxLimit)
		page, err := store.Traces(ctx, asked)
		if err != nil {
			return nil, err
		}
		found.traces = append(found.traces, page.Traces...)
		if page.NextCursor == "" || page.NextCursor == asked.Cursor {
			break
		}
		asked.Cursor = page.NextCursor
	}
	if len(found.traces) == 0 && len(r.where) > 0 {
		return found, unknownKeys(ctx, store, r.where)
	}
	return found, nil
}

// findTrace finds the one trace that the target names, which must meet the conditions too.
func findTrace(ctx context.Context, store traceapi.Store, r *traceRequest, limit int) (*foundTraces, error) {
	found := &foundTraces{}
	trace, err := store.Trace(ctx, r.target)
	if errors.Is(err, traceapi.ErrNotFound) {
		return found, nil
	}
	if err != nil {
		return nil, err
	}
	if unknown := missingKeys(r.where, []traceapi.Trace{trace}); len(unknown) > 0 {
		return nil, unknownKeys(ctx, store, r.where)
	}
	_, end := bounds(trace.Spans)
	if limit > 0 && end >= r.from && meets(&trace, r.where) {
		found.traces = []traceapi.TraceSummary{{TraceID: trace.TraceID}}
		found.loaded = []traceapi.Trace{trace}
	}
	return found, nil
}

// meets is true for a trace that has, for each condition, a span that meets it.
func meets(t *traceapi.Trace, conditions []condition) bool {
	for _, c := range conditions {
		if !slices.ContainsFunc(t.Spans, func(s traceapi.Span) bool {
			return slices.ContainsFunc(s.Attributes, func(a traceapi.Attribute) bool { return a.Key == c.key && a.Value.Text() == c.value })
		}) {
			return false
		}
	}
	return true
}

// unknownKeys is the error of conditions on attributes that no span has, as far as the newest traces tell: as many as Plano's
// listener keeps. It is asked only where nothing was found.
func unknownKeys(ctx context.Context, store traceapi.Store, conditions []condition) error {
	newest, err := store.Traces(ctx, traceapi.Query{Limit: maxListed, Order: traceapi.OrderNewest})
	if err != nil || len(newest.Traces) == 0 {
		return err
	}
	traces, err := loadTraces(ctx, store, newest.Traces)
	if err != nil {
		return err
	}
	if missing := missingKeys(conditions, traces); len(missing) > 0 {
		return mistaken("Unknown --where key(s): %s", strings.Join(missing, ", "))
	}
	return nil
}

// missingKeys are the keys of conditions that none of the traces has.
func missingKeys(conditions []condition, traces []traceapi.Trace) (missing []string) {
	keys := attributeKeys(traces)
	for _, c := range conditions {
		if !keys[c.key] && !slices.Contains(missing, c.key) {
			missing = append(missing, c.key)
		}
	}
	return missing
}

func attributeKeys(traces []traceapi.Trace) map[string]bool {
	keys := map[string]bool{}
	for i := range traces {
		for j := range traces[i].Spans {
			span := &traces[i].Spans[j]
			for _, attribute := range slices.Concat(span.Attributes, span.Resource) {
				keys[attribute.Key] = true
			}
		}
	}
	return keys
}

// loadTraces loads all spans of traces. One that is gone by now is left out.
func loadTraces(ctx context.Context, store traceapi.Store, summaries []traceapi.TraceSummary) ([]traceapi.Trace, error) {
	traces := make([]traceapi.Trace, 0, len(summaries))
	for i := range summaries {
		trace, err := store.Trace(ctx, summaries[i].TraceID)
		if errors.Is(err, traceapi.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		traces = append(traces, trace)
	}
	return traces, nil
}

// unknownPatterns are the patterns that name no attribute of the traces.
func unknownPatterns(traces []traceapi.Trace, patterns []string) (unknown []string) {
	keys := attributeKeys(traces)
	for _, pattern := range patterns {
		named := false
		for key := range keys {
			named = named || matchesPattern(pattern, key)
		}
		if !named && len(traces) > 0 {
			unknown = append(unknown, pattern)
		}
	}
	return unknown
}

// named returns the attributes that a pattern names; all of them where there is no pattern.
func named(attributes []traceapi.Attribute, patterns []string) []traceapi.Attribute {
	if len(patterns) == 0 {
		return attributes
	}
	return slices.DeleteFunc(slices.Clone(attributes), func(a traceapi.Attribute) bool {
		return !slices.ContainsFunc(patterns, func(pattern string) bool { return matchesPattern(pattern, a.Key) })
	})
}

// bounds are when the first of the spans began and the last one ended.
func bounds(spans []traceapi.Span) (start, end int64) {
	for i := range spans {
		if i == 0 || spans[i].Start < start {
			start = spans[i].Start
		}
		end = max(end, spans[i].End)
	}
	return start, end
}
