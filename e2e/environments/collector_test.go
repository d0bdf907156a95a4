package environments

import (
	"context"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// A collector runs with the default configuration and an environment's files.
type collector struct {
	*harness.Process
	grpc    string // OTLP, host:port
	http    string // OTLP, host:port
	stopped bool
}

// A run says how a collector is started.
type run struct {
	// environments are names of files in config/, as in `make run ENV=...`.
	environments []string
	// overrides are files in testdata/ that lead to the test's backend.
	overrides []string
	// arguments follow on the command line.
	arguments []string
	// environment holds NAME=VALUE pairs.
	environment []string
}

func (r run) start(t *testing.T) *collector {
	t.Helper()
	path, err := harness.Collector.Find()
	require.NoError(t, err)
	free, err := harness.FreeAddresses(t.Context(), 4)
	require.NoError(t, err)
	_, metricsPort, err := net.SplitHostPort(free[2])
	require.NoError(t, err)
	environment := append([]string{
		"E2E_COLLECTOR_GRPC=" + free[0],
		"E2E_COLLECTOR_HTTP=" + free[1],
		"E2E_COLLECTOR_METRICS_PORT=" + metricsPort,
		"E2E_COLLECTOR_HEALTH=" + free[3],
		"AWS_EC2_METADATA_DISABLED=true",
	}, r.environment...)
	arguments := append(configs(r.environments, append([]string{"loopback"}, r.overrides...)), r.arguments...)
	// Not the test's context, which ends before the collector is asked to stop.
	process, err := harness.Start(context.WithoutCancel(t.Context()), path, "http://"+free[3]+"/", environment, arguments...)
	require.NoError(t, err)
	c := &collector{Process: process, grpc: free[0], http: free[1]}
	t.Cleanup(func() {
		if !c.stopped {
			c.stop(t)
		}
	})
	return c
}

func configs(environments, overrides []string) []string {
	arguments := []string{"--config", "../otelcol-config.yaml"}
	for _, name := range environments {
		arguments = append(arguments, "--config", "../config/"+name+".yaml")
	}
	for _, name := range overrides {
		arguments = append(arguments, "--config", "environments/testdata/"+name+".yaml")
	}
	return arguments
}

// stop has the collector deliver what it holds and end.
func (c *collector) stop(t *testing.T) {
	t.Helper()
	c.stopped = true
	assert.NoError(t, c.Stop())
}

// sendExamples sends each of the examples that come with the collector.
func (c *collector) sendExamples(t *testing.T) {
	t.Helper()
	for _, name := range []string{"refund", "happy", "plano-failures"} {
		require.NoError(t, harness.SendHTTP(t.Context(), c.http, example(t, name)))
	}
}

func example(t *testing.T, name string) ptrace.Traces {
	t.Helper()
	td, err := harness.ReadOTLP("../examples/" + name + ".json")
	require.NoError(t, err)
	return td
}
