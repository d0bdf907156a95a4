package conversation

import (
	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

const (
	toolCallSpan = "Tool Call: *"

	tfyInput    = "tfy.input"
	tfyResolved = "tfy.resolved_input"
	tfyOutput   = "tfy.output"
)

// trueFoundry is that of TrueFoundry's gateway, later than what it documents: the request and the response of models, and what
// MCP servers got and returned; https://www.truefoundry.com/docs/ai-gateway/fetch-request-logs-span-attributes. The spans of a
// model's call stand in those of the request, one for each attempt.
var trueFoundry = dialect{
	name:    "truefoundry",
	senders: []sender{{"TrueFoundry", "later"}},
	marks:   []string{"toolName", "rate_limiter.status", "fallback.requested_model", "tfy.span_type"},
	content: []content{
		{key: tfyInput, holds: history},
		{key: tfyResolved, holds: history},
		{key: tfyOutput, holds: answer},
		{key: "tfy.input_short_hand"},
		{key: "tfy.prompt_variables"},
		{key: "args", onSpan: toolCallSpan},
		{key: "result", onSpan: toolCallSpan},
	},
	kinds: map[string]map[string]spankind.Kind{
		"tfy.span_type": {
			"model": spankind.Chat, "chatcompletion": spankind.Agent, "completion": spankind.Agent, "agentresponse": spankind.Agent,
			"mcp": spankind.Tool, "embedding": spankind.Embeddings, anyValue: spankind.Step,
		},
	},
	names: []spanName{
		{name: "agentResponsesHandler", kind: spankind.Agent},
		{name: toolCallSpan, kind: spankind.Tool},
		{name: "fallbackRequest", fallback: true},
	},
	facts: map[string]fact{
		"toolName": toolName, "args": toolArguments, "result": toolResult,
		"tfy.model.name":                modelName,
		"tfy.mcp_server.primitive_name": toolName,
		tfyInput:                        toolArgumentsIn("arguments"),
		tfyOutput:                       toolResultIn("content"),
	},
	faults: map[string]faults.Note{
		"rate_limiter.status":      faults.LimiterStatus,
		"fallback.requested_model": faults.Fallback,
		"status":                   faults.ToolStatus,
		"tfy.error_message":        faults.GatewayError,
		"tfy.mcp_server.is_tool_call_execution_error": faults.ToolFailed,
	},
	sessions: []sessionKey{{"tfy.request.conversation_id", ofConversation, 10}},
	read:     readTrueFoundry,
}

// readTrueFoundry reads the messages of the request, with the prompt filled in, then those of the response.
func readTrueFoundry(b *builder, f *Facts) {
	attributes := f.span.Attributes()
	b.readRequestAndResponse(b.textAt(attributes, tfyResolved, tfyInput), b.textAt(attributes, tfyOutput))
}
