package signals

// call is a tool call that counts, with what came of it.
type call struct {
	index    int
	tool     string
	id       string
	identity uint64 // of tool and arguments
	toolHash uint64
	answered bool
	outcome  outcome
	// blameless is true where the surroundings failed, not the agent.
	blameless bool
	// answer identifies the result's text.
	answer uint64
}

const (
	// minRun is how many calls in a row make a loop.
	minRun = 3
	// minCycles and the pattern lengths define an oscillation.
	minCycles  = 3
	minPattern = 2
	maxPattern = 5
	// answerReach is how many messages back the call of a result is looked for.
	answerReach = 64
)

// addCall keeps a tool call.
func (s *State) addCall(m *Message, index int) {
	tool := hashString(m.Tool, 't')
	s.calls = append(s.calls, call{
		index: index, tool: m.Tool, id: m.CallID, toolHash: tool,
		identity: mix(tool ^ hashArguments(m.Arguments)),
	})
}

// callOf finds the call that a result answers: by id, else the first of the batch without an
// answer, of the tool that the result names if it names one.
func (s *State) callOf(m *Message, index int) *call {
	first := len(s.calls)
	for first > 0 && s.calls[first-1].index >= index-answerReach {
		first--
	}
	if m.CallID != "" {
		for i := len(s.calls) - 1; i >= first; i-- {
			if s.calls[i].id == m.CallID {
				return &s.calls[i]
			}
		}
		return nil
	}
	var candidate *call
	for i := first; i < len(s.calls); i++ {
		c := &s.calls[i]
		if c.answered || c.index < s.batch {
			continue
		}
		if m.Tool == "" || m.Tool == c.tool {
			return c
		}
		if candidate == nil && c.tool == "" {
			candidate = c
		}
	}
	return candidate
}

// findLoops finds the loops among the calls that count.
func findLoops(calls []call, raise func(Instance)) {
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
func runOf(run []call, raise func(Instance)) {
	drift := 0 // the first call that belongs to no retry
	for i := 0; i < len(run); {
		same := 1
		for i+same < len(run) && run[i+same].identity == run[i].identity {
			same++
		}
		if same >= minRun {
			if !justifiedRetry(run[i : i+same]) {
				raise(loopInstance(Retry, 0.95, run[i:i+same]))
			}
			driftOf(run[drift:i], raise)
			drift = i + same
		}
		i += same
	}
	driftOf(run[drift:], raise)
}

// justifiedRetry says whether the surroundings failed until the last of the calls worked.
func justifiedRetry(run []call) bool {
	last := &run[len(run)-1]
	if !last.answered || last.outcome == outcomeFailed {
		return false
	}
	for i := range run[:len(run)-1] {
		if !run[i].blameless {
			return false
		}
	}
	return true
}

// driftOf raises parameter drift where the agent varies arguments in vain: most of the calls
// failed, found nothing or brought the same answer. Looking up one thing after the
// other is no loop. Calls whose results are not known count as in vain only if all are.
func driftOf(run []call, raise func(Instance)) {
	if len(run) < minRun {
		return
	}
	differs, answered, vain := false, 0, 0
	for i := range run {
		differs = differs || run[i].identity != run[0].identity
		if !run[i].answered {
			continue
		}
		answered++
		if run[i].outcome == outcomeFailed || run[i].outcome == outcomeEmpty || i > 0 && run[i].answer == run[i-1].answer {
			vain++
		}
	}
	if differs && (answered == 0 || 3*vain >= 2*answered && vain >= 2) {
		raise(loopInstance(ParameterDrift, 0.85, run))
	}
}

// oscillation raises a pattern of several calls that repeats, and returns how many calls it spans.
func oscillation(calls []call, raise func(Instance)) int {
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
			raise(loopInstance(Oscillation, 0.9, calls[:span]))
			return span
		}
	}
	return 0
}

// inVain says whether a cycle goes nowhere: it repeats its arguments, or its calls keep failing.
func inVain(calls []call, length int) bool {
	repeats, failed, answered := 0, 0, 0
	for i := range calls {
		if i >= length && calls[i].identity == calls[i-length].identity {
			repeats++
		}
		if calls[i].answered {
			answered++
			if calls[i].outcome == outcomeFailed || calls[i].outcome == outcomeEmpty {
				failed++
			}
		}
	}
	return answered == 0 || 2*repeats >= len(calls)-length || 3*failed >= answered
}

func loopInstance(leaf Leaf, confidence float64, calls []call) Instance {
	in := Instance{
		Leaf: leaf, MessageIndex: calls[len(calls)-1].index, Confidence: confidence,
		Metadata: Metadata{Tool: calls[0].tool, Calls: make([]int, len(calls))},
	}
	for i := range calls {
		in.Metadata.Calls[i] = calls[i].index
	}
	return in
}
