package planosignals

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatatest/ptracetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// failingCalls is a conversation of calls of one tool, each of which fails.
func failingCalls(t *testing.T, tool string, calls int) ptrace.Traces {
	t.Helper()
	var messages []any
	part := func(role string, part map[string]any) map[string]any {
		return map[string]any{"role": role, "parts": []any{part}}
	}
	messages = append(messages, part("user", map[string]any{"type": "text", "content": "This is really frustrating. I want a human agent."}))
	for i := range calls {
		id := fmt.Sprintf("call-%d", i)
		messages = append(messages,
			part("assistant", map[string]any{"type": "tool_call", "id": id, "name": tool, "arguments": map[string]any{"n": i}}),
			part("tool", map[string]any{
				"type": "tool_call_response", "id": id, "response": "Error: invalid argument: " + strings.Repeat("\x01", 200),
			}))
	}
	text, err := json.Marshal(messages)
	require.NoError(t, err)
	return chat(t, map[string]any{"gen_ai.operation.name": "chat", "gen_ai.input.messages": string(text)})
}

// reportBytes counts what a report wrote.
func reportBytes(span ptrace.Span) int {
	bytes := attributeBytes(span.Attributes(), semconv.SignalsNamespace)
	for _, event := range span.Events().All() {
		bytes += len(event.Name()) + 8 + attributeBytes(event.Attributes(), semconv.SignalNamespace)
	}
	return bytes
}

func attributeBytes(attributes pcommon.Map, namespace string) (bytes int) {
	for key, value := range attributes.All() {
		if strings.HasPrefix(key, namespace) {
			bytes += len(key) + 8
			if value.Type() == pcommon.ValueTypeStr {
				bytes += len(value.Str()) - 8
			}
		}
	}
	return bytes
}

func TestReportIsBounded(t *testing.T) {
	const calls = 150
	for _, tool := range []string{"‹", "<", "\x01", "\xff", `"`} {
		telemetry := componenttest.NewTelemetry()
		config := defaults()
		config.MaxMessages = 1000
		p, sink := start(t, config, telemetry)
		require.NoError(t, p.ConsumeTraces(t.Context(), failingCalls(t, strings.Repeat(tool, 2000), calls)))
		span := spansOf(sink.AllTraces()[0])[0]
		assert.LessOrEqual(t, reportBytes(span), config.MaxReportBytes, "%q", tool)
		assert.Greater(t, reportBytes(span), config.MaxReportBytes*3/4, "%q: the room is used", tool)
		a := span.Attributes().AsRaw()
		assert.Equal(t, int64(calls), a["signals.execution.failure.count"], "counts are whole")
		types := map[any]bool{}
		for _, event := range span.Events().All() {
			types[event.Attributes().AsRaw()["signal.type"]] = true
			if text, ok := event.Attributes().Get("signal.metadata"); ok {
				assert.True(t, json.Valid([]byte(text.Str())), text.Str())
				assert.LessOrEqual(t, len(text.Str()), maxMetadata)
			}
		}
		assert.True(t, types["interaction.disengagement.escalation"], "what weighs most is there, though it is the oldest")
		last := span.Events().At(span.Events().Len() - 1).Attributes().AsRaw()
		assert.Equal(t, int64(2*calls), last["signal.message_index"], "so is the latest")
		assert.Equal(t, map[string]int64{"planosignals": 1},
			counted(t, telemetry, "otelcol_processor_planosignals_truncated_reports", "processor"))
		require.NoError(t, telemetry.Shutdown(t.Context()))
	}
}

func TestOrdinaryReportIsWhole(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	p, sink := start(t, defaults(), telemetry)
	require.NoError(t, p.ConsumeTraces(t.Context(), example(t, "refund.json")))
	assert.Less(t, reportBytes(lastSpan(sink.AllTraces()[0])), 4096)
	_, err := telemetry.GetMetric("otelcol_processor_planosignals_truncated_reports")
	require.Error(t, err, "nothing was cut")
	require.NoError(t, telemetry.Shutdown(t.Context()))
}

func TestASecondCollectorAddsNothingToACutReport(t *testing.T) {
	once := process(t, defaults(), failingCalls(t, "search", 48))
	twice := ptrace.NewTraces()
	once.CopyTo(twice)
	require.NoError(t, ptracetest.CompareTraces(once, process(t, defaults(), twice)))
}

func TestAttributesAlwaysFit(t *testing.T) {
	config := defaults()
	config.MaxReportBytes = maxAttributeBytes
	messages := []signals.Message{
		{Role: signals.RoleUser, Text: "No, that's not what I meant. This is really frustrating."},
		{Role: signals.RoleUser, Text: "I want to speak to a human agent."},
		{Role: signals.RoleUser, Text: "Where is my refund for the flight to Berlin?"},
		{Role: signals.RoleUser, Text: "Where is my refund for the flight to Berlin?"},
		{Role: signals.RoleUser, Text: "Thank you so much, that worked!"},
	}
	for range 6 {
		messages = append(messages,
			signals.Message{Role: signals.RoleToolCall, Tool: "search", CallID: "1", Arguments: `{"q":1}`},
			signals.Message{Role: signals.RoleToolResult, Tool: "search", CallID: "1", Text: "Error: invalid argument: q", Failed: true},
			signals.Message{Role: signals.RoleToolResult, Tool: "search", Text: "HTTP 429 Too Many Requests", Failed: true})
	}
	analyzer, err := signals.New(signals.DefaultConfig())
	require.NoError(t, err)
	report := analyzer.Analyze(messages)
	report.Summary = strings.Repeat("ä\xff", 10_000)
	w := newWriter(config)
	span := ptrace.NewSpan()
	cut, err := w.write(span, firstTold(report))
	require.NoError(t, err)
	assert.True(t, cut)
	assert.Equal(t, maxAttributes, span.Attributes().Len(), "%v", span.Attributes().AsRaw())
	assert.LessOrEqual(t, reportBytes(span), maxAttributeBytes)
	assert.Zero(t, span.Events().Len())
}

func TestEventsThatMatterMostAreKept(t *testing.T) {
	instances := []signals.Instance{
		{Leaf: signals.Gratitude, MessageIndex: 0},
		{Leaf: signals.Escalation, MessageIndex: 1},
		{Leaf: signals.Correction, MessageIndex: 2},
		{Leaf: signals.Correction, MessageIndex: 3},
		{Leaf: signals.InvalidArgs, MessageIndex: 4},
		{Leaf: signals.InvalidArgs, MessageIndex: 5},
		{Leaf: signals.RateLimit, MessageIndex: 6},
		{Leaf: signals.RateLimit, MessageIndex: 7},
	}
	w := newWriter(defaults())
	result := firstTold(signals.Report{Instances: instances})
	told := w.toTell(result)
	assert.Equal(t, []int{1, 7, 5, 3, 0, 6, 4, 2}, told)

	all, err := w.choose(result, told)
	require.NoError(t, err)
	require.Len(t, all, len(instances))
	for i := range all {
		assert.Equal(t, i, all[i].instance.MessageIndex, "in the order of the conversation")
	}
	w.eventBytes = all[1].size() + all[5].size() + all[7].size()
	chosen, err := w.choose(result, told)
	require.NoError(t, err)
	var kept []int
	for i := range chosen {
		kept = append(kept, chosen[i].instance.MessageIndex)
	}
	assert.Equal(t, []int{1, 5, 7}, kept)
}
