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

// said are the messages of a conversation that a report is about.
type said struct {
	thread *thread
	// known is how many were known, hashes are those of the others.
	known  int
	hashes []uint64
}

func (s *said) hashAt(i int) (hash uint64, ok bool) {
	if i >= s.known && i < s.known+len(s.hashes) {
		return s.hashes[i-s.known], true
	}
	return s.thread.hashAt(i)
}

// tell returns what of a report is new, and remembers it. Other spans have told of what the known messages raise. of is nil
// where the report is about no messages.
func (o *Session) tell(report *signals.Report, of *said, call *Call) []Novelty {
	if len(report.Instances) == 0 {
		return nil
	}
	span := spanOf(call)
	isCopy := slices.ContainsFunc(o.known.told, func(t told) bool { return t.span == span })
	news := make([]Novelty, len(report.Instances))
	for i := range report.Instances {
		in := &report.Instances[i]
		if of != nil && !isCopy && in.MessageIndex != signals.NoMessage && in.MessageIndex < of.known {
			continue
		}
		about, ok := aboutOf(in, of, call)
		if !ok {
			continue
		}
		occurrence := uint64(0)
		for j := range i {
			if before := &report.Instances[j]; before.Leaf == in.Leaf {
				if other, ok := aboutOf(before, of, call); ok && other == about {
					occurrence++
				}
			}
		}
		news[i] = o.note(signalOf(about, in.Leaf, occurrence), span)
		if o.toldByTools(in, call, span) {
			news[i] = Old
		}
	}
	return news
}

func spanOf(call *Call) uint64 {
	return binary.LittleEndian.Uint64(call.Span[:]) ^ binary.LittleEndian.Uint64(call.Trace[8:])
}

// signalOf identifies a signal by what it is about and how many of the same leaf are about that before it.
func signalOf(about uint64, leaf signals.Leaf, occurrence uint64) uint64 {
	return mix(mix(about^uint64(leaf+1)<<56) + occurrence)
}

// aboutOf identifies what an instance is about: a message, or the trace where of is nil; ok is false
// where it is too old to be known.
func aboutOf(in *signals.Instance, of *said, call *Call) (about uint64, ok bool) {
	switch {
	case of == nil, in.MessageIndex == signals.NoMessage:
		return xxhash.Sum64(call.Trace[:]), true
	case in.Leaf == signals.Dragging:
		return 0, true
	case in.Leaf.Category() == signals.Loops && len(in.Metadata.Calls) > 0:
		return of.hashAt(in.Metadata.Calls[0])
	}
	return of.hashAt(in.MessageIndex)
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
		o.known.told = slices.Delete(o.known.told, 0, 1)
	}
	o.known.told = append(o.known.told, told{signal, span})
	o.change()
	return First
}

// count notes the quality of a conversation.
func (o *Session) count(origin uint64, q signals.Quality) Change {
	k := &o.known
	change := Change{Changed: true}
	for i, c := range k.counted {
		// A conversation of which faults were known before anything was said is that one.
		if c.origin == origin || c.origin == ofFaults && len(k.counted) == 1 {
			change.Previous, change.HasPrevious, change.Changed = c.quality, true, c.quality != q
			k.counted = slices.Delete(k.counted, i, i+1)
			break
		}
	}
	if len(k.counted) == maxCounted {
		k.counted = slices.Delete(k.counted, 0, 1)
	}
	k.counted = append(k.counted, counted{origin, q})
	o.change()
	return change
}

// Note returns what is news in the report on a span that holds no part of the conversation, a tool's or one that only tells of
// a fault. It makes the quality of the conversation worse, never better.
func (o *Session) Note(report signals.Report, call Call) Result {
	r := Result{Report: report, News: o.tell(&report, nil, &call)}
	origin := uint64(ofFaults)
	if n := len(o.known.counted); n > 0 {
		last := o.known.counted[n-1]
		if report.Quality >= last.quality {
			return r
		}
		origin = last.origin
	}
	r.Change = o.count(origin, report.Quality)
	return r
}
