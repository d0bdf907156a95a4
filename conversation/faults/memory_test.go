package faults

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// settleOne lets the memory decide on one span that wants to tell of a fault.
func settleOne(m *memory, trace pcommon.TraceID, span byte, fault *Fault) *signals.Evidence {
	c := []candidate{{verdict{id(span), &signals.Evidence{Leaf: fault.Leaf, Source: fault.Source}}, fault.rank == rankNamed, period{}}}
	m.settle(trace, c)
	return c[0].evidence
}

func TestMemory(t *testing.T) {
	now := time.Unix(0, 0)
	m := newMemory(2, time.Minute, func() time.Time { return now })
	a, b, c := pcommon.TraceID{1}, pcommon.TraceID{2}, pcommon.TraceID{3}
	timeout := Fault{Leaf: signals.Timeout, rank: rankNamed}
	assert.NotNil(t, settleOne(m, a, 1, &network))
	assert.Nil(t, settleOne(m, a, 2, &network), "the same of another span")
	assert.Nil(t, settleOne(m, a, 3, &bare503), "a bare error after a cause")
	assert.NotNil(t, settleOne(m, a, 4, &rateLimit), "another cause")
	assert.NotNil(t, settleOne(m, b, 1, &vague), "another trace")
	assert.Nil(t, settleOne(m, b, 2, &network), "the cause of what was told")
	assert.NotNil(t, settleOne(m, b, 3, &timeout), "another cause")

	now = now.Add(2 * time.Minute)
	assert.NotNil(t, settleOne(m, a, 2, &network), "expired")
	settleOne(m, b, 1, &network)
	settleOne(m, c, 1, &network)
	assert.NotNil(t, settleOne(m, a, 3, &network), "the trace longest untouched was dropped")
}

func TestASpanSettledMeanwhileKeepsItsVerdict(t *testing.T) {
	m := newMemory(1, time.Minute, time.Now)
	trace := pcommon.TraceID{1}
	assert.Equal(t, "UF", settleOne(m, trace, 1, &network).Source)
	assert.Nil(t, settleOne(m, trace, 2, &network))
	assert.Equal(t, "UF", settleOne(m, trace, 1, &rateLimit).Source, "it told")
	assert.Nil(t, settleOne(m, trace, 2, &rateLimit), "it was silent")
}

func TestMemoryOfATraceIsBounded(t *testing.T) {
	m := newMemory(1, time.Minute, time.Now)
	trace := pcommon.TraceID{1}
	for n := range 1000 {
		span := pcommon.SpanID{1, byte(n >> 8), byte(n)}
		m.settle(trace, []candidate{{verdict: verdict{id: span}}})
		m.hold(trace, []ToolResult{{call: uint64(n + 1)}})
	}
	known := m.recall(trace)
	assert.Len(t, known.settled, maxSilent)
	assert.Len(t, known.results, maxResults)
	assert.True(t, known.holds(ToolResult{call: 1000}), "the newest")
	assert.NotNil(t, settleOne(m, trace, 9, &network), "a span that tells is remembered nonetheless")
	assert.Equal(t, "UF", settleOne(m, trace, 9, &rateLimit).Source)
	for n := range byte(100) {
		assert.Nil(t, settleOne(m, trace, 100+n, &network))
	}
	assert.Len(t, m.recall(trace).settled, maxSilent+1)
}

func BenchmarkMemoryOfATrace(b *testing.B) {
	const traces = 10_000
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		m := newMemory(traces, time.Hour, time.Now)
		for n := range traces {
			trace := pcommon.TraceID{1, byte(n >> 8), byte(n)}
			fault := Fault{Leaf: signals.RateLimit, Source: strings.Clone("http.response.status_code=429"), rank: rankNamed}
			settleOne(m, trace, 1, &fault)
			m.settle(trace, []candidate{{verdict: verdict{id: id(2)}}, {verdict: verdict{id: id(3)}}})
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/traces, "B/trace")
		runtime.KeepAlive(m)
	}
}
