package store

import (
	"math"
	"strings"
	"time"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/spanstore"
	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// filterOf makes the filter of a search that traces can answer themselves; ok is false for any other.
func filterOf(query search.Query, asked *traceapi.Query, now time.Time) (f spanstore.Filter, ok bool) {
	f.From, f.To = asked.From, asked.To
	if since, found := query.Since(now); found {
		f.From = max(f.From, since.UnixNano())
	}
	for i := range query.Terms {
		if !addTerm(&f, &query.Terms[i]) {
			return f, false
		}
	}
	return f, true
}

func addTerm(f *spanstore.Filter, t *search.Term) bool {
	switch t.Field {
	case search.FieldSince:
		return true
	case search.Attribute:
		return addWhere(f, t, t.Key)
	case search.FieldService:
		return addWhere(f, t, "service.name")
	case search.FieldQuality:
		return addQualities(f, t)
	case search.FieldErrors:
		if t.Negated || len(t.Ranges) != 1 || t.Ranges[0].Holds(0) || !t.Ranges[0].Holds(1) || !math.IsInf(t.Ranges[0].To, 1) {
			return false
		}
		f.Errors = true
		return true
	case search.FieldDuration:
		return addDuration(f, t)
	}
	return false
}

// addWhere adds a condition of one value.
func addWhere(f *spanstore.Filter, t *search.Term, key string) bool {
	if len(t.Values) != 1 || t.Values[0].Prefix {
		return false
	}
	f.Where = append(f.Where, spanstore.KeyValue{Key: key, Value: t.Values[0].Text, Not: t.Negated})
	return true
}

func addQualities(f *spanstore.Filter, t *search.Term) bool {
	if t.Negated || f.Qualities != nil {
		return false
	}
	for _, v := range t.Values {
		for _, quality := range semconv.Qualities() {
			if strings.EqualFold(quality, v.Text) {
				f.Qualities = append(f.Qualities, quality)
			}
		}
	}
	return len(f.Qualities) == len(t.Values)
}

func addDuration(f *spanstore.Filter, t *search.Term) bool {
	if t.Negated || len(t.Ranges) != 1 || f.MinDuration != 0 || f.MaxDuration != 0 {
		return false
	}
	r := t.Ranges[0]
	if !math.IsInf(r.From, -1) {
		f.MinDuration = time.Duration(r.From)
		if r.Above {
			f.MinDuration++
		}
	}
	if !math.IsInf(r.To, 1) {
		f.MaxDuration = time.Duration(r.To)
		if r.Below {
			f.MaxDuration--
		}
	}
	return true
}
