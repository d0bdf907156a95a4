package planosignals

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

func normalizing(own Own) *Config {
	config := defaults()
	config.Normalize, config.NormalizeOwn = true, own
	return config
}

func TestNormalizeIsOffByDefault(t *testing.T) {
	for _, span := range spansOf(process(t, defaults(), recording(t, "openinference-4.2.refund"))) {
		_, ok := span.Attributes().Get("gen_ai.operation.name")
		assert.False(t, ok)
	}
}

// TestNormalizeComesAfterTheAnalysis compares the signals of spans that are normalised with those of spans that are not.
func TestNormalizeComesAfterTheAnalysis(t *testing.T) {
	for _, own := range []Own{OwnKeep, OwnRemove} {
		for _, name := range []string{"openinference-4.2.refund", "vercel-ai-5.refund", "langfuse-5.11.refund", "openllmetry-0.12.refund"} {
			want := spansOf(process(t, defaults(), recording(t, name)))
			got := spansOf(process(t, normalizing(own), recording(t, name)))
			require.Len(t, got, len(want))
			flagged := 0
			for i := range got {
				assert.Equal(t, verdictOf(want[i]), verdictOf(got[i]), "%s, %s", name, own)
				if len(verdictOf(got[i])) > 0 {
					flagged++
					assert.Contains(t, got[i].Attributes().AsRaw(), "gen_ai.input.messages", "%s, %s", name, own)
				}
			}
			assert.Positive(t, flagged, name)
		}
	}
}

// TestNormalizedSpansAreAnalysedAlike analyses what another planosignals has normalised, its own attributes gone.
func TestNormalizedSpansAreAnalysedAlike(t *testing.T) {
	const name = "openinference-4.2.refund"
	want := spansOf(process(t, defaults(), recording(t, name)))
	again := defaults()
	again.Existing = ExistingRecompute
	got := spansOf(process(t, again, process(t, normalizing(OwnRemove), recording(t, name))))
	for i := range got {
		assert.Equal(t, verdictOf(want[i]), verdictOf(got[i]))
		assert.NotContains(t, got[i].Attributes().AsRaw(), "input.value")
	}
}

// verdictOf returns the attributes and the types of events that the analysis wrote.
func verdictOf(span ptrace.Span) map[string]any {
	found := map[string]any{}
	for key, v := range span.Attributes().All() {
		if strings.HasPrefix(key, semconv.SignalsNamespace) {
			found[key] = v.AsRaw()
		}
	}
	for _, event := range span.Events().All() {
		if kind, ok := event.Attributes().Get(semconv.SignalType); ok {
			found["event "+kind.Str()] = true
		}
	}
	return found
}

// TestNoCanaryIsLeftInNormalizedSpans looks for what was said in spans that were normalised before their content was
// treated.
func TestNoCanaryIsLeftInNormalizedSpans(t *testing.T) {
	for _, file := range recordings(t) {
		for _, how := range plantings {
			for _, content := range hiding {
				g := newGarden(t, how)
				traces := load(t, file)
				g.plant(traces)
				config := hidden(content)
				config.Normalize = true
				assert.Empty(t, g.left(jsonOf(t, process(t, config, traces))), "%s, %s, %s", file, how.name, content)
			}
		}
	}
}

// TestMessagesInLogRecordsAreWrittenOntoTheirSpan, and nothing else of the records stays there.
func TestMessagesInLogRecordsAreWrittenOntoTheirSpan(t *testing.T) {
	for _, own := range []Own{OwnKeep, OwnRemove} {
		b := startBoth(t, processortest.NewNopSettings(metadata.Type), normalizing(own), nil)
		require.NoError(t, b.logs.ConsumeLogs(t.Context(), recordedLogs(t, "otel-openai-0.21.refund")))
		require.NoError(t, b.traces.ConsumeTraces(t.Context(), recording(t, "otel-openai-0.21.refund")))
		b.shutdown(t)
		written := 0
		for _, span := range b.received() {
			if asked, ok := span.Attributes().Get("gen_ai.input.messages"); ok {
				assert.Contains(t, asked.Str(), `{"role":"user","parts":[{"type":"text","content":"Hi, I need to cancel`)
				written++
			}
			for _, event := range span.Events().All() {
				assert.True(t, strings.HasPrefix(event.Name(), semconv.SignalNamespace), event.Name())
			}
		}
		assert.Positive(t, written, own)
	}
}
