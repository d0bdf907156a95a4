package conversation

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/value"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// langfuse is that of Langfuse's SDKs. They name the session session.id, too.
var langfuse = dialect{
	name:     "langfuse",
	senders:  []sender{{"Langfuse", "4.0 to 5.11"}},
	followed: true,
	marks:    []string{"langfuse.observation.type"},
	content: []content{
		{key: "langfuse.observation.input", holds: history},
		{key: "langfuse.observation.output", holds: answer},
		{key: "langfuse.trace.input", holds: history},
		{key: "langfuse.trace.output", holds: answer},
		{key: "langfuse.observation.metadata.instructions"},
		{key: "langfuse.observation.metadata.tools"},
	},
	kinds: map[string]map[string]spankind.Kind{
		"langfuse.observation.type": {
			"generation": spankind.Chat, "embedding": spankind.Embeddings, "agent": spankind.Agent, "tool": spankind.Tool,
			"span": spankind.Step, "chain": spankind.Step, "event": spankind.Step,
			"retriever": spankind.Step, "evaluator": spankind.Step, "guardrail": spankind.Step,
		},
		// Those of a trace repeat what its observations hold.
		"langfuse.trace.input":  {anyValue: spankind.Agent},
		"langfuse.trace.output": {anyValue: spankind.Agent},
	},
	facts: map[string]fact{
		"langfuse.observation.metadata.previous_response_id": previousID,

		"langfuse.observation.model.name":              modelName,
		"langfuse.observation.model.parameters":        within(requestParameters),
		"langfuse.observation.usage_details":           within(usageDetails),
		"langfuse.observation.metadata.ls_provider":    says(providerName),
		"langfuse.observation.metadata.ls_temperature": says(requestTemperature),
		"langfuse.observation.metadata.tools":          says(toolDefinitions),
		"langfuse.observation.metadata.instructions":   says(systemInstructions),
		"langfuse.observation.input":                   toolArguments,
		"langfuse.observation.output":                  toolResult.with(langChainResult),
	},
	faults: map[string]faults.Note{
		"langfuse.observation.level":          langfuseLevel,
		"langfuse.observation.status_message": faults.ErrorText,
	},
	sessions: []sessionKey{
		{"langfuse.session.id", ofSession, 20},
		{"langfuse.observation.metadata.thread_id", ofSession, 160},
	},
	read: readLangfuse,
}

// langfuseLevel notes an observation that failed.
func langfuseLevel(f *faults.Facts, key string, v pcommon.Value) {
	if value.Scalar(v) == "ERROR" {
		faults.GatewayError(f, key, v)
	}
}

// langfuseMask is what Langfuse leaves of content that is hidden.
const langfuseMask = "***"

// readLangfuse reads what the observation holds; where it holds nothing, what the trace does.
func readLangfuse(b *builder, f *Facts) {
	attributes := f.span.Attributes()
	input := b.textAt(attributes, "langfuse.observation.input", "langfuse.trace.input")
	output := b.textAt(attributes, "langfuse.observation.output", "langfuse.trace.output")
	b.keep = func(m *signals.Message) bool { return m.Text != langfuseMask }
	b.readRequestAndResponse(input, output)
}
