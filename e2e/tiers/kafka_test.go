package tiers

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// With Kafka between the agents' two halves, spans go from any agent into the topic
// and from the topic through any agent to the gateway of their session. An agent that
// is killed loses neither what it read nor what it had not yet written.
func TestKafkaBetweenTheTiers(t *testing.T) {
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(6, "spans"))
	require.NoError(t, err)
	t.Cleanup(cluster.Close)
	s := startTiers(t, []string{"kafka"}, nil,
		"TIERS_KAFKA=["+strings.Join(cluster.ListenAddrs(), ", ")+"]")
	from := newSender(s.agents)
	from.sendBatches(t)
	// Some of it is read, some is still in the topic or in a queue.
	require.Eventually(t, func() bool { return len(s.received().spans) > 0 }, arriveTimeout, harness.PollInterval)
	from.sendBatches(t)
	require.NoError(t, s.agents[0].Kill())
	s.agents[0].start(t)
	from.sendBatches(t)

	got := s.waitForAll(t, from)
	assert.Len(t, from.accepted, 3*batches*turnsPerBatch*spansPerTurn)
	assert.Len(t, got.spans, len(from.accepted))
	assert.Zero(t, inSeveral(got.sessionsOf), "sessions in several gateways")
}
