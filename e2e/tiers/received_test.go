package tiers

import (
	"testing"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// received is what the backends of the gateways got.
type received struct {
	spans      map[pcommon.SpanID]int
	sessionsOf []map[string]bool          // by gateway
	tracesOf   []map[pcommon.TraceID]bool // by gateway
	spansOf    []int                      // by gateway, duplicates included
	analysed   int                        // spans with signals, duplicates included
}

func receivedBy(backends []*harness.Sink) received {
	r := received{spans: map[pcommon.SpanID]int{}}
	for _, backend := range backends {
		r.add(backend.Spans())
	}
	return r
}

// add adds what the next gateway exported.
func (r *received) add(spans []ptrace.Span) {
	sessions, traces := map[string]bool{}, map[pcommon.TraceID]bool{}
	for _, span := range spans {
		r.spans[span.SpanID()]++
		traces[span.TraceID()] = true
		if session, ok := span.Attributes().Get("session.id"); ok {
			sessions[session.AsString()] = true
		}
		if _, ok := span.Attributes().Get("signals.quality"); ok {
			r.analysed++
		}
	}
	r.sessionsOf = append(r.sessionsOf, sessions)
	r.tracesOf = append(r.tracesOf, traces)
	r.spansOf = append(r.spansOf, len(spans))
}

func (r received) log(t *testing.T, accepted int) {
	t.Helper()
	t.Logf("%d spans accepted, %d came out, %d of them more than once (%d duplicates); by gateway: spans %v, traces %v, sessions %v",
		accepted, len(r.spans), r.repeated(), r.duplicates(), r.spansOf, sizes(r.tracesOf), sizes(r.sessionsOf))
}

// repeated is the number of spans that came more than once.
func (r received) repeated() int {
	n := 0
	for _, times := range r.spans {
		if times > 1 {
			n++
		}
	}
	return n
}

// duplicates is the number of spans that came once more than needed.
func (r received) duplicates() int {
	n := 0
	for _, times := range r.spans {
		n += times - 1
	}
	return n
}

// missing is the number of ids that did not come out.
func (r received) missing(ids map[pcommon.SpanID]bool) int {
	n := 0
	for id := range ids {
		if r.spans[id] == 0 {
			n++
		}
	}
	return n
}

// sizes are the sizes of sets, by gateway.
func sizes[K comparable](sets []map[K]bool) []int {
	n := make([]int, len(sets))
	for i, set := range sets {
		n[i] = len(set)
	}
	return n
}

// inSeveral is the number of members that more than one set holds.
func inSeveral[K comparable](sets []map[K]bool) int {
	times := map[K]int{}
	for _, set := range sets {
		for member := range set {
			times[member]++
		}
	}
	n := 0
	for _, k := range times {
		if k > 1 {
			n++
		}
	}
	return n
}
