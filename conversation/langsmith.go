package conversation

import "github.com/otelcol-plano/otelcol-plano/conversation/spankind"

const (
	langSmithPrompt     = "gen_ai.prompt"
	langSmithCompletion = "gen_ai.completion"
)

// langSmith is that of LangSmith: the whole request and the whole response, as JSON.
var langSmith = dialect{
	name:    "langsmith",
	senders: []sender{{"LangSmith", "0.3 to 0.12"}},
	marks:   []string{"langsmith.span.kind"},
	only:    "langsmith.*",
	content: []content{
		{key: langSmithPrompt, holds: history},
		{key: langSmithCompletion, holds: answer},
		{key: "langsmith.metadata.ls_invocation_params"},
	},
	kinds: map[string]map[string]spankind.Kind{
		"langsmith.span.kind": {
			"llm": spankind.Chat, "embedding": spankind.Embeddings, "tool": spankind.Tool, "agent": spankind.Agent,
			"chain": spankind.Step, "retriever": spankind.Step, "prompt": spankind.Step, "parser": spankind.Step,
		},
	},
	facts: map[string]fact{
		langSmithPrompt:                     both(toolArguments.with(requestParameters), previousIn),
		langSmithCompletion:                 toolResultIn("outputs"),
		"langsmith.metadata.ls_provider":    says(providerName),
		"langsmith.metadata.ls_model_name":  otherwise(requestModel),
		"langsmith.metadata.ls_temperature": otherwise(requestTemperature),
		"langsmith.usage_metadata":          within(usageDetails),
		"gen_ai.usage.input_token_details":  within(usageDetails),
		"gen_ai.usage.output_token_details": within(usageDetails),
	},
	sessions: []sessionKey{
		{"langsmith.trace.session_id", ofSession, 50},
		{"langsmith.metadata.session_id", ofSession, 60},
		{"langsmith.metadata.sessionId", ofSession, 65},
	},
	read: readLangSmith,
}

// readLangSmith reads the messages of the request, then those of the response.
func readLangSmith(b *builder, f *Facts) {
	b.readRequestAndResponse(b.textAt(f.span.Attributes(), langSmithPrompt), b.textAt(f.span.Attributes(), langSmithCompletion))
}
