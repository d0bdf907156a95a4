package conversation

import (
	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

const (
	vercelPrompt    = "ai.prompt"
	vercelMessages  = "ai.prompt.messages"
	vercelText      = "ai.response.text"
	vercelObject    = "ai.response.object"
	vercelToolCalls = "ai.response.toolCalls"
)

// vercelAI is that of Vercel's AI SDK until it took up OpenTelemetry's own.
var vercelAI = dialect{
	name:    "vercel_ai",
	senders: []sender{{"Vercel AI SDK", "4 to 6"}},
	marks:   []string{"ai.operationId"},
	content: []content{
		{key: vercelPrompt, holds: history},
		{key: vercelMessages, holds: history},
		{key: vercelText, holds: answer},
		{key: vercelObject, holds: answer},
		{key: "ai.response.reasoning"},
		{key: vercelToolCalls, holds: answer},
		{key: "ai.response.files"},
		{key: "ai.response.providerMetadata"},
		{key: "ai.result.text"},
		{key: "ai.result.object"},
		{key: "ai.result.toolCalls"},
		{key: "ai.prompt.tools"},
		{key: "ai.schema"},
		{key: "ai.schema.description"},
		{key: "ai.toolCall.args"},
		{key: "ai.toolCall.result"},
		{key: "ai.value"},
		{key: "ai.values"},
		{key: "ai.embedding"},
		{key: "ai.embeddings"},
	},
	kinds: map[string]map[string]spankind.Kind{
		"ai.operationId": {
			"ai.generatetext": spankind.Agent, "ai.streamtext": spankind.Agent,
			"ai.generateobject": spankind.Agent, "ai.streamobject": spankind.Agent,
			"ai.generatetext.dogenerate": spankind.Chat, "ai.streamtext.dostream": spankind.Chat,
			"ai.generateobject.dogenerate": spankind.Chat, "ai.streamobject.dostream": spankind.Chat,
			"ai.embed": spankind.Embeddings, "ai.embed.doembed": spankind.Embeddings,
			"ai.embedmany": spankind.Embeddings, "ai.embedmany.doembed": spankind.Embeddings,
			"ai.toolcall": spankind.Tool,
		},
	},
	facts: map[string]fact{
		"ai.model.id":                                 modelName,
		"ai.model.provider":                           says(providerName),
		"ai.settings.temperature":                     says(requestTemperature),
		"ai.settings.topP":                            says(requestTopP),
		"ai.settings.topK":                            says(requestTopK),
		"ai.settings.maxTokens":                       says(requestMaxTokens),
		"ai.settings.maxOutputTokens":                 says(requestMaxTokens),
		"ai.settings.frequencyPenalty":                says(requestFrequencyPenalty),
		"ai.settings.presencePenalty":                 says(requestPresencePenalty),
		"ai.settings.seed":                            says(requestSeed),
		"ai.prompt.tools":                             says(toolDefinitions),
		"ai.telemetry.functionId":                     says(otelAgentName),
		"ai.response.model":                           says(responseModel),
		"ai.response.id":                              says(otelResponseID),
		"ai.response.finishReason":                    says(finishReason),
		"ai.usage.promptTokens":                       says(inputTokens),
		"ai.usage.inputTokens":                        says(inputTokens),
		"ai.usage.cachedInputTokens":                  says(cacheReadTokens),
		"ai.usage.inputTokenDetails.cacheReadTokens":  says(cacheReadTokens),
		"ai.usage.inputTokenDetails.cacheWriteTokens": says(cacheCreationTokens),
		"ai.usage.completionTokens":                   says(outputTokens),
		"ai.usage.outputTokens":                       says(outputTokens),
		"ai.usage.reasoningTokens":                    says(reasoningTokens),
		"ai.usage.outputTokenDetails.reasoningTokens": says(reasoningTokens),
		"ai.toolCall.name":                            toolName,
		"ai.toolCall.id":                              toolCallID,
		"ai.toolCall.args":                            toolArguments,
		"ai.toolCall.result":                          toolResult,
		vercelPrompt:                                  within(fields{"system": says(systemInstructions)}),
	},
	faults: map[string]faults.Note{"ai.response.finishReason": faults.FinishReasons},
	sessions: []sessionKey{
		{"ai.telemetry.metadata.sessionId", ofSession, 70},
		{"ai.settings.context.sessionId", ofSession, 75},
	},
	read: readVercelAI,
}

// readVercelAI reads the messages of a call of a model, or of the run around it, and the answer.
func readVercelAI(b *builder, f *Facts) {
	attributes := f.span.Attributes()
	prompt := b.textAt(attributes, vercelMessages, vercelPrompt)
	text, calls := b.textAt(attributes, vercelText, vercelObject), b.textAt(attributes, vercelToolCalls)
	b.readSides(len(prompt)+len(text)+len(calls),
		func(newest bool) { b.readExchange(prompt, signals.RoleUser, newest) },
		func(newest bool) { b.readOne(newest, func() { b.sayWithCalls(text, calls) }) })
}

// sayWithCalls adds the model's answer, a text and a JSON list of tool calls.
func (b *builder) sayWithCalls(text, calls string) {
	d := &b.draft
	d.reset()
	d.role = signals.RoleAssistant.String()
	d.addText(text)
	if calls != "" {
		b.readCalls(calls)
	}
	b.finish(d)
}

// readCalls adds a JSON list of tool calls to the message.
func (b *builder) readCalls(calls string) {
	b.json.Reset(calls)
	if kind, err := b.json.Kind(); err == nil && kind != jsonread.Array {
		b.problems.add(WrongType)
		return
	}
	if err := b.readToolCalls(&b.json); err != nil {
		b.problems.addError(err)
	}
}
