package model

import (
	"math"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
)

// FromTraces calls each with every span, beside the original and its resource. The spans of a resource share it, those of a scope
// share that; texts are shared with traces. Values that are nested deeper than [value.MaxDepth] are cut there.
func FromTraces(traces ptrace.Traces, each func(original ptrace.Span, resource pcommon.Resource, s *Span)) {
	var c converter
	for _, resourceSpans := range traces.ResourceSpans().All() {
		resource := c.resource(resourceSpans)
		for _, scopeSpans := range resourceSpans.ScopeSpans().All() {
			scope := c.scope(scopeSpans)
			converted := make([]Span, scopeSpans.Spans().Len())
			for i, original := range scopeSpans.Spans().All() {
				s := &converted[i]
				s.Resource, s.Scope = resource, scope
				c.span(original, s)
				each(original, resourceSpans.Resource(), s)
			}
		}
	}
}

// chunk is how many attributes are made room for at once.
const chunk = 512

// converter makes room for the attributes of many spans at once.
type converter struct{ room []Attribute }

func (c *converter) resource(from ptrace.ResourceSpans) *Resource {
	return &Resource{
		Service:    spans.ServiceOf(from.Resource()),
		Attributes: c.attributes(from.Resource().Attributes()),
		SchemaURL:  from.SchemaUrl(),
		Dropped:    from.Resource().DroppedAttributesCount(),
	}
}

func (c *converter) scope(from ptrace.ScopeSpans) *Scope {
	return &Scope{
		Name:       from.Scope().Name(),
		Version:    from.Scope().Version(),
		Attributes: c.attributes(from.Scope().Attributes()),
		SchemaURL:  from.SchemaUrl(),
		Dropped:    from.Scope().DroppedAttributesCount(),
	}
}

func (c *converter) span(from ptrace.Span, s *Span) {
	s.TraceID, s.SpanID, s.ParentID = TraceID(from.TraceID()), SpanID(from.SpanID()), SpanID(from.ParentSpanID())
	s.Name = from.Name()
	s.Kind = small(int32(from.Kind()))
	s.TraceState, s.Flags = from.TraceState().AsRaw(), from.Flags()
	s.Start, s.End = uint64(from.StartTimestamp()), uint64(from.EndTimestamp())
	s.StatusCode, s.StatusMessage = small(int32(from.Status().Code())), from.Status().Message()
	s.Attributes = c.attributes(from.Attributes())
	s.DroppedAttributes, s.DroppedEvents, s.DroppedLinks =
		from.DroppedAttributesCount(), from.DroppedEventsCount(), from.DroppedLinksCount()
	if n := from.Events().Len(); n > 0 {
		s.Events = make([]Event, n)
	}
	for i, event := range from.Events().All() {
		s.Events[i] = Event{
			Name: event.Name(), Time: uint64(event.Timestamp()),
			Attributes: c.attributes(event.Attributes()), Dropped: event.DroppedAttributesCount(),
		}
	}
	if n := from.Links().Len(); n > 0 {
		s.Links = make([]Link, n)
	}
	for i, link := range from.Links().All() {
		s.Links[i] = Link{
			TraceID: TraceID(link.TraceID()), SpanID: SpanID(link.SpanID()), TraceState: link.TraceState().AsRaw(),
			Flags: link.Flags(), Attributes: c.attributes(link.Attributes()), Dropped: link.DroppedAttributesCount(),
		}
	}
}

// small is an enumeration's number, 0 where OTLP has no such number.
func small(n int32) uint8 {
	if n < 0 || n > math.MaxUint8 {
		return 0
	}
	return uint8(n)
}

func (c *converter) attributes(from pcommon.Map) []Attribute {
	n := from.Len()
	if n == 0 {
		return nil
	}
	if n > len(c.room) {
		c.room = make([]Attribute, max(n, chunk))
	}
	to := c.room[:0:n]
	c.room = c.room[n:]
	for key, value := range from.All() {
		to = append(to, Attribute{Key: key, Value: FromValue(value)})
	}
	return to
}

// FromValue returns a value as the store keeps it.
func FromValue(v pcommon.Value) Value {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return Value{Type: String, Text: v.Str()}
	case pcommon.ValueTypeInt:
		return Value{Type: Int, Bits: uint64(v.Int())}
	case pcommon.ValueTypeDouble:
		return Value{Type: Double, Bits: math.Float64bits(v.Double())}
	case pcommon.ValueTypeBool:
		if v.Bool() {
			return Value{Type: Bool, Bits: 1}
		}
		return Value{Type: Bool}
	case pcommon.ValueTypeBytes:
		return Value{Type: Bytes, Text: string(v.Bytes().AsRaw())}
	case pcommon.ValueTypeMap, pcommon.ValueTypeSlice:
		return Value{Type: Structured, Text: string(appendAny(nil, v, 0))}
	default:
		return Value{}
	}
}
