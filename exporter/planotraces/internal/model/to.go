package model

import (
	"math"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// CopyTo writes the span, without its resource and scope, to an empty one of OTLP.
func (s *Span) CopyTo(to ptrace.Span) {
	to.SetTraceID(pcommon.TraceID(s.TraceID))
	to.SetSpanID(pcommon.SpanID(s.SpanID))
	to.SetParentSpanID(pcommon.SpanID(s.ParentID))
	to.SetName(s.Name)
	to.SetKind(ptrace.SpanKind(s.Kind))
	to.TraceState().FromRaw(s.TraceState)
	to.SetFlags(s.Flags)
	to.SetStartTimestamp(pcommon.Timestamp(s.Start))
	to.SetEndTimestamp(pcommon.Timestamp(s.End))
	to.Status().SetCode(ptrace.StatusCode(s.StatusCode))
	to.Status().SetMessage(s.StatusMessage)
	copyAttributes(s.Attributes, to.Attributes())
	to.SetDroppedAttributesCount(s.DroppedAttributes)
	to.SetDroppedEventsCount(s.DroppedEvents)
	to.SetDroppedLinksCount(s.DroppedLinks)
	to.Events().EnsureCapacity(len(s.Events))
	for i := range s.Events {
		from, event := &s.Events[i], to.Events().AppendEmpty()
		event.SetName(from.Name)
		event.SetTimestamp(pcommon.Timestamp(from.Time))
		event.SetDroppedAttributesCount(from.Dropped)
		copyAttributes(from.Attributes, event.Attributes())
	}
	to.Links().EnsureCapacity(len(s.Links))
	for i := range s.Links {
		from, link := &s.Links[i], to.Links().AppendEmpty()
		link.SetTraceID(pcommon.TraceID(from.TraceID))
		link.SetSpanID(pcommon.SpanID(from.SpanID))
		link.TraceState().FromRaw(from.TraceState)
		link.SetFlags(from.Flags)
		link.SetDroppedAttributesCount(from.Dropped)
		copyAttributes(from.Attributes, link.Attributes())
	}
}

// CopyTo writes the resource to an empty one of OTLP.
func (r *Resource) CopyTo(to pcommon.Resource) {
	copyAttributes(r.Attributes, to.Attributes())
	to.SetDroppedAttributesCount(r.Dropped)
}

// CopyTo writes the scope to an empty one of OTLP.
func (s *Scope) CopyTo(to pcommon.InstrumentationScope) {
	to.SetName(s.Name)
	to.SetVersion(s.Version)
	copyAttributes(s.Attributes, to.Attributes())
	to.SetDroppedAttributesCount(s.Dropped)
}

// manyAttributes is how many take longer to put one by one, each compared with all before it, than by way of protobuf.
const manyAttributes = 64

func copyAttributes(from []Attribute, to pcommon.Map) {
	if len(from) > manyAttributes && readAttributes(from, to) == nil {
		return
	}
	to.EnsureCapacity(len(from))
	for i := range from {
		from[i].Value.CopyTo(to.PutEmpty(from[i].Key))
	}
}

// CopyTo sets a value of OTLP. A structured value that is damaged becomes bytes.
func (v *Value) CopyTo(to pcommon.Value) {
	switch v.Type {
	case String:
		to.SetStr(v.Text)
	case Int:
		to.SetInt(int64(v.Bits))
	case Double:
		to.SetDouble(math.Float64frombits(v.Bits))
	case Bool:
		to.SetBool(v.Bits != 0)
	case Structured:
		one := pcommon.NewMap()
		if err := readAttributes([]Attribute{{Value: *v}}, one); err == nil {
			structured, _ := one.Get("")
			structured.MoveTo(to)
			return
		}
		to.SetEmptyBytes().FromRaw([]byte(v.Text))
	case Bytes:
		to.SetEmptyBytes().FromRaw([]byte(v.Text))
	case Empty:
	}
}
