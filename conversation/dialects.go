package conversation

// dialects are tried in this order: the first one that has content on a span is read.
var dialects = []*dialect{
	&mastra,
	&mastraUnprefixed,
	&sentry,
	&genAI,
	&openLLMetry,
	&genAIEvents,
	&openInference,
	&langfuse,
	&vercelAI,
	&trueFoundry,
	&langSmith,
	&genAIPrompt,
	&mlflow,
	&plano,
	&googleADK,
	&genkit,
	&strands,
	&mcp,
}
