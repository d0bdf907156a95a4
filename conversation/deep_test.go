package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-plano/otelcol-plano/internal/depth/depthtest"
	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
)

// TestDeepValuesAreReadWithinBounds reads values that nothing in front has cut.
func TestDeepValuesAreReadWithinBounds(t *testing.T) {
	for _, key := range []string{
		"gen_ai.input.messages", "gen_ai.prompt.0.content", "gen_ai.operation.name", "error.type", "http.url", "llm.error", "gen_ai.tool.name",
	} {
		span := spanWith(t, map[string]any{"gen_ai.output.messages": `[{"role":"assistant","content":"hi"}]`})
		depthtest.Nest(span.Attributes().PutEmpty(key), depthtest.Deep)
		_, messages, _ := read(t, span)
		assert.Contains(t, messages, assistant("hi"), key)
		redacted(span)
		if contentOf(key, &span) != nil {
			v, _ := span.Attributes().Get(key)
			assert.Equal(t, `["[1 fields]"]`, v.AsString(), key)
		}
	}
}

func TestResultsOfToolsAreReadWithinBounds(t *testing.T) {
	span := spanWith(t, map[string]any{"gen_ai.operation.name": "execute_tool", "error.type": "timeout"})
	depthtest.Nest(span.Attributes().PutEmpty("gen_ai.tool.call.arguments"), depthtest.Deep)
	depthtest.Nest(span.Attributes().PutEmpty("gen_ai.tool.call.result"), depthtest.Deep)
	r := NewReader(Limits{MaxBytes: 1000}, classifier)
	messages := r.FailedTool(r.Scan(span, "app"))
	assert.Len(t, messages, 2)
	assert.LessOrEqual(t, len(messages[0].Arguments)+len(messages[1].Text), 1000)
	assert.Greater(t, len(messages[1].Text), jsonread.MaxDepth)
}
