package tiers

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// One turn of a session is a trace of these spans.
const spansPerTurn = 3

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
	require.NoError(t, harness.SendGRPC(ctx, agent.grpc, td))
	for _, span := range harness.SpansOf(td) {
		s.accepted[span.SpanID()] = true
	}
}

// A mark writes on a span which session it belongs to.
type mark func(attributes pcommon.Map, session int)

func asText(attributes pcommon.Map, session int) {
	attributes.PutStr("session.id", fmt.Sprintf("session-%d", session))
}

func asNumber(attributes pcommon.Map, session int) {
	attributes.PutInt("session.id", int64(session))
}

func asConversation(attributes pcommon.Map, session int) {
	attributes.PutStr("gen_ai.conversation.id", fmt.Sprintf("conversation-%d", session))
}

func unmarked(pcommon.Map, int) {}

// turns returns one turn of each session from first on, n of them, in one resource,
// as the batch of a service that serves many users.
func turns(first, n int, m mark) ptrace.Traces {
	td := ptrace.NewTraces()
	resource := td.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "tiers")
	spans := resource.ScopeSpans().AppendEmpty().Spans()
	for session := first; session < first+n; session++ {
		turn(spans, session, m)
	}
	return td
}

// turn appends a trace: a request, a chat below it, a tool call below that.
func turn(spans ptrace.SpanSlice, session int, m mark) {
	trace := harness.NewTraceID()
	var parent pcommon.SpanID
	for i, name := range [spansPerTurn]string{"POST /chat", "chat gpt-4o-mini", "execute_tool get_reservation"} {
		span := spans.AppendEmpty()
		span.SetTraceID(trace)
		span.SetSpanID(newSpanID())
		span.SetParentSpanID(parent)
		span.SetName(name)
		span.SetStartTimestamp(pcommon.Timestamp(1_795_175_800_000_000_000 + i))
		span.SetEndTimestamp(1_795_175_801_000_000_000)
		if i == 1 {
			span.Attributes().PutStr("gen_ai.operation.name", "chat")
			span.Attributes().PutStr("gen_ai.request.model", "gpt-4o-mini")
			span.Attributes().PutStr("gen_ai.input.messages",
				`[{"role":"user","parts":[{"type":"text","content":"This is useless, let me talk to a human agent."}]}]`)
		}
		m(span.Attributes(), session)
		parent = span.SpanID()
	}
}

func newSpanID() pcommon.SpanID {
	var id pcommon.SpanID
	rand.Read(id[:]) // never fails
	return id
}

// onChat leaves the request and the tool call without a session.
func onChat(attributes pcommon.Map, session int) {
	if _, ok := attributes.Get("gen_ai.operation.name"); ok {
		asText(attributes, session)
	}
}
