package server

import (
	"slices"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
)

// readable returns a trace that clients can read: with lists where they expect them and, of texts of attributes, at most a number
// of bytes; 0 is all. The trace may be shared, so what differs is copied.
func readable(trace traceapi.Trace, most int) traceapi.Trace {
	trace.Spans = append([]traceapi.Span{}, trace.Spans...)
	for i := range trace.Spans {
		span := &trace.Spans[i]
		span.Attributes = notNil(span.Attributes)
		if most <= 0 {
			continue
		}
		span.Attributes = cutAttributes(span.Attributes, most)
		span.Resource = cutAttributes(span.Resource, most)
		span.Events = slices.Clone(span.Events)
		for j := range span.Events {
			span.Events[j].Attributes = cutAttributes(span.Events[j].Attributes, most)
		}
	}
	return trace
}

func cutAttributes(attributes []traceapi.Attribute, most int) []traceapi.Attribute {
	tooLong := func(a traceapi.Attribute) bool { return a.Value.String != nil && len(*a.Value.String) > most }
	if !slices.ContainsFunc(attributes, tooLong) {
		return attributes
	}
	attributes = slices.Clone(attributes)
	for i, a := range attributes {
		if tooLong(a) {
			shown := truncate.Bytes(*a.Value.String, most)
			attributes[i].Value.String = &shown
		}
	}
	return attributes
}

// textBytes is how many bytes the texts of a trace's attributes have.
func textBytes(trace *traceapi.Trace) int {
	sum := 0
	for i := range trace.Spans {
		span := &trace.Spans[i]
		sum += attributeBytes(span.Attributes) + attributeBytes(span.Resource)
		for j := range span.Events {
			sum += attributeBytes(span.Events[j].Attributes)
		}
	}
	return sum
}

func attributeBytes(attributes []traceapi.Attribute) int {
	sum := 0
	for _, a := range attributes {
		if a.Value.String != nil {
			sum += len(*a.Value.String)
		}
	}
	return sum
}
