package observability

import (
	"cmp"
	"errors"
	"fmt"
	"io"
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
	"go.yaml.in/yaml/v3"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// accepts is what Prometheus asks for when it scrapes, with the escaping of names that
// deploy/observability/prometheus.yaml sets, else that of Prometheus 3 by default.
func accepts(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../deploy/observability/prometheus.yaml")
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
	c := startCollector(t)
	var series []labels.Labels
	// The sums of the export come with its first batch.
	require.Eventually(t, func() bool {
		var err error
		series, err = scrape(t, c.Metrics)
		return assert.NoError(t, err) && hasName(series, "otelcol_exporter_sent_spans_total")
	}, 10*time.Second, harness.PollInterval)
	return series
}

// startCollector returns a collector that has got all spans.
func startCollector(t *testing.T) *harness.Collector {
	t.Helper()
	c, err := harness.StartCollector(t.Context(), harness.CollectorConfig{
		Files: []string{"e2e/observability/testdata/collector.yaml"},
		Env:   []string{"E2E_BACKEND=" + harness.StartSink(t).Address},
	})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, c.Kill()) })

	examples, err := filepath.Glob("../../examples/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, examples)
	for _, example := range examples {
		td, err := harness.ReadOTLP(example)
		require.NoError(t, err)
		require.NoError(t, harness.SendHTTP(t.Context(), c.HTTP, td))
	}
	unreadable, span := harness.NewSpan("unreadable", "chat")
	span.Attributes().PutStr("gen_ai.operation.name", "chat")
	span.Attributes().PutStr("gen_ai.input.messages", `[{"role":"user","parts":[{"ty`)
	require.NoError(t, harness.SendGRPC(t.Context(), c.GRPC, unreadable))
	return c
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
