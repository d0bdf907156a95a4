package planosignals

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
)

func TestTheLogNamesWhoSendsUnreadableContent(t *testing.T) {
	core, logs := observer.New(zapcore.InfoLevel)
	set := processortest.NewNopSettings(metadata.Type)
	set.TelemetrySettings = componenttest.NewNopTelemetrySettings()
	set.Logger = zap.New(core)
	p, err := NewFactory().CreateTraces(t.Context(), set, defaults(), consumertest.NewNop())
	require.NoError(t, err)
	for _, messages := range []string{angry, `[{"role":`, `[{"role":`} {
		traces := chat(t, map[string]any{"gen_ai.operation.name": "chat", "gen_ai.input.messages": messages})
		traces.ResourceSpans().At(0).Resource().Attributes().PutStr("service.name", "shop\x1b[31m\u202e\n"+strings.Repeat("x", 10_000))
		require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	}
	require.Equal(t, 1, logs.Len(), "once, not for each span")
	entry := logs.All()[0]
	assert.Equal(t, zapcore.WarnLevel, entry.Level)
	assert.Equal(t, int64(1), entry.ContextMap()["truncated_json"])
	service := entry.ContextMap()["service.name"].(string)
	assert.True(t, strings.HasPrefix(service, "shop\ufffd[31m\ufffd xxx"), service)
	assert.Less(t, len(service), 2*maxLabel)
}

func TestTheLogIsLimited(t *testing.T) {
	core, logs := observer.New(zapcore.InfoLevel)
	now := time.Unix(0, 0)
	log := newProblemLog(zap.New(core), func() time.Time { return now })
	problems := &conversation.Problems{conversation.TooLarge: 3}
	flood := func() int {
		for i := range 1000 {
			log.unreadable(fmt.Sprint(i%500), problems)
			log.incomplete(assert.AnError)
		}
		return len(logs.TakeAll())
	}
	assert.Equal(t, loggedServices+1, flood())
	assert.Zero(t, flood())
	now = now.Add(logInterval)
	assert.Equal(t, loggedServices+1, flood())
}
