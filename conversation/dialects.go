package conversation

// dialects are tried in this order: the first one that has content on a span is read.
var dialects = []*dialect{
	&genAI,
	&openLLMetry,
	&genAIEvents,
	&genAIPrompt,
	&openInference,
	&langfuse,
	&vercelAI,
	&trueFoundry,
	&langSmith,
	&mlflow,
	&plano,
	&sentry,
	&googleADK,
	&genkit,
	&mastra,
	&strands,
	&mcp,
}
