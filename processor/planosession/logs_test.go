package planosession

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
)

// processLog returns the session and the route of one log record.
func processLog(t *testing.T, p *sessionProcessor, s sent) [2]string {
	t.Helper()
	logs := plog.NewLogs()
	record := logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	if s.trace != 0 {
		record.SetTraceID(pcommon.TraceID{s.trace})
	}
	require.NoError(t, record.Attributes().FromRaw(s.attributes))
	_, err := p.processLogs(t.Context(), logs)
	require.NoError(t, err)
	var got [2]string
	for i, name := range []string{defaultSessionAttribute, defaultTarget} {
		if v, ok := record.Attributes().Get(name); ok {
			got[i] = v.Str()
		}
	}
	return got
}

func TestLogRecordsGoWithTheirTrace(t *testing.T) {
	config, memories := createDefaultConfig().(*Config), newMemories(time.Now)
	traces, _ := startWith(t, config, memories)
	logs, _ := startWith(t, config, memories)

	traces.process(t, sent{1, map[string]any{"plano.session_id": "s"}})
	assert.Equal(t, [2]string{"s", "s"}, processLog(t, logs, sent{1, nil}), "the span came first")
	assert.Equal(t, [2]string{"", trace(2)}, processLog(t, logs, sent{2, nil}), "nothing names a session")
	assert.Equal(t, [2]string{"c", "c"}, processLog(t, logs, sent{3, map[string]any{"gen_ai.conversation.id": "c"}}))
	assert.Equal(t, []string{"c"}, traces.process(t, sent{3, nil}), "the log record came first")
	assert.Equal(t, [2]string{}, processLog(t, logs, sent{0, nil}), "of no trace")
	assert.Equal(t, [2]string{"s", "s"}, processLog(t, logs, sent{0, map[string]any{"session.id": "s"}}), "of no trace, but of a session")
}

func TestConfigurationsShareNothing(t *testing.T) {
	memories := newMemories(time.Now)
	traces, _ := startWith(t, createDefaultConfig().(*Config), memories)
	logs, _ := startWith(t, createDefaultConfig().(*Config), memories)
	traces.process(t, sent{1, map[string]any{"session.id": "s"}})
	assert.Equal(t, [2]string{"", trace(1)}, processLog(t, logs, sent{1, nil}))
}

func TestMemoryGoesWithItsLastUser(t *testing.T) {
	config, memories := createDefaultConfig().(*Config), newMemories(time.Now)
	first, _ := startWith(t, config, memories)
	second, _ := startWith(t, config, memories)
	require.NoError(t, first.shutdown(t.Context()))
	require.NoError(t, first.shutdown(t.Context()))
	assert.Equal(t, 1, memories.Len())
	require.NoError(t, second.shutdown(t.Context()))
	assert.Zero(t, memories.Len())
}
