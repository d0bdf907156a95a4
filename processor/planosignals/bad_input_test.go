package planosignals

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
)

// TestWhatCanNotBeReadIsCountedByReason sends what TestBadInputInLists of conversation reads, by way of one dialect.
func TestWhatCanNotBeReadIsCountedByReason(t *testing.T) {
	const messages = "gen_ai.input.messages"
	for reason, attributes := range map[string]map[string]any{
		"invalid_json":   {messages: `[{"role":"user","content":"hi"},{]`},
		"truncated_json": {messages: `[{"role":"user","content":"hi"},{`},
		"wrong_type":     {messages: `[7]`},
		"unknown_role":   {messages: `[{"role":"narrator","content":"hi"}]`},
		"bad_index":      {"gen_ai.prompt.99999999999.content": "hi"},
		"too_large":      {messages: `[{"role":"user","content":"` + strings.Repeat("x", 1<<20) + `"}]`},
	} {
		t.Run(reason, func(t *testing.T) {
			telemetry := componenttest.NewTelemetry()
			config := defaults()
			config.MaxBytes = 1 << 19
			p, sink := start(t, config, telemetry)
			attributes["gen_ai.operation.name"] = "chat"
			require.NoError(t, p.ConsumeTraces(t.Context(), chat(t, attributes)))
			passed := spansOf(sink.AllTraces()[0])[0].Attributes().AsRaw()
			for key, value := range attributes {
				assert.Equal(t, value, passed[key])
			}
			assert.Positive(t, counted(t, telemetry, "otelcol_processor_planosignals_unreadable", "reason")[reason])
			require.NoError(t, telemetry.Shutdown(context.Background()))
		})
	}
}
