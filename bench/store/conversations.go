package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"google.golang.org/grpc"

	"github.com/otelcol-plano/otelcol-plano/bench/talk"
	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

const (
	// turns are those of a conversation among the spans, sent turn by turn with all that was said before.
	turns                   = 4
	conversationsPerRequest = 20
)

// sendConversations sends conversations of the last day, of which one in ten goes wrong after a tool failed. It returns their spans.
func sendConversations(ctx context.Context, conn *grpc.ClientConn, count int) (spans int, err error) {
	random := rand.New(rand.NewPCG(7, 7))
	for first := 0; first < count; first += conversationsPerRequest {
		last := min(first+conversationsPerRequest, count)
		histories := make([][]talk.Message, last-first)
		for turn := range turns {
			td := ptrace.NewTraces()
			for i := first; i < last; i++ {
				addTurn(td, i, turn, &histories[i-first], random)
			}
			if err := send(ctx, conn, td); err != nil {
				return spans, err
			}
			spans += td.SpanCount()
		}
	}
	return spans, nil
}

func addTurn(td ptrace.Traces, conversation, turn int, history *[]talk.Message, random *rand.Rand) {
	resource := td.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", []string{"shop", "billing", "hotline"}[conversation%3])
	spans := resource.ScopeSpans().AppendEmpty().Spans()
	end := time.Now().Add(-24 * time.Hour * time.Duration(conversation%1000) / 1000).Add(time.Duration(turn) * time.Minute / turns)
	trace := harness.NewTraceID()
	wrong := conversation%10 == 0
	question := talk.Say("user", random)
	if wrong {
		question = talk.Message{Role: "user", Text: talk.Conversations[1][2+turn*2]}
	}
	answer := talk.Say("assistant", random)
	*history = append(*history, question)
	chat := harness.AppendSpan(spans, trace, "chat")
	talk.ChatSpan(chat, conversation)
	chat.Attributes().PutStr("gen_ai.input.messages", talk.TextOf(*history))
	chat.Attributes().PutStr("gen_ai.output.messages", talk.TextOf([]talk.Message{answer}))
	chat.Attributes().PutStr("session.id", fmt.Sprintf("conversation-%d", conversation))
	within(chat, end)
	*history = append(*history, answer)
	if !wrong || turn > 0 {
		return
	}
	tool := harness.AppendSpan(spans, trace, "execute_tool get_order")
	tool.SetParentSpanID(chat.SpanID())
	tool.Attributes().PutStr("gen_ai.operation.name", "execute_tool")
	tool.Attributes().PutStr("gen_ai.tool.name", []string{"get_order", "refund"}[conversation/10%2])
	tool.Attributes().PutStr("session.id", fmt.Sprintf("conversation-%d", conversation))
	tool.Status().SetCode(ptrace.StatusCodeError)
	tool.Status().SetMessage(fmt.Sprintf("order %d not found", conversation))
	within(tool, end)
}

func within(span ptrace.Span, end time.Time) {
	span.SetStartTimestamp(pcommon.NewTimestampFromTime(end.Add(-time.Second)))
	span.SetEndTimestamp(pcommon.NewTimestampFromTime(end))
}
