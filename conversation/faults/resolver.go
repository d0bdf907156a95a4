package faults

import (
	"bytes"
	"slices"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Span is a span of a batch that takes part in a conversation or tells of a fault.
type Span struct {
	Span ptrace.Span
	Kind spankind.Kind
	// Call tells how the request to a model ended that the span stands for.
	Call Call
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
	if faulty := faultySpans(given); len(faulty) > 0 {
		slices.SortStableFunc(faulty, func(a, b faultySpan) int { return bytes.Compare(a.trace[:], b.trace[:]) })
		known := newSurroundings(batch, given, faulty)
		for len(faulty) > 0 {
			trace, n := faulty[0].trace, 1
			for n < len(faulty) && faulty[n].trace == trace {
				n++
			}
			r.resolve(trace, faulty[:n], known.of(trace), tell)
			faulty = faulty[n:]
		}
	}
	if r.memory.hasOpen() {
		for i := range given {
			if s := &given[i]; s.Call == CallAnswered {
				r.memory.answer(s.Span.TraceID(), s.Span.EndTimestamp())
			}
		}
	}
}

// resolve settles the faulty spans of one trace.
func (r *Resolver) resolve(trace pcommon.TraceID, faulty []faultySpan, around *surroundings, tell func(int, signals.Evidence)) {
	var known traceMemory
	if !trace.IsEmpty() {
		known = r.memory.recall(trace)
	}
	decided := make(map[pcommon.SpanID]*signals.Evidence, len(faulty))
	var silent []candidate
	fresh := make([]faultySpan, 0, len(faulty))
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
			fresh = append(fresh, *s)
		}
	}
	if len(fresh)+len(silent) > 0 {
		candidates := append(candidatesOf(fresh, around), silent...)
		r.memory.settle(trace, candidates)
		for i := range candidates {
			decided[candidates[i].id] = candidates[i].evidence
		}
		r.leaveOpen(trace, fresh, around)
	}
	for i := range faulty {
		if evidence := decided[faulty[i].id]; evidence != nil {
			tell(faulty[i].index, *evidence)
		}
	}
}

// leaveOpen remembers the last request of a trace that may be made again, unless one is known to have got no answer.
func (r *Resolver) leaveOpen(trace pcommon.TraceID, fresh []faultySpan, around *surroundings) {
	var last *faultySpan
	for i := range fresh {
		s := &fresh[i]
		s.end, s.closed = s.period.end, s.parent.IsEmpty()
		if around.isOpen(s) && (last == nil || s.end > last.end) {
			last = s
		}
	}
	if last != nil && !r.memory.recall(trace).ended {
		r.memory.leaveOpen(trace, openRequest{period: last.period, id: last.id, source: last.fault.Source})
	}
}

// candidatesOf resolves the spans of a trace that are new: those that speak come first, the best first, then
// the silent ones.
func candidatesOf(fresh []faultySpan, around *surroundings) []candidate {
	candidates := make([]candidate, 0, len(fresh))
	speaks := map[pcommon.SpanID]bool{}
	resolveTrace(slices.Clone(fresh), around, func(s *faultySpan, evidence signals.Evidence) {
		speaks[s.id] = true
		candidates = append(candidates, candidate{verdict{s.id, &evidence}, s.fault.rank == rankNamed, s.told})
	})
	for i := range fresh {
		if !speaks[fresh[i].id] {
			candidates = append(candidates, candidate{verdict: verdict{id: fresh[i].id}})
		}
	}
	return candidates
}

// evidenceAlone is what a span tells of which no other is known.
func evidenceAlone(s faultySpan) (alone signals.Evidence) {
	nobody := func(pcommon.SpanID) (pcommon.SpanID, bool) { return pcommon.SpanID{}, false }
	resolveTrace([]faultySpan{s}, &surroundings{parentOf: nobody}, func(_ *faultySpan, evidence signals.Evidence) { alone = evidence })
	return alone
}

func faultySpans(given []Span) []faultySpan {
	var faulty []faultySpan
	for i := range given {
		if s := &given[i]; s.HasFault {
			faulty = append(faulty, faultySpan{
				index: i, trace: s.Span.TraceID(), id: s.Span.SpanID(), parent: s.Span.ParentSpanID(),
				period: periodOf(s.Span), kind: s.Kind, fault: s.Fault, call: s.Call, result: s.Result,
			})
		}
	}
	return faulty
}
