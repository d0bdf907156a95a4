package tiers

import (
	"net"
	"path/filepath"
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
type node struct {
	*harness.Process
	grpc, metrics string // host:port
	health        string
	env, args     []string
}

// newNode returns a node that is yet to be started, with configuration files of the
// repository's root and of testdata on top of one another.
func newNode(t *testing.T, configs []string, env ...string) *node {
	t.Helper()
	root, err := harness.Root()
	require.NoError(t, err)
	free, err := harness.FreeAddresses(t.Context(), 4)
	require.NoError(t, err)
	n := &node{grpc: free[0], metrics: free[1], health: "http://" + free[2] + "/", env: env}
	_, metricsPort, err := net.SplitHostPort(n.metrics)
	require.NoError(t, err)
	n.env = append(n.env,
		"TIERS_GRPC="+n.grpc, "TIERS_HTTP="+free[3], "TIERS_HEALTH="+free[2], "TIERS_METRICS_PORT="+metricsPort,
		"PLANO_STORAGE="+t.TempDir(), "PLANO_GATEWAYS=localhost", "PLANO_DECISION_WAIT=1s")
	for _, config := range configs {
		if !strings.HasPrefix(config, "testdata/") {
			config = filepath.Join(root, config)
		}
		n.args = append(n.args, "--config", config)
	}
	return n
}

func (n *node) start(t *testing.T) {
	t.Helper()
	path, err := harness.Collector.Find()
	require.NoError(t, err)
	n.Process, err = harness.Start(t.Context(), path, n.health, n.env, n.args...)
	require.NoError(t, err)
	started := n.Process
	// A node that was killed on purpose has ended already.
	t.Cleanup(func() { assert.NoError(t, started.Kill()) })
}

// tiers are two agents before three gateways, each gateway with its own backend.
type tiers struct {
	agents, gateways []*node
	recorders        []*recorder
}

// startTiers starts them with configuration files of testdata on top of the agents'
// and of the gateways'.
func startTiers(t *testing.T, agentConfigs, gatewayConfigs []string, agentEnv ...string) *tiers {
	t.Helper()
	s := &tiers{}
	var addresses []string
	for range 3 {
		r := startRecorder(t)
		g := newNode(t, append([]string{"otelcol-config.yaml", "config/gateway.yaml", "testdata/gateway.yaml"}, gatewayConfigs...),
			"OTLP_ENDPOINT="+r.address, "OTLP_INSECURE=true")
		g.start(t)
		s.recorders, s.gateways = append(s.recorders, r), append(s.gateways, g)
		addresses = append(addresses, g.grpc)
	}
	for range 2 {
		a := newNode(t, append([]string{"otelcol-config.yaml", "config/agent.yaml", "testdata/agent.yaml"}, agentConfigs...),
			append(agentEnv, "TIERS_GATEWAYS=["+strings.Join(addresses, ", ")+"]")...)
		a.start(t)
		s.agents = append(s.agents, a)
	}
	return s
}

// arrived waits until every accepted span has come out of a gateway.
func (s *tiers) arrived(t *testing.T, from *sender) outcome {
	t.Helper()
	missing := func() int { return collect(s.recorders).missing(from.accepted) }
	if !assert.Eventually(t, func() bool { return missing() == 0 }, arriveTimeout, harness.PollInterval) {
		for _, n := range append(s.agents, s.gateways...) {
			t.Log(n.Failure("while %d of %d accepted spans are missing", missing(), len(from.accepted)))
		}
		t.FailNow()
	}
	return collect(s.recorders)
}

func (o outcome) log(t *testing.T, accepted int) {
	t.Helper()
	t.Logf("%d spans accepted, %d came out, %d of them more than once (%d duplicates); by gateway: spans %v, traces %v, sessions %v",
		accepted, len(o.spans), o.repeated(), o.duplicates(), o.spansOf, sizes(o.tracesOf), sizes(o.sessionsOf))
}

// repeated is the number of spans that came more than once.
func (o outcome) repeated() int {
	n := 0
	for _, times := range o.spans {
		if times > 1 {
			n++
		}
	}
	return n
}

// sum scrapes the node and adds up a metric.
func (n *node) sum(t *testing.T, metric string) float64 {
	t.Helper()
	families, err := harness.ReadMetrics(t.Context(), n.metrics)
	require.NoError(t, err)
	return families.Sum(metric)
}
