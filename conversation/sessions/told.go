package sessions

import (
	"encoding/binary"
	"slices"

	"github.com/cespare/xxhash/v2"

	"github.com/otelcol-plano/otelcol-plano/signals"
)

// Novelty says whether a signal was told before.
type Novelty uint8

const (
	// Old is a signal that another span of the session told of.
	Old Novelty = iota
	// Again is a signal that a copy of the span told of.
	Again
	// First is a signal that nobody told of.
	First
)

// tell returns what of a report is new, and remembers it.
func (o *Session) tell(report *signals.Report, t *thread, call *Call) []Novelty {
	if len(report.Instances) == 0 {
		return nil
	}
	span := binary.LittleEndian.Uint64(call.Span[:]) ^ binary.LittleEndian.Uint64(call.Trace[8:])
	news := make([]Novelty, len(report.Instances))
	occurrences := map[uint64]uint64{}
	for i := range report.Instances {
		in := &report.Instances[i]
		about, ok := aboutOf(in, t, call)
		if !ok {
			continue
		}
		signal := mix(about ^ uint64(in.Leaf+1)<<56)
		n := occurrences[signal]
		occurrences[signal] = n + 1
		news[i] = o.note(mix(signal+n), span)
	}
	return news
}

// aboutOf identifies what an instance is about; ok is false where that is too old to be known.
func aboutOf(in *signals.Instance, t *thread, call *Call) (about uint64, ok bool) {
	switch {
	case in.MessageIndex == signals.NoMessage:
		return xxhash.Sum64(call.Trace[:]), true
	case in.Leaf == signals.Dragging:
		return 0, true
	case in.Leaf.Category() == signals.Loops && len(in.Metadata.Calls) > 0:
		return t.hashAt(in.Metadata.Calls[0])
	}
	return t.hashAt(in.MessageIndex)
}

// note remembers that a span told of a signal.
func (o *Session) note(signal, span uint64) Novelty {
	for i := range o.known.told {
		if t := &o.known.told[i]; t.signal == signal {
			if t.span == span {
				return Again
			}
			return Old
		}
	}
	if len(o.known.told) == maxTold {
		o.known.told = append(o.known.told[:0], o.known.told[1:]...)
	}
	o.known.told = append(o.known.told, told{signal, span})
	o.changed = true
	return First
}

// count notes the quality of a conversation.
func (o *Session) count(origin uint64, q signals.Quality) Change {
	all := o.known.counted
	change := Change{Changed: true}
	for i, c := range all {
		// A conversation of which faults were known before anything was said is that one.
		if c.origin == origin || c.origin == ofFaults && len(all) == 1 {
			change.Previous, change.HasPrevious, change.Changed = c.quality, true, c.quality != q
			all = slices.Delete(all, i, i+1)
			break
		}
	}
	if len(all) == maxCounted {
		all = slices.Delete(all, 0, 1)
	}
	o.known.counted = append(all, counted{origin, q})
	o.changed = true
	return change
}

// analyzeFaults reports on the evidence of a span without messages. It makes the quality of a conversation worse, never
// better.
func (o *Session) analyzeFaults(call *Call, evidence []signals.Evidence) (r Result) {
	r.Report = o.sessions.analyzer.Analyze(nil, evidence...)
	r.News = o.tell(&r.Report, &thread{}, call)
	origin := uint64(ofFaults)
	if n := len(o.known.counted); n > 0 {
		last := o.known.counted[n-1]
		if r.Report.Quality >= last.quality {
			return r
		}
		origin = last.origin
	}
	r.Change = o.count(origin, r.Report.Quality)
	return r
}
