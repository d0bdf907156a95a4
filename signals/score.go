package signals

import "math"

// The score starts at neutral and every contribution says what it is for. The weights were chosen on
// tau-bench and tau2-bench trajectories with known outcomes: what tells a failed task
// best is effort, then failing tools; complaints and thanks tell how the user felt and
// weigh less. No single soft sign makes a conversation Poor.
const (
	neutralScore = 50
	// effortMessages is the length of an average task. Effort costs or earns effortSlope for
	// every doubling or halving, at most maxEffort and maxBrevity.
	effortMessages = 20
	effortSlope    = 15
	maxEffort      = 10
	maxBrevity     = 9
	// endSatisfied is earned by thanks or praise in the last endMessages messages.
	endSatisfied = 4
	endMessages  = 4
	confirmed    = 4
	succeeded    = 12
	// perFailure and the like are per instance, at most maxFailure in all.
	perFailure, maxFailure             = 5, 20
	perExhaustion, maxExhaustion       = 5, 20
	perLoop, maxLoop                   = 5, 15
	perRepetition, maxRepetition       = 3, 12
	perMisalignment, maxMisalignment   = 2, 12
	perComplaint, moreComplaint        = 3, 4
	maxComplaint                       = 24
	misalignedShare, misalignedPenalty = 0.3, 6
	// relented is the cost of an escalation or a resignation that was met in the end.
	relented = 3
	// unansweredScore is the score at most where a request failed without an answer.
	unansweredScore = 30
)

// ending is how a conversation stands at its end, as far as the instances do not say.
type ending struct {
	// messages is how many messages count, last the index of the last.
	messages, last int
	// handedOver is the index of the last call that passed the user on to a human, or -1.
	handedOver int
	// unanswered is true where a request failed so that the user got no answer.
	unanswered bool
}

// weigh computes the score of a report.
func weigh(r *Report, e ending) tally {
	t := tally{score: neutralScore}
	escalated, complained, satisfied, unmet := -1, -1, -1, false
	for i := range r.Instances {
		in := &r.Instances[i]
		switch {
		case in.Leaf == Quit, in.Leaf == Escalation && !in.Metadata.Offered:
			escalated, unmet = in.MessageIndex, in.MessageIndex > e.handedOver
		case in.Leaf == NegativeStance:
			complained = in.MessageIndex
		case in.Leaf.Category() == Satisfaction:
			satisfied, unmet = in.MessageIndex, unmet && in.MessageIndex <= escalated
		}
	}
	if unmet {
		t.add(-neutralScore, reason{of: leafSetOf(Escalation, Quit)})
		return t
	}
	if escalated >= 0 {
		t.add(-relented, reason{text: "asked for a human or gave up, and was met"})
	}
	if satisfied > complained && satisfied > e.last-endMessages {
		t.add(endSatisfied, reason{text: "ends satisfied"})
	}
	if r.CountLeaf(Success) > 0 {
		t.add(succeeded, reason{of: leafSetOf(Success)})
	}
	if r.CountLeaf(Confirmation) > 0 {
		t.add(confirmed, reason{of: leafSetOf(Confirmation)})
	}
	if n := r.CountLeaf(NegativeStance); n > 0 {
		t.add(-min(maxComplaint, float64(perComplaint*n+moreComplaint*(n-1))), reason{of: leafSetOf(NegativeStance)})
	}
	t.addMisalignment(r)
	t.addCounted(r.CountLeaf(Repetition), perRepetition, maxRepetition, leafSetOf(Repetition))
	t.addCounted(r.Count(Failure), perFailure, maxFailure, leavesOf(Failure))
	t.addCounted(r.Count(Exhaustion), perExhaustion, maxExhaustion, leavesOf(Exhaustion))
	t.addCounted(r.Count(Loops), perLoop, maxLoop, leavesOf(Loops))
	t.addEffort(e.messages)
	if e.unanswered && t.score > unansweredScore {
		t.add(unansweredScore-t.score, reason{text: "a request got no answer"})
	}
	t.score = min(100, max(0, t.score))
	return t
}

func (t *tally) addEffort(messages int) {
	if messages == 0 {
		return
	}
	points := math.Round(-effortSlope * math.Log2(float64(messages)/effortMessages))
	switch points = min(maxBrevity, max(-maxEffort, points)); {
	case points > 0:
		t.add(points, reason{text: "short", messages: messages})
	case points < 0:
		t.add(points, reason{text: "long", messages: messages})
	}
}

func (t *tally) addMisalignment(r *Report) {
	n := r.Count(Misalignment)
	if n == 0 {
		return
	}
	points := min(maxMisalignment, perMisalignment*n)
	if n > 1 && float64(n) > misalignedShare*float64(r.TurnCount) {
		points += misalignedPenalty
	}
	t.add(-float64(points), reason{of: leavesOf(Misalignment)})
}

// addCounted takes points for every instance, up to most.
func (t *tally) addCounted(n int, each, most float64, of leafSet) {
	if n > 0 {
		t.add(-min(most, each*float64(n)), reason{of: of})
	}
}

// leafSet has a bit for each leaf.
type leafSet uint64

func leafSetOf(leaves ...Leaf) (set leafSet) {
	for _, l := range leaves {
		set |= 1 << l
	}
	return set
}

func (s leafSet) has(l Leaf) bool { return s>>l&1 != 0 }

// leafSets are the leaves of each category.
var leafSets = func() (sets [CategoryCount]leafSet) {
	for l := range Leaf(LeafCount) {
		sets[l.Category()] |= leafSetOf(l)
	}
	return sets
}()

func leavesOf(c Category) leafSet { return leafSets[c] }
