package conversation

// googleADK is that of Google's Agent Development Kit: the request and the response of Gemini.
var googleADK = dialect{
	name:    "google_adk",
	senders: []sender{{"Google ADK", "2.0"}},
	content: []content{
		{key: "gcp.vertex.agent.llm_request", holds: history},
		{key: "gcp.vertex.agent.llm_response", holds: answer},
		{key: "gcp.vertex.agent.tool_call_args"},
		{key: "gcp.vertex.agent.tool_response"},
		{key: "gcp.vertex.agent.data"},
	},
}
