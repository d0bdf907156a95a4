package conversation

// vercelAI is that of Vercel's AI SDK until it took up OpenTelemetry's own.
var vercelAI = dialect{
	name:    "vercel_ai",
	senders: []sender{{"Vercel AI SDK", "up to 6"}},
	content: []content{
		{key: "ai.prompt", holds: history},
		{key: "ai.prompt.messages", holds: history},
		{key: "ai.response.text", holds: answer},
		{key: "ai.response.object", holds: answer},
		{key: "ai.response.reasoning"},
		{key: "ai.response.toolCalls", holds: answer},
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
	sessions: []sessionKey{{"ai.telemetry.metadata.sessionId", ofSession, 70}},
}
