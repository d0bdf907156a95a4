package faults

import (
	"bytes"
	"slices"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Span is a span of a batch that takes part in a conversation or tells of a fault.
type Span struct {
	Span ptrace.Span
	Kind spankind.Kind
	// HasMessages is true where messages can be read from the span, Answered where it holds an answer
	// of the model.
	HasMessages, Answered bool
	// Fault counts where HasFault is set.
	Fault    Fault
	HasFault bool
}

// Resolver gives each fault of a trace to the one span that speaks for it, once. Its memory is
// bounded; it serves all goroutines.
type Resolver struct{ memory *memory }

// NewResolver returns a resolver that remembers the faults of at most maxTraces traces (at least 1), each
// for ttl after its last fault.
func NewResolver(maxTraces int, ttl time.Duration, now func() time.Time) *Resolver {
	return &Resolver{newMemory(maxTraces, ttl, now)}
}

// Evictions counts the traces that were forgotten before their time, because there were more than maxTraces.
func (r *Resolver) Evictions() int64 { return r.memory.evictions() }

// Resolve calls tell with the index of each of the spans that speaks for a fault, and its evidence. Spans
// of a trace that stand in the batch without being among those given serve to find out who called
// whom. A failed tool is left to a later chat span of its trace, whose history tells of it.
func (r *Resolver) Resolve(batch ptrace.Traces, given []Span, tell func(index int, evidence signals.Evidence)) {
	faulty := faultySpans(given)
	if len(faulty) == 0 {
		return
	}
	slices.SortStableFunc(faulty, func(a, b faultySpan) int { return bytes.Compare(a.trace[:], b.trace[:]) })
	parents := parentsOf(batch, len(faulty) > 1)
	for len(faulty) > 0 {
		trace, n := faulty[0].trace, 1
		for n < len(faulty) && faulty[n].trace == trace {
			n++
		}
		parentOf := func(id pcommon.SpanID) (pcommon.SpanID, bool) {
			parent, ok := parents[spans.Key{TraceID: trace, SpanID: id}]
			return parent, ok
		}
		resolveTrace(faulty[:n], parentOf, func(s *faultySpan, evidence signals.Evidence) {
			if r.memory.tell(trace, &s.fault) {
				tell(s.index, evidence)
			}
		})
		faulty = faulty[n:]
	}
}

// faultySpans returns those that tell of a fault which no chat span tells of.
func faultySpans(given []Span) []faultySpan {
	var faulty []faultySpan
	tools := false
	for i := range given {
		if s := &given[i]; s.HasFault {
			tools = tools || s.Kind == spankind.Tool
			faulty = append(faulty, faultySpan{
				index: i, trace: s.Span.TraceID(), id: s.Span.SpanID(), parent: s.Span.ParentSpanID(),
				kind: s.Kind, fault: s.Fault, answered: s.Answered,
			})
		}
	}
	if !tools {
		return faulty
	}
	lastChat := lastChats(given)
	return slices.DeleteFunc(faulty, func(s faultySpan) bool {
		last, ok := lastChat[s.trace]
		return ok && s.kind == spankind.Tool && last >= given[s.index].Span.EndTimestamp()
	})
}

// lastChats returns when the last chat span with messages began, by trace.
func lastChats(given []Span) map[pcommon.TraceID]pcommon.Timestamp {
	last := map[pcommon.TraceID]pcommon.Timestamp{}
	for i := range given {
		if s := &given[i]; s.Kind == spankind.Chat && s.HasMessages {
			trace := s.Span.TraceID()
			last[trace] = max(last[trace], s.Span.StartTimestamp())
		}
	}
	return last
}

// parentsOf maps every span of the batch to its parent, where that is needed.
func parentsOf(batch ptrace.Traces, needed bool) map[spans.Key]pcommon.SpanID {
	if !needed {
		return nil
	}
	parents := make(map[spans.Key]pcommon.SpanID, batch.SpanCount())
	spans.Each(batch, func(span ptrace.Span) {
		parents[spans.KeyOf(span)] = span.ParentSpanID()
	})
	return parents
}
