package conversation

import (
	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

const toolCallSpan = "Tool Call: *"

// trueFoundry is that of TrueFoundry's gateway, later than what it documents.
var trueFoundry = dialect{
	name:    "truefoundry",
	senders: []sender{{"TrueFoundry", "later"}},
	marks:   []string{"toolName", "rate_limiter.status", "fallback.requested_model"},
	content: []content{
		{key: "tfy.input", holds: history},
		{key: "tfy.output", holds: answer},
		{key: "args", onSpan: toolCallSpan},
		{key: "result", onSpan: toolCallSpan},
	},
	names: []spanName{
		{name: "agentResponsesHandler", kind: spankind.Agent},
		{name: toolCallSpan, kind: spankind.Tool},
		{name: "fallbackRequest", fallback: true},
	},
	facts: map[string]fact{"toolName": toolName, "args": toolArguments, "result": toolResult},
	faults: map[string]faults.Note{
		"rate_limiter.status":      faults.LimiterStatus,
		"fallback.requested_model": faults.Fallback,
		"status":                   faults.ToolStatus,
	},
	sessions: []sessionKey{{"tfy.request.conversation_id", ofConversation, 10}},
}
