package conversation

// mcp is that of spans of the Model Context Protocol, by OpenLLMetry, Sentry and others.
var mcp = dialect{
	name:    "mcp",
	senders: []sender{{"MCP instrumentations", ""}},
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
}
