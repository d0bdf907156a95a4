package conversation

// genAIEvents is that of OpenTelemetry's semantic conventions for generative AI from 1.28 to 1.36:
// a log record, or a span event, for each message.
var genAIEvents = dialect{
	name: "gen_ai_events",
	senders: []sender{
		{"OTel GenAI semantic conventions", "1.28 to 1.36"}, {"OpenTelemetry instrumentation of OpenAI", "0.21"},
	},
	events: []event{
		{"gen_ai.system.message", history},
		{"gen_ai.user.message", history},
		{"gen_ai.assistant.message", history},
		{"gen_ai.tool.message", history},
		{"gen_ai.unknown.message", history},
		{"gen_ai.choice", answer},
	},
}
