package signals

import (
	"cmp"
	"slices"
)

// ending is how the conversation stands after its last messages.
type ending struct{}

// Report says what the messages added so far amount to, with the evidence of their spans.
func (s *State) Report(evidence ...Evidence) Report {
	first := s.first()
	r := Report{EfficiencyScore: 1, Instances: make([]Instance, 0, len(s.instances)+len(evidence))}
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
	from := 0
	for from < len(s.calls) && s.calls[from].index < first {
		from++
	}
	s.loops(s.calls[from:], raise)
	config := &s.analyzer.config
	r.EfficiencyScore = config.efficiency(r.TurnCount)
	if r.EfficiencyScore < config.DraggingThreshold {
		raise(Instance{Leaf: Dragging, MessageIndex: s.added - 1, Confidence: 1 - r.EfficiencyScore})
	}
	fatal := addEvidence(&r, evidence, raise)
	slices.SortStableFunc(r.Instances, func(a, b Instance) int { return cmp.Compare(a.MessageIndex, b.MessageIndex) })
	for i := range r.Instances {
		r.counts[r.Instances[i].Leaf.Category()]++
	}
	s.score(&r, fatal)
	return r
}

// addEvidence raises what the spans tell, each leaf once. It is true where a request failed
// so that the user got no answer.
func addEvidence(r *Report, evidence []Evidence, raise func(Instance)) (fatal bool) {
	var seen [LeafCount]bool
	for _, e := range evidence {
		fatal = fatal || e.Fatal
		if int(e.Leaf) >= LeafCount || seen[e.Leaf] {
			continue
		}
		seen[e.Leaf] = true
		raise(Instance{
			Leaf: e.Leaf, MessageIndex: NoMessage, Confidence: evidenceConfidence(e.Leaf),
			Metadata: Metadata{Source: e.Source},
		})
	}
	return fatal
}

func evidenceConfidence(leaf Leaf) float64 {
	if c := toolConfidence[leaf]; c > 0 {
		return c
	}
	return 1
}

// score is the verdict.
func (s *State) score(r *Report, fatal bool) {
	t := tally{report: r}
	t.weigh(fatal)
	r.QualityScore = t.score
	r.Quality = QualityOf(t.score)
	r.Summary = t.summary()
}
