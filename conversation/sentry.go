package conversation

// sentry is that of Sentry's SDKs: messages in the shape of the provider that was asked.
var sentry = dialect{
	name:    "sentry",
	senders: []sender{{"Sentry", "10.20 to 10.78"}},
	content: []content{
		{key: "gen_ai.request.messages", holds: history},
		{key: "gen_ai.request.available_tools"},
		{key: "gen_ai.response.text", holds: answer},
		{key: "gen_ai.response.object", holds: answer},
		{key: "gen_ai.response.tool_calls", holds: answer},
		{key: "gen_ai.tool.input"},
		{key: "gen_ai.tool.output"},
		{key: "gen_ai.embeddings.input"},
	},
}
