package environments

import (
	"fmt"
	"testing"

	pb "github.com/DataDog/datadog-agent/pkg/proto/pbgo/trace"
	"github.com/stretchr/testify/assert"
)

func datadog(to *backend, environments ...string) run {
	return run{
		environments: append(environments, "datadog"),
		backend:      "datadog",
		args:         []string{"--feature-gates=-exporter.datadogexporter.DisableAPMStats"},
		env:          []string{"E2E_BACKEND=" + to.url, "DD_API_KEY=0123456789abcdef0123456789abcdef"},
	}
}

func TestDatadog(t *testing.T) {
	t.Parallel()
	intake := startDatadog(t)
	c := datadog(intake).start(t)
	sent := c.sendExamples(t)
	eventually(t, c, "the check of the key", func() bool { return len(intake.sent(datadogValidate)) > 0 })
	eventually(t, c, fmt.Sprintf("%d spans", sent), func() bool { return len(datadogSpans(t, intake)) >= sent })
	// Statistics leave every 10 s for the time before the last 20 s.
	eventually(t, c, "APM's statistics", func() bool { return len(datadogHits(t, intake)) > 0 })
	c.stop(t)

	for _, path := range []string{datadogTraces, datadogStats, datadogMetrics, datadogValidate} {
		for _, r := range intake.sent(path) {
			assert.Equal(t, "0123456789abcdef0123456789abcdef", r.header.Get("Dd-Api-Key"), path)
		}
	}
	spans := datadogSpans(t, intake)
	assert.Len(t, spans, sent)
	resources := map[string]*pb.Span{}
	for _, span := range spans {
		logDatadog(t, span)
		resources[span.Service+" / "+span.Resource] = span
	}
	t.Run("flag", func(t *testing.T) { checkDatadogFlags(t, resources) })
	t.Run("statistics", func(t *testing.T) {
		hits := datadogHits(t, intake)
		shown := table{title: "Datadog, APM's statistics"}
		for resource, n := range hits {
			shown.add(resource, "hits", n)
		}
		shown.log(t)
		assert.Equal(t, uint64(1), hits["agent-openllmetry / chat gpt-4o-mini 🚩"], "%v", hits)
		assert.Equal(t, uint64(8), hits["agent-openllmetry / chat gpt-4o-mini"], "%v", hits)
	})
	t.Run("metrics", func(t *testing.T) {
		assert.True(t, datadogSeries(t, intake)["otel.datadog_exporter.traces.running"], "%v", datadogSeries(t, intake))
	})
}

// Datadog lists spans by service and resource: the flag must be in the resource. Numbers
// are its metrics, texts and booleans its tags.
func checkDatadogFlags(t *testing.T, resources map[string]*pb.Span) {
	t.Helper()
	chat := resources["agent-openllmetry / chat gpt-4o-mini 🚩"]
	if assert.NotNil(t, chat, "%v", resources) {
		assert.Equal(t, "Severe", chat.Meta["signals.quality"])
		assert.Equal(t, "true", chat.Meta["signals.escalation.requested"])
		assert.Equal(t, "true", chat.Meta["signals.flagged"])
		assert.Equal(t, "mild", chat.Meta["signals.frustration.level"])
		assert.Zero(t, chat.Metrics["signals.quality_score"])
		assert.Contains(t, chat.Metrics, "signals.quality_score")
		assert.InDelta(t, 4, chat.Metrics["signals.turn_count"], 0)
		assert.Contains(t, chat.Meta["events"], "signal.interaction.disengagement.escalation")
	}
	root := resources["agent-openllmetry / conversation 🚩"]
	if assert.NotNil(t, root, "%v", resources) {
		assert.Equal(t, "Severe", root.Meta["signals.trace.quality"])
	}
	// Plano's spans have an HTTP method, which would name the resource without the flag.
	llm := resources["plano_llm / POST /v1/chat/completions openai/gpt-4o-mini 🚩"]
	if assert.NotNil(t, llm, "%v", resources) {
		assert.Equal(t, "Error", llm.Meta["signals.quality"])
	}
}

func TestDatadogAfterSampling(t *testing.T) {
	t.Parallel()
	intake := startDatadog(t)
	r := datadog(intake, "production")
	r.env = append(r.env, "PLANO_DECISION_WAIT=1s")
	c := r.start(t)
	c.sendExamples(t)
	want := map[string]bool{"agent-openllmetry / conversation 🚩": true, "agent-openllmetry / chat gpt-4o-mini 🚩": true}
	eventually(t, c, "the flagged trace", func() bool {
		found := 0
		for _, span := range datadogSpans(t, intake) {
			if want[span.Service+" / "+span.Resource] {
				found++
			}
		}
		return found == len(want)
	})
	for _, span := range datadogSpans(t, intake) {
		assert.NotEqual(t, "plano_routing", span.Service, "internal span %s", span.Resource)
	}
}

func logDatadog(t *testing.T, span *pb.Span) {
	t.Helper()
	arrived := table{title: fmt.Sprintf("Datadog: service %s, resource %s, operation %s, type %s",
		span.Service, span.Resource, span.Name, span.Type)}
	for key, value := range span.Meta {
		arrived.add(key, "tag", value)
	}
	for key, value := range span.Metrics {
		arrived.add(key, "metric", value)
	}
	arrived.log(t)
}
