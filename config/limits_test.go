package config

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
)

const mib = 1 << 20

// requestLimit is the largest request that a configuration's receiver takes in, in bytes.
func requestLimit(t *testing.T, conf *confmap.Conf, file string) int {
	t.Helper()
	const protocols = "receivers::otlp::protocols::"
	grpc, ok := conf.Get(protocols + "grpc::max_recv_msg_size_mib").(int)
	require.True(t, ok, "%s: gRPC's limit is the collector's default", file)
	assert.Equal(t, grpc*mib, conf.Get(protocols+"http::max_request_body_size"), "%s: HTTP has another limit than gRPC", file)
	return grpc * mib
}

// defaultConfiguration is the one that all others are given after.
func defaultConfiguration(t *testing.T) *confmap.Conf {
	t.Helper()
	conf, err := confmaptest.LoadConf(filepath.Join("..", "otelcol-config.yaml"))
	require.NoError(t, err)
	return conf
}

// One request can't be so deep that decoding it overflows the stack, and holds what
// senders batch: 512 spans of 13 kB.
func TestRequestLimits(t *testing.T) {
	const (
		deepest  = 14_500_000 // Nested arrays, the least that a collector dies of.
		ordinary = 512 * 13_000
	)
	confs := environments(t)
	confs["otelcol-config.yaml"] = defaultConfiguration(t)
	checked := 0
	for file, conf := range confs {
		if !conf.IsSet("receivers::otlp") {
			continue
		}
		checked++
		limit := requestLimit(t, conf, file)
		assert.Less(t, limit, deepest*2/3, "%s: no room below what overflows the stack", file)
		assert.Greater(t, limit, ordinary*5/4, "%s: no room above ordinary requests", file)
	}
	assert.Equal(t, 3, checked)
}

// What an agent has taken in, with the attributes that it adds, a gateway takes too.
func TestGatewaysTakeWhatAgentsSend(t *testing.T) {
	confs := environments(t)
	const key = "exporters::loadbalancing::protocol::otlp::sending_queue::"
	agents := confs["agent.yaml"]
	sent, ok := agents.Get(key + "batch::max_size").(int)
	require.True(t, ok)
	assert.Equal(t, "bytes", agents.Get(key+"batch::sizer"))
	assert.Equal(t, 0, agents.Get(key+"batch::min_size"), "waits in memory")
	assert.Equal(t, true, agents.Get(key+"wait_for_result"), "what waits here is lost in a restart")
	const added = 500_000
	assert.GreaterOrEqual(t, sent, requestLimit(t, agents, "agent.yaml")+added, "a span that was accepted would be dropped")
	assert.Less(t, sent+100_000, requestLimit(t, confs["gateway.yaml"], "gateway.yaml"))
}
