package observability

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"go.yaml.in/yaml/v3"
	"google.golang.org/grpc"
	_ "google.golang.org/grpc/encoding/gzip" // the exporter compresses

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// accepts is what Prometheus asks for when it scrapes, with the escaping of names that
// deploy/observability/prometheus.yaml sets, else that of Prometheus 3 by default.
func accepts(t *testing.T) string {
	t.Helper()
	root, err := harness.Root()
	require.NoError(t, err)
	text, err := os.ReadFile(filepath.Join(root, "deploy", "observability", "prometheus.yaml"))
	require.NoError(t, err)
	var config struct {
		ScrapeConfigs []struct {
			Escaping string `yaml:"metric_name_escaping_scheme"`
		} `yaml:"scrape_configs"`
	}
	require.NoError(t, yaml.Unmarshal(text, &config))
	require.Len(t, config.ScrapeConfigs, 1)
	escaping := cmp.Or(config.ScrapeConfigs[0].Escaping, "allow-utf-8")
	return "application/openmetrics-text;version=1.0.0;escaping=" + escaping + ";q=0.6," +
		"text/plain;version=1.0.0;escaping=" + escaping + ";q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
}

// exposed is what a Prometheus reads from a collector that got the examples and one
// span that can't be read.
func exposed(t *testing.T) []labels.Labels {
	t.Helper()
	metrics := startCollector(t)
	var series []labels.Labels
	// The sums of the export come with its first batch.
	require.Eventually(t, func() bool {
		var err error
		series, err = scrape(t, metrics)
		return assert.NoError(t, err) && hasName(series, "otelcol_exporter_sent_spans_total")
	}, 10*time.Second, harness.PollInterval)
	return series
}

// startCollector returns the address of the collector's own metrics once it has got
// all spans.
func startCollector(t *testing.T) (metrics string) {
	t.Helper()
	path, err := harness.Collector.Find()
	require.NoError(t, err)
	root, err := harness.Root()
	require.NoError(t, err)
	free, err := harness.FreeAddresses(t.Context(), 4)
	require.NoError(t, err)
	_, metricsPort, err := net.SplitHostPort(free[3])
	require.NoError(t, err)
	p, err := harness.Start(t.Context(), path, "http://"+free[0]+"/", []string{
		"OBSERVABILITY_HEALTH=" + free[0],
		"OBSERVABILITY_GRPC=" + free[1],
		"OBSERVABILITY_HTTP=" + free[2],
		"OBSERVABILITY_METRICS_PORT=" + metricsPort,
		"OBSERVABILITY_BACKEND=" + startBackend(t),
	}, "--config", filepath.Join(root, "otelcol-config.yaml"), "--config", "testdata/collector.yaml")
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, p.Kill()) })

	examples, err := filepath.Glob(filepath.Join(root, "examples", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, examples)
	for _, example := range examples {
		td, err := harness.ReadOTLP(example)
		require.NoError(t, err)
		require.NoError(t, harness.SendHTTP(t.Context(), free[2], td))
	}
	require.NoError(t, harness.SendGRPC(t.Context(), free[1], unreadable()))
	return free[3]
}

// startBackend returns the address of an OTLP endpoint that takes what it gets.
func startBackend(t *testing.T) string {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := grpc.NewServer()
	ptraceotlp.RegisterGRPCServer(server, &backend{})
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Stop()
		assert.NoError(t, <-served)
	})
	return listener.Addr().String()
}

type backend struct {
	ptraceotlp.UnimplementedGRPCServer
}

func (*backend) Export(context.Context, ptraceotlp.ExportRequest) (ptraceotlp.ExportResponse, error) {
	return ptraceotlp.NewExportResponse(), nil
}

func unreadable() ptrace.Traces {
	td := ptrace.NewTraces()
	span := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetTraceID(harness.NewTraceID())
	span.SetSpanID([8]byte{1})
	span.Attributes().PutStr("gen_ai.operation.name", "chat")
	span.Attributes().PutStr("gen_ai.input.messages", `[{"role":"user","parts":[{"ty`)
	return td
}

// scrape reads a program's metrics as Prometheus does, with the labels that a scrape
// adds.
func scrape(t *testing.T, address string) (series []labels.Labels, err error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/metrics", http.NoBody)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", accepts(t))
	transport := &http.Transport{DisableKeepAlives: true}
	resp, err := (&http.Client{Transport: transport}).Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	parser, err := textparse.New(body, resp.Header.Get("Content-Type"), labels.NewSymbolTable(), textparse.ParserOptions{})
	if err != nil {
		return nil, err
	}
	for {
		entry, err := parser.Next()
		if errors.Is(err, io.EOF) {
			return series, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", address, err)
		}
		if entry == textparse.EntrySeries {
			var of labels.Labels
			parser.Labels(&of)
			series = append(series, labels.NewBuilder(of).Set("job", "otelcol-plano").Set("instance", address).Labels())
		}
	}
}

func hasName(series []labels.Labels, name string) bool {
	for _, of := range series {
		if of.Get(model.MetricNameLabel) == name {
			return true
		}
	}
	return false
}
