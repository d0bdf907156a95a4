package e2e

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// marker is what the default configuration puts behind the name of a flagged span.
const marker = " 🚩"

// A conversation that ends in "let me talk to a human agent", after a bad tool
// argument, a rate limit and an angry user; recorded from two versions of one
// instrumentation library that write messages in different ways.
var refunds = []string{"openllmetry-0.12", "openllmetry-0.27"}

func TestRefund(t *testing.T) {
	s := useStack(t)
	for _, instrumentation := range refunds {
		t.Run(instrumentation, func(t *testing.T) {
			sent := readTestdata(t, "testdata/instrumentation/"+instrumentation+".refund.traces.json")
			trace := s.through(t, sent)
			chat := trace.Last("gen_ai.request.model")
			require.NotNil(t, chat)

			t.Run("documented attributes", func(t *testing.T) {
				assertTag(t, chat, "signals.quality", typeString, "Severe")
				assertTag(t, chat, "signals.escalation.requested", typeString, "true")
				assertTag(t, chat, "signals.turn_count", typeInt64, "4")
				assertTag(t, chat, "signals.efficiency_score", typeFloat64, "1")
				assertTag(t, chat, "signals.frustration.count", typeInt64, "1")
				assertTag(t, chat, "signals.frustration.severity", typeInt64, "1")
				assertTag(t, chat, "signals.repair.count", typeInt64, "1")
				assertTag(t, chat, "signals.repair.ratio", typeFloat64, "0.25")
			})
			t.Run("taxonomy", func(t *testing.T) {
				score := number(t, chat, "signals.quality_score", typeFloat64)
				assert.GreaterOrEqual(t, score, 0.0)
				assert.Less(t, score, 25.0, "the end of the scale that is Severe")
				assertTag(t, chat, "signals.execution.failure.count", typeInt64, "1")
				assertTag(t, chat, "signals.execution.failure.severity", typeInt64, "1")
				assertTag(t, chat, "signals.environment.exhaustion.count", typeInt64, "1")
				assertTag(t, chat, "signals.interaction.misalignment.count", typeInt64, "1")
				assert.GreaterOrEqual(t, number(t, chat, "signals.interaction.disengagement.count", typeInt64), 2.0)
			})
			t.Run("events", func(t *testing.T) { assertRefundEvents(t, trace, chat) })
			t.Run("names", func(t *testing.T) { assertFlagged(t, sent, trace, chat) })
			t.Run("sent attributes", func(t *testing.T) {
				for _, span := range harness.SpansOf(sent) {
					assertAttributes(t, span.Attributes(), trace.Span(span.SpanID().String()).Tags, span.Name())
				}
			})
		})
	}
}

func number(t *testing.T, span *harness.Span, key, wantType string) float64 {
	t.Helper()
	tag, ok := span.Tags.Get(key)
	require.True(t, ok, "no attribute %s", key)
	require.Equal(t, wantType, tag.Type, "type of %s", key)
	value, err := tag.Value.(json.Number).Float64()
	require.NoError(t, err)
	return value
}

// assertRefundEvents checks that each signal has its event on the call whose messages raised it.
func assertRefundEvents(t *testing.T, trace *harness.Trace, chat *harness.Span) {
	t.Helper()
	told := trace.NewSignals()
	for _, signalType := range []string{
		"interaction.misalignment.correction",
		"interaction.disengagement.negative_stance",
		"interaction.disengagement.escalation",
		"execution.failure.invalid_args",
		"environment.exhaustion.rate_limit",
	} {
		assert.Len(t, told[signalType], 1, signalType)
	}
	assert.Equal(t, []string{"interaction.disengagement.escalation"}, chat.SignalTypes("interaction.disengagement.escalation"))
	for _, span := range trace.Spans {
		conversation := conversationText(span)
		for _, event := range span.Signals() {
			assertSignalEvent(t, span, event)
			if snippet, ok := event.Fields.Get("signal.snippet"); ok {
				assert.Contains(t, conversation, snippet.Text(), "the snippet of %s is no part of the conversation", event.Name())
			}
		}
	}
}

// assertSignalEvent checks the fields that every signal event has.
func assertSignalEvent(t *testing.T, span *harness.Span, event harness.Log) {
	t.Helper()
	fields := map[string]string{
		"signal.type":          typeString,
		"signal.message_index": typeInt64,
		"signal.confidence":    typeFloat64,
		"signal.new":           typeBool,
		"signal.metadata":      typeString,
	}
	for key, wantType := range fields {
		field, ok := event.Fields.Get(key)
		if assert.True(t, ok, "%s: no field %s", event.Name(), key) {
			assert.Equal(t, wantType, field.Type, "%s: type of %s", event.Name(), key)
		}
	}
	if snippet, ok := event.Fields.Get("signal.snippet"); ok {
		assert.Equal(t, typeString, snippet.Type, "%s: type of signal.snippet", event.Name())
		assert.NotEmpty(t, snippet.Text(), "%s: signal.snippet", event.Name())
	}
	signalType, _ := event.Fields.Get("signal.type")
	assert.Equal(t, "signal."+signalType.Text(), event.Name())
	metadata, _ := event.Fields.Get("signal.metadata")
	var object map[string]any
	require.NoError(t, json.Unmarshal([]byte(metadata.Text()), &object), "%s: signal.metadata: %s", event.Name(), metadata.Text())
	// Jaeger cuts start and duration to microseconds, each for itself.
	assert.InDelta(t, span.StartTime+span.Duration, event.Timestamp, 1, "%s: not at the span's end", event.Name())
}

// conversationText holds every attribute of the span, JSON escapes undone.
func conversationText(span *harness.Span) string {
	var all strings.Builder
	for _, tag := range span.Tags {
		all.WriteString(tag.Text() + "\n")
	}
	return strings.ReplaceAll(all.String(), `\"`, `"`)
}

// assertFlagged checks that the span and the root of its trace, which came in
// the same request, have the marker once, behind the name they had.
func assertFlagged(t *testing.T, sent ptrace.Traces, trace *harness.Trace, chat *harness.Span) {
	t.Helper()
	names := map[string]string{}
	for _, span := range harness.SpansOf(sent) {
		names[span.SpanID().String()] = span.Name()
	}
	assert.Equal(t, names[chat.SpanID]+marker, chat.OperationName)
	root := trace.Root()
	require.NotNil(t, root)
	assert.Equal(t, names[root.SpanID]+marker, root.OperationName)
	assertTag(t, root, "signals.flagged", typeBool, "true")
	assertTag(t, root, "signals.trace.quality", typeString, "Severe")
}

// The indices count user and assistant messages, tool calls and tool results; the
// system message is no part of the conversation.
func TestRefundMessageIndices(t *testing.T) {
	s := useStack(t)
	trace := s.through(t, readTestdata(t, "testdata/instrumentation/openllmetry-0.27.refund.traces.json"))
	told := trace.NewSignals()
	for signalType, index := range map[string]string{
		"execution.failure.invalid_args":            "2",
		"interaction.misalignment.correction":       "4",
		"environment.exhaustion.rate_limit":         "6",
		"interaction.disengagement.negative_stance": "8",
		"interaction.disengagement.escalation":      "10",
	} {
		if assert.Len(t, told[signalType], 1, signalType) {
			at, _ := told[signalType][0].Fields.Get("signal.message_index")
			assert.Equal(t, index, at.Text(), signalType)
		}
	}
}

func TestRefundOverGRPC(t *testing.T) {
	s := useStack(t)
	sent := readTestdata(t, "testdata/instrumentation/openllmetry-0.27.refund.traces.json")
	require.NoError(t, harness.SendGRPC(t.Context(), s.Collector.GRPC, sent))
	chat := s.arrived(t, sent).Last("gen_ai.request.model")
	require.NotNil(t, chat)
	assertTag(t, chat, "signals.quality", typeString, "Severe")
}

// A root span ends last, so it usually comes in a request of its own.
func TestRootIsFlaggedInLaterRequest(t *testing.T) {
	s := useStack(t)
	sent := readTestdata(t, "testdata/instrumentation/openllmetry-0.27.refund.traces.json")
	root := ptrace.NewTraces()
	isRoot := func(span ptrace.Span) bool { return span.ParentSpanID().IsEmpty() }
	sent.ResourceSpans().RemoveIf(func(resource ptrace.ResourceSpans) bool {
		only := resource.ScopeSpans().At(0).Spans().At(0)
		if !isRoot(only) {
			return false
		}
		resource.CopyTo(root.ResourceSpans().AppendEmpty())
		return true
	})
	require.Equal(t, 1, root.SpanCount())

	children := s.through(t, sent)
	require.Nil(t, children.Root())
	require.NoError(t, harness.SendHTTP(t.Context(), s.Collector.HTTP, root))
	trace, err := s.Wait(t.Context(), harness.SpansOf(root)[0].TraceID().String(), sent.SpanCount()+1)
	require.NoError(t, err)
	require.NotNil(t, trace.Root())
	assert.Equal(t, harness.SpansOf(root)[0].Name()+marker, trace.Root().OperationName)
}

// What a person types into Jaeger's search to find flagged conversations.
func TestRefundIsFoundByItsSignals(t *testing.T) {
	s := useStack(t)
	sent := readTestdata(t, "testdata/instrumentation/openllmetry-0.27.refund.traces.json")
	service := "search-" + harness.SpansOf(sent)[0].TraceID().String()
	for _, resource := range sent.ResourceSpans().All() {
		resource.Resource().Attributes().PutStr("service.name", service)
	}
	s.through(t, sent)
	start := harness.SpansOf(sent)[0].StartTimestamp().AsTime()
	find := func(tag, value string) []*harness.Trace {
		t.Helper()
		found, err := s.Jaeger.Find(t.Context(), service, map[string]string{tag: value}, start.Add(-time.Hour), start.Add(time.Hour))
		require.NoError(t, err)
		return found
	}
	for tag, value := range map[string]string{
		"signals.quality":              "Severe",
		"signals.escalation.requested": "true",
		"signals.flagged":              "true",
	} {
		assert.Len(t, find(tag, value), 1, "%s=%s", tag, value)
	}
	assert.Empty(t, find("signals.quality", "Excellent"), "signals.quality=Excellent")
}
