package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"
	"google.golang.org/grpc"

	"github.com/otelcol-plano/otelcol-plano/bench/talk"
	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// turnsOfSession are those of the sessions whose size is measured.
const turnsOfSession = 100

// measureSessions compares what sessions take that are sent turn by turn, each call with all that was said before, with what their last
// calls alone take.
func measureSessions(ctx context.Context, sessions int, t *table) error {
	var sizes [3]int64
	for i, from := range []int{turnsOfSession, 0, turnsOfSession - 1} {
		// Without a turn, it is the size of an empty store.
		size, err := sizeOfSessions(ctx, sessions, from)
		if err != nil {
			return err
		}
		sizes[i] = size - sizes[0]
	}
	t.atMost(fmt.Sprintf("size of a session of %d turns, sent turn by turn, by that of its last call", turnsOfSession),
		float64(sizes[1])/float64(sizes[2]), goalSessions, "%.2f")
	t.note("bytes of a session, of its last call", fmt.Sprintf("%d, %d", sizes[1]/int64(sessions), sizes[2]/int64(sessions)))
	return nil
}

// sizeOfSessions sends the turns of sessions from one on, and returns the size of the store.
func sizeOfSessions(ctx context.Context, sessions, from int) (size int64, err error) {
	c, err := newCollector(ctx)
	if err != nil {
		return 0, err
	}
	defer c.remove(&err)
	if _, err := c.startTimed(ctx, 0); err != nil {
		return 0, err
	}
	sent := 0
	err = c.connect(func(conn *grpc.ClientConn) error {
		random := rand.New(rand.NewPCG(100, 100))
		histories := make([][]talk.Message, sessions)
		for turn := range turnsOfSession {
			td := ptrace.NewTraces()
			resource := td.ResourceSpans().AppendEmpty()
			resource.Resource().Attributes().PutStr("service.name", "shop")
			spans := resource.ScopeSpans().AppendEmpty().Spans()
			for i := range sessions {
				question, answer := talk.Say("user", random), talk.Say("assistant", random)
				histories[i] = append(histories[i], question)
				if turn >= from {
					chat := harness.AppendSpan(spans, harness.NewTraceID(), "chat")
					talk.ChatSpan(chat, i)
					chat.Attributes().PutStr("gen_ai.input.messages", talk.TextOf(histories[i]))
					chat.Attributes().PutStr("gen_ai.output.messages", talk.TextOf([]talk.Message{answer}))
					within(chat, time.Now())
				}
				histories[i] = append(histories[i], answer)
			}
			if td.SpanCount() == 0 {
				continue
			}
			if err := send(ctx, conn, td); err != nil {
				return err
			}
			sent += td.SpanCount()
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	if err := c.waitFor(ctx, sent); err != nil {
		return 0, err
	}
	if err := c.Stop(); err != nil {
		return 0, err
	}
	return c.diskBytes()
}
