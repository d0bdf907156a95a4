package faults

import (
	"cmp"
	"slices"
	"sort"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// period is the time of a span.
type period struct{ start, end pcommon.Timestamp }

func periodOf(span ptrace.Span) period { return period{span.StartTimestamp(), span.EndTimestamp()} }

// known is false where a sender gave no times.
func (p period) known() bool { return p.end != 0 && p.end >= p.start }

// encloses tells whether the other began and ended within it.
func (p period) encloses(other period) bool { return p.start <= other.start && p.end >= other.end }

// apart tells whether one of two ended before the other began: requests in turn, not one within the other.
func (p period) apart(other period) bool {
	return p.known() && other.known() && !p.encloses(other) && !other.encloses(p) && (p.end <= other.start || other.end <= p.start)
}

// periods are the times of several spans, by their start; the end of each is the latest up to it.
type periods []period

// newPeriods takes the list over.
func newPeriods(list []period) periods {
	slices.SortFunc(list, func(a, b period) int { return cmp.Compare(a.start, b.start) })
	for i := 1; i < len(list); i++ {
		list[i].end = max(list[i].end, list[i-1].end)
	}
	return list
}

// encloses tells whether one of the spans encloses the other.
func (p periods) encloses(other period) bool {
	n := sort.Search(len(p), func(i int) bool { return p[i].start > other.start })
	return n > 0 && p[n-1].end >= other.end
}
