package harness

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// MetricFamilies is what a program exposes for Prometheus, by name.
type MetricFamilies map[string]*dto.MetricFamily

// Sum adds up a family's values, of counters and gauges, of all label sets that
// hold the pairs of name and value.
func (m MetricFamilies) Sum(name string, labels ...string) float64 {
	total := 0.0
	for _, metric := range m[name].GetMetric() {
		if holds(metric, labels) {
			total += metric.GetCounter().GetValue() + metric.GetGauge().GetValue()
		}
	}
	return total
}

func holds(metric *dto.Metric, labels []string) bool {
	has := map[string]string{}
	for _, pair := range metric.GetLabel() {
		has[pair.GetName()] = pair.GetValue()
	}
	for i := 0; i+1 < len(labels); i += 2 {
		if has[labels[i]] != labels[i+1] {
			return false
		}
	}
	return true
}

// ReadMetrics scrapes a program at an address, host:port.
func ReadMetrics(ctx context.Context, address string) (MetricFamilies, error) {
	url := "http://" + address + "/metrics"
	status, body, err := Get(ctx, url)
	if err != nil {
		return nil, err
	}
	if status != http.StatusOK {
		return nil, fmt.Errorf("%s: HTTP %d: %s", url, status, body)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	return parser.TextToMetricFamilies(bytes.NewReader(body))
}
