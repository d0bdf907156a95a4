package conversation

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// contentKeys are the attributes that hold what was said, of every dialect, whether
// its messages are read or not.
var contentKeys = map[string]bool{
	"gen_ai.input.messages": true, "gen_ai.output.messages": true, "gen_ai.system_instructions": true,
	"gen_ai.prompt": true, "gen_ai.completion": true,
	"gen_ai.tool.call.arguments": true, "gen_ai.tool.call.result": true,
	"llm.user_message_preview": true, "llm.prompts": true, "llm.completions": true,
	"input.value": true, "output.value": true,
	"ai.prompt": true, "ai.prompt.messages": true, "ai.response.text": true, "ai.response.object": true,
	"ai.response.reasoning": true, "ai.response.toolCalls": true, "ai.toolCall.args": true, "ai.toolCall.result": true,
	"tfy.input": true, "tfy.output": true,
	"mlflow.spanInputs": true, "mlflow.spanOutputs": true,
	"langfuse.observation.input": true, "langfuse.observation.output": true,
	"langfuse.trace.input": true, "langfuse.trace.output": true,
	"traceloop.entity.input": true, "traceloop.entity.output": true,
}

// contentPrefixes are those of indexed attributes.
var contentPrefixes = []string{
	"gen_ai.prompt.", "gen_ai.completion.", "llm.input_messages.", "llm.output_messages.", "llm.prompts.", "llm.completions.",
}

// contentEvents are span events that hold what was said.
var contentEvents = map[string]bool{
	"gen_ai.content.prompt": true, "gen_ai.content.completion": true,
	"gen_ai.system.message": true, "gen_ai.user.message": true, "gen_ai.assistant.message": true,
	"gen_ai.tool.message": true, "gen_ai.unknown.message": true, "gen_ai.choice": true,
	"gen_ai.client.inference.operation.details": true,
}

// toolCallKeys hold content on TrueFoundry's tool calls only; the names are too plain
// to touch elsewhere.
var toolCallKeys = map[string]bool{"args": true, "result": true}

// DropContent removes the attributes and events that hold what was said.
func DropContent(span ptrace.Span) {
	toolCall := isToolCall(span)
	span.Attributes().RemoveIf(func(key string, _ pcommon.Value) bool { return isContent(key, toolCall) })
	span.Events().RemoveIf(func(event ptrace.SpanEvent) bool { return contentEvents[event.Name()] })
}

func isToolCall(span ptrace.Span) bool { return strings.HasPrefix(span.Name(), toolCallPrefix) }

func isContent(key string, toolCall bool) bool {
	if contentKeys[key] || toolCall && toolCallKeys[key] {
		return true
	}
	if key == "" || key[0] != 'g' && key[0] != 'l' {
		return false
	}
	for _, prefix := range contentPrefixes {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}
