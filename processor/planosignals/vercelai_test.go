package planosignals

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// qualities returns the verdicts of a recording's conversations, by the operation of their spans.
func qualities(t *testing.T, file, operation string) map[string]map[string]bool {
	t.Helper()
	all := map[string]map[string]bool{}
	for _, span := range spansOf(process(t, defaults(), load(t, filepath.Join("..", "..", "conversation", "testdata", file)))) {
		a := span.Attributes().AsRaw()
		if quality, ok := a[semconv.SignalsQuality].(string); ok {
			name, _ := a[operation].(string)
			if all[name] == nil {
				all[name] = map[string]bool{}
			}
			all[name][quality] = true
		}
	}
	return all
}

func TestVercelAIQuality(t *testing.T) {
	refund := qualities(t, "vercel-ai-5.refund.traces.json", "ai.operationId")
	assert.Contains(t, refund["ai.generateText.doGenerate"], semconv.QualitySevere)
	for _, file := range []string{
		"vercel-ai-5.happy.traces.json", "vercel-ai-4.coding.good.traces.json", "vercel-ai-5-responses.coding.good.traces.json",
		"vercel-ai-6.coding.good.traces.json",
	} {
		good := qualities(t, file, "ai.operationId")
		assert.Len(t, good, 1, "%s: a run around model calls is judged once", file)
		for quality := range good["ai.generateText.doGenerate"] {
			assert.Contains(t, []string{semconv.QualityNeutral, semconv.QualityGood, semconv.QualityExcellent}, quality, file)
		}
		assert.NotEmpty(t, good["ai.generateText.doGenerate"], file)
	}
}
