package conversation

// genAIPrompt is that of OpenTelemetry's semantic conventions for generative AI up to 1.27: a whole
// history in one attribute, of the span or of a span event.
var genAIPrompt = dialect{
	name:    "gen_ai_prompt",
	senders: []sender{{"OTel GenAI semantic conventions", "up to 1.27"}},
	content: []content{
		{key: "gen_ai.prompt", holds: history},
		{key: "gen_ai.completion", holds: answer},
	},
	events: []event{{"gen_ai.content.prompt", history}, {"gen_ai.content.completion", answer}},
}
