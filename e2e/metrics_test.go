package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

func TestOwnMetrics(t *testing.T) {
	s := useStack(t)
	before := scrape(t, s.Collector)
	s.through(t, readTestdata(t, "testdata/instrumentation/openllmetry-0.27.refund.traces.json"))
	broken, span := harness.NewSpan("metrics", "chat gpt-4o-mini")
	span.Attributes().PutStr("gen_ai.operation.name", "chat")
	span.Attributes().PutStr("gen_ai.input.messages", `[{"role":"user","parts":[{"ty`)
	s.through(t, broken)
	after := scrape(t, s.Collector)

	grows := func(name string, by float64, labels ...string) {
		t.Helper()
		assert.GreaterOrEqual(t, after.Sum(name, labels...)-before.Sum(name, labels...), by, "%s %v", name, labels)
	}
	const prefix = "otelcol_processor_planosignals_"
	grows(prefix+"conversations_total", 1, "quality", "severe")
	grows(prefix+"messages_total", 12)
	grows(prefix+"signals_total", 1, "signal_type", "interaction.disengagement.escalation")
	grows(prefix+"unreadable_total", 1, "reason", "truncated_json")
	grows("otelcol_processor_planonaming_flagged_spans_total", 1, "target", "root")
	grows("otelcol_receiver_accepted_spans_total", 8)
	assert.Zero(t, after.Sum("otelcol_exporter_send_failed_spans_total"))
}

func scrape(t *testing.T, c *harness.Collector) harness.MetricFamilies {
	t.Helper()
	families, err := harness.ReadMetrics(t.Context(), c.Metrics)
	require.NoError(t, err)
	return families
}
