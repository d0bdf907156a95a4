package faults

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
)

// surroundings are what else is known of the trace of faulty spans.
type surroundings struct {
	// parentOf returns the parent of a span, and false for spans that are not at hand.
	parentOf func(pcommon.SpanID) (pcommon.SpanID, bool)
	// lastAnswer is when a model last answered; it counts where answered is set.
	lastAnswer pcommon.Timestamp
	answered   bool
	// answers are of chat spans in any trace, around requests that have a trace of their own.
	answers periods
	// around are the spans that may stand around a request to a model.
	around periods
}

// isOpen tells whether a request failed that may have been made again by what is around it.
func (t *surroundings) isOpen(s *faultySpan) bool {
	return t.isUnanswered(s) && s.kind == spankind.Other && !s.closed && !t.around.encloses(s.period)
}

// isUnanswered tells whether a request failed and none was answered after it.
func (t *surroundings) isUnanswered(s *faultySpan) bool {
	if s.call != CallFailed || s.parent.IsEmpty() && s.kind == spankind.Other && t.answers.encloses(s.period) {
		return false
	}
	return !t.answered || s.end > t.lastAnswer
}

// batchSurroundings are those of the traces of a batch that have faulty spans.
type batchSurroundings struct {
	traces map[pcommon.TraceID]*surroundings
	// parents are of every span of the batch, where several are faulty.
	parents map[spans.Key]pcommon.SpanID
}

func newSurroundings(batch ptrace.Traces, given []Span, faulty []faultySpan) *batchSurroundings {
	b := &batchSurroundings{traces: map[pcommon.TraceID]*surroundings{}}
	for i := range faulty {
		if trace := faulty[i].trace; b.traces[trace] == nil {
			b.traces[trace] = &surroundings{parentOf: b.parentsIn(trace)}
		}
	}
	requests := map[spans.Key]bool{}
	var answers periods
	for i := range given {
		s := &given[i]
		if s.Call == CallAnswered && s.Kind == spankind.Chat {
			answers = append(answers, periodOf(s.Span))
		}
		t := b.traces[s.Span.TraceID()]
		if t == nil {
			continue
		}
		if s.Call == CallAnswered {
			t.lastAnswer, t.answered = max(t.lastAnswer, s.Span.EndTimestamp()), true
		}
		if s.Call != NoCall && s.Kind == spankind.Other {
			requests[spans.KeyOf(s.Span)] = true
		}
	}
	if len(faulty) > 1 {
		b.parents = make(map[spans.Key]pcommon.SpanID, batch.SpanCount())
	}
	spans.Each(batch, func(span ptrace.Span) {
		key := spans.KeyOf(span)
		if b.parents != nil {
			b.parents[key] = span.ParentSpanID()
		}
		if t := b.traces[key.TraceID]; t != nil && !requests[key] {
			t.around = append(t.around, periodOf(span))
		}
	})
	answers = newPeriods(answers)
	for _, t := range b.traces {
		t.around, t.answers = newPeriods(t.around), answers
	}
	return b
}

func (b *batchSurroundings) of(trace pcommon.TraceID) *surroundings { return b.traces[trace] }

func (b *batchSurroundings) parentsIn(trace pcommon.TraceID) func(pcommon.SpanID) (pcommon.SpanID, bool) {
	return func(id pcommon.SpanID) (pcommon.SpanID, bool) {
		parent, ok := b.parents[spans.Key{TraceID: trace, SpanID: id}]
		return parent, ok
	}
}
