package signals

import (
	"fmt"
	"strings"
)

// tally adds up the score, with a reason for every contribution.
type tally struct {
	report  *Report
	score   float64
	reasons []reason
}

type reason struct {
	points float64
	text   string
}

const (
	neutralScore = 50
	// fatalScore is the score at most of a conversation whose request failed without an answer.
	fatalScore = 30
)

func (t *tally) add(points float64, format string, args ...any) {
	if points != 0 {
		t.score += points
		t.reasons = append(t.reasons, reason{points, fmt.Sprintf(format, args...)})
	}
}

// weigh computes the score.
func (t *tally) weigh(fatal bool) {
	r := t.report
	t.score = neutralScore
	if r.EscalationRequested() {
		t.add(-neutralScore, "the user asked for a human or gave up")
		return
	}
	satisfied := r.Count(Satisfaction)
	t.add(float64(min(30, 10*satisfied)), "%d times satisfied", satisfied)
	t.add(-12*float64(r.Severity(Disengagement)), "%d signs of disengagement", r.Count(Disengagement))
	t.add(-5*float64(r.Count(Misalignment)), "%d misunderstandings", r.Count(Misalignment))
	t.add(-4*float64(r.Severity(Stagnation)), "%d repetitions", r.Count(Stagnation))
	t.add(-3*float64(r.Count(Failure)), "%d failed tool calls", r.Count(Failure))
	t.add(-5*float64(r.Count(Loops)), "%d loops", r.Count(Loops))
	t.add(-3*float64(r.Count(Exhaustion)), "%d failures of the surroundings", r.Count(Exhaustion))
	if fatal && t.score > fatalScore {
		t.add(fatalScore-t.score, "a request failed without an answer")
	}
	t.score = min(100, max(0, t.score))
}

// summary is one line for a person to read.
func (t *tally) summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%.0f): ", QualityOf(t.score), t.score)
	if len(t.reasons) == 0 {
		b.WriteString("nothing stands out")
	}
	for i, r := range t.reasons {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%s (%+.0f)", r.text, r.points)
	}
	return b.String()
}
