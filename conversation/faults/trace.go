package faults

import (
	"cmp"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// faultySpan is a span that tells of a fault, among the spans of its trace.
type faultySpan struct {
	index      int // among the spans given
	trace      pcommon.TraceID
	id, parent pcommon.SpanID
	kind       spankind.Kind
	fault      Fault
	answered   bool

	depth   int
	dropped bool
}

// maxDepth bounds the walk from a span to its root, and so what a loop of parents costs.
const maxDepth = 128

// resolveTrace finds which spans of one trace speak for its faults: one fault seen by
// several spans (the caller's 503, the gateway's, the model call's) is one. The model
// call speaks before the plumbing around it, and the span nearest to the fault
// before those that passed it on. A kind of fault counts once in a trace. It calls keep
// with each span that is left and its evidence.
//
// parentOf returns the parent of a span of the trace, and false for spans that are not at hand.
func resolveTrace(
	spans []faultySpan,
	parentOf func(pcommon.SpanID) (pcommon.SpanID, bool),
	keep func(*faultySpan, signals.Evidence),
) {
	byID := make(map[pcommon.SpanID]int, len(spans))
	for i := range spans {
		byID[spans[i].id] = i
	}
	rootFailed := false
	for i := range spans {
		rootFailed = rootFailed || spans[i].parent.IsEmpty() && spans[i].fault.Failed
		settleAncestors(spans, i, byID, parentOf)
	}
	order := make([]*faultySpan, 0, len(spans))
	for i := range spans {
		if !spans[i].dropped {
			order = append(order, &spans[i])
		}
	}
	slices.SortStableFunc(order, precedence)
	var seen [signals.LeafCount]bool
	for n, s := range order {
		if seen[s.fault.Leaf] || n > 0 && s.fault.rank == rankVague {
			continue
		}
		seen[s.fault.Leaf] = true
		keep(s, signals.Evidence{
			Leaf:   s.fault.Leaf,
			Source: s.fault.Source,
			Fatal:  s.fault.Failed && (rootFailed || s.kind == spankind.Chat && !s.answered),
		})
	}
}

// settleAncestors gives span i's fault to the chat span around it, if there is one
// that is faulty too, and drops the faulty spans above that only passed it on.
func settleAncestors(
	spans []faultySpan, i int, byID map[pcommon.SpanID]int,
	parentOf func(pcommon.SpanID) (pcommon.SpanID, bool),
) {
	s := &spans[i]
	id := s.parent
	for ; !id.IsEmpty() && s.depth < maxDepth; s.depth++ {
		if j, ok := byID[id]; ok && j != i {
			above := &spans[j]
			switch {
			case above.kind == spankind.Chat && !s.dropped:
				s.dropped = true
				if s.fault.rank > above.fault.rank {
					above.fault = s.fault
				}
			case above.kind != spankind.Chat:
				above.dropped = true
			}
		}
		var ok bool
		if id, ok = parentOf(id); !ok {
			return
		}
	}
}

// precedence orders the spans that could speak for a fault, the best first.
func precedence(a, b *faultySpan) int {
	return cmp.Or(
		compareBool(b.kind == spankind.Chat, a.kind == spankind.Chat),
		cmp.Compare(b.fault.rank, a.fault.rank),
		cmp.Compare(b.depth, a.depth),
	)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
