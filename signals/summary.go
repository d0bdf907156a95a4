package signals

import "strconv"

// tally adds up a score with the reasons for it.
type tally struct {
	score   float64
	reasons [maxReasons]reason
	count   int
}

// maxReasons is the number of contributions that [weigh] knows.
const maxReasons = 16

// reason is "<before><number><after> (+points)".
type reason struct {
	points        float64
	before, after string
	number        int
}

func (t *tally) add(points float64, text string) {
	t.addReason(reason{points: points, before: text, number: -1})
}

func (t *tally) addNumbered(points float64, before string, n int, word string) {
	t.addReason(reason{points: points, before: before, number: n, after: plural(n, word)})
}

func (t *tally) addReason(r reason) {
	t.score += r.points
	t.reasons[t.count] = r
	t.count++
}

// summary is one line that says what moved the score: "Poor (34): 3 complaints (-17), ...".
func (t *tally) summary() string {
	line := make([]byte, 0, 160)
	line = append(line, QualityOf(t.score).String()...)
	line = append(line, " ("...)
	line = strconv.AppendFloat(line, t.score, 'f', -1, 64)
	line = append(line, "): "...)
	if t.count == 0 {
		line = append(line, "nothing stands out"...)
	}
	for i, r := range t.reasons[:t.count] {
		if i > 0 {
			line = append(line, ", "...)
		}
		line = append(line, r.before...)
		if r.number >= 0 {
			line = strconv.AppendInt(line, int64(r.number), 10)
		}
		line = append(line, r.after...)
		line = append(line, " ("...)
		if r.points > 0 {
			line = append(line, '+')
		}
		line = strconv.AppendFloat(line, r.points, 'f', -1, 64)
		line = append(line, ')')
	}
	return string(line)
}
