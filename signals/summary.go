package signals

import (
	"math"
	"slices"
	"strconv"
)

// tally adds up a score with the reasons for it.
type tally struct {
	score   float64
	reasons [maxReasons]reason
	count   int
}

// maxReasons is the number of contributions that [weigh] knows.
const maxReasons = 16

// reason is one contribution to a score.
type reason struct {
	points float64
	// text says what it is, or of says which instances it is about.
	text string
	of   leafSet
	// messages is the length of the conversation, where that is the reason.
	messages int
}

func (t *tally) add(points float64, r reason) {
	t.score += points
	r.points = points
	t.reasons[t.count] = r
	t.count++
}

// summary is one line that says what moved the score, what weighs most first:
// "Poor (34): complained 3 times (-17), rate limited (-5), long: 45 messages (-10)".
func (t *tally) summary(instances []Instance) string {
	reasons := t.reasons[:t.count]
	slices.SortStableFunc(reasons, func(a, b reason) int { return compareWeight(&a, &b) })
	line := make([]byte, 0, 160)
	line = append(line, QualityOf(t.score).String()...)
	line = append(line, " ("...)
	line = strconv.AppendFloat(line, t.score, 'f', -1, 64)
	line = append(line, "): "...)
	if len(reasons) == 0 || reasons[0].messages > 0 {
		line = append(line, "nothing stands out"...)
		if len(reasons) > 0 {
			line = append(line, ", "...)
		}
	}
	for i := range reasons {
		if i > 0 {
			line = append(line, ", "...)
		}
		line = reasons[i].append(line, instances)
	}
	return string(line)
}

// compareWeight puts the reason that moves the score most first, and the length, of which every conversation
// has one, last.
func compareWeight(a, b *reason) int {
	switch {
	case a.messages > 0 && b.messages == 0:
		return 1
	case b.messages > 0 && a.messages == 0, math.Abs(a.points) > math.Abs(b.points):
		return -1
	case math.Abs(a.points) < math.Abs(b.points):
		return 1
	}
	return 0
}

// append writes "rate limited 2 times, timed out (-15)".
func (r *reason) append(line []byte, instances []Instance) []byte {
	line = append(line, r.text...)
	if r.messages > 0 {
		line = append(line, ": "...)
		line = appendNumber(line, r.messages, "message")
	}
	if r.of != 0 {
		line = r.appendLeaves(line, instances)
	}
	line = append(line, " ("...)
	if r.points > 0 {
		line = append(line, '+')
	}
	line = strconv.AppendFloat(line, r.points, 'f', -1, 64)
	return append(line, ')')
}

// appendLeaves says how often each leaf was raised that the reason is about.
func (r *reason) appendLeaves(line []byte, instances []Instance) []byte {
	var counts [LeafCount]int
	for i := range instances {
		counts[instances[i].Leaf]++
	}
	first := true
	for leaf, n := range counts {
		if n == 0 || !r.of.has(Leaf(leaf)) {
			continue
		}
		if !first {
			line = append(line, " and "...)
		}
		first = false
		line = append(line, leaves[leaf].says...)
		if n > 1 {
			line = append(line, ' ')
			line = appendNumber(line, n, "time")
		}
	}
	return line
}

func appendNumber(line []byte, n int, of string) []byte {
	line = strconv.AppendInt(line, int64(n), 10)
	line = append(line, ' ')
	line = append(line, of...)
	if n != 1 {
		line = append(line, 's')
	}
	return line
}
