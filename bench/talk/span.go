package talk

import (
	"fmt"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

// ChatSpan is what OpenTelemetry's conventions for GenAI make of a call to a model. One
// in ten is of a conversation that goes wrong.
func ChatSpan(span ptrace.Span, i int) {
	conversation := Conversations[0]
	if i%10 == 0 {
		conversation = Conversations[1]
	}
	span.SetName("chat gpt-4o-mini")
	span.SetKind(ptrace.SpanKindClient)
	attributes := span.Attributes()
	attributes.PutStr("gen_ai.operation.name", "chat")
	attributes.PutStr("gen_ai.provider.name", "openai")
	attributes.PutStr("gen_ai.request.model", "gpt-4o-mini")
	attributes.PutStr("gen_ai.response.model", "gpt-4o-mini-2024-07-18")
	attributes.PutInt("gen_ai.usage.input_tokens", 420)
	attributes.PutInt("gen_ai.usage.output_tokens", 30)
	attributes.PutStr("session.id", fmt.Sprintf("session-%d", i))
	last := len(conversation) - 1
	var messages []Message
	for turn, text := range conversation[:last] {
		role := [2]string{"user", "assistant"}[turn%2]
		if turn == 0 {
			text = fmt.Sprintf(text, 4711+i)
		}
		messages = append(messages, Message{role, text})
	}
	attributes.PutStr("gen_ai.input.messages", TextOf(messages))
	attributes.PutStr("gen_ai.output.messages",
		fmt.Sprintf(`[{"role":"assistant","parts":[{"type":"text","content":%q}],"finish_reason":"stop"}]`, conversation[last]))
}
