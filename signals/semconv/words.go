package semconv

import "strings"

// Values of [SignalsQuality].
const (
	QualityExcellent = "Excellent"
	QualityGood      = "Good"
	QualityNeutral   = "Neutral"
	QualityPoor      = "Poor"
	// QualityError is Plano's, of a call that failed before there was a conversation to judge.
	QualityError  = "Error"
	QualitySevere = "Severe"
)

// Qualities returns the values of [SignalsQuality], the worst last.
func Qualities() [6]string {
	return [...]string{QualityExcellent, QualityGood, QualityNeutral, QualityPoor, QualityError, QualitySevere}
}

// Values of [SignalsFrustrationLevel].
const (
	FrustrationNone     = "none"
	FrustrationMild     = "mild"
	FrustrationModerate = "moderate"
	FrustrationSevere   = "severe"
)

// MaxSeverity is the highest severity; 0 is none.
const MaxSeverity = 3

// FrustrationLevels returns the values of [SignalsFrustrationLevel] by the severity that they stand for.
func FrustrationLevels() [MaxSeverity + 1]string {
	return [...]string{FrustrationNone, FrustrationMild, FrustrationModerate, FrustrationSevere}
}

// FrustrationSeverity returns the severity that a word of [SignalsFrustrationLevel] stands for, in any letter case, and
// false for any other word.
func FrustrationSeverity(level string) (severity int, ok bool) {
	for i, word := range FrustrationLevels() {
		if strings.EqualFold(level, word) {
			return i, true
		}
	}
	return 0, false
}
