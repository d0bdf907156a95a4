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

const flag = " 🚩"

// A conversation that ends in "let me talk to a human agent", after a bad tool
// argument, a rate limit and an angry user; recorded from two versions of one
// instrumentation library that write messages in different ways.
var refunds = []string{"openllmetry-0.12", "openllmetry-0.27"}

func TestRefund(t *testing.T) {
	s := useStack(t)
	for _, emitter := range refunds {
		t.Run(emitter, func(t *testing.T) {
			sent := readTestdata(t, "testdata/emitters/"+emitter+".refund.traces.json")
			trace := s.through(t, sent)
			chat := trace.last("gen_ai.request.model")
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
			t.Run("events", func(t *testing.T) { assertRefundEvents(t, chat) })
			t.Run("names", func(t *testing.T) { assertFlagged(t, sent, trace, chat) })
			t.Run("sent attributes", func(t *testing.T) {
				for _, span := range harness.SpansOf(sent) {
					assertAttributes(t, span.Attributes(), trace.span(span.SpanID().String()).Tags, span.Name())
				}
			})
		})
	}
}

func number(t *testing.T, span *jaegerSpan, key, wantType string) float64 {
	t.Helper()
	tag, ok := span.tag(key)
	require.True(t, ok, "no attribute %s", key)
	require.Equal(t, wantType, tag.Type, "type of %s", key)
	value, err := tag.Value.(json.Number).Float64()
	require.NoError(t, err)
	return value
}

func assertRefundEvents(t *testing.T, chat *jaegerSpan) {
	t.Helper()
	for _, leaf := range []string{
		"interaction.misalignment.correction",
		"interaction.disengagement.negative_stance",
		"interaction.disengagement.escalation",
		"execution.failure.invalid_args",
		"environment.exhaustion.rate_limit",
	} {
		assert.Len(t, chat.signalTypes(leaf), 1, leaf)
	}
	conversation := conversationText(chat)
	for _, event := range chat.signals() {
		assertSignalEvent(t, chat, event)
		if snippet, ok := event.field("signal.snippet"); ok {
			assert.Contains(t, conversation, snippet.text(), "the snippet of %s is no part of the conversation", event.name())
		}
	}
}

// assertSignalEvent checks the fields that every signal event has.
func assertSignalEvent(t *testing.T, span *jaegerSpan, event jaegerLog) {
	t.Helper()
	fields := map[string]string{
		"signal.type":          typeString,
		"signal.message_index": typeInt64,
		"signal.confidence":    typeFloat64,
		"signal.metadata":      typeString,
	}
	for key, wantType := range fields {
		field, ok := event.field(key)
		if assert.True(t, ok, "%s: no field %s", event.name(), key) {
			assert.Equal(t, wantType, field.Type, "%s: type of %s", event.name(), key)
		}
	}
	if snippet, ok := event.field("signal.snippet"); ok {
		assert.Equal(t, typeString, snippet.Type, "%s: type of signal.snippet", event.name())
		assert.NotEmpty(t, snippet.text(), "%s: signal.snippet", event.name())
	}
	leaf, _ := event.field("signal.type")
	assert.Equal(t, "signal."+leaf.text(), event.name())
	metadata, _ := event.field("signal.metadata")
	var object map[string]any
	require.NoError(t, json.Unmarshal([]byte(metadata.text()), &object), "%s: signal.metadata: %s", event.name(), metadata.text())
	// Jaeger cuts start and duration to microseconds, each for itself.
	assert.InDelta(t, span.StartTime+span.Duration, event.Timestamp, 1, "%s: not at the span's end", event.name())
}

// conversationText holds every attribute of the span, JSON escapes undone.
func conversationText(span *jaegerSpan) string {
	var all strings.Builder
	for _, tag := range span.Tags {
		all.WriteString(tag.text() + "\n")
	}
	return strings.ReplaceAll(all.String(), `\"`, `"`)
}

// assertFlagged checks that the span and the root of its trace, which came in
// the same request, wear the flag once, behind the name they had.
func assertFlagged(t *testing.T, sent ptrace.Traces, trace *jaegerTrace, chat *jaegerSpan) {
	t.Helper()
	names := map[string]string{}
	for _, span := range harness.SpansOf(sent) {
		names[span.SpanID().String()] = span.Name()
	}
	assert.Equal(t, names[chat.SpanID]+flag, chat.OperationName)
	root := trace.root()
	require.NotNil(t, root)
	assert.Equal(t, names[root.SpanID]+flag, root.OperationName)
	assertTag(t, root, "signals.flagged", typeBool, "true")
	assertTag(t, root, "signals.trace.quality", typeString, "Severe")
}

// The indices count user and assistant messages, tool calls and tool results; the
// system message is no part of the conversation.
func TestRefundMessageIndices(t *testing.T) {
	s := useStack(t)
	trace := s.through(t, readTestdata(t, "testdata/emitters/openllmetry-0.27.refund.traces.json"))
	chat := trace.last("gen_ai.request.model")
	require.NotNil(t, chat)
	indices := map[string]string{}
	for _, event := range chat.signals() {
		leaf, _ := event.field("signal.type")
		index, _ := event.field("signal.message_index")
		indices[leaf.text()] = index.text()
	}
	for leaf, index := range map[string]string{
		"execution.failure.invalid_args":            "2",
		"interaction.misalignment.correction":       "4",
		"environment.exhaustion.rate_limit":         "6",
		"interaction.disengagement.negative_stance": "8",
		"interaction.disengagement.escalation":      "10",
	} {
		assert.Equal(t, index, indices[leaf], leaf)
	}
}

func TestRefundOverGRPC(t *testing.T) {
	s := useStack(t)
	sent := readTestdata(t, "testdata/emitters/openllmetry-0.27.refund.traces.json")
	require.NoError(t, harness.SendGRPC(t.Context(), s.collector.grpc, sent))
	chat := s.arrived(t, sent).last("gen_ai.request.model")
	require.NotNil(t, chat)
	assertTag(t, chat, "signals.quality", typeString, "Severe")
}

// A root span ends last, so it usually comes in a request of its own.
func TestRootIsFlaggedInLaterRequest(t *testing.T) {
	s := useStack(t)
	sent := readTestdata(t, "testdata/emitters/openllmetry-0.27.refund.traces.json")
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
	require.Nil(t, children.root())
	require.NoError(t, harness.SendHTTP(t.Context(), s.collector.http, root))
	trace, err := s.jaeger.waitTrace(t.Context(), harness.SpansOf(root)[0].TraceID(), sent.SpanCount()+1)
	require.NoError(t, err)
	require.NotNil(t, trace.root())
	assert.Equal(t, harness.SpansOf(root)[0].Name()+flag, trace.root().OperationName)
}

// What a person types into Jaeger's search to find conversations in trouble.
func TestRefundIsFoundByItsSignals(t *testing.T) {
	s := useStack(t)
	sent := readTestdata(t, "testdata/emitters/openllmetry-0.27.refund.traces.json")
	service := "search-" + harness.SpansOf(sent)[0].TraceID().String()
	for _, resource := range sent.ResourceSpans().All() {
		resource.Resource().Attributes().PutStr("service.name", service)
	}
	s.through(t, sent)
	start := harness.SpansOf(sent)[0].StartTimestamp().AsTime()
	for tag, value := range map[string]string{
		"signals.quality":              "Severe",
		"signals.escalation.requested": "true",
		"signals.flagged":              "true",
	} {
		found, err := s.jaeger.find(t.Context(), service, map[string]string{tag: value}, start.Add(-time.Hour), start.Add(time.Hour))
		require.NoError(t, err)
		assert.Len(t, found, 1, "%s=%s", tag, value)
	}
	found, err := s.jaeger.find(t.Context(), service, map[string]string{"signals.quality": "Excellent"}, start.Add(-time.Hour), start.Add(time.Hour))
	require.NoError(t, err)
	assert.Empty(t, found, "signals.quality=Excellent")
}
