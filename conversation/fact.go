package conversation

import (
	"maps"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/value"
)

// fact is what an attribute tells beside messages.
type fact struct {
	// note keeps it for the analysis; nil where that has no use for it.
	note func(*Facts, pcommon.Value)
	// name is what the conventions call it; empty where they have no name for all of it.
	name otelName
	// last is how those keys end, of all that a pattern stands for, that tell it.
	last string
	// isFallback is true where anything else that tells it counts before.
	isFallback bool
	// fields are the fields of the JSON object in the attribute that tell more.
	fields fields
	// parse takes a text apart that tells several facts; nil where it tells one.
	parse func(text string, tell func(otelName, string))
}

// fields are facts by the names of the fields of a JSON object.
type fields map[string]fact

// with adds fields of the object in the attribute, which come before all of it.
func (fa fact) with(more fields) fact {
	all := maps.Clone(more)
	maps.Copy(all, fa.fields)
	fa.fields = all
	return fa
}

// sayEach is the same fact under each of some fields.
func sayEach(name otelName, names []string) fields {
	each := fields{}
	for _, field := range names {
		each[field] = says(name)
	}
	return each
}

// says is a fact that the analysis has no use for.
func says(name otelName) fact { return fact{name: name} }

// otherwise is a fact where nothing else tells it.
func otherwise(name otelName) fact { return fact{name: name, isFallback: true} }

// within is what the fields of the object in an attribute tell.
func within(f fields) fact { return fact{fields: f} }

// The settings of a request, and what it cost, as providers write them.
var (
	requestParameters = fields{
		"temperature": says(requestTemperature), "top_p": says(requestTopP), "topP": says(requestTopP), "top_k": says(requestTopK),
		"topK": says(requestTopK), "max_tokens": says(requestMaxTokens), "max_completion_tokens": says(requestMaxTokens),
		"max_output_tokens": says(requestMaxTokens), "maxOutputTokens": says(requestMaxTokens), "seed": says(requestSeed),
		"frequency_penalty": says(requestFrequencyPenalty), "presence_penalty": says(requestPresencePenalty),
		"n": says(requestChoices), "stream": says(requestStream), "instructions": says(systemInstructions),
		"systemInstruction": says(systemInstructions), "tools": says(toolDefinitions),
	}
	// langChainResult is where LangChain's messages have the text of a result.
	langChainResult = fields{"kwargs": within(fields{"content": says(otelToolResult)})}
	usageDetails    = fields{
		"input": says(inputTokens), "input_tokens": says(inputTokens), "prompt_tokens": says(inputTokens),
		"inputTokens": says(inputTokens), "promptTokenCount": says(inputTokens),
		"output": says(outputTokens), "output_tokens": says(outputTokens), "completion_tokens": says(outputTokens),
		"outputTokens": says(outputTokens), "candidatesTokenCount": says(outputTokens),
		"cache_read": says(cacheReadTokens), "input_cached_tokens": says(cacheReadTokens),
		"cache_read_input_tokens": says(cacheReadTokens), "cachedContentTokenCount": says(cacheReadTokens),
		"cache_creation": says(cacheCreationTokens), "cache_creation_input_tokens": says(cacheCreationTokens),
		"reasoning": says(reasoningTokens), "output_reasoning_tokens": says(reasoningTokens),
		"thoughtsTokenCount": says(reasoningTokens),
	}
)

// The facts that the analysis uses.
var (
	modelName = fact{name: requestModel, note: func(f *Facts, v pcommon.Value) { f.Model = value.Scalar(v) }}
	agentName = fact{name: otelAgentName, note: func(f *Facts, v pcommon.Value) { f.Agent = value.Scalar(v) }}
)
