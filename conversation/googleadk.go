package conversation

const (
	adkRequest   = "gcp.vertex.agent.llm_request"
	adkResponse  = "gcp.vertex.agent.llm_response"
	adkArguments = "gcp.vertex.agent.tool_call_args"
	adkResult    = "gcp.vertex.agent.tool_response"
)

// googleADK is that of Google's Agent Development Kit: the request and the response of Gemini. A result of a tool stands
// in a message of the user and names the tool, but not its call.
var googleADK = dialect{
	name:    "google_adk",
	senders: []sender{{"Google ADK", "2.0"}},
	content: []content{
		{key: adkRequest, holds: history},
		{key: adkResponse, holds: answer},
		{key: adkArguments},
		{key: adkResult},
		{key: "gcp.vertex.agent.data"},
	},
	facts: map[string]fact{
		adkRequest:   within(fields{"config": within(requestParameters)}),
		adkResponse:  within(fields{"finishReason": says(finishReason), "usageMetadata": within(usageDetails)}),
		adkArguments: toolArguments,
		adkResult:    toolResult.with(fields{"result": toolResult}),
	},
	sessions: []sessionKey{{"gcp.vertex.agent.session_id", ofSession, 110}},
	read:     readGoogleADK,
}

// readGoogleADK reads the messages of the request {contents}, then that of the response {content}.
func readGoogleADK(b *builder, f *Facts) {
	b.readPlaces(f, place{adkRequest, "contents"}, place{adkResponse, "content"})
}
