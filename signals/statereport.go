package signals

import (
	"cmp"
	"slices"

	"github.com/otelcol-plano/otelcol-plano/signals/internal/detect"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/toolresult"
)

// Report says what the messages added so far amount to, with the evidence of their spans. The state
// can go on growing afterwards.
func (s *State) Report(evidence ...Evidence) Report {
	first := s.first()
	r := Report{Instances: make([]Instance, 0, len(s.instances)+len(evidence)+2)}
	r.TurnCount = len(s.turnsFrom(first))
	r.Instances = append(r.Instances, s.instancesFrom(first)...)
	raise := func(in Instance) {
		if !s.analyzer.off[in.Leaf] {
			r.Instances = append(r.Instances, in)
		}
	}
	calls := s.callsFrom(first)
	detect.Loops(calls, func(kind detect.Loop, of []detect.Call) { raise(loopInstance(kind, of)) })
	config := &s.analyzer.config
	r.EfficiencyScore = detect.Efficiency(r.TurnCount, config.BaselineTurns, config.EfficiencyDecay)
	if r.EfficiencyScore < config.DraggingThreshold {
		raise(Instance{Leaf: Dragging, MessageIndex: s.added - 1, Confidence: 1 - r.EfficiencyScore})
	}
	unanswered := raiseEvidence(evidence, raise)
	slices.SortStableFunc(r.Instances, func(a, b Instance) int { return cmp.Compare(a.MessageIndex, b.MessageIndex) })
	for i := range r.Instances {
		r.counts[r.Instances[i].Leaf.Category()]++
	}
	t := weigh(&r, ending{
		messages: s.added - first, last: s.added - 1, handedOver: s.handedOver(&r, calls), unanswered: unanswered,
	})
	r.QualityScore, r.Quality, r.Summary = t.score, QualityOf(t.score), t.summary(r.Instances)
	return r
}

// loopLeaves are the leaves of the loops.
var loopLeaves = map[detect.Loop]Leaf{
	detect.Retry: Retry, detect.Drift: ParameterDrift, detect.Oscillation: Oscillation,
}

// maxCalls is how many calls of a loop an instance names.
const maxCalls = 32

func loopInstance(kind detect.Loop, calls []detect.Call) Instance {
	leaf := loopLeaves[kind]
	in := Instance{
		Leaf: leaf, MessageIndex: calls[len(calls)-1].Index, Confidence: leaf.confidence(false),
		Metadata: Metadata{Tool: text.Snippet(calls[0].Tool), Calls: make([]int, min(len(calls), maxCalls))},
	}
	for i := range in.Metadata.Calls {
		in.Metadata.Calls[i] = calls[i].Index
	}
	return in
}

// handedOver returns the index of the last call that passed the user on to a human, by the name of its tool, or -1; also
// where nobody asked for one.
func (s *State) handedOver(r *Report, calls []detect.Call) int {
	if !r.EscalationRequested() {
		return -1
	}
	w := s.analyzer.worker()
	defer s.analyzer.workers.Put(w)
	for i := len(calls) - 1; i >= 0; i-- {
		if c := &calls[i]; c.Outcome != toolresult.OutcomeFailed && w.judge.HandsOver(c.Tool) {
			return c.Index
		}
	}
	return -1
}

// raiseEvidence raises what the spans tell, each leaf once. It is true where a request failed
// so that the user got no answer.
func raiseEvidence(evidence []Evidence, raise func(Instance)) (unanswered bool) {
	var seen [LeafCount]bool
	for _, e := range evidence {
		unanswered = unanswered || e.Fatal
		if int(e.Leaf) >= LeafCount || seen[e.Leaf] {
			continue
		}
		seen[e.Leaf] = true
		in := Instance{
			Leaf: e.Leaf, MessageIndex: NoMessage, Confidence: 1, Metadata: Metadata{Source: text.Snippet(e.Source)},
		}
		if c := e.Leaf.confidence(false); c > 0 {
			in.Confidence = c
		}
		raise(in)
	}
	return unanswered
}
