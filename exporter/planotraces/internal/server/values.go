package server

import (
	"slices"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/internal/truncate"
)

// cutValues cuts the texts of a trace's attributes. What it cuts is copied: the trace may be shared.
func cutValues(trace *traceapi.Trace, most int) {
	trace.Spans = slices.Clone(trace.Spans)
	for i := range trace.Spans {
		span := &trace.Spans[i]
		span.Attributes = cutAttributes(span.Attributes, most)
		span.Resource = cutAttributes(span.Resource, most)
		span.Events = slices.Clone(span.Events)
		for j := range span.Events {
			span.Events[j].Attributes = cutAttributes(span.Events[j].Attributes, most)
		}
	}
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
