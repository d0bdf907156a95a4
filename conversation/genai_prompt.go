package conversation

import (
	"slices"
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
	said := [...]struct {
		text string
		role signals.Role
	}{
		{promptText(b, f.span, promptKey, promptEvent), signals.RoleUser},
		{promptText(b, f.span, completionKey, completionEvent), signals.RoleAssistant},
	}
	if len(said[0].text)+len(said[1].text) <= b.bytes {
		for _, s := range said {
			b.readMessagesOrText(s.text, s.role)
		}
		return
	}
	for i := len(said) - 1; i >= 0; i-- {
		if s := said[i]; holdsJSON(s.text) {
			b.readNewest(s.text)
		} else {
			b.newestFirst(1, func(int) { b.readMessagesOrText(s.text, s.role) })
		}
	}
	slices.Reverse(b.messages)
}

// promptText returns the text of an attribute, of a span or of an event.
func promptText(b *builder, span ptrace.Span, key, event string) string {
	v, ok := valueOf(span, key, event)
	if !ok || v.Type() == pcommon.ValueTypeEmpty {
		return ""
	}
	return b.text(v)
}

// readMessagesOrText reads messages in JSON, or a text that the role said.
func (b *builder) readMessagesOrText(text string, role signals.Role) {
	if holdsJSON(text) {
		b.readMessages(text)
		return
	}
	b.sayText(role, text)
}

// holdsJSON tells whether a text begins like JSON messages.
func holdsJSON(text string) bool {
	text = strings.TrimLeft(text, jsonSpace)
	return strings.HasPrefix(text, "[") || strings.HasPrefix(text, "{")
}
