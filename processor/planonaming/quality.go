package planonaming

import "strings"

// quality orders the values of signals.quality; the worst is the highest.
type quality uint8

const (
	qualityUnknown quality = iota
	qualityExcellent
	qualityGood
	qualityNeutral
	qualityPoor
	// qualityError is Plano's, of a call that failed before there was a conversation to judge.
	qualityError
	qualitySevere
	qualityCount
)

var (
	titleQualities = [qualityCount]string{"", "Excellent", "Good", "Neutral", "Poor", "Error", "Severe"}
	lowerQualities = [qualityCount]string{"", "excellent", "good", "neutral", "poor", "error", "severe"}
)

// parseQuality reads a quality in any letter case, and tells whether it was all lower case.
func parseQuality(s string) (q quality, lower, ok bool) {
	s = strings.TrimSpace(s)
	for q := qualityExcellent; q < qualityCount; q++ {
		if strings.EqualFold(s, titleQualities[q]) {
			return q, s == lowerQualities[q], true
		}
	}
	return qualityUnknown, false, false
}

func qualityNames() string {
	return strings.Join(titleQualities[qualityExcellent:], ", ")
}

func (q quality) text(lower bool) string {
	if lower {
		return lowerQualities[q]
	}
	return titleQualities[q]
}
