package faults

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// openRequest is a request to a model that failed, seen on a client's span alone: what is around it, and may make it
// again, has not ended yet.
type openRequest struct {
	period
	id pcommon.SpanID
	// source is what told of the fault.
	source string
	// endedBy is the span that told that nobody answered, once one did.
	endedBy pcommon.SpanID
}

// leaveOpen remembers a request that failed.
func (m *memory) leaveOpen(trace pcommon.TraceID, request openRequest) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if known, ok := m.open.Get(trace); ok && known.end >= request.end {
		return
	}
	m.open.Put(trace, request)
}

// answer notes that a model answered at a time.
func (m *memory) answer(trace pcommon.TraceID, at pcommon.Timestamp) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if known, ok := m.open.Get(trace); ok && known.end <= at {
		m.open.Delete(trace)
	}
}

// end tells whether with this span a request ended that nobody answered.
func (m *memory) end(span ptrace.Span) (evidence signals.Evidence, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	known, ok := m.open.Get(span.TraceID())
	if !ok {
		return evidence, false
	}
	if known.endedBy.IsEmpty() && span.SpanID() != known.id && periodOf(span).encloses(known.period) {
		known.endedBy = span.SpanID()
		m.open.Put(span.TraceID(), known)
	}
	return signals.Evidence{Leaf: noLeaf, Source: known.source, Fatal: true}, known.endedBy == span.SpanID()
}

// hasOpen is true where a request is open.
func (m *memory) hasOpen() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.open.Len() > 0
}

// HasOpen tells whether [Resolver.End] has something to find.
func (r *Resolver) HasOpen() bool { return r.memory.hasOpen() }

// End tells whether a span ends a request to a model that failed in an earlier batch and that nobody answered since; ok is
// false where it does not. The evidence raises no signal, which the request itself did.
func (r *Resolver) End(span ptrace.Span) (evidence signals.Evidence, ok bool) {
	return r.memory.end(span)
}
