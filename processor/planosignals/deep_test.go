package planosignals

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/depth/depthtest"
)

// TestDeepValuesAreCutAndTheirNeighboursRead poisons every attribute that is read, on a span each.
func TestDeepValuesAreCutAndTheirNeighboursRead(t *testing.T) {
	keys := []string{
		"gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.operation.name", "gen_ai.request.model", "gen_ai.tool.name",
		"gen_ai.tool.call.id", "gen_ai.tool.call.arguments", "gen_ai.tool.call.result", "gen_ai.prompt.0.content", "error.type", "http.url",
		"http.response.status_code", "llm.error", "agent.error", "response_flags", "finish_reason", "service.name.override",
		"orchestrator.rate_limited", "rate_limiter.status", "fallback.requested_model", "status",
	}
	for _, content := range contents {
		t.Run(string(content), func(t *testing.T) {
			traces := chat(t, map[string]any{"gen_ai.input.messages": `[{"role":"user","content":"let me talk to a human"}]`})
			resource := traces.ResourceSpans().At(0)
			depthtest.Poison(resource.Resource().Attributes(), "service.name")
			first := resource.ScopeSpans().At(0).Spans().At(0)
			depthtest.Nest(first.Attributes().PutEmpty("gen_ai.output.messages"), depthtest.Deep)
			for _, key := range keys {
				span := resource.ScopeSpans().At(0).Spans().AppendEmpty()
				span.Attributes().PutStr("gen_ai.system", "openai")
				depthtest.Poison(span.Attributes(), key)
				depthtest.Poison(span.Events().AppendEmpty().Attributes(), "exception.message")
				span.Events().At(0).SetName("exception")
			}
			telemetry := componenttest.NewTelemetry()
			config := defaults()
			config.Content = content
			p, sink := start(t, config, telemetry)
			require.NoError(t, p.ConsumeTraces(t.Context(), traces))

			out := sink.AllTraces()[0]
			_, err := (&ptrace.JSONMarshaler{}).MarshalTraces(out)
			require.NoError(t, err)
			assert.Contains(t, spansOf(out)[0].Attributes().AsRaw(), "signals.escalation.requested")
			unreadable := counted(t, telemetry, "otelcol_processor_planosignals_unreadable", "reason")
			assert.GreaterOrEqual(t, unreadable["deep_json"], int64(2*len(keys)+1))
		})
	}
}
