package e2e

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOwnMetrics(t *testing.T) {
	s := useStack(t)
	before := scrape(t, s.collector)
	s.through(t, readTestdata(t, "testdata/emitters/openllmetry-0.27.refund.traces.json"))
	broken, span := newSpan("metrics", "chat gpt-4o-mini")
	span.Attributes().PutStr("gen_ai.operation.name", "chat")
	span.Attributes().PutStr("gen_ai.input.messages", `[{"role":"user","parts":[{"ty`)
	s.through(t, broken)
	after := scrape(t, s.collector)

	grows := func(name string, by float64, labels ...string) {
		t.Helper()
		assert.GreaterOrEqual(t, after.sum(name, labels...)-before.sum(name, labels...), by, "%s %v", name, labels)
	}
	const prefix = "otelcol_processor_planosignals_"
	grows(prefix+"conversations_total", 1, "quality", "severe")
	grows(prefix+"messages_total", 12)
	grows(prefix+"signals_total", 1, "signal_type", "interaction.disengagement.escalation")
	grows(prefix+"unreadable_total", 1, "reason", "truncated_json")
	grows("otelcol_processor_planonaming_flagged_spans_total", 1, "target", "root")
	grows("otelcol_receiver_accepted_spans_total", 8)
	assert.Zero(t, after.sum("otelcol_exporter_send_failed_spans_total"))
}

type metricFamilies map[string]*dto.MetricFamily

// sum adds up a family's values of all label sets that hold the pairs of name and
// value.
func (m metricFamilies) sum(name string, labels ...string) float64 {
	total := 0.0
	for _, metric := range m[name].GetMetric() {
		if holds(metric, labels) {
			total += metric.GetCounter().GetValue()
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

func scrape(t *testing.T, c *collector) metricFamilies {
	t.Helper()
	families, err := readMetrics(t.Context(), "http://"+c.metrics+"/metrics")
	require.NoError(t, err)
	return families
}

func readMetrics(ctx context.Context, url string) (metricFamilies, error) {
	status, body, err := get(ctx, url)
	if err != nil {
		return nil, err
	}
	if status != http.StatusOK {
		return nil, fmt.Errorf("%s: HTTP %d: %s", url, status, body)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	return parser.TextToMetricFamilies(bytes.NewReader(body))
}
