package planosignals

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

func TestLangSmithQuality(t *testing.T) {
	for _, file := range []string{
		"langsmith-openai-0.3.coding.good.traces.json", "langsmith-openai-0.12.coding.good.traces.json",
		"langsmith-responses-0.12.coding.good.traces.json",
	} {
		good := qualities(t, file, "langsmith.span.kind")
		assert.Len(t, good, 1, "%s: a run around model calls is judged once", file)
		assert.NotEmpty(t, good["llm"], file)
		for quality := range good["llm"] {
			assert.Contains(t, []string{semconv.QualityNeutral, semconv.QualityGood, semconv.QualityExcellent}, quality, file)
		}
	}
}
