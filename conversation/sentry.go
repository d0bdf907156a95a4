package conversation

import (
	"errors"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

const (
	sentryRequest = "gen_ai.request.messages"
	sentryText    = "gen_ai.response.text"
	sentryCalls   = "gen_ai.response.tool_calls"
)

// sentry is that of Sentry's SDKs: messages in the shape of the provider that was asked, the answer apart from
// them. It stands before that of OpenTelemetry, under whose key newer SDKs write the messages.
var sentry = dialect{
	name:    "sentry",
	senders: []sender{{"Sentry", "10.20 to 10.78"}},
	content: []content{
		{key: sentryRequest, holds: history},
		{key: "gen_ai.request.available_tools"},
		{key: sentryText, holds: answer},
		{key: "gen_ai.response.object", holds: answer},
		{key: sentryCalls, holds: answer},
		{key: "gen_ai.tool.input"},
		{key: "gen_ai.tool.output"},
		{key: "gen_ai.embeddings.input"},
	},
	facts: map[string]fact{
		"gen_ai.tool.input":                     toolArguments,
		"gen_ai.tool.output":                    toolResult,
		"gen_ai.request.available_tools":        says(toolDefinitions),
		"gen_ai.pipeline.name":                  says(workflowName),
		"gen_ai.usage.input_tokens.cached":      says(cacheReadTokens),
		"gen_ai.usage.input_tokens.cache_write": says(cacheCreationTokens),
		"gen_ai.usage.output_tokens.reasoning":  says(reasoningTokens),
		"openai.response.id":                    says(otelResponseID),
		"openai.response.model":                 says(responseModel),
		"openai.usage.prompt_tokens":            says(inputTokens),
		"openai.usage.completion_tokens":        says(outputTokens),
	},
	read: readSentry,
}

// readSentry reads what was asked, then the answer.
func readSentry(b *builder, f *Facts) {
	attributes := f.span.Attributes()
	asked := b.textAt(attributes, genAIInput, sentryRequest)
	answered := b.textAt(attributes, genAIOutput)
	text, calls := b.textAt(attributes, sentryText, "gen_ai.response.object"), b.textAt(attributes, sentryCalls)
	answer := func() {
		if answered != "" {
			b.readMessages(answered)
			return
		}
		b.readSentryAnswer(text, calls)
	}
	b.readSides(len(asked)+len(answered)+len(text)+len(calls),
		func(newest bool) { b.readExchange(asked, signals.RoleUser, newest) },
		func(newest bool) { b.readOne(newest, answer) })
}

// readSentryAnswer reads a text, or texts in a JSON array, and tool calls in the shape of the provider.
func (b *builder) readSentryAnswer(text, calls string) {
	d := &b.draft
	d.reset()
	d.role = signals.RoleAssistant.String()
	if !b.addTexts(text) {
		d.addText(text)
	}
	if calls != "" {
		b.json.Reset(calls)
		if err := b.readToolCalls(&b.json); err != nil {
			b.problems.addError(err)
		}
	}
	b.finish(d)
}

// addTexts adds the strings of a JSON array, of one that is cut off those before the cut; it adds nothing and returns
// false where a text is none.
func (b *builder) addTexts(text string) bool {
	r := &b.json
	r.Reset(text)
	before := len(b.draft.parts)
	if kind, err := r.Kind(); err != nil || kind != jsonread.Array {
		return false
	}
	err := r.Array(func() error {
		text, err := r.Text()
		b.draft.addText(text)
		return err
	})
	switch added := len(b.draft.parts) > before; {
	case err == nil && r.AtEnd():
		return true
	case errors.Is(err, jsonread.ErrCut) && added:
		b.problems.addError(err)
		return true
	}
	b.draft.parts = b.draft.parts[:before]
	return false
}
