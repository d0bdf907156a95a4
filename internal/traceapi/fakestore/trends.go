package fakestore

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/search"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// Trends counts conversations or signals over time.
func (s *Store) Trends(ctx context.Context, query traceapi.Query, by string) (traceapi.Trends, error) {
	found, err := s.matching(query)
	if err != nil {
		return traceapi.Trends{}, err
	}
	if _, err := namesOf(&item{}, by); err != nil {
		return traceapi.Trends{}, err
	}
	from, step := s.span(found, query)
	series := make(map[string]*traceapi.Trend)
	for _, it := range found {
		names, err := namesOf(it, by)
		if err != nil {
			return traceapi.Trends{}, err
		}
		for _, name := range names {
			if series[name] == nil {
				series[name] = newTrend(name, by)
			}
			count(series[name], it, partOf(it.conversation.End, from, step))
		}
	}
	trends := traceapi.Trends{Start: from, StepNS: step, By: by, Series: []traceapi.Trend{}}
	for _, name := range slices.Sorted(maps.Keys(series)) {
		trends.Series = append(trends.Series, *series[name])
	}
	return trends, ctx.Err()
}

func newTrend(name, by string) *traceapi.Trend {
	trend := &traceapi.Trend{
		Name: name, Values: make([]int, trendParts), Tokens: make([]int64, trendParts), WasteTokens: make([]int64, trendParts),
	}
	if by != traceapi.ByQuality && by != traceapi.BySignal {
		trend.Poor = make([]int, trendParts)
	}
	return trend
}

func count(trend *traceapi.Trend, it *item, at int) {
	c := &it.conversation
	trend.Values[at]++
	trend.Tokens[at] += c.Tokens.Input + c.Tokens.Output
	if c.Waste != nil {
		trend.WasteTokens[at] += c.Waste.Tokens
	}
	if trend.Poor != nil && (c.Quality == "Poor" || c.Quality == "Severe") {
		trend.Poor[at]++
	}
}

// namesOf are the lines of the chart that a conversation counts in.
func namesOf(it *item, by string) ([]string, error) {
	c := &it.conversation
	var names []string
	switch by {
	case traceapi.ByQuality:
		names = []string{c.Quality}
	case traceapi.BySignal:
		for _, f := range c.Findings {
			names = append(names, f.Signal)
		}
		return names, nil
	case traceapi.ByService:
		names = []string{c.Service}
	case traceapi.ByModel:
		names = c.Models
	case traceapi.ByAgent:
		names = []string{c.Agent}
	case traceapi.ByTool:
		names = toolsOf(it)
	default:
		return nil, fmt.Errorf("%w: by: must be one of quality, signal, service, model, tool, agent, is %.40q", traceapi.ErrInvalid, by)
	}
	return names, nil
}

func toolsOf(it *item) []string {
	var names []string
	for _, m := range it.messages {
		if m.Tool != "" && !slices.Contains(names, m.Tool) {
			names = append(names, m.Tool)
		}
	}
	return names
}

// Suggest completes a value by what the conversations hold.
func (s *Store) Suggest(ctx context.Context, field, prefix string, limit int) ([]traceapi.Suggestion, error) {
	found, err := s.matching(traceapi.Query{})
	if err != nil {
		return nil, err
	}
	counts := make(map[string]int)
	for _, it := range found {
		names := textsOf(it, field)
		if field == search.FieldSignal {
			for _, one := range it.conversation.Signals {
				names = append(names, one.Signal)
			}
		}
		for _, name := range names {
			if name != "" && strings.HasPrefix(strings.ToLower(name), strings.ToLower(prefix)) {
				counts[name]++
			}
		}
	}
	list := make([]traceapi.Suggestion, 0, len(counts))
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, traceapi.Suggestion{Value: name, Count: counts[name]})
	}
	slices.SortStableFunc(list, func(a, b traceapi.Suggestion) int { return b.Count - a.Count })
	return list[:min(size(limit), len(list))], ctx.Err()
}
