package planonaming

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func judged(t *testing.T, cfg *Config, span s) bool {
	t.Helper()
	sp := ptrace.NewSpan()
	put(t, sp, span)
	_, concerning := newThresholds(marker(cfg.Marker), &cfg.Concerning).judge(sp)
	return concerning
}

func TestDefaultThresholds(t *testing.T) {
	for _, tt := range []struct {
		attrs m
		want  bool
	}{
		{m{}, false},
		{m{"signals.quality": "Severe"}, true},
		{m{"signals.quality": "poor"}, true},
		{m{"signals.quality": " SEVERE "}, true},
		{m{"Signals.Quality": "Poor"}, true},
		{m{"signals.quality": "Error"}, true},
		{m{"signals.quality": "Neutral"}, false},
		{m{"signals.quality": "Good"}, false},
		{m{"signals.quality": "Excellent"}, false},
		{m{"signals.quality": "Poorly"}, false},
		{m{"signals.quality": ""}, false},
		{m{"signals.quality": 1}, false},
		{m{"quality": "Severe"}, false},
		{m{"signals_quality": "Severe"}, false},
		{m{"signals.": "Severe"}, false},
		{m{"signals.trace.quality": "Severe"}, false},
		{m{"signals.escalation.requested": "true"}, true},
		{m{"signals.escalation.requested": "TRUE"}, true},
		{m{"signals.escalation.requested": true}, true},
		{m{"signals.escalation.requested": 1}, true},
		{m{"signals.escalation.requested": "false"}, false},
		{m{"signals.escalation.requested": false}, false},
		{m{"signals.escalation.requested": "1"}, true},
		{m{"signals.frustration.severity": 1}, false},
		{m{"signals.frustration.severity": 2}, true},
		{m{"signals.frustration.severity": "2"}, true},
		{m{"signals.frustration.severity": " 3 "}, true},
		{m{"signals.frustration.severity": 2.0}, true},
		{m{"signals.frustration.severity": 1.9}, false},
		{m{"signals.frustration.severity": math.NaN()}, false},
		{m{"signals.frustration.severity": "NaN"}, false},
		{m{"signals.frustration.severity": "two"}, false},
		{m{"signals.frustration.severity": "00000000000000000000000000000000000000002"}, false},
		{m{"signals.frustration.severity": []any{2}}, false},
		{m{"signals.frustration.count": 9}, false},
		{m{"signals.frustration.level": "mild"}, false},
		{m{"signals.frustration.level": "Moderate"}, true},
		{m{"signals.frustration.level": "severe"}, true},
		{m{"signals.frustration.level": "other"}, false},
		{m{"signals.interaction.disengagement.severity": 1}, false},
		{m{"signals.interaction.disengagement.severity": 2}, true},
		{m{"signals.Interaction.Disengagement.Severity": "2"}, true},
		{m{"signals.interaction.disengagement.count": 2}, false},
		{m{"signals.interaction.disengagement.count": 3}, true},
		{m{"signals.interaction.disengagement.count": math.Inf(1)}, true},
		{m{"signals.interaction.disengagement.count": math.Inf(-1)}, false},
		{m{"signals.interaction.disengagement.count": -5}, false},
		{m{"signals.interaction.misalignment.severity": 2}, false},
		{m{"signals.interaction.misalignment.severity": 3}, true},
		{m{"signals.repair.count": 4}, false},
		{m{"signals.repair.count": 5}, true},
		{m{"signals.repair.ratio": 4.0}, false},
		{m{"signals.repair.ratio": 4.5}, true},
		{m{"signals.follow_up.repair.count": "4", "signals.follow_up.repair.ratio": "1.333"}, false},
		{m{"signals.follow_up.repair.count": "5", "signals.follow_up.repair.ratio": "1.667"}, true},
		{m{"signals.follow_up.repair.ratio": "5.000"}, true},
		{m{"signals.follow_up.repair.ratio": "NaN"}, false},
		{m{"signals.repetition.count": 5}, true},
		{m{"signals.interaction.stagnation.count": 4}, false},
		{m{"signals.execution.failure.count": 2}, false},
		{m{"signals.execution.failure.count": 5}, true},
		{m{"signals.execution.loops.severity": 3}, true},
		{m{"signals.environment.exhaustion.severity": 3}, false},
		{m{"signals.interaction.satisfaction.severity": 3}, false},
		{m{"signals.positive_feedback.count": 9}, false},
		{m{"signals.quality_score": 0.0}, false},
		{m{"signals.flagged": true}, true},
		{m{"signals.flagged": false}, false},
	} {
		t.Run(fmt.Sprint(tt.attrs), func(t *testing.T) {
			assert.Equal(t, tt.want, judged(t, defaultConfig(), s{name: "chat", attrs: tt.attrs}))
		})
	}
	assert.True(t, judged(t, defaultConfig(), s{name: "chat 🚩"}), "flagged by the sender")
}

func TestSettingsMoveTheThresholds(t *testing.T) {
	cfg := loadConfig(t, "config.yaml", "strict")
	for _, tt := range []struct {
		attrs m
		want  bool
	}{
		{m{"signals.quality": "Poor"}, false},
		{m{"signals.quality": "Error"}, false},
		{m{"signals.quality": "Severe"}, true},
		{m{"signals.escalation.requested": "true"}, false},
		{m{"signals.frustration.severity": 3}, false},
		{m{"signals.frustration.level": "severe"}, false},
		{m{"signals.interaction.disengagement.severity": 3}, false},
		{m{"signals.interaction.disengagement.count": 9}, false},
		{m{"signals.execution.failure.severity": 1}, true},
		{m{"signals.execution.failure.count": 1}, true},
		{m{"signals.execution.failure.count": 0}, false},
		{m{"signals.environment.exhaustion.severity": 2}, false},
		{m{"signals.environment.exhaustion.severity": 3}, true},
		{m{"signals.quality_score": 25.0}, false},
		{m{"signals.quality_score": 24.9}, true},
		{m{"signals.quality_score": "24.9"}, true},
		{m{"signals.quality_score": 24}, true},
		{m{"signals.flagged": true}, false},
	} {
		t.Run(fmt.Sprint(tt.attrs), func(t *testing.T) {
			assert.Equal(t, tt.want, judged(t, cfg, s{name: "chat 🚩", attrs: tt.attrs}))
		})
	}
}
