package e2e

import (
	"context"
	"net"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// A collector is the built distribution, running with its default configuration
// and testdata/e2e.yaml on top.
type collector struct {
	*harness.Process
	grpc, http string // OTLP, host:port
	metrics    string // its own metrics, host:port
}

// startCollector starts a collector that exports to the given OTLP/gRPC address.
// More configuration files go on top.
func startCollector(ctx context.Context, jaegerOTLP string, configs ...string) (*collector, error) {
	path, err := harness.Collector.Find()
	if err != nil {
		return nil, err
	}
	free, err := harness.FreeAddresses(ctx, 4)
	if err != nil {
		return nil, err
	}
	c := &collector{grpc: free[0], http: free[1], metrics: free[2]}
	_, metricsPort, err := net.SplitHostPort(c.metrics)
	if err != nil {
		return nil, err
	}
	args := configArgs(append([]string{"../otelcol-config.yaml", "testdata/e2e.yaml"}, configs...)...)
	c.Process, err = harness.Start(ctx, path, "http://"+free[3]+"/", []string{
		"E2E_COLLECTOR_GRPC=" + c.grpc,
		"E2E_COLLECTOR_HTTP=" + c.http,
		"E2E_COLLECTOR_METRICS_PORT=" + metricsPort,
		"E2E_COLLECTOR_HEALTH=" + free[3],
		"E2E_JAEGER_OTLP=" + jaegerOTLP,
	}, args...)
	return c, err
}

func configArgs(files ...string) []string {
	var args []string
	for _, file := range files {
		args = append(args, "--config", file)
	}
	return args
}
