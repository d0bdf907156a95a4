package semconv_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// TestQualitiesAreThoseOfTheAnalysis holds the words and their order against the buckets of the score.
func TestQualitiesAreThoseOfTheAnalysis(t *testing.T) {
	var worstLast []string
	for q := signals.Excellent; ; q-- {
		worstLast = append(worstLast, q.String())
		if q == signals.Severe {
			break
		}
	}
	words := semconv.Qualities()
	ofConversations := slices.DeleteFunc(words[:], func(word string) bool { return word == semconv.QualityError })
	assert.Equal(t, worstLast, ofConversations)
}

func TestFrustrationLevelsAreSeverities(t *testing.T) {
	assert.Equal(t, semconv.MaxSeverity, signals.SeverityOf(1_000_000))
	for severity, level := range semconv.FrustrationLevels() {
		got, ok := semconv.FrustrationSeverity(level)
		assert.True(t, ok)
		assert.Equal(t, severity, got)
	}
	got, ok := semconv.FrustrationSeverity("MODERATE")
	assert.True(t, ok)
	assert.Equal(t, 2, got)
	_, ok = semconv.FrustrationSeverity("other")
	assert.False(t, ok)
}

// TestTaxonomyNames spells out what dashboards ask for.
func TestTaxonomyNames(t *testing.T) {
	assert.Equal(t, "signals.interaction.misalignment.count", semconv.SignalsCategoryCount(signals.Misalignment.String()))
	assert.Equal(t, "signals.environment.exhaustion.severity", semconv.SignalsCategorySeverity(signals.Exhaustion.String()))
	assert.Equal(t, "signal.interaction.disengagement.escalation", semconv.SignalEvent(signals.Escalation.String()))
}
