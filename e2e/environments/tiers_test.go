package environments

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// startGateway starts a gateway before a backend; every trace of these tests is
// concerning, so it keeps them all.
func startGateway(t *testing.T, backend *sink) *collector {
	t.Helper()
	return run{
		environments: []string{"gateway"},
		environment: []string{
			"OTLP_ENDPOINT=" + backend.address, "OTLP_INSECURE=true",
			"PLANO_STORAGE=" + t.TempDir(), "PLANO_DECISION_WAIT=1s",
		},
	}.start(t)
}

func agent(storage, gateway1, gateway2 string) run {
	return run{
		environments: []string{"agent"},
		overrides:    []string{"gateways"},
		environment:  []string{"E2E_GATEWAY_1=" + gateway1, "E2E_GATEWAY_2=" + gateway2, "PLANO_STORAGE=" + storage},
	}
}

// Two agents receive the traces of each session turn by turn, those of all sessions in one
// request; all of a session ends in one gateway, whichever name the sender gives its id,
// and a trace without one in one gateway.
func TestAgentsKeepSessionsTogether(t *testing.T) {
	t.Parallel()
	backends := []*sink{startSink(t), startSink(t)}
	gateways := []*collector{startGateway(t, backends[0]), startGateway(t, backends[1])}
	agents := make([]*collector, 2)
	for i := range agents {
		agents[i] = agent(t.TempDir(), gateways[0].grpc, gateways[1].grpc).start(t)
	}

	const sessions, turns = 40, 4
	keys := []string{"session.id", "gen_ai.conversation.id", "traceloop.association.properties.session_id", ""}
	sessionOf := map[pcommon.TraceID]int{}
	for turn := range turns {
		request := newBatch()
		for session := range sessions {
			id := traceID(session*turns + turn)
			sessionOf[id] = session
			fillTrace(request, request, id, 0)
		}
		for _, span := range harness.SpansOf(request.traces) {
			session := sessionOf[span.TraceID()]
			if key := keys[session%len(keys)]; key != "" {
				span.Attributes().PutStr(key, fmt.Sprintf("session-%d", session))
			}
		}
		require.NoError(t, harness.SendGRPC(t.Context(), agents[turn%2].grpc, request.traces))
	}
	eventually(t, agents[0], "all traces", func() bool {
		return len(backends[0].arrived())+len(backends[1].arrived()) >= len(sessionOf)
	})

	gatewayOf := map[int]int{}
	for i, backend := range backends {
		arrived := backend.arrived()
		assert.NotEmpty(t, arrived, "gateway %d", i)
		t.Logf("gateway %d: %d traces", i, len(arrived))
		for id, spans := range arrived {
			assert.Len(t, spans, 2, "a trace went to two gateways")
			for _, span := range spans {
				_, ok := span.Attributes().Get("plano.route")
				assert.False(t, ok, "the agents' attribute left the gateway")
			}
			session := sessionOf[id]
			if keys[session%len(keys)] == "" {
				continue
			}
			if before, ok := gatewayOf[session]; ok {
				assert.Equal(t, before, i, "session %d is in two gateways", session)
			}
			gatewayOf[session] = i
		}
	}
	assert.Len(t, gatewayOf, sessions*3/4)
}

// What an agent accepted while no gateway was there, and before it was killed, arrives
// once both run again.
func TestAgentsQueueOutlivesIt(t *testing.T) {
	t.Parallel()
	free, err := harness.FreeAddresses(t.Context(), 2)
	require.NoError(t, err)
	storage := t.TempDir()
	first := agent(storage, free[0], free[1]).start(t)
	ids := map[pcommon.TraceID]bool{}
	for n := range 20 {
		ids[traceID(n)] = true
		require.NoError(t, harness.SendGRPC(t.Context(), first.grpc, flaggedTrace(traceID(n))))
	}
	first.stopped = true
	require.NoError(t, first.Kill())

	backend := startSink(t)
	gateway := startGateway(t, backend)
	second := agent(storage, gateway.grpc, gateway.grpc).start(t)
	eventually(t, second, "what the killed agent held", func() bool { return len(backend.arrived()) == len(ids) })
}

// The same of a gateway whose backend is away.
func TestGatewaysQueueOutlivesIt(t *testing.T) {
	t.Parallel()
	free, err := harness.FreeAddresses(t.Context(), 1)
	require.NoError(t, err)
	gateway := run{
		environments: []string{"gateway"},
		environment: []string{
			"OTLP_ENDPOINT=" + free[0], "OTLP_INSECURE=true", "PLANO_STORAGE=" + t.TempDir(), "PLANO_DECISION_WAIT=1m",
		},
	}
	first := gateway.start(t)
	const traces = 20
	for n := range traces {
		require.NoError(t, harness.SendGRPC(t.Context(), first.grpc, flaggedTrace(traceID(n))))
	}
	first.stop(t) // undecided traces are decided on, and queued

	backend := startSink(t)
	gateway.environment[0] = "OTLP_ENDPOINT=" + backend.address
	second := gateway.start(t)
	eventually(t, second, "what the first one held", func() bool { return len(backend.arrived()) == traces })
}

// flaggedTrace is a root with a chat in trouble.
func flaggedTrace(id pcommon.TraceID) ptrace.Traces {
	chats, roots := newBatch(), newBatch()
	fillTrace(chats, roots, id, 0)
	td := ptrace.NewTraces()
	roots.traces.ResourceSpans().At(0).CopyTo(td.ResourceSpans().AppendEmpty())
	chats.traces.ResourceSpans().At(0).CopyTo(td.ResourceSpans().AppendEmpty())
	return td
}
