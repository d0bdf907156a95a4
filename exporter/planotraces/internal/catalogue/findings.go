package catalogue

import (
	"slices"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// maxFindings is how many findings a conversation has.
const maxFindings = 1000

// located is a finding with its place in the transcript.
type located struct {
	*finding
	call *call
	// place is the index of the message, -1 where the span itself told of it.
	place int
	// issue is the name of its shape, 0 for what is no trouble.
	issue int64
}

// about is what a finding tells of. Those of the same leaf about the same are the same one.
type about struct {
	leaf    string
	place   int
	snippet string
	seq     uint64
}

// findings returns what fired, each once, in the order of the messages. What a span says that others told before counts where none did.
func (c *conversation) findings() (found []located) {
	whole, places := map[about]bool{}, map[about]bool{}
	for _, old := range [...]bool{false, true} {
		for _, call := range c.ordered {
			for i := range call.Findings {
				f := &call.Findings[i]
				if f.Old != old || len(found) == maxFindings {
					continue
				}
				place := -1
				if f.Message >= 0 {
					place = c.place(call, f.Message)
				}
				exact, loose := about{leaf: f.Leaf, place: place, snippet: f.Snippet}, about{leaf: f.Leaf, place: place}
				if place < 0 {
					exact.seq = call.seq
				}
				if whole[exact] || old && places[loose] {
					continue
				}
				whole[exact], places[loose] = true, true
				found = append(found, located{finding: f, call: call, place: place})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b located) int {
		if a.place != b.place && a.place >= 0 && b.place >= 0 {
			return a.place - b.place
		}
		return compareTimes(a.call, b.call)
	})
	return found
}

func compareTimes(a, b *call) int {
	switch {
	case a.end < b.end:
		return -1
	case a.end > b.end:
		return 1
	}
	return 0
}

// metadata returns why the signal fired, with the indices of the transcript.
func (c *conversation) metadata(f *located) signals.Metadata {
	m := f.Metadata
	if m.ComparedWith != nil {
		place := c.place(f.call, *m.ComparedWith)
		if m.ComparedWith = &place; place < 0 {
			m.ComparedWith = nil
		}
	}
	calls := make([]int, 0, len(m.Calls))
	for _, index := range m.Calls {
		if place := c.place(f.call, index); place >= 0 {
			calls = append(calls, place)
		}
	}
	m.Calls = calls
	return m
}
