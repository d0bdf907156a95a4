package planonaming

import (
	"strings"

	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// quality orders the values of signals.quality from 1; the worst is the highest.
type quality uint8

const (
	qualityUnknown quality = 0
	qualityCount           = 1 + len(titleQualities)
)

// The two spellings of the qualities, from the first.
var (
	titleQualities = semconv.Qualities()
	lowerQualities = func() (lower [len(titleQualities)]string) {
		for i, word := range titleQualities {
			lower[i] = strings.ToLower(word)
		}
		return lower
	}()
)

// parseQuality reads a quality in any letter case, and tells whether it was all lower case.
func parseQuality(s string) (q quality, lower, ok bool) {
	s = strings.TrimSpace(s)
	for i, word := range &titleQualities {
		if strings.EqualFold(s, word) {
			return quality(i + 1), s == lowerQualities[i], true
		}
	}
	return qualityUnknown, false, false
}

// text spells a known quality.
func (q quality) text(lower bool) string {
	if lower {
		return lowerQualities[q-1]
	}
	return titleQualities[q-1]
}
