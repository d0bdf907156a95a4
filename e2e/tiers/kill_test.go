package tiers

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// The backends refuse, so that the gateways' queues fill; then a gateway is killed, so
// that the agents' queues fill; then an agent is killed. What was accepted is on disk
// alone, and comes out when all are back.
func TestKilledNodesLoseNothing(t *testing.T) {
	s := startTiers(t, nil, []string{"testdata/unsampled.yaml"})
	gateway, agent := s.gateways[0], s.agents[0]
	from := newSender(s.agents)
	for _, r := range s.recorders {
		r.refuse(true)
	}

	const batches, perBatch = 12, 20
	sendBatches := func() {
		t.Helper()
		for i := range batches {
			from.send(t.Context(), t, turns(i*perBatch, perBatch, asText))
		}
	}
	sendBatches()
	require.Eventually(t, func() bool { return gateway.sum(t, "otelcol_receiver_accepted_spans_total") > 0 },
		arriveTimeout, harness.PollInterval, "nothing reached the gateway that is to be killed")
	require.Empty(t, collect(s.recorders).spans, "backends that refuse got spans: this test proves nothing")
	require.NoError(t, gateway.Kill())

	sendBatches()
	require.Eventually(t, func() bool { return agent.sum(t, "otelcol_exporter_queue_size") > 0 },
		arriveTimeout, harness.PollInterval, "the queue of the agent that is to be killed is empty")
	require.NoError(t, agent.Kill())

	for _, r := range s.recorders {
		r.refuse(false)
	}
	gateway.start(t)
	agent.start(t)
	sendBatches()

	o := s.arrived(t, from)
	o.log(t, len(from.accepted))
	assert.Len(t, from.accepted, 3*batches*perBatch*spansPerTurn)
	assert.Len(t, o.spans, len(from.accepted))
	assert.Zero(t, inSeveral(o.sessionsOf), "sessions in several gateways")
}

// A gateway that is told to stop, as in a rolling update, decides on the traces that its
// sampler holds and puts them into its queue on disk; once it is back, they come out.
func TestStoppedGatewayDrains(t *testing.T) {
	s := startTiers(t, nil, []string{"testdata/slow.yaml"})
	from := newSender(s.agents)
	const batches, perBatch = 12, 20
	for i := range batches {
		from.send(t.Context(), t, turns(i*perBatch, perBatch, asText))
	}
	require.Eventually(t, func() bool {
		in := 0.0
		for _, g := range s.gateways {
			in += g.sum(t, "otelcol_receiver_accepted_spans_total")
		}
		return int(in) == len(from.accepted)
	}, arriveTimeout, harness.PollInterval)
	require.Empty(t, collect(s.recorders).spans, "a span left before the stop: this test proves nothing")

	for _, g := range s.gateways {
		require.NoError(t, g.Stop())
		g.start(t)
	}
	// Behind the restart a decision takes too long to wait for: what comes now is what
	// the stop decided.
	o := s.arrived(t, from)
	o.log(t, len(from.accepted))
	assert.Zero(t, o.duplicates())
}
