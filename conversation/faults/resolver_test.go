package faults

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// batch builds the spans of a batch and what a scan found of them.
type batch struct {
	traces ptrace.Traces
	given  []Span
}

func newBatch() *batch {
	b := &batch{traces: ptrace.NewTraces()}
	b.traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	return b
}

// well adds a span that tells nothing.
func (b *batch) well(trace, id, parent byte) ptrace.Span {
	span := b.traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans().AppendEmpty()
	span.SetTraceID(pcommon.TraceID{trace})
	span.SetSpanID(pcommon.SpanID{id})
	if parent != 0 {
		span.SetParentSpanID(pcommon.SpanID{parent})
	}
	return span
}

// add adds a span that tells of a fault, or where that is nil holds messages.
func (b *batch) add(trace, id, parent byte, kind spankind.Kind, fault *Fault) ptrace.Span {
	span := b.well(trace, id, parent)
	s := Span{Span: span, Kind: kind, HasMessages: fault == nil}
	if fault != nil {
		s.Fault, s.HasFault = *fault, true
	}
	b.given = append(b.given, s)
	return span
}

// tell resolves the batch and returns the leaves by the index of the span given.
func (b *batch) tell(r *Resolver) map[int]signals.Leaf {
	told := map[int]signals.Leaf{}
	r.Resolve(b.traces, b.given, func(i int, evidence signals.Evidence) { told[i] = evidence.Leaf })
	return told
}

func newResolver() *Resolver { return NewResolver(10, time.Minute, time.Now) }

func TestTracesAreResolvedApart(t *testing.T) {
	b := newBatch()
	b.add(2, 1, 0, spankind.Chat, &rateLimit)
	b.add(1, 1, 0, spankind.Chat, &rateLimit)
	b.add(2, 2, 1, spankind.Other, &rateLimit)
	b.add(1, 2, 0, spankind.Chat, &network)
	assert.Equal(t, map[int]signals.Leaf{0: signals.RateLimit, 1: signals.RateLimit, 3: signals.Network}, b.tell(newResolver()))
}

func TestParentsAreFoundThroughSpansThatTellNothing(t *testing.T) {
	b := newBatch()
	b.add(1, 1, 0, spankind.Agent, &bare503)
	b.well(1, 2, 1)
	b.well(2, 3, 0) // of another trace, with the same id
	b.well(1, 3, 2)
	b.add(1, 4, 3, spankind.Other, &network)
	assert.Equal(t, map[int]signals.Leaf{1: signals.Network}, b.tell(newResolver()))
}

func TestWhatWasToldIsNotToldAgain(t *testing.T) {
	r := newResolver()
	b := newBatch()
	b.add(1, 1, 0, spankind.Chat, &rateLimit)
	assert.Equal(t, map[int]signals.Leaf{0: signals.RateLimit}, b.tell(r))
	assert.Empty(t, b.tell(r))
	b.add(1, 2, 0, spankind.Chat, &network)
	assert.Equal(t, map[int]signals.Leaf{1: signals.Network}, b.tell(r))
}

func TestAFailedToolIsLeftToALaterChat(t *testing.T) {
	for name, tt := range map[string]struct {
		trace   byte
		begins  pcommon.Timestamp
		faulty  bool
		wantOut map[int]signals.Leaf
	}{
		"later":            {trace: 1, begins: 20, wantOut: map[int]signals.Leaf{}},
		"at once":          {trace: 1, begins: 10, wantOut: map[int]signals.Leaf{}},
		"earlier":          {trace: 1, begins: 9, wantOut: map[int]signals.Leaf{0: signals.Timeout}},
		"another trace":    {trace: 2, begins: 20, wantOut: map[int]signals.Leaf{0: signals.Timeout}},
		"without messages": {trace: 1, begins: 20, faulty: true, wantOut: map[int]signals.Leaf{0: signals.Timeout, 1: signals.Network}},
	} {
		b := newBatch()
		timeout := Fault{Leaf: signals.Timeout, Failed: true, rank: rankNamed}
		b.add(1, 1, 9, spankind.Tool, &timeout).SetEndTimestamp(10)
		var fault *Fault
		if tt.faulty {
			fault = &network
		}
		b.add(tt.trace, 2, 9, spankind.Chat, fault).SetStartTimestamp(tt.begins)
		assert.Equal(t, tt.wantOut, b.tell(newResolver()), name)
	}
}

func TestSpansThatAreWellCostNothing(t *testing.T) {
	b := newBatch()
	b.add(1, 1, 0, spankind.Chat, nil)
	r := newResolver()
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		r.Resolve(b.traces, b.given, func(int, signals.Evidence) { t.Error("told") })
	}))
}
