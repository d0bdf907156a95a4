package conversation

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

const (
	genAIInput  = "gen_ai.input.messages"
	genAIOutput = "gen_ai.output.messages"
)

// genAI is that of OpenTelemetry's semantic conventions for generative AI since 1.37.
var genAI = dialect{
	name: "gen_ai",
	senders: []sender{
		{"OTel GenAI semantic conventions", "1.37 and later"}, {"OpenLLMetry", "0.27"}, {"Vercel AI SDK", "7"},
	},
	marks: []string{"gen_ai.*"},
	content: []content{
		{key: genAIInput, holds: history},
		{key: genAIOutput, holds: answer},
		{key: "gen_ai.system_instructions"},
		{key: "gen_ai.tool.call.arguments"},
		{key: "gen_ai.tool.call.result"},
	},
	events: []event{{name: "gen_ai.client.inference.operation.details"}},
	kinds: map[string]map[string]spankind.Kind{
		"gen_ai.operation.name": {
			"chat": spankind.Chat, "generate_content": spankind.Chat, "text_completion": spankind.Chat,
			"embeddings":   spankind.Embeddings,
			"invoke_agent": spankind.Agent, "create_agent": spankind.Agent, "invoke_workflow": spankind.Agent,
			"execute_tool": spankind.Tool,
		},
	},
	facts: map[string]fact{
		"gen_ai.request.model":       modelName,
		"gen_ai.agent.name":          agentName,
		"gen_ai.tool.name":           toolName,
		"gen_ai.tool.call.id":        toolCallID,
		"gen_ai.tool.call.arguments": toolArguments,
		"gen_ai.tool.call.result":    toolResult,
	},
	faults:   map[string]faults.Note{"gen_ai.response.finish_reasons": faults.FinishReasons},
	sessions: []sessionKey{{"gen_ai.conversation.id", ofConversation, 20}},
	read:     readGenAI,
}

// readGenAI reads messages that are JSON text or structured values.
func readGenAI(b *builder, f *Facts) {
	for _, key := range [...]string{genAIInput, genAIOutput} {
		if value, ok := f.span.Attributes().Get(key); ok {
			b.readValue(value)
		}
	}
}

func (b *builder) readValue(value pcommon.Value) {
	switch value.Type() {
	case pcommon.ValueTypeStr:
		b.readMessages(value.Str())
	case pcommon.ValueTypeSlice:
		b.readSlice(value.Slice())
	case pcommon.ValueTypeMap:
		b.readMessages(value.AsString())
	case pcommon.ValueTypeEmpty:
	default:
		b.problems.add(WrongType)
	}
}

// readSlice reads an array whose elements are structured messages or the JSON text
// of one message each.
func (b *builder) readSlice(slice pcommon.Slice) {
	for _, element := range slice.All() {
		b.readMessages(element.AsString())
	}
}
