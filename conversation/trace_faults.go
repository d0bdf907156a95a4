package conversation

import (
	"cmp"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// FaultySpan is a span that tells of a fault, among the spans of its trace.
type FaultySpan struct {
	ID, Parent pcommon.SpanID
	Kind       Kind
	Fault      Fault
	// Answered is true where the span holds an answer of the model.
	Answered bool

	depth   int
	dropped bool
}

// maxDepth bounds the walk from a span to its root, and so what a loop of parents costs.
const maxDepth = 128

// ResolveFaults finds which spans of one trace speak for its faults: one fault seen by
// several spans (the caller's 503, the gateway's, the model call's) is one. The model
// call speaks before the plumbing around it, and the span nearest to the fault
// before those that passed it on. A kind of fault counts once in a trace. It calls keep
// with the index of each span that is left and its evidence.
//
// parentOf returns the parent of a span of the trace, and false for spans that are not at hand.
func ResolveFaults(
	spans []FaultySpan,
	parentOf func(pcommon.SpanID) (pcommon.SpanID, bool),
	keep func(index int, evidence signals.Evidence),
) {
	byID := make(map[pcommon.SpanID]int, len(spans))
	for i := range spans {
		byID[spans[i].ID] = i
	}
	rootFailed := false
	for i := range spans {
		rootFailed = rootFailed || spans[i].Parent.IsEmpty() && spans[i].Fault.Failed
		settleAncestors(spans, i, byID, parentOf)
	}
	order := make([]int, 0, len(spans))
	for i := range spans {
		if !spans[i].dropped {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return precedence(&spans[i], &spans[j]) })
	var seen [signals.LeafCount]bool
	for n, i := range order {
		s := &spans[i]
		if seen[s.Fault.Leaf] || n > 0 && s.Fault.rank == rankVague {
			continue
		}
		seen[s.Fault.Leaf] = true
		keep(i, signals.Evidence{
			Leaf:   s.Fault.Leaf,
			Source: s.Fault.Source,
			Fatal:  s.Fault.Failed && (rootFailed || s.Kind == KindChat && !s.Answered),
		})
	}
}

// settleAncestors gives span i's fault to the chat span around it, if there is one
// that is faulty too, and drops the faulty spans above that only passed it on.
func settleAncestors(
	spans []FaultySpan, i int, byID map[pcommon.SpanID]int,
	parentOf func(pcommon.SpanID) (pcommon.SpanID, bool),
) {
	s := &spans[i]
	id := s.Parent
	for ; !id.IsEmpty() && s.depth < maxDepth; s.depth++ {
		if j, ok := byID[id]; ok && j != i {
			above := &spans[j]
			switch {
			case above.Kind == KindChat && !s.dropped:
				s.dropped = true
				if s.Fault.rank > above.Fault.rank {
					above.Fault = s.Fault
				}
			case above.Kind != KindChat:
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
func precedence(a, b *FaultySpan) int {
	return cmp.Or(
		compareBool(b.Kind == KindChat, a.Kind == KindChat),
		cmp.Compare(b.Fault.rank, a.Fault.rank),
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
