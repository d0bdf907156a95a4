package planosignals

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
)

// TestNoRequestIsKept sends names of 15 MB, of which every label keeps the beginning.
func TestNoRequestIsKept(t *testing.T) {
	const megabyte = 1 << 20
	telemetry := componenttest.NewTelemetry()
	set := processortest.NewNopSettings(metadata.Type)
	set.TelemetrySettings = telemetry.NewTelemetrySettings()
	p, err := NewFactory().CreateTraces(t.Context(), set, defaults(), consumertest.NewNop())
	require.NoError(t, err)
	before := heap()
	for i := range 60 {
		name := fmt.Sprintf("%d", i) + strings.Repeat("x", 15*megabyte)
		attributes := map[string]any{"gen_ai.operation.name": "chat", "gen_ai.input.messages": angry}
		switch i % 3 {
		case 0:
			attributes["gen_ai.request.model"] = name
		case 1:
			attributes["gen_ai.agent.name"] = name
		}
		traces := chat(t, attributes)
		if i%3 == 2 {
			traces.ResourceSpans().At(0).Resource().Attributes().PutStr("service.name", name)
		}
		if i%2 == 0 {
			spansOf(traces)[0].Attributes().PutStr("gen_ai.output.messages", `[{"role":`)
		}
		require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	}
	assert.Less(t, heap()-before, 4*megabyte)
	assert.Len(t, counted(t, telemetry, "otelcol_processor_planosignals_conversations", "gen_ai.request.model"), 21)
	require.NoError(t, telemetry.Shutdown(t.Context()))
	require.NoError(t, p.Shutdown(t.Context()))
}

// heap is the size of what is still in use.
func heap() int {
	// A sync.Pool lets go of what it holds at the second collection.
	for range 3 {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// Sessions hold on to no request, also of those whose tools have names and ids of their own.
func TestSessionsKeepNoRequest(t *testing.T) {
	const megabyte = 1 << 20
	p, err := newProcessor(processortest.NewNopSettings(metadata.Type), defaults())
	require.NoError(t, err)
	before := heap()
	for session := range 50 {
		history := `{"role":"user","content":"Find it."}`
		for call := range 3 {
			history += fmt.Sprintf(`,{"role":"assistant","tool_calls":[{"id":"call-%d","function":{"name":"%s","arguments":"{}"}}]},`+
				`{"role":"tool","tool_call_id":"call-%d","content":"%s"}`, call, strings.Repeat("n", 300+session), call, strings.Repeat("x", megabyte))
			p.process(t.Context(), chat(t, map[string]any{
				"gen_ai.operation.name": "chat", "session.id": fmt.Sprint(session), "gen_ai.input.messages": "[" + history + "]",
			}), nil)
		}
	}
	assert.Less(t, heap()-before, 8*megabyte)
	runtime.KeepAlive(p)
}
