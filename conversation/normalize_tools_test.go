package conversation

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestToolDefinitions(t *testing.T) {
	const want = `[{"type":"function","name":"f","description":"reads \"a\"","parameters":{"a":{"type":"string"}}}]`
	for name, text := range map[string]string{
		"OpenAI Chat":      `[{"type":"function","function":{"name":"f","description":"reads \"a\"","parameters":{"a":{"type":"string"}}}}]`,
		"OpenAI Responses": `[{"type":"function","strict":true,"name":"f","description":"reads \"a\"","parameters":{"a":{"type":"string"}}}]`,
		"Anthropic":        `[{"name":"f","description":"reads \"a\"","input_schema":{"a":{"type":"string"}}}]`,
		"Vercel": `["{\"type\":\"function\",\"name\":\"f\",\"description\":\"reads \\\"a\\\"\",` +
			`\"inputSchema\":{\"a\":{\"type\":\"string\"}}}"]`,
		"Gemini": `[{"functionDeclarations":[{"name":"f","description":"reads \"a\"","parameters":{"a":{"type":"string"}}}]}]`,
	} {
		got, ok := toolList(text, true)
		assert.True(t, ok, name)
		assert.JSONEq(t, want, got, name)
		assert.True(t, isToolList(got), name)
	}
	got, ok := toolList(`["f","g"]`, true)
	assert.True(t, ok)
	assert.JSONEq(t, `[{"type":"function","name":"f"},{"type":"function","name":"g"}]`, got)
	for _, text := range []string{
		"", "f", "[]", "{}", `[{"type":"web_search"}]`, `[{"name":"f"},{}]`, `["{"]`, `[{"functionDeclarations":[{}]}]`, `[{"name":"f"}`,
		"[\"\xff\"]",
	} {
		_, ok := toolList(text, true)
		assert.False(t, ok, text)
	}
	_, ok = toolList(`["f"]`, false)
	assert.False(t, ok)
}
