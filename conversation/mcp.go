package conversation

import (
	"github.com/otelcol-plano/otelcol-plano/conversation/faults"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
)

// mcp is that of spans of the Model Context Protocol, by Sentry and others. Those of OpenTelemetry's semantic conventions have
// the attributes of tools beside them; https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/mcp.md.
var mcp = dialect{
	name:    "mcp",
	senders: []sender{{"MCP instrumentations", ""}},
	marks:   []string{"mcp.method.name"},
	content: []content{
		{key: "mcp.request.argument"},
		{key: "mcp.request.argument.*"},
		{key: "mcp.request.arguments"},
		{key: "mcp.response.value"},
		{key: "mcp.tool.result.content"},
		{key: "mcp.tool.result.content.*"},
		{key: "mcp.prompt.result.*", fields: []string{"message_content", "description", "content"}},
		{key: "mcp.logging.message"},
	},
	kinds: map[string]map[string]spankind.Kind{"mcp.method.name": {"tools/call": spankind.Tool, anyValue: spankind.Step}},
	facts: map[string]fact{
		"mcp.method.name":         says(operationName),
		"mcp.request.argument":    otherwise(otelToolArguments),
		"mcp.tool.name":           toolName,
		"mcp.request.arguments":   toolArguments,
		"mcp.response.value":      toolResultIn("content"),
		"mcp.tool.result.content": toolResult,
	},
	faults: map[string]faults.Note{"mcp.tool.result.is_error": faults.ToolFailed},
}
