package conversation

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWordForms(t *testing.T) {
	for _, tt := range []struct {
		form     wordForm
		yes, not string
	}{
		{formRole, "user assistant system developer tool function model Human", "ann narrator"},
		{formFinishReason, "stop STOP length tool_calls tool-calls end_turn max_tokens content_filter MAX_TOKENS", "ann stopped-by-ann"},
		{formPartType, "text tool_call tool_use input_text image_url blob reasoning function", "ann secret"},
		{
			formID,
			"call_a1 chatcmpl-9x toolu_01A09q90qw90lq917835lq9 msg_1 c1 " +
				"0b0c9a52-5d1f-4d0a-9b4e-0f1f3f7d2c11 4bf92f3577b34da6a3ce929d0e0e4736 adk-f9c85f4c",
			"ann ann@example.com call_ann 01511234567 call_a1@ann ann-1987 a1b2c3d4e5 " +
				strings.Repeat("a", 65) + " call_1" + strings.Repeat("x", 64),
		},
		{formToolName, "find get_weather mcp.server:find server/tool a-b", "{} ann's frag(e) " + strings.Repeat("x", 65)},
	} {
		for word := range strings.FieldsSeq(tt.yes) {
			assert.True(t, tt.form.accepts(word), word)
		}
		for word := range strings.FieldsSeq(tt.not) {
			assert.False(t, tt.form.accepts(word), word)
		}
		assert.False(t, tt.form.accepts("two words"))
		assert.False(t, tt.form.accepts(""))
	}
}
