package faults

import (
	"bytes"
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
	start      pcommon.Timestamp
	kind       spankind.Kind
	fault      Fault
	answered   bool
	result     ToolResult // of a tool

	depth   int
	dropped bool
}

// maxDepth bounds the walk from a span to its root, and so what a loop of parents costs.
const maxDepth = 128

// resolveTrace finds which spans of one trace speak for its faults: one fault seen by
// several spans (the caller's 503, the gateway's, the model call's) is one. The model
// call speaks before the plumbing around it, and the span nearest to the fault
// before those that passed it on. A kind of fault counts once in a trace. It calls keep
// with each span that is left and its evidence, the best first. It orders the spans given by itself, so
// that theirs does not matter, and takes several of one id for copies.
//
// parentOf returns the parent of a span of the trace, and false for spans that are not at hand.
func resolveTrace(
	spans []faultySpan,
	parentOf func(pcommon.SpanID) (pcommon.SpanID, bool),
	keep func(*faultySpan, signals.Evidence),
) {
	spans = arrange(spans, parentOf)
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
	slices.SortFunc(order, precedence)
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

// arrange keeps one of several copies of a span, and puts the deepest first.
func arrange(spans []faultySpan, parentOf func(pcommon.SpanID) (pcommon.SpanID, bool)) []faultySpan {
	slices.SortFunc(spans, func(a, b faultySpan) int {
		return cmp.Or(bytes.Compare(a.id[:], b.id[:]), precedence(&a, &b), cmp.Compare(a.fault.Source, b.fault.Source))
	})
	spans = slices.CompactFunc(spans, func(a, b faultySpan) bool { return a.id == b.id })
	for i := range spans {
		s := &spans[i]
		for id, ok := s.parent, true; ok && !id.IsEmpty() && s.depth < maxDepth; s.depth++ {
			id, ok = parentOf(id)
		}
	}
	slices.SortFunc(spans, func(a, b faultySpan) int { return cmp.Or(cmp.Compare(b.depth, a.depth), precedence(&a, &b)) })
	return spans
}

// settleAncestors gives span i's fault to the nearest chat span around it, if there is one
// that is faulty too, and drops the faulty spans above that only passed it on. Spans in a loop of
// parents are above none.
func settleAncestors(
	spans []faultySpan, i int, byID map[pcommon.SpanID]int,
	parentOf func(pcommon.SpanID) (pcommon.SpanID, bool),
) {
	s := &spans[i]
	given := false
	for id, n := s.parent, 0; !id.IsEmpty() && n < maxDepth; n++ {
		if j, ok := byID[id]; ok && spans[j].depth < s.depth {
			above := &spans[j]
			switch {
			case above.kind != spankind.Chat:
				above.dropped = true
			case !given:
				given, s.dropped = true, true
				if s.fault.rank > above.fault.rank {
					above.fault = s.fault
				}
			}
		}
		var ok bool
		if id, ok = parentOf(id); !ok {
			return
		}
	}
}

// precedence orders the spans that could speak for a fault, the best first; of equals the earliest.
func precedence(a, b *faultySpan) int {
	return cmp.Or(
		compareBool(b.kind == spankind.Chat, a.kind == spankind.Chat),
		cmp.Compare(b.fault.rank, a.fault.rank),
		cmp.Compare(b.depth, a.depth),
		cmp.Compare(a.start, b.start),
		bytes.Compare(a.id[:], b.id[:]),
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
