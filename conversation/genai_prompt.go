package conversation

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

const (
	promptKey       = "gen_ai.prompt"
	promptEvent     = "gen_ai.content.prompt"
	completionKey   = "gen_ai.completion"
	completionEvent = "gen_ai.content.completion"
)

// genAIPrompt is that of OpenTelemetry's semantic conventions for generative AI up to 1.27: a whole
// history in one attribute, of the span or of a span event.
var genAIPrompt = dialect{
	name:    "gen_ai_prompt",
	senders: []sender{{"OTel GenAI semantic conventions", "up to 1.27"}},
	content: []content{
		{key: promptKey, holds: history},
		{key: completionKey, holds: answer},
	},
	events: []event{{promptEvent, history}, {completionEvent, answer}},
	facts: map[string]fact{
		"gen_ai.usage.prompt_tokens":     says(inputTokens),
		"gen_ai.usage.completion_tokens": says(outputTokens),
	},
	read: readGenAIPrompt,
}

// readGenAIPrompt reads the prompt, then the completion.
func readGenAIPrompt(b *builder, f *Facts) {
	prompt := promptText(b, f.span, promptKey, promptEvent)
	completion := promptText(b, f.span, completionKey, completionEvent)
	b.readRequestAndResponse(prompt, completion)
}

// promptText returns the text of an attribute, of a span or of an event.
func promptText(b *builder, span ptrace.Span, key, event string) string {
	v, ok := valueOf(span, key, event)
	if !ok || v.Type() == pcommon.ValueTypeEmpty {
		return ""
	}
	return b.text(v)
}
