package fakestore

import (
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// matches is true where all terms of a search hold.
func (s *Store) matches(it *item, query search.Query) bool {
	return !slices.ContainsFunc(query.Terms, func(term search.Term) bool {
		return s.holds(it, &term) == term.Negated
	})
}

func (s *Store) holds(it *item, term *search.Term) bool {
	c := &it.conversation
	switch term.Field {
	case search.FieldSince:
		return true
	case search.Text:
		return anyValue(term, func(v search.Value) bool { return strings.Contains(it.text, strings.ToLower(v.Text)) })
	case search.Attribute:
		return s.hasAttribute(it, term)
	case search.FieldSignal:
		return anyValue(term, func(v search.Value) bool {
			return slices.ContainsFunc(c.Signals, func(one traceapi.SignalCount) bool { return v.MatchesSignal(one.Signal) })
		})
	case search.FieldScore:
		return anyRange(term, c.Score)
	case search.FieldTurns:
		return anyRange(term, float64(c.Turns))
	case search.FieldTokens:
		return anyRange(term, float64(c.Tokens.Input+c.Tokens.Output))
	case search.FieldCost:
		return anyRange(term, c.Cost)
	case search.FieldDuration:
		return anyRange(term, float64(c.DurationNS))
	case search.FieldErrors:
		return anyRange(term, float64(c.Errors))
	}
	return anyValue(term, func(v search.Value) bool { return slices.ContainsFunc(textsOf(it, term.Field), v.Matches) })
}

// textsOf are the values that a conversation has in a field.
func textsOf(it *item, field string) []string {
	c := &it.conversation
	var texts []string
	switch field {
	case search.FieldQuality:
		if c.Quality == "" {
			return []string{search.NoQuality}
		}
		return []string{c.Quality}
	case search.FieldService:
		return []string{c.Service}
	case search.FieldModel:
		return c.Models
	case search.FieldAgent:
		return []string{c.Agent}
	case search.FieldSession:
		return []string{c.Session}
	case search.FieldUser:
		return []string{c.User}
	case search.FieldTool:
		return toolsOf(it)
	case search.FieldTrace:
		for _, t := range c.TraceList {
			texts = append(texts, t.TraceID, t.TraceID[:8])
		}
	case search.FieldIssue:
		for _, f := range c.Findings {
			texts = append(texts, issueID(it, f))
		}
	case search.FieldError:
		for _, m := range it.messages {
			if m.Failed {
				texts = append(texts, m.Text)
			}
		}
	}
	return texts
}

func (s *Store) hasAttribute(it *item, term *search.Term) bool {
	return anyValue(term, func(v search.Value) bool {
		for _, summary := range it.conversation.TraceList {
			for _, span := range s.byTrace[summary.TraceID].trace.Spans {
				for _, a := range slices.Concat(span.Attributes, span.Resource) {
					if a.Key == term.Key && v.Matches(a.Value.Text()) {
						return true
					}
				}
			}
		}
		return false
	})
}

func anyValue(term *search.Term, holds func(search.Value) bool) bool {
	return slices.ContainsFunc(term.Values, holds)
}

func anyRange(term *search.Term, n float64) bool {
	return slices.ContainsFunc(term.Ranges, func(r search.Range) bool { return r.Holds(n) })
}
