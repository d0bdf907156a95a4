package detect

import "github.com/otelcol-plano/otelcol-plano/signals/internal/toolresult"

const (
	// minRun is how many calls in a row make a loop.
	minRun = 3
	// minCycles and the pattern lengths define an oscillation.
	minCycles  = 3
	minPattern = 2
	maxPattern = 5
)

// Loop is a kind of loop.
type Loop uint8

// The loops.
const (
	// Retry is the same tool with the same arguments over and over.
	Retry Loop = iota
	// Drift is the same tool with other arguments over and over, in vain.
	Drift
	// Oscillation is a pattern of several tools over and over, in vain.
	Oscillation
)

// Loops finds the loops in a row of calls and gives each, with its calls, to raise.
func Loops(calls []Call, raise func(Loop, []Call)) {
	for i := 0; i < len(calls); {
		if n := oscillation(calls[i:], raise); n > 0 {
			i += n
			continue
		}
		run := 1
		for i+run < len(calls) && calls[i+run].toolHash == calls[i].toolHash {
			run++
		}
		if run >= minRun {
			runOf(calls[i:i+run], raise)
		}
		i += run
	}
}

// runOf finds retries and parameter drift in a run of calls of one tool.
func runOf(run []Call, raise func(Loop, []Call)) {
	drift := 0 // the first call that belongs to no retry
	for i := 0; i < len(run); {
		same := 1
		for i+same < len(run) && run[i+same].repeats(&run[i]) {
			same++
		}
		if same >= minRun {
			if !justifiedRetry(run[i : i+same]) {
				raise(Retry, run[i:i+same])
			}
			driftOf(run[drift:i], raise)
			drift = i + same
		}
		i += same
	}
	driftOf(run[drift:], raise)
}

// repeats is true where a call is known to be another one again.
func (c *Call) repeats(other *Call) bool { return c.identity != 0 && c.identity == other.identity }

// justifiedRetry says whether the surroundings failed until the last of the calls worked.
func justifiedRetry(run []Call) bool {
	last := &run[len(run)-1]
	if !last.Answered || last.Outcome == toolresult.OutcomeFailed {
		return false
	}
	for i := range run[:len(run)-1] {
		if !run[i].Blameless {
			return false
		}
	}
	return true
}

// driftOf raises parameter drift where the agent varies arguments in vain: most of the calls
// failed, found nothing or brought the same answer. Looking up one thing after the
// other is no loop. Calls whose results are not known count as in vain only if all are.
func driftOf(run []Call, raise func(Loop, []Call)) {
	if len(run) < minRun {
		return
	}
	differs, answered, vain := false, 0, 0
	for i := range run {
		differs = differs || run[i].identity != run[0].identity
		if !run[i].Answered {
			continue
		}
		answered++
		if run[i].Outcome == toolresult.OutcomeFailed || run[i].Outcome == toolresult.OutcomeEmpty || i > 0 && run[i].Answer == run[i-1].Answer {
			vain++
		}
	}
	if differs && (answered == 0 || 3*vain >= 2*answered && vain >= 2) {
		raise(Drift, run)
	}
}

// oscillation raises a pattern of several calls that repeats, and returns how many calls it spans.
func oscillation(calls []Call, raise func(Loop, []Call)) int {
	for length := minPattern; length <= maxPattern && length*minCycles <= len(calls); length++ {
		several := false
		for i := 1; i < length; i++ {
			several = several || calls[i].toolHash != calls[0].toolHash
		}
		if !several {
			continue
		}
		span := length
		for span < len(calls) && calls[span].toolHash == calls[span-length].toolHash {
			span++
		}
		if span -= span % length; span >= length*minCycles && inVain(calls[:span], length) {
			raise(Oscillation, calls[:span])
			return span
		}
	}
	return 0
}

// inVain says whether a cycle goes nowhere: it repeats its arguments, or its calls keep failing.
func inVain(calls []Call, length int) bool {
	repeats, failed, answered := 0, 0, 0
	for i := range calls {
		if i >= length && calls[i].repeats(&calls[i-length]) {
			repeats++
		}
		if calls[i].Answered {
			answered++
			if calls[i].Outcome == toolresult.OutcomeFailed || calls[i].Outcome == toolresult.OutcomeEmpty {
				failed++
			}
		}
	}
	return answered == 0 || 2*repeats >= len(calls)-length || 3*failed >= answered
}
