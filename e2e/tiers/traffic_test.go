package tiers

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

const (
	// spansPerTurn is how many spans the trace of one turn of a session has.
	spansPerTurn = 3
	// turnsPerBatch is how many sessions share a request.
	turnsPerBatch = 20
	batches       = 12
)

// A sender hands spans to agents in turn and remembers those that were accepted.
type sender struct {
	agents   []*node
	next     int
	accepted map[pcommon.SpanID]bool
}

func newSender(agents []*node) *sender {
	return &sender{agents: agents, accepted: map[pcommon.SpanID]bool{}}
}

// send sends to the next agent; what was accepted must come out.
func (s *sender) send(ctx context.Context, t *testing.T, td ptrace.Traces) {
	t.Helper()
	agent := s.agents[s.next%len(s.agents)]
	s.next++
	require.NoError(t, harness.SendGRPC(ctx, agent.GRPC, td))
	for _, span := range harness.SpansOf(td) {
		s.accepted[span.SpanID()] = true
	}
}

// sendBatches sends one turn of each of batches*turnsPerBatch sessions.
func (s *sender) sendBatches(t *testing.T) {
	t.Helper()
	for i := range batches {
		s.send(t.Context(), t, turns(i*turnsPerBatch, turnsPerBatch, asText))
	}
}

// A sessionWriter writes on a span which session it belongs to.
type sessionWriter func(attributes pcommon.Map, session int)

func asText(attributes pcommon.Map, session int) {
	attributes.PutStr("session.id", fmt.Sprintf("session-%d", session))
}

func asNumber(attributes pcommon.Map, session int) {
	attributes.PutInt("session.id", int64(session))
}

func asConversation(attributes pcommon.Map, session int) {
	attributes.PutStr("gen_ai.conversation.id", fmt.Sprintf("conversation-%d", session))
}

func noSession(pcommon.Map, int) {}

// turns returns one turn of each session from first on, n of them, in one resource,
// as the batch of a service that serves many users.
func turns(first, n int, write sessionWriter) ptrace.Traces {
	td := ptrace.NewTraces()
	spans := harness.AppendService(td, "tiers")
	for session := first; session < first+n; session++ {
		turn(spans, session, write)
	}
	return td
}

// turn appends a trace: a request, a chat below it, a tool call below that.
func turn(spans ptrace.SpanSlice, session int, write sessionWriter) {
	trace := harness.NewTraceID()
	var parent pcommon.SpanID
	for i, name := range [spansPerTurn]string{"POST /chat", "chat gpt-4o-mini", "execute_tool get_reservation"} {
		span := harness.AppendSpan(spans, trace, name)
		span.SetParentSpanID(parent)
		span.SetStartTimestamp(span.StartTimestamp() + pcommon.Timestamp(i))
		if i == 1 {
			span.Attributes().PutStr("gen_ai.operation.name", "chat")
			span.Attributes().PutStr("gen_ai.request.model", "gpt-4o-mini")
			span.Attributes().PutStr("gen_ai.input.messages",
				`[{"role":"user","parts":[{"type":"text","content":"This is useless, let me talk to a human agent."}]}]`)
		}
		write(span.Attributes(), session)
		parent = span.SpanID()
	}
}

// onChatOnly leaves the request and the tool call without a session.
func onChatOnly(attributes pcommon.Map, session int) {
	if _, ok := attributes.Get("gen_ai.operation.name"); ok {
		asText(attributes, session)
	}
}
