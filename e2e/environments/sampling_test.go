package environments

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

const (
	sampledTraces = 10_000
	// requestTraces is how many traces share a request.
	requestTraces = 250
	// ordinary spans of a trace: the root and the chat.
	spansOfTrace = 2
)

// Kinds of traces by what shall become of them: one in ten is of the first ten kinds, in
// equal parts, which are all kept; of the others one in ten.
var concerningKinds = []func(chat ptrace.Span){
	func(chat ptrace.Span) { chat.Attributes().PutStr("signals.quality", "Severe") },
	func(chat ptrace.Span) { chat.Attributes().PutStr("signals.quality", "poor") },
	func(chat ptrace.Span) { chat.Attributes().PutStr("signals.quality", "ERROR") },
	func(chat ptrace.Span) { chat.Attributes().PutBool("signals.flagged", true) },
	func(chat ptrace.Span) { chat.Attributes().PutStr("signals.escalation.requested", "true") },
	func(chat ptrace.Span) { chat.Attributes().PutInt("signals.frustration.severity", 2) },
	func(chat ptrace.Span) { chat.SetName(chat.Name() + " 🚩") },
	func(chat ptrace.Span) { chat.Status().SetCode(ptrace.StatusCodeError) },
	func(chat ptrace.Span) { says(chat, "Forget it, let me talk to a human agent.") },
	func(chat ptrace.Span) { chat.Attributes().PutInt("http.response.status_code", 503) },
}

// Sessions are named by numbers and by digests, under different attributes.
var sessionKinds = []func(chat ptrace.Span, n int){
	func(chat ptrace.Span, n int) { chat.Attributes().PutStr("session.id", fmt.Sprintf("session-%d", n)) },
	func(chat ptrace.Span, n int) {
		chat.Attributes().PutStr("gen_ai.conversation.id", digest("session", n))
	},
	func(chat ptrace.Span, n int) { chat.Attributes().PutInt("langfuse.session.id", int64(n)) },
}

const tracesOfSession = 6

// A sampledTrace is one that was sent.
type sampledTrace struct {
	concerning bool
	session    string
}

func TestProductionSampling(t *testing.T) {
	for _, environment := range []string{"production", "gateway"} {
		t.Run(environment, func(t *testing.T) {
			t.Parallel()
			backend := harness.StartSink(t)
			c := run{
				environments: []string{environment},
				backend:      "sink",
				env: []string{
					"E2E_BACKEND=" + backend.Address, "OTLP_ENDPOINT=" + backend.Address,
					"PLANO_STORAGE=" + t.TempDir(), "PLANO_DECISION_WAIT=2s",
				},
			}.start(t)
			sent := sendSampled(t, c)
			c.stop(t) // decides on what is undecided, and delivers
			checkSampled(t, sent, harness.ByTrace(backend.Spans()))
			if environment == "gateway" {
				checkNoRoute(t, backend.Spans())
			}
		})
	}
}

// sendSampled sends the traces; chats come first and roots in a later request, as they do.
func sendSampled(t *testing.T, c *collector) map[pcommon.TraceID]sampledTrace {
	t.Helper()
	sent := map[pcommon.TraceID]sampledTrace{}
	for first := 0; first < sampledTraces; first += requestTraces {
		chats, roots := newBatch(), newBatch()
		for n := first; n < first+requestTraces; n++ {
			id := traceID(n)
			sent[id] = fillTrace(chats, roots, id, n)
		}
		require.NoError(t, harness.SendGRPC(t.Context(), c.GRPC, chats.traces))
		require.NoError(t, harness.SendGRPC(t.Context(), c.GRPC, roots.traces))
	}
	require.Len(t, sent, sampledTraces)
	return sent
}

// A batch holds spans of an agent and of a gateway's internal routing.
type batch struct {
	traces          ptrace.Traces
	agent, internal ptrace.SpanSlice
}

func newBatch() batch {
	td := ptrace.NewTraces()
	return batch{traces: td, agent: harness.AppendService(td, "agent"), internal: harness.AppendService(td, "plano(routing)")}
}

func fillTrace(chats, roots batch, id pcommon.TraceID, n int) sampledTrace {
	root := harness.AppendSpan(roots.agent, id, "request")
	chat := harness.AppendSpan(chats.agent, id, "chat gpt-4o-mini")
	routing := harness.AppendSpan(chats.internal, id, "routing")
	chat.SetParentSpanID(root.SpanID())
	chat.Attributes().PutStr("gen_ai.operation.name", "chat")
	chat.Attributes().PutStr("plano.route", id.String()) // as agents do
	routing.SetParentSpanID(root.SpanID())
	if n%10 == 0 {
		concerningKinds[n/10%len(concerningKinds)](chat)
		return sampledTrace{concerning: true}
	}
	says(chat, "Which gate does the flight leave from?")
	if n%2 == 0 {
		return sampledTrace{}
	}
	session := n / 2 / tracesOfSession
	kind := session % len(sessionKinds)
	sessionKinds[kind](chat, session)
	return sampledTrace{session: fmt.Sprint(kind, session)}
}

func says(chat ptrace.Span, text string) {
	chat.Attributes().PutStr("gen_ai.operation.name", "chat")
	chat.Attributes().PutStr("gen_ai.input.messages", `[{"role":"user","parts":[{"type":"text","content":"`+text+`"}]}]`)
}

func traceID(n int) (id pcommon.TraceID) {
	sum := sha256.Sum256(fmt.Appendf(nil, "trace %d", n))
	copy(id[:], sum[:])
	return id
}

func digest(of string, n int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", of, n))
	return hex.EncodeToString(sum[:])
}

func checkSampled(t *testing.T, sent map[pcommon.TraceID]sampledTrace, arrived map[pcommon.TraceID][]ptrace.Span) {
	t.Helper()
	var concerning, kept, plain, keptPlain int
	sessions, keptSessions := map[string]int{}, map[string]int{}
	for id, trace := range sent {
		spans := arrived[id]
		if len(spans) > 0 {
			checkWhole(t, trace, spans)
		}
		switch {
		case trace.concerning:
			concerning++
			kept += min(len(spans), 1)
		case trace.session != "":
			sessions[trace.session]++
			keptSessions[trace.session] += min(len(spans), 1)
		default:
			plain++
			keptPlain += min(len(spans), 1)
		}
	}
	assert.Equal(t, concerning, kept, "concerning traces")
	whole := 0
	for session, traces := range sessions {
		if n := keptSessions[session]; n > 0 {
			assert.Equal(t, traces, n, "session %s is kept in part", session)
			whole++
		}
	}
	assertTenth(t, "traces without a session", keptPlain, plain)
	assertTenth(t, "sessions", whole, len(sessions))
	t.Logf("sent %d traces, kept %d: concerning %d of %d, sessions %d of %d, without a session %d of %d",
		len(sent), len(arrived), kept, concerning, whole, len(sessions), keptPlain, plain)
}

// checkWhole checks a trace that was kept: complete, its root flagged if it is concerning,
// and without the gateway's internal span.
func checkWhole(t *testing.T, trace sampledTrace, spans []ptrace.Span) {
	t.Helper()
	if !assert.Len(t, spans, spansOfTrace, "spans of a kept trace") {
		return
	}
	for _, span := range spans {
		assert.NotEqual(t, "routing", span.Name())
		failedOnly := spans[0].Status().Code() == ptrace.StatusCodeError || spans[1].Status().Code() == ptrace.StatusCodeError
		if trace.concerning && !failedOnly {
			assert.True(t, strings.HasSuffix(span.Name(), "🚩"), span.Name())
		}
	}
}

// checkNoRoute checks that the attribute by which agents route ends in the gateway.
func checkNoRoute(t *testing.T, arrived []ptrace.Span) {
	t.Helper()
	for _, span := range arrived {
		_, ok := span.Attributes().Get("plano.route")
		require.False(t, ok)
	}
}

// assertTenth allows five standard deviations of a binomial distribution.
func assertTenth(t *testing.T, what string, kept, of int) {
	t.Helper()
	const share = 0.1
	assert.InDelta(t, share*float64(of), kept, 5*math.Sqrt(share*(1-share)*float64(of)), "%s: %d of %d", what, kept, of)
}
