package conversation

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals"
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
	read:   readGenAIPrompt,
}

// readGenAIPrompt reads the prompt, then the completion.
func readGenAIPrompt(b *builder, f *Facts) {
	prompt := promptText(b, f.span, promptKey, promptEvent)
	completion := promptText(b, f.span, completionKey, completionEvent)
	b.readSides(len(prompt)+len(completion),
		func(newest bool) { b.readMessagesOrText(prompt, signals.RoleUser, newest) },
		func(newest bool) { b.readMessagesOrText(completion, signals.RoleAssistant, newest) })
}

// promptText returns the text of an attribute, of a span or of an event.
func promptText(b *builder, span ptrace.Span, key, event string) string {
	v, ok := valueOf(span, key, event)
	if !ok || v.Type() == pcommon.ValueTypeEmpty {
		return ""
	}
	return b.text(v)
}

// readMessagesOrText reads messages in JSON, or a text that the role said; newest is true where it does not fit into the
// budget.
func (b *builder) readMessagesOrText(text string, role signals.Role, newest bool) {
	switch {
	case !holdsJSON(text):
		b.readOne(newest, func() { b.sayText(role, text) })
	case newest:
		b.readNewest(text)
	default:
		b.readMessages(text)
	}
}

// holdsJSON tells whether a text begins like JSON messages.
func holdsJSON(text string) bool {
	text = strings.TrimLeft(text, jsonSpace)
	return strings.HasPrefix(text, "[") || strings.HasPrefix(text, "{")
}
