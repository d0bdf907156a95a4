package conversation

import (
	"math"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

const (
	genAIInput  = "gen_ai.input.messages"
	genAIOutput = "gen_ai.output.messages"

	// genAIDetails is the event that holds what else the span's attributes do.
	genAIDetails = "gen_ai.client.inference.operation.details"
)

// genAI is that of OpenTelemetry's semantic conventions for generative AI since 1.37.
var genAI = dialect{
	name: "gen_ai",
	senders: []sender{
		{"OTel GenAI semantic conventions", "1.37 and later"},
		{"OpenLLMetry", "0.27"},
		{"Vercel AI SDK", "7"},
		{"Strands Agents", "1.16 by its settings"},
	},
	marks: []string{"gen_ai.*"},
	content: []content{
		{key: genAIInput, holds: history},
		{key: genAIOutput, holds: answer},
		{key: "gen_ai.system_instructions"},
		{key: "gen_ai.tool.call.arguments"},
		{key: "gen_ai.tool.call.result"},
		{key: "gen_ai.tool.definitions"},
		{key: "gen_ai.tool.description"},
		{key: "gen_ai.agent.description"},
		{key: "gen_ai.request.stop_sequences"},
		{key: "gen_ai.retrieval.query.text"},
		{key: "gen_ai.retrieval.documents"},
		{key: "gen_ai.evaluation.explanation"},
	},
	events: []event{{genAIDetails, history}},
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
		"gen_ai.response.id":         responseID,
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
	if input, ok := f.span.Attributes().Get(genAIInput); ok && input.Type() == pcommon.ValueTypeStr {
		if items, ok := itemsInText(input.Str()); ok {
			b.mayFollow = f.Response != ""
			b.readRequestAndResponse(items, b.textAt(f.span.Attributes(), genAIOutput))
			return
		}
	}
	b.readGenAIMessages(f)
	b.resultsOfUsers(f)
}

// readGenAIMessages reads the messages of a span or of its event.
func (b *builder) readGenAIMessages(f *Facts) {
	asked, answered := messagesValue(f.span, genAIInput), messagesValue(f.span, genAIOutput)
	if sizeOfText(asked)+sizeOfText(answered) <= b.bytes {
		b.readValue(asked)
		b.answering = true
		b.readValue(answered)
	} else {
		b.answering, b.reversed = true, true
		b.readValueNewest(answered)
		b.answering = false
		b.readValueNewest(asked)
		slices.Reverse(b.messages)
	}
	b.answering = false
}

// messagesValue returns what a span or its event holds under a key, an empty value where they hold nothing.
func messagesValue(span ptrace.Span, key string) pcommon.Value {
	if v, ok := valueOf(span, key, genAIDetails); ok {
		return v
	}
	return noValue
}

var noValue = pcommon.NewValueEmpty()

// valueOf returns an attribute of a span, or of the last event of that name that has it.
func valueOf(span ptrace.Span, key, event string) (pcommon.Value, bool) {
	v, ok := span.Attributes().Get(key)
	for i := span.Events().Len() - 1; i >= 0 && !ok; i-- {
		if e := span.Events().At(i); e.Name() == event {
			v, ok = e.Attributes().Get(key)
		}
	}
	return v, ok
}

// sizeOfText returns the length of a text; that of a structured value is not known before it is read.
func sizeOfText(v pcommon.Value) int {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return len(v.Str())
	case pcommon.ValueTypeMap, pcommon.ValueTypeSlice:
		return math.MaxInt32
	}
	return 0
}

// readValue reads a text that fits into the budget.
func (b *builder) readValue(v pcommon.Value) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		b.readMessages(v.Str())
	case pcommon.ValueTypeEmpty:
	default:
		b.problems.add(WrongType)
	}
}

// readValueNewest reads a value's messages from the newest on, for as long as the budget lasts. The elements of
// an array are structured messages or the JSON text of one message each.
func (b *builder) readValueNewest(v pcommon.Value) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		b.readNewest(v.Str())
	case pcommon.ValueTypeSlice:
		b.newestFirst(v.Slice().Len(), func(i int) { b.readMessages(b.text(v.Slice().At(i))) })
	case pcommon.ValueTypeMap:
		b.newestFirst(1, func(int) { b.readMessages(b.text(v)) })
	default:
		b.readValue(v)
	}
}
