package conversation

// otelName is an attribute of OpenTelemetry's semantic conventions for generative AI, as of 1.41;
// https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/registry/attributes/gen-ai.md.
type otelName uint8

const (
	noName otelName = iota
	operationName
	providerName
	conversationID
	requestModel
	requestMaxTokens
	requestTemperature
	requestTopP
	requestTopK
	requestFrequencyPenalty
	requestPresencePenalty
	requestSeed
	requestChoices
	requestStream
	requestStop
	responseModel
	otelResponseID
	finishReason
	inputTokens
	outputTokens
	cacheReadTokens
	cacheCreationTokens
	reasoningTokens
	systemInstructions
	toolDefinitions
	inputMessages
	outputMessages
	otelAgentName
	otelAgentID
	workflowName
	otelToolName
	otelToolCallID
	otelToolDescription
	otelToolArguments
	otelToolResult

	otelNames = iota
)

// convention is how the conventions write a fact.
type convention struct {
	key  string
	form valueForm
	// onTool is true of what only spans of tools have.
	onTool bool
}

var conventionOf = [otelNames]convention{
	operationName:           {key: "gen_ai.operation.name", form: formOperation},
	providerName:            {key: "gen_ai.provider.name", form: formProvider},
	conversationID:          {key: "gen_ai.conversation.id"},
	requestModel:            {key: "gen_ai.request.model"},
	requestMaxTokens:        {key: "gen_ai.request.max_tokens", form: formCount},
	requestTemperature:      {key: "gen_ai.request.temperature", form: formNumber},
	requestTopP:             {key: "gen_ai.request.top_p", form: formNumber},
	requestTopK:             {key: "gen_ai.request.top_k", form: formNumber},
	requestFrequencyPenalty: {key: "gen_ai.request.frequency_penalty", form: formNumber},
	requestPresencePenalty:  {key: "gen_ai.request.presence_penalty", form: formNumber},
	requestSeed:             {key: "gen_ai.request.seed", form: formCount},
	requestChoices:          {key: "gen_ai.request.choice.count", form: formCount},
	requestStream:           {key: "gen_ai.request.stream", form: formFlag},
	requestStop:             {key: "gen_ai.request.stop_sequences", form: formTexts},
	responseModel:           {key: "gen_ai.response.model"},
	otelResponseID:          {key: "gen_ai.response.id"},
	finishReason:            {key: "gen_ai.response.finish_reasons", form: formReasons},
	inputTokens:             {key: "gen_ai.usage.input_tokens", form: formCount},
	outputTokens:            {key: "gen_ai.usage.output_tokens", form: formCount},
	cacheReadTokens:         {key: "gen_ai.usage.cache_read.input_tokens", form: formCount},
	cacheCreationTokens:     {key: "gen_ai.usage.cache_creation.input_tokens", form: formCount},
	reasoningTokens:         {key: "gen_ai.usage.reasoning.output_tokens", form: formCount},
	systemInstructions:      {key: "gen_ai.system_instructions", form: formInstructions},
	toolDefinitions:         {key: "gen_ai.tool.definitions", form: formTools},
	inputMessages:           {key: genAIInput, form: formMessages},
	outputMessages:          {key: genAIOutput, form: formMessages},
	otelAgentName:           {key: "gen_ai.agent.name"},
	otelAgentID:             {key: "gen_ai.agent.id"},
	workflowName:            {key: "gen_ai.workflow.name"},
	otelToolName:            {key: "gen_ai.tool.name", onTool: true},
	otelToolCallID:          {key: "gen_ai.tool.call.id", onTool: true},
	otelToolDescription:     {key: "gen_ai.tool.description", form: formContent, onTool: true},
	otelToolArguments:       {key: "gen_ai.tool.call.arguments", form: formContent, onTool: true},
	otelToolResult:          {key: "gen_ai.tool.call.result", form: formContent, onTool: true},
}

// operations are the names that the conventions give to what others call otherwise.
var operations = map[string]string{
	"chat": "chat", "text_completion": "text_completion", "generate_content": "generate_content", "embeddings": "embeddings",
	"create_agent": "create_agent", "invoke_agent": "invoke_agent", "invoke_workflow": "invoke_workflow",
	"execute_tool": "execute_tool", "retrieval": "retrieval", "plan": "plan",
	"completion": "text_completion", "embedding": "embeddings", "workflow": "invoke_workflow",
	"model_generation": "chat", "model.step": "chat",
	"agent.run": "invoke_agent", "tool.execute": "execute_tool", "tools/call": "execute_tool",
}

// providers are the names that the conventions give to providers, by what others call them in lower case, with
// underscores for hyphens and spaces.
var providers = map[string]string{
	"openai": "openai",
	"azure":  "azure.ai.openai", "azure_openai": "azure.ai.openai", "azure.ai.openai": "azure.ai.openai",
	"az.ai.openai": "azure.ai.openai",
	"azure_ai":     "azure.ai.inference", "az.ai.inference": "azure.ai.inference", "azure.ai.inference": "azure.ai.inference",
	"anthropic": "anthropic",
	"aws":       "aws.bedrock", "bedrock": "aws.bedrock", "aws_bedrock": "aws.bedrock", "amazon_bedrock": "aws.bedrock",
	"bedrock_converse": "aws.bedrock", "aws.bedrock": "aws.bedrock",
	"google": "gcp.gen_ai", "gcp": "gcp.gen_ai", "gcp.vertex.agent": "gcp.gen_ai", "gcp.gen_ai": "gcp.gen_ai",
	"gemini": "gcp.gemini", "googleai": "gcp.gemini", "google_genai": "gcp.gemini", "google.generative_ai": "gcp.gemini",
	"google_generative_ai": "gcp.gemini", "gcp.gemini": "gcp.gemini",
	"vertex": "gcp.vertex_ai", "vertexai": "gcp.vertex_ai", "vertex_ai": "gcp.vertex_ai", "google.vertex": "gcp.vertex_ai",
	"google_vertexai": "gcp.vertex_ai", "google_vertex": "gcp.vertex_ai", "gcp.vertex_ai": "gcp.vertex_ai",
	"cohere": "cohere", "deepseek": "deepseek", "groq": "groq", "perplexity": "perplexity",
	"watsonx": "ibm.watsonx.ai", "watsonx.ai": "ibm.watsonx.ai", "ibm": "ibm.watsonx.ai", "ibm.watsonx.ai": "ibm.watsonx.ai",
	"mistral": "mistral_ai", "mistralai": "mistral_ai", "mistral_ai": "mistral_ai",
	"moonshot": "moonshot_ai", "moonshotai": "moonshot_ai", "moonshot_ai": "moonshot_ai",
	"xai": "x_ai", "grok": "x_ai", "x_ai": "x_ai",
}

// finishes are the reasons for an end that messages name, by those of providers without what stands between words.
var finishes = map[string]string{
	"stop": "stop", "endturn": "stop", "stopsequence": "stop", "eos": "stop", "complete": "stop", "completed": "stop",
	"length": "length", "maxtokens": "length",
	"contentfilter": "content_filter", "safety": "content_filter", "recitation": "content_filter", "refusal": "content_filter",
	"guardrailintervened": "content_filter",
	"toolcalls":           "tool_call", "toolcall": "tool_call", "tooluse": "tool_call", "functioncall": "tool_call",
	"error": "error", "failed": "error", "malformedfunctioncall": "error",
}
