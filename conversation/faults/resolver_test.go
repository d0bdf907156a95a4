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

// add adds a span that takes part in a conversation, and tells of a fault where that is not nil.
func (b *batch) add(trace, id, parent byte, kind spankind.Kind, fault *Fault) ptrace.Span {
	span := b.well(trace, id, parent)
	s := Span{Span: span, Kind: kind}
	if fault != nil {
		s.Fault, s.HasFault = *fault, true
		if fault.Failed && kind == spankind.Chat {
			s.Call = CallFailed
		}
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

func TestASpanSeenAgainTellsTheSameAgain(t *testing.T) {
	r := newResolver()
	b := newBatch()
	b.add(1, 1, 0, spankind.Agent, &rateLimit)
	b.add(1, 2, 1, spankind.Chat, &rateLimit)
	want := map[int]signals.Leaf{1: signals.RateLimit}
	assert.Equal(t, want, b.tell(r))
	assert.Equal(t, want, b.tell(r), "sent again")

	hop := newBatch()
	hop.add(1, 3, 2, spankind.Other, &rateLimit)
	assert.Empty(t, hop.tell(r), "another span of the same fault")
	b.add(1, 4, 0, spankind.Chat, &network)
	assert.Equal(t, map[int]signals.Leaf{1: signals.RateLimit, 2: signals.Network}, b.tell(r), "another fault")

	alone := newBatch()
	alone.add(1, 1, 0, spankind.Agent, &network)
	assert.Empty(t, alone.tell(r), "what was silent stays silent")
}

func TestCopiesInABatchTellTheSame(t *testing.T) {
	b := newBatch()
	b.add(1, 2, 1, spankind.Chat, &bare503)
	b.add(1, 3, 2, spankind.Other, &network)
	b.add(1, 2, 1, spankind.Chat, &bare503)
	b.add(1, 3, 2, spankind.Other, &network)
	want := map[int]signals.Leaf{0: signals.Network, 2: signals.Network}
	r := newResolver()
	assert.Equal(t, want, b.tell(r))
	assert.Equal(t, want, b.tell(r))
}

func TestSpansWithoutIDsStandAlone(t *testing.T) {
	for name, ids := range map[string][2]byte{"no trace id": {0, 1}, "no span id": {1, 0}} {
		r := newResolver()
		b := newBatch()
		b.add(ids[0], ids[1], 0, spankind.Other, &rateLimit)
		b.add(ids[0], ids[1], ids[1], spankind.Chat, &rateLimit)
		b.add(ids[0], ids[1]*2, ids[1], spankind.Chat, &vague)
		want := map[int]signals.Leaf{0: signals.RateLimit, 1: signals.RateLimit, 2: signals.APIError}
		assert.Equal(t, want, b.tell(r), name)
		assert.Equal(t, want, b.tell(r), name)
	}
	assert.Equal(t, signals.Evidence{Leaf: signals.RateLimit, Source: "429", Fatal: true},
		evidenceAlone(faultySpan{parent: id(9), kind: spankind.Chat, fault: rateLimit, call: CallFailed}))
	assert.Equal(t, signals.Evidence{Leaf: signals.RateLimit, Source: "429"}, evidenceAlone(faultySpan{parent: id(9), fault: rateLimit}))
}

func TestSpansThatAreWellCostNothing(t *testing.T) {
	b := newBatch()
	b.add(1, 1, 0, spankind.Chat, nil)
	r := newResolver()
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		r.Resolve(b.traces, b.given, func(int, signals.Evidence) { t.Error("told") })
	}))
}
