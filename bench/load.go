package main

import (
	"fmt"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// A maker fills the i-th span of a request.
type maker func(span ptrace.Span, i int)

// traces is one request. Five spans share a trace.
func traces(fill maker) ptrace.Traces {
	td := ptrace.NewTraces()
	resource := td.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "shop")
	resource.Resource().Attributes().PutStr("host.name", "node-17")
	spans := resource.ScopeSpans().AppendEmpty().Spans()
	var trace pcommon.TraceID
	for i := range spansPerRequest {
		if i%5 == 0 {
			trace = harness.NewTraceID()
		}
		span := spans.AppendEmpty()
		span.SetTraceID(trace)
		span.SetSpanID([8]byte{byte(i + 1), byte(i >> 8)})
		if i%5 > 0 {
			span.SetParentSpanID([8]byte{byte(i - i%5 + 1), byte((i - i%5) >> 8)})
		}
		span.SetStartTimestamp(1_795_175_800_000_000_000)
		span.SetEndTimestamp(1_795_175_801_000_000_000)
		fill(span, i)
	}
	return td
}

// plainSpan is what a web framework writes.
func plainSpan(span ptrace.Span, i int) {
	span.SetName("GET /orders/{id}")
	span.SetKind(ptrace.SpanKindServer)
	attributes := span.Attributes()
	attributes.PutStr("http.request.method", "GET")
	attributes.PutStr("url.scheme", "https")
	attributes.PutStr("url.path", fmt.Sprintf("/orders/%d", i))
	attributes.PutStr("http.route", "/orders/{id}")
	attributes.PutStr("server.address", "shop.example")
	attributes.PutInt("server.port", 443)
	attributes.PutInt("http.response.status_code", 200)
	attributes.PutStr("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	attributes.PutStr("network.protocol.version", "1.1")
	attributes.PutStr("client.address", "192.0.2.17")
}

// The messages of a chat span, ten of them with the answer.
var conversations = [][]string{
	{
		"Hello, I ordered a pair of hiking boots last week, order number %d, and the tracking page has not changed since Monday. " +
			"Can you tell me where they are?",
		"Let me look that up for you. The parcel left our warehouse on Monday evening and was handed to the carrier, " +
			"who has not scanned it since.",
		"So is it lost? I leave for the mountains on Saturday morning and I do need the boots by then, " +
			"otherwise the whole order makes no sense to me.",
		"I understand. I have asked the carrier to look for the parcel. If it is not found by tomorrow noon " +
			"we can send a new pair by express for Friday.",
		"That sounds reasonable. Would the express delivery cost me anything, and do I have to be at home to sign for it when it comes?",
		"No, express delivery is free of charge in this case. Someone has to sign, but it can be a neighbour or the reception of your office.",
		"Then please use the address of my office for the new pair. It is the second one in my account, the building with the green door.",
		"Done. The replacement, if it is needed, goes to your office address by express, and you get a message as soon as it is on its way.",
		"Great, thank you so much, that is exactly what I needed!",
		"You are welcome. I hope you have a good time in the mountains.",
	},
	{
		"I was charged twice for order %d and I would like to have one of the two charges refunded to my credit card please.",
		"I can see one charge of 89.90 for this order. Could it be that the second one is the reservation of the amount by your bank?",
		"No, that is not what I asked. There are two charges on my statement, both of them booked, with different dates.",
		"I am sorry. The reservation of the amount by your bank normally disappears after three to five working days.",
		"You are repeating yourself. I said both of them are booked. Are you even reading what I write here?",
		"I apologise for the inconvenience. The reservation of the amount by your bank normally disappears after a few days.",
		"This is useless and I am really frustrated. I have been at this for an hour now and nothing has happened.",
		"I am sorry to hear that. Is there anything else I can help you with today concerning your order?",
		"Yes, let me talk to a human agent. I want a real person to look at this, now.",
		"I will forward your request to a colleague, who will get in touch with you by e-mail.",
	},
}

// chatSpan is what OpenTelemetry's conventions for GenAI make of a call to a model. One
// in ten is of a conversation that goes wrong.
func chatSpan(span ptrace.Span, i int) {
	conversation := conversations[0]
	if i%10 == 0 {
		conversation = conversations[1]
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
	var messages []message
	for turn, text := range conversation[:last] {
		role := [2]string{"user", "assistant"}[turn%2]
		if turn == 0 {
			text = fmt.Sprintf(text, 4711+i)
		}
		messages = append(messages, message{role, text})
	}
	attributes.PutStr("gen_ai.input.messages", textOf(messages))
	attributes.PutStr("gen_ai.output.messages",
		fmt.Sprintf(`[{"role":"assistant","parts":[{"type":"text","content":%q}],"finish_reason":"stop"}]`, conversation[last]))
}
