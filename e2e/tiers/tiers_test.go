package tiers

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// arriveTimeout is how long spans may take through both tiers, restarts included.
const arriveTimeout = 40 * time.Second

// A node is an agent or a gateway. It can be killed and started again, with the
// same addresses and the same storage.
type node struct{ *harness.Collector }

// startNode starts a node with configuration files of the repository's root on top of one
// another.
func startNode(t *testing.T, files []string, env ...string) *node {
	t.Helper()
	env = append(env, "PLANO_STORAGE="+t.TempDir(), "PLANO_GATEWAYS=localhost", "PLANO_DECISION_WAIT=1s")
	c, err := harness.NewCollector(t.Context(), harness.CollectorConfig{Files: files, Env: env})
	require.NoError(t, err)
	n := &node{c}
	n.start(t)
	return n
}

func (n *node) start(t *testing.T) {
	t.Helper()
	require.NoError(t, n.Start(t.Context()))
	started := n.Process
	// A node that was killed on purpose has ended already.
	t.Cleanup(func() { assert.NoError(t, started.Kill()) })
}

// sum scrapes the node and adds up a metric.
func (n *node) sum(t *testing.T, metric string) float64 {
	t.Helper()
	families, err := harness.ReadMetrics(t.Context(), n.Metrics)
	require.NoError(t, err)
	return families.Sum(metric)
}

// tiers are two agents before three gateways, each gateway with its own backend.
type tiers struct {
	agents, gateways []*node
	backends         []*harness.Sink
}

// startTiers starts them with configuration files of testdata on top of the agents'
// and of the gateways'.
func startTiers(t *testing.T, agentConfigs, gatewayConfigs []string, agentEnv ...string) *tiers {
	t.Helper()
	s := &tiers{}
	var addresses []string
	for range 3 {
		backend := harness.StartSink(t)
		g := startNode(t, configFiles("gateway", gatewayConfigs), "OTLP_ENDPOINT="+backend.Address, "OTLP_INSECURE=true")
		s.backends, s.gateways = append(s.backends, backend), append(s.gateways, g)
		addresses = append(addresses, g.GRPC)
	}
	agentEnv = append(agentEnv, "TIERS_GATEWAYS=["+strings.Join(addresses, ", ")+"]")
	for range 2 {
		s.agents = append(s.agents, startNode(t, configFiles("agent", agentConfigs), agentEnv...))
	}
	return s
}

// configFiles are those of a tier in config/ and, on top of it, in testdata.
func configFiles(tier string, names []string) []string {
	files := []string{"config/" + tier + ".yaml"}
	for _, name := range append([]string{tier}, names...) {
		files = append(files, "e2e/tiers/testdata/"+name+".yaml")
	}
	return files
}

// received returns what the backends got so far.
func (s *tiers) received() received { return receivedBy(s.backends) }

// waitForAll waits until every accepted span has come out of a gateway, and logs what came.
func (s *tiers) waitForAll(t *testing.T, from *sender) received {
	t.Helper()
	missing := func() int { return s.received().missing(from.accepted) }
	if !assert.Eventually(t, func() bool { return missing() == 0 }, arriveTimeout, harness.PollInterval) {
		for _, n := range append(s.agents, s.gateways...) {
			t.Log(n.Failure("while %d of %d accepted spans are missing", missing(), len(from.accepted)))
		}
		t.FailNow()
	}
	got := s.received()
	got.log(t, len(from.accepted))
	return got
}
