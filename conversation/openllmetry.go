package conversation

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

// openLLMetry is that of OpenLLMetry (Traceloop) before 2026: an attribute for each field of each
// message.
var openLLMetry = dialect{
	name:    "gen_ai_indexed",
	senders: []sender{{"OpenLLMetry", "before 2026"}, {"TrueFoundry", "as documented"}},
	marks:   []string{"traceloop.span.kind"},
	content: []content{
		{key: "gen_ai.prompt.*", holds: history, public: indexedFields},
		{key: "gen_ai.completion.*", holds: answer, public: indexedFields},
		{key: "traceloop.entity.input"},
		{key: "traceloop.entity.output"},
		{key: "traceloop.prompt.template"},
		{key: "traceloop.prompt.template_variables"},
		{key: "llm.request.functions.*", public: []publicField{{last: "name", form: formToolName}}},
		{key: "llm.chat.stop_sequences"},
		{key: "db.query.result.document"},
		{key: "db.query.result.metadata"},
	},
	kinds: map[string]map[string]spankind.Kind{
		"traceloop.span.kind": {
			"llm": spankind.Chat, "agent": spankind.Agent, "workflow": spankind.Step, "task": spankind.Step, "tool": spankind.Tool,
		},
		"llm.request.type": {"chat": spankind.Chat, "completion": spankind.Chat, "embedding": spankind.Embeddings},
	},
	facts: map[string]fact{
		"traceloop.entity.name":                    toolName,
		"traceloop.entity.input":                   toolArgumentsIn("kwargs", "arguments"),
		"traceloop.entity.output":                  toolResultIn("result").with(fields{"kwargs": within(fields{"content": toolResult})}),
		"gen_ai.completion.*":                      {name: finishReason, last: ".finish_reason"},
		"llm.request.type":                         says(operationName),
		"traceloop.span.kind":                      says(operationName),
		"traceloop.workflow.name":                  says(workflowName),
		"llm.top_k":                                says(requestTopK),
		"llm.frequency_penalty":                    says(requestFrequencyPenalty),
		"llm.presence_penalty":                     says(requestPresencePenalty),
		"llm.is_streaming":                         says(requestStream),
		"llm.chat.stop_sequences":                  says(requestStop),
		"llm.response.finish_reason":               says(finishReason),
		"llm.response.stop_reason":                 says(finishReason),
		"gen_ai.usage.cache_read_input_tokens":     says(cacheReadTokens),
		"gen_ai.usage.cache_creation_input_tokens": says(cacheCreationTokens),
		"gen_ai.usage.reasoning_tokens":            says(reasoningTokens),
	},
	faults: map[string]faults.Note{"gen_ai.completion.*": indexedFinishReason},
	sessions: []sessionKey{
		{"traceloop.association.properties.session_id", ofSession, 80},
		{"traceloop.association.properties.thread_id", ofSession, 90},
	},
	read: readIndexed,
}

// indexedFinishReason notes why one of the answers ended.
func indexedFinishReason(f *faults.Facts, key string, value pcommon.Value) {
	if strings.HasSuffix(key, ".finish_reason") {
		faults.FinishReasons(f, key, value)
	}
}
