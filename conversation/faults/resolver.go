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
	// Answered is true where the span holds an answer of the model.
	Answered bool
	// Fault counts where HasFault is set.
	Fault    Fault
	HasFault bool
	// Result is that of a tool's span with a fault.
	Result ToolResult
}

// Resolver gives each fault of a trace to the one span that speaks for it. What a span tells is decided
// when it is first seen: a copy of it, in the same batch or in one that is sent again, tells the same. Its
// memory is bounded; it serves all goroutines.
type Resolver struct{ memory *memory }

// NewResolver returns a resolver that remembers the faults of at most maxTraces traces (at least 1), each
// for ttl after its last fault.
func NewResolver(maxTraces int, ttl time.Duration, now func() time.Time) *Resolver {
	return &Resolver{newMemory(maxTraces, ttl, now)}
}

// Evictions counts the traces that were forgotten before their time, because there were more than maxTraces.
func (r *Resolver) Evictions() int64 { return r.memory.evictions() }

// Hold notes failed results that a chat span of the trace tells of; the spans of these tools, when
// they are seen later, are silent.
func (r *Resolver) Hold(trace pcommon.TraceID, results []ToolResult) {
	if len(results) > 0 && !trace.IsEmpty() {
		r.memory.hold(trace, results)
	}
}

// Resolve calls tell with the index of each of the spans that speaks for a fault, and its evidence. Spans
// of a trace that stand in the batch without being among those given serve to find out who called
// whom. Spans without a trace id or a span id can't be told apart: each stands alone and is not remembered.
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
		r.resolve(trace, faulty[:n], func(id pcommon.SpanID) (pcommon.SpanID, bool) {
			parent, ok := parents[spans.Key{TraceID: trace, SpanID: id}]
			return parent, ok
		}, tell)
		faulty = faulty[n:]
	}
}

// resolve settles the faulty spans of one trace.
func (r *Resolver) resolve(
	trace pcommon.TraceID, faulty []faultySpan,
	parentOf func(pcommon.SpanID) (pcommon.SpanID, bool), tell func(int, signals.Evidence),
) {
	var known traceMemory
	if !trace.IsEmpty() {
		known = r.memory.recall(trace)
	}
	decided := make(map[pcommon.SpanID]*signals.Evidence, len(faulty))
	var silent []candidate
	open := make([]faultySpan, 0, len(faulty))
	for i := range faulty {
		s := &faulty[i]
		held := s.kind == spankind.Tool && known.holds(s.result)
		if trace.IsEmpty() || s.id.IsEmpty() {
			if !held {
				tell(s.index, evidenceAlone(*s))
			}
			continue
		}
		evidence, settled := known.verdictOn(s.id)
		switch {
		case settled:
			decided[s.id] = evidence
		case held:
			silent = append(silent, candidate{verdict: verdict{id: s.id}})
		default:
			open = append(open, *s)
		}
	}
	if len(open)+len(silent) > 0 {
		candidates := append(candidatesOf(open, parentOf), silent...)
		r.memory.settle(trace, candidates)
		for i := range candidates {
			decided[candidates[i].id] = candidates[i].evidence
		}
	}
	for i := range faulty {
		if evidence := decided[faulty[i].id]; evidence != nil {
			tell(faulty[i].index, *evidence)
		}
	}
}

// candidatesOf resolves the spans of a trace that are new: those that speak come first, the best first, then
// the silent ones.
func candidatesOf(open []faultySpan, parentOf func(pcommon.SpanID) (pcommon.SpanID, bool)) []candidate {
	candidates := make([]candidate, 0, len(open))
	speaks := map[pcommon.SpanID]bool{}
	resolveTrace(slices.Clone(open), parentOf, func(s *faultySpan, evidence signals.Evidence) {
		speaks[s.id] = true
		candidates = append(candidates, candidate{verdict{s.id, &evidence}, s.fault.rank == rankNamed})
	})
	for i := range open {
		if !speaks[open[i].id] {
			candidates = append(candidates, candidate{verdict: verdict{id: open[i].id}})
		}
	}
	return candidates
}

// evidenceAlone is what a span tells of which no other is known.
func evidenceAlone(s faultySpan) (alone signals.Evidence) {
	resolveTrace([]faultySpan{s},
		func(pcommon.SpanID) (pcommon.SpanID, bool) { return pcommon.SpanID{}, false },
		func(_ *faultySpan, evidence signals.Evidence) { alone = evidence })
	return alone
}

func faultySpans(given []Span) []faultySpan {
	var faulty []faultySpan
	for i := range given {
		if s := &given[i]; s.HasFault {
			faulty = append(faulty, faultySpan{
				index: i, trace: s.Span.TraceID(), id: s.Span.SpanID(), parent: s.Span.ParentSpanID(), start: s.Span.StartTimestamp(),
				kind: s.Kind, fault: s.Fault, answered: s.Answered, result: s.Result,
			})
		}
	}
	return faulty
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
