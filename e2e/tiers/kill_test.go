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
	s := startTiers(t, nil, []string{"unsampled"})
	gateway, agent := s.gateways[0], s.agents[0]
	from := newSender(s.agents)
	for _, backend := range s.backends {
		backend.Refuse(true)
	}

	from.sendBatches(t)
	require.Eventually(t, func() bool { return gateway.sum(t, "otelcol_receiver_accepted_spans_total") > 0 },
		arriveTimeout, harness.PollInterval, "nothing reached the gateway that is to be killed")
	require.Empty(t, s.received().spans, "backends that refuse got spans: this test proves nothing")
	require.NoError(t, gateway.Kill())

	from.sendBatches(t)
	require.Eventually(t, func() bool { return agent.sum(t, "otelcol_exporter_queue_size") > 0 },
		arriveTimeout, harness.PollInterval, "the queue of the agent that is to be killed is empty")
	require.NoError(t, agent.Kill())

	for _, backend := range s.backends {
		backend.Refuse(false)
	}
	gateway.start(t)
	agent.start(t)
	from.sendBatches(t)

	got := s.waitForAll(t, from)
	assert.Len(t, from.accepted, 3*batches*turnsPerBatch*spansPerTurn)
	assert.Len(t, got.spans, len(from.accepted))
	assert.Zero(t, inSeveral(got.sessionsOf), "sessions in several gateways")
}

// A gateway that is told to stop, as in a rolling update, decides on the traces that its
// sampler holds and puts them into its queue on disk; once it is back, they come out.
func TestStoppedGatewayDrains(t *testing.T) {
	s := startTiers(t, nil, []string{"long-decision-wait"})
	from := newSender(s.agents)
	from.sendBatches(t)
	require.Eventually(t, func() bool {
		in := 0.0
		for _, g := range s.gateways {
			in += g.sum(t, "otelcol_receiver_accepted_spans_total")
		}
		return int(in) == len(from.accepted)
	}, arriveTimeout, harness.PollInterval)
	require.Empty(t, s.received().spans, "a span left before the stop: this test proves nothing")

	for _, g := range s.gateways {
		require.NoError(t, g.Stop())
		g.start(t)
	}
	// Behind the restart a decision takes too long to wait for: what comes now is what
	// the stop decided.
	got := s.waitForAll(t, from)
	assert.Zero(t, got.duplicates())
}
