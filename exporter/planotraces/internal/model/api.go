package model

import (
	"encoding/hex"

	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
)

// String is the id in hexadecimal digits.
func (id TraceID) String() string { return hex.EncodeToString(id[:]) }

// String is the id in hexadecimal digits.
func (id SpanID) String() string { return hex.EncodeToString(id[:]) }

// ToAPI returns the span as the store answers it. Its Kind is empty: the span alone does not tell it.
func ToAPI(s *Span) traceapi.Span {
	to := traceapi.Span{
		TraceID: s.TraceID.String(), SpanID: s.SpanID.String(), Name: s.Name,
		Start: int64(s.Start), End: int64(s.End),
		Attributes: apiAttributes(s.Attributes),
		SpanKind:   s.KindText(), StatusCode: s.StatusText(), StatusMessage: s.StatusMessage, TraceState: s.TraceState,
		DroppedAttributes: s.DroppedAttributes, DroppedEvents: s.DroppedEvents, DroppedLinks: s.DroppedLinks,
	}
	if s.ParentID != (SpanID{}) {
		to.ParentSpanID = s.ParentID.String()
	}
	if s.Resource != nil {
		to.Service = s.Resource.Service
		to.Resource = apiAttributes(s.Resource.Attributes)
	}
	if s.Scope != nil {
		to.Scope, to.ScopeVersion = s.Scope.Name, s.Scope.Version
	}
	for i := range s.Events {
		event := &s.Events[i]
		to.Events = append(to.Events, traceapi.Event{
			Name: event.Name, Time: int64(event.Time), Attributes: apiAttributes(event.Attributes),
		})
	}
	for i := range s.Links {
		link := &s.Links[i]
		to.Links = append(to.Links, traceapi.Link{
			TraceID: link.TraceID.String(), SpanID: link.SpanID.String(), Attributes: apiAttributes(link.Attributes),
		})
	}
	return to
}

func apiAttributes(from []Attribute) []traceapi.Attribute {
	to := make([]traceapi.Attribute, len(from))
	for i := range from {
		to[i] = traceapi.Attribute{Key: from[i].Key, Value: from[i].Value.ToAPI()}
	}
	return to
}

// ToAPI returns the value's text in the field of its type.
func (v *Value) ToAPI() traceapi.Value {
	text := v.ValueText()
	switch v.Type {
	case Int:
		return traceapi.Value{Int: &text}
	case Double:
		return traceapi.Value{Double: &text}
	case Bool:
		return traceapi.Value{Bool: &text}
	default:
		return traceapi.Value{String: &text}
	}
}
