package demo

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func load(t *testing.T, now time.Time) []ptrace.Traces {
	t.Helper()
	var all []ptrace.Traces
	require.NoError(t, Load(t.Context(), now, func(_ context.Context, td ptrace.Traces) error {
		all = append(all, td)
		return nil
	}))
	return all
}

func TestWhatThereIsToSee(t *testing.T) {
	conversations, qualities := make(map[string]bool), make(map[string]bool)
	services, signals := make(map[string]bool), make(map[string]bool)
	for _, td := range load(t, noon) {
		for _, resource := range td.ResourceSpans().All() {
			services[spans.ServiceOf(resource.Resource())] = true
		}
		spans.Each(td, func(s ptrace.Span) {
			if id, ok := s.Attributes().Get("gen_ai.conversation.id"); ok {
				conversations[id.Str()] = true
			}
			if quality, ok := s.Attributes().Get("signals.quality"); ok {
				qualities[quality.Str()] = true
			}
			for _, event := range s.Events().All() {
				if signal, found := strings.CutPrefix(event.Name(), "signal."); found {
					signals[signal] = true
				}
			}
		})
	}
	assert.GreaterOrEqual(t, len(conversations), 80)
	assert.GreaterOrEqual(t, len(services), 12)
	for _, quality := range []string{"Severe", "Poor", "Neutral", "Good"} {
		assert.Contains(t, qualities, quality)
	}
	for _, signal := range []string{
		"interaction.disengagement.escalation", "interaction.disengagement.quit", "interaction.disengagement.negative_stance",
		"interaction.satisfaction.gratitude", "execution.loops.retry", "execution.failure.invalid_args", "environment.exhaustion.rate_limit",
	} {
		assert.Contains(t, signals, signal)
	}
}

func TestTimesEndShortlyBeforeNow(t *testing.T) {
	var youngest, oldest pcommon.Timestamp
	for _, td := range load(t, noon) {
		spans.Each(td, func(s ptrace.Span) {
			require.LessOrEqual(t, s.StartTimestamp(), s.EndTimestamp(), s.Name())
			youngest = max(youngest, s.EndTimestamp())
			if oldest == 0 || s.StartTimestamp() < oldest {
				oldest = s.StartTimestamp()
			}
		})
	}
	assert.WithinRange(t, youngest.AsTime(), noon.Add(-5*time.Minute), noon)
	assert.WithinRange(t, oldest.AsTime(), noon.Add(-spread-time.Hour), noon.Add(-spread/2))
}

// TestLoadingTwiceAddsNothing compares what names a span, and that a name is given once.
func TestLoadingTwiceAddsNothing(t *testing.T) {
	ids := func(now time.Time) map[spans.Key]string {
		all := make(map[spans.Key]string)
		for _, td := range load(t, now) {
			spans.Each(td, func(s ptrace.Span) {
				assert.NotContains(t, all, spans.KeyOf(s), s.Name())
				all[spans.KeyOf(s)] = s.Name()
			})
		}
		return all
	}
	assert.Equal(t, ids(noon), ids(noon.Add(time.Hour)))
}

func TestErrorsEndTheLoading(t *testing.T) {
	full := errors.New("the disk is full")
	calls := 0
	err := Load(t.Context(), noon, func(context.Context, ptrace.Traces) error {
		calls++
		return full
	})
	require.ErrorIs(t, err, full)
	assert.Equal(t, 1, calls)
}
