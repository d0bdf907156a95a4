package signals

import (
	"cmp"
	"slices"
)

// Report says what the messages added so far amount to, with the evidence of their spans. The state
// can go on growing afterwards.
func (s *State) Report(evidence ...Evidence) Report {
	first := s.first()
	r := Report{Instances: make([]Instance, 0, len(s.instances)+len(evidence)+2)}
	for _, i := range s.turnIndex {
		if i >= first {
			r.TurnCount++
		}
	}
	for i := range s.instances {
		if s.instances[i].MessageIndex >= first {
			r.Instances = append(r.Instances, s.instances[i])
		}
	}
	raise := func(in Instance) {
		if !s.analyzer.off[in.Leaf] {
			r.Instances = append(r.Instances, in)
		}
	}
	calls := s.calls
	for len(calls) > 0 && calls[0].index < first {
		calls = calls[1:]
	}
	findLoops(calls, raise)
	config := &s.analyzer.config
	r.EfficiencyScore = config.efficiency(r.TurnCount)
	if r.EfficiencyScore < config.DraggingThreshold {
		raise(Instance{Leaf: Dragging, MessageIndex: s.added - 1, Confidence: 1 - r.EfficiencyScore})
	}
	fatal := raiseEvidence(evidence, raise)
	slices.SortStableFunc(r.Instances, func(a, b Instance) int { return cmp.Compare(a.MessageIndex, b.MessageIndex) })
	for i := range r.Instances {
		r.counts[r.Instances[i].Leaf.Category()]++
	}
	t := weigh(&r, course{messages: s.added - first, last: s.added - 1, handedOver: handedOver(calls), fatal: fatal})
	r.QualityScore, r.Quality, r.Summary = t.score, QualityOf(t.score), t.summary()
	return r
}

// handedOver returns the index of the last call that passed the user on to a human.
func handedOver(calls []call) int {
	for i := len(calls) - 1; i >= 0; i-- {
		if c := &calls[i]; c.outcome != outcomeFailed && handover(c.tool) {
			return c.index
		}
	}
	return -1
}

// raiseEvidence raises what the spans tell, each leaf once. It is true where a request failed
// so that the user got no answer.
func raiseEvidence(evidence []Evidence, raise func(Instance)) (fatal bool) {
	var seen [LeafCount]bool
	for _, e := range evidence {
		fatal = fatal || e.Fatal
		if int(e.Leaf) >= LeafCount || seen[e.Leaf] {
			continue
		}
		seen[e.Leaf] = true
		in := Instance{
			Leaf: e.Leaf, MessageIndex: NoMessage, Confidence: 1, Metadata: Metadata{Source: e.Source},
		}
		if c := toolConfidence[e.Leaf]; c > 0 {
			in.Confidence = c
		}
		raise(in)
	}
	return fatal
}
