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
	period     period
	kind       spankind.Kind
	fault      Fault
	call       Call
	result     ToolResult // of a tool

	depth   int
	dropped bool
	// told is when the fault took place that the span speaks for; unknown where it says no more than that something failed.
	told period
	// end is when the request failed for good; what was around it ended then, too, where closed is set.
	end    pcommon.Timestamp
	closed bool
}

// maxDepth bounds the walk from a span to its root, and so what a loop of parents costs.
const maxDepth = 128

// resolveTrace finds which spans of one trace speak for its faults: one fault seen by several spans (the caller's 503,
// the gateway's, the model call's) is one, requests that failed in turn are several. The model call speaks before the
// plumbing around it, and the span nearest to the fault before those that passed it on. A kind of fault counts once in
// a trace. It calls keep with each span that is left and its evidence, the best first. It orders the spans given by
// itself, so that theirs does not matter, and takes several of one id for copies.
func resolveTrace(spans []faultySpan, trace *surroundings, keep func(*faultySpan, signals.Evidence)) {
	spans = arrange(spans, trace.parentOf)
	byID := make(map[pcommon.SpanID]int, len(spans))
	for i := range spans {
		byID[spans[i].id] = i
	}
	rootFailed := false
	under := map[int][]int{}
	for i := range spans {
		rootFailed = rootFailed || spans[i].parent.IsEmpty() && spans[i].fault.Failed && spans[i].isAsked()
		chat, ok := settleAncestors(spans, i, byID, trace.parentOf)
		if !ok {
			chat, ok = chatBeside(spans, i)
		}
		if ok {
			under[chat] = append(under[chat], i)
		}
	}
	for i := range spans {
		passOn(spans, i, under[i])
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
			Fatal:  s.fault.Failed && (rootFailed || trace.isUnanswered(s) && !trace.isOpen(s)),
		})
	}
}

// isAsked is true for spans that somebody waits for: a tool that failed is not the end, nor is a client's request.
func (s *faultySpan) isAsked() bool {
	return s.kind != spankind.Tool && (s.kind != spankind.Other || s.call == NoCall)
}

// arrange keeps one of several copies of a span, and puts the deepest first.
func arrange(spans []faultySpan, parentOf func(pcommon.SpanID) (pcommon.SpanID, bool)) []faultySpan {
	slices.SortFunc(spans, func(a, b faultySpan) int {
		return cmp.Or(bytes.Compare(a.id[:], b.id[:]), precedence(&a, &b), cmp.Compare(a.fault.Source, b.fault.Source))
	})
	spans = slices.CompactFunc(spans, func(a, b faultySpan) bool { return a.id == b.id })
	for i := range spans {
		s := &spans[i]
		s.end, s.closed = s.period.end, s.parent.IsEmpty()
		if s.fault.rank != rankVague {
			s.told = s.period
		}
		for id, ok := s.parent, true; ok && !id.IsEmpty() && s.depth < maxDepth; s.depth++ {
			id, ok = parentOf(id)
		}
	}
	slices.SortFunc(spans, func(a, b faultySpan) int { return cmp.Or(cmp.Compare(b.depth, a.depth), precedence(&a, &b)) })
	return spans
}

// settleAncestors drops the faulty spans above span i that only passed its fault on, and returns the nearest chat span
// around it that is faulty too. Spans in a loop of parents are above none.
func settleAncestors(
	spans []faultySpan, i int, byID map[pcommon.SpanID]int,
	parentOf func(pcommon.SpanID) (pcommon.SpanID, bool),
) (chat int, ok bool) {
	s := &spans[i]
	for id, n := s.parent, 0; !id.IsEmpty() && n < maxDepth; n++ {
		if j, faulty := byID[id]; faulty && spans[j].depth < s.depth {
			above := &spans[j]
			switch {
			case above.kind != spankind.Chat:
				above.dropped = true
				s.endWith(above)
			case !ok:
				chat, ok = j, true
			}
		}
		var known bool
		if id, known = parentOf(id); !known {
			break
		}
	}
	return chat, ok
}

// chatBeside finds the faulty chat span in whose time request i was made, where the library does not make its span the parent
// of what it asks.
func chatBeside(spans []faultySpan, i int) (chat int, ok bool) {
	s := &spans[i]
	if s.call != CallFailed || s.kind != spankind.Other || !s.period.known() {
		return 0, false
	}
	chat = slices.IndexFunc(spans, func(other faultySpan) bool {
		return other.kind == spankind.Chat && other.parent == s.parent && other.period.encloses(s.period)
	})
	return chat, chat >= 0
}

// endWith lets the fault be the end of the agent or step above, if that failed.
func (s *faultySpan) endWith(above *faultySpan) {
	if above.call == CallFailed && above.kind.Wraps() {
		s.call, s.end, s.closed = CallFailed, max(s.end, above.period.end), true
	}
}

// passOn gives the faults under a chat span to it, as far as they are the one that it ended with. Requests that failed before
// that one speak for themselves.
func passOn(spans []faultySpan, chat int, under []int) {
	if len(under) == 0 {
		return
	}
	last := under[0]
	for _, i := range under {
		if spans[i].period.end > spans[last].period.end {
			last = i
		}
	}
	above := &spans[chat]
	above.told = spans[last].told
	for _, i := range under {
		s := &spans[i]
		if s.told.apart(above.told) {
			continue
		}
		s.dropped = true
		if s.fault.rank > above.fault.rank {
			above.fault = s.fault
		}
	}
}

// precedence orders the spans that could speak for a fault, the best first; of equals the earliest.
func precedence(a, b *faultySpan) int {
	return cmp.Or(
		compareBool(b.kind == spankind.Chat, a.kind == spankind.Chat),
		cmp.Compare(b.fault.rank, a.fault.rank),
		cmp.Compare(b.depth, a.depth),
		cmp.Compare(a.period.start, b.period.start),
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
