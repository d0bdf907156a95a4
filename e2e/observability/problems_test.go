package observability

import (
	"testing"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/stretchr/testify/assert"
)

// A comparison that finds nothing wrong anywhere would pass everything.
func TestProblemsOf(t *testing.T) {
	series := []labels.Labels{labels.FromStrings(model.MetricNameLabel, "spans_total", "kind", "chat", "job", "p")}
	for _, good := range []string{
		`sum by (kind) (rate(spans_total{kind="chat"}[5m])) > 0`,
		`topk(3, sum by (kind) (rate(spans_total{kind=~"c.*"}[5m])))`,
	} {
		assert.Empty(t, problemsOf(good, series, []string{"kind"}), good)
	}
	for _, wrong := range []string{
		`rate(spans[5m])`,
		`rate(spans_total{kind="tool"}[5m])`,
		`rate(spans_total{knd=~".*"}[5m])`,
		`sum by (knd) (rate(spans_total[5m]))`,
		`sum(rate(spans_total[5m])) / sum(rate(span_total[5m]))`,
		`sum by (kind) (rate(spans_total[5m])`,
	} {
		assert.NotEmpty(t, problemsOf(wrong, series, nil), wrong)
	}
	assert.NotEmpty(t, problemsOf(`sum by (job) (spans_total)`, series, []string{"kind"}), "kind is summed away")
	assert.NotEmpty(t, problemsOf(`sum(spans_total) / sum(spans_total)`, series, []string{"kind"}), "kind is summed away")
}
