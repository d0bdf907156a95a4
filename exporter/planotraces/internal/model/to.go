package model

import (
	"encoding/binary"
	"math"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/wire"
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

// ToTraces puts spans into a request, those with equal resources and scopes together, in the order of the first of them.
func ToTraces(all []*Span) ptrace.Traces {
	traces := ptrace.NewTraces()
	g := groups{
		traces: traces, resources: map[string]ptrace.ResourceSpans{}, scopes: map[string]ptrace.ScopeSpans{},
		known: map[owner]ptrace.ScopeSpans{},
	}
	for _, s := range all {
		s.CopyTo(g.of(s).Spans().AppendEmpty())
	}
	return traces
}

type owner struct {
	resource *Resource
	scope    *Scope
}

// groups finds where in a request a span belongs: by the pointers, else by what is at them.
type groups struct {
	traces    ptrace.Traces
	resources map[string]ptrace.ResourceSpans
	scopes    map[string]ptrace.ScopeSpans
	known     map[owner]ptrace.ScopeSpans
}

func (g *groups) of(s *Span) ptrace.ScopeSpans {
	at := owner{s.Resource, s.Scope}
	if scopeSpans, ok := g.known[at]; ok {
		return scopeSpans
	}
	resource, scope := s.Resource, s.Scope
	if resource == nil {
		resource = &Resource{}
	}
	if scope == nil {
		scope = &Scope{}
	}
	resourceKey := resource.identity()
	resourceSpans, ok := g.resources[resourceKey]
	if !ok {
		resourceSpans = g.traces.ResourceSpans().AppendEmpty()
		resource.CopyTo(resourceSpans.Resource())
		resourceSpans.SetSchemaUrl(resource.SchemaURL)
		g.resources[resourceKey] = resourceSpans
	}
	scopeKey := resourceKey + scope.identity()
	scopeSpans, ok := g.scopes[scopeKey]
	if !ok {
		scopeSpans = resourceSpans.ScopeSpans().AppendEmpty()
		scope.CopyTo(scopeSpans.Scope())
		scopeSpans.SetSchemaUrl(scope.SchemaURL)
		g.scopes[scopeKey] = scopeSpans
	}
	g.known[at] = scopeSpans
	return scopeSpans
}

func (r *Resource) identity() string {
	return string(AppendAttributes(appendTexts(nil, r.Dropped, r.SchemaURL), r.Attributes))
}

func (s *Scope) identity() string {
	return string(AppendAttributes(appendTexts(nil, s.Dropped, s.Name, s.Version, s.SchemaURL), s.Attributes))
}

func appendTexts(to []byte, dropped uint32, texts ...string) []byte {
	to = binary.AppendUvarint(to, uint64(dropped))
	for _, text := range texts {
		to = wire.AppendText(to, text)
	}
	return to
}
