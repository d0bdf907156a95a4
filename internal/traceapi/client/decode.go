package client

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi/planoquery"
)

// looseValue is an attribute's value as Plano's listener writes it: numbers and booleans as text or as themselves.
type looseValue map[string]json.RawMessage

type looseSpan struct {
	TraceID      string          `json:"traceId"`
	SpanID       string          `json:"spanId"`
	ParentSpanID string          `json:"parentSpanId"`
	Name         string          `json:"name"`
	Start        json.RawMessage `json:"startTimeUnixNano"`
	End          json.RawMessage `json:"endTimeUnixNano"`
	Service      string          `json:"service"`
	Attributes   []struct {
		Key   string     `json:"key"`
		Value looseValue `json:"value"`
	} `json:"attributes"`
}

// decodeTraces reads the answer of Plano's listener. The spans of each trace are put in the order in which they began.
func decodeTraces(answer []byte) ([]traceapi.Trace, error) {
	var loose struct {
		Traces []struct {
			TraceID string      `json:"trace_id"`
			Spans   []looseSpan `json:"spans"`
		} `json:"traces"`
	}
	if err := json.Unmarshal(answer, &loose); err != nil {
		return nil, fmt.Errorf("%s: %w", planoquery.GetTraces, err)
	}
	traces := make([]traceapi.Trace, len(loose.Traces))
	for i := range loose.Traces {
		from := &loose.Traces[i]
		traces[i].TraceID = from.TraceID
		traces[i].Spans = make([]traceapi.Span, len(from.Spans))
		for j := range from.Spans {
			traces[i].Spans[j] = from.Spans[j].strict()
		}
		slices.SortStableFunc(traces[i].Spans, func(a, b traceapi.Span) int { return cmp.Compare(a.Start, b.Start) })
	}
	return traces, nil
}

func (s *looseSpan) strict() traceapi.Span {
	span := traceapi.Span{
		TraceID: s.TraceID, SpanID: s.SpanID, ParentSpanID: s.ParentSpanID, Name: s.Name, Service: s.Service,
		Start: nanoseconds(s.Start), End: nanoseconds(s.End), Attributes: make([]traceapi.Attribute, 0, len(s.Attributes)),
	}
	for _, attribute := range s.Attributes {
		span.Attributes = append(span.Attributes, traceapi.Attribute{Key: attribute.Key, Value: attribute.Value.strict()})
	}
	return span
}

func (v looseValue) strict() traceapi.Value {
	var strict traceapi.Value
	for _, field := range []struct {
		name string
		to   **string
	}{{"stringValue", &strict.String}, {"intValue", &strict.Int}, {"doubleValue", &strict.Double}, {"boolValue", &strict.Bool}} {
		if raw, ok := v[field.name]; ok {
			text := unquoted(raw)
			*field.to = &text
			break
		}
	}
	return strict
}

// unquoted is a JSON string's text, or the JSON of anything else.
func unquoted(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(bytes.TrimSpace(raw))
}

// nanoseconds is 0 for what is no number.
func nanoseconds(raw json.RawMessage) int64 {
	number, err := json.Number(strings.TrimSpace(unquoted(raw))).Int64()
	if err != nil {
		return 0
	}
	return number
}
