package detect

import (
	"github.com/otelcol-plano/otelcol-plano/signals/internal/phrases"
	"github.com/otelcol-plano/otelcol-plano/signals/internal/text"
)

const (
	// minShoutLetters and minShoutShare define shouting.
	minShoutLetters = 10
	minShoutShare   = 0.8
	// minMarks is the length of an exasperated run of ? and !.
	minMarks = 3
	// kindly are the cues with which loudness is no displeasure.
	kindly = phrases.Pleased | phrases.Thanks | phrases.Accepts | phrases.Greets
)

// Loud finds shouting and exasperated punctuation in a user's message.
func Loud(s *text.Scan, given phrases.Cue) (Finding, bool) {
	switch {
	case len(s.Tokens) == 0 || given&kindly != 0:
	case s.Letters >= minShoutLetters && float64(s.Capitals) >= minShoutShare*float64(s.Letters):
		return whole("shouting", s), true
	case s.Marks >= minMarks:
		return whole("exasperated punctuation", s), true
	}
	return Finding{}, false
}
