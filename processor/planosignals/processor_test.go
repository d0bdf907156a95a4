package planosignals

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatatest/ptracetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/conversation/sessions"
	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// start starts the processor; what it passes on arrives in the sink.
func start(t *testing.T, config *Config, telemetry *componenttest.Telemetry) (processor.Traces, *consumertest.TracesSink) {
	t.Helper()
	set := processortest.NewNopSettings(metadata.Type)
	if telemetry != nil {
		set.TelemetrySettings = telemetry.NewTelemetrySettings()
	}
	sink := new(consumertest.TracesSink)
	p, err := NewFactory().CreateTraces(t.Context(), set, config, sink)
	require.NoError(t, err)
	require.NoError(t, p.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() { require.NoError(t, p.Shutdown(context.Background())) })
	return p, sink
}

// process sends traces through a processor with this configuration.
func process(t *testing.T, config *Config, traces ptrace.Traces) ptrace.Traces {
	t.Helper()
	p, sink := start(t, config, nil)
	require.NoError(t, p.ConsumeTraces(t.Context(), traces))
	require.Len(t, sink.AllTraces(), 1)
	return sink.AllTraces()[0]
}

func defaults() *Config { return createDefaultConfig().(*Config) }

// example reads one of the repository's recorded conversations.
func example(tb testing.TB, name string) ptrace.Traces {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "examples", name))
	require.NoError(tb, err)
	traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(data)
	require.NoError(tb, err)
	return traces
}

func spansOf(traces ptrace.Traces) []ptrace.Span {
	var spans []ptrace.Span
	for _, resource := range traces.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				spans = append(spans, span)
			}
		}
	}
	return spans
}

// lastSpan returns the span that started last.
func lastSpan(traces ptrace.Traces) ptrace.Span {
	spans := spansOf(traces)
	last := spans[0]
	for _, span := range spans {
		if span.StartTimestamp() > last.StartTimestamp() {
			last = span
		}
	}
	return last
}

// chat returns traces of one span with these attributes.
func chat(t *testing.T, attributes map[string]any) ptrace.Traces {
	t.Helper()
	traces := ptrace.NewTraces()
	span := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	require.NoError(t, span.Attributes().FromRaw(attributes))
	return traces
}

// firstTold is the result on a conversation of which nothing was told before.
func firstTold(report signals.Report) *sessions.Result {
	news := make([]sessions.Novelty, len(report.Instances))
	for i := range news {
		news[i] = sessions.First
	}
	return &sessions.Result{Report: report, News: news, Change: sessions.Change{Changed: true}}
}

func newConversation(report signals.Report) *analysis {
	return &analysis{Result: *firstTold(report), dialect: "otel"}
}

const angry = `[{"role":"user","content":"This is really frustrating. I want to speak to a human agent."}]`

func TestRefundConversation(t *testing.T) {
	span := lastSpan(process(t, defaults(), example(t, "refund.json")))
	a := span.Attributes().AsRaw()
	assert.Equal(t, "Severe", a["signals.quality"])
	assert.Equal(t, "true", a["signals.escalation.requested"])
	assert.Equal(t, int64(4), a["signals.turn_count"])
	assert.InDelta(t, 1.0, a["signals.efficiency_score"], 0)
	assert.IsType(t, 0.0, a["signals.quality_score"])
	assert.NotEmpty(t, a["signals.summary"])
	assert.Equal(t, int64(1), a["signals.frustration.count"])
	assert.Equal(t, int64(1), a["signals.frustration.severity"])
	assert.Equal(t, "mild", a["signals.frustration.level"])
	assert.Equal(t, int64(1), a["signals.repair.count"])
	assert.InDelta(t, 0.25, a["signals.repair.ratio"], 1e-9)
	for _, category := range []string{
		"interaction.misalignment", "interaction.disengagement", "interaction.stagnation", "execution.failure", "environment.exhaustion",
	} {
		assert.IsType(t, int64(0), a["signals."+category+".count"], category)
		assert.IsType(t, int64(0), a["signals."+category+".severity"], category)
	}
	assert.NotContains(t, a, "signals.positive_feedback.count")
}

func TestEvents(t *testing.T) {
	config := defaults()
	config.Events = EventsAll
	span := lastSpan(process(t, config, example(t, "refund.json")))
	byType := map[string]map[string]any{}
	for _, event := range span.Events().All() {
		a := event.Attributes().AsRaw()
		assert.Equal(t, "signal."+a["signal.type"].(string), event.Name())
		assert.Equal(t, span.EndTimestamp(), event.Timestamp())
		assert.IsType(t, int64(0), a["signal.message_index"])
		assert.IsType(t, 0.0, a["signal.confidence"])
		if text, ok := a["signal.metadata"]; ok {
			assert.True(t, json.Valid([]byte(text.(string))), text)
		}
		byType[a["signal.type"].(string)] = a
	}
	require.Contains(t, byType, "interaction.disengagement.escalation")
	assert.Equal(t, int64(10), byType["interaction.disengagement.escalation"]["signal.message_index"])
	assert.Contains(t, byType["interaction.disengagement.escalation"]["signal.snippet"], "human")
	assert.Contains(t, byType, "execution.failure.invalid_args")
	assert.Contains(t, byType, "environment.exhaustion.rate_limit")
	assert.Contains(t, byType, "interaction.misalignment.correction")
}

func TestHappyConversation(t *testing.T) {
	a := lastSpan(process(t, defaults(), example(t, "happy.json"))).Attributes().AsRaw()
	assert.Contains(t, []any{"Good", "Excellent"}, a["signals.quality"])
	assert.Equal(t, int64(1), a["signals.positive_feedback.count"])
	assert.NotContains(t, a, "signals.escalation.requested")
}

// recording reads one of the conversations that senders' libraries wrote.
func recording(t *testing.T, name string) ptrace.Traces {
	t.Helper()
	return load(t, filepath.Join("..", "..", "conversation", "testdata", name+".traces.json"))
}

func TestSendersOfOneConversationGetOneVerdict(t *testing.T) {
	refund := lastSpan(process(t, defaults(), example(t, "refund.json"))).Attributes().AsRaw()
	for _, sender := range []string{"openinference-4.2", "langfuse-5.11"} {
		t.Run(sender, func(t *testing.T) {
			a := lastSpan(process(t, defaults(), recording(t, sender+".refund"))).Attributes().AsRaw()
			for key, want := range refund {
				if strings.HasPrefix(key, "signals.") {
					assert.Equal(t, want, a[key], key)
				}
			}
			a = lastSpan(process(t, defaults(), recording(t, sender+".happy"))).Attributes().AsRaw()
			assert.Contains(t, []any{"Good", "Excellent"}, a["signals.quality"])
			assert.NotContains(t, a, "signals.escalation.requested")
		})
	}
}

func TestPlanoFailures(t *testing.T) {
	want := map[string]string{
		"f7a31829c4b5d6e8a9f0b1c2d3e4f5a6": "environment.exhaustion.network",
		"a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6": "environment.exhaustion.rate_limit",
		"b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7": "environment.exhaustion.api_error",
	}
	got := map[string]string{}
	existing := map[string]string{}
	for _, span := range spansOf(process(t, defaults(), example(t, "plano-failures.json"))) {
		for _, event := range span.Events().All() {
			kind, _ := event.Attributes().Get("signal.type")
			require.Empty(t, got[span.TraceID().String()], "two signals for one fault")
			got[span.TraceID().String()] = kind.Str()
			quality, _ := span.Attributes().Get("signals.quality")
			existing[span.TraceID().String()] = quality.Str()
		}
	}
	assert.Equal(t, want, got)
	assert.Equal(t, "Error", existing["f7a31829c4b5d6e8a9f0b1c2d3e4f5a6"], "the gateway's own verdict stays")
	assert.Equal(t, "Poor", existing["b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7"])
}

func TestExisting(t *testing.T) {
	attributes := map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.input.messages": angry, "signals.quality": "good", "signals.turn_count": 7,
	}
	kept := spansOf(process(t, defaults(), chat(t, attributes)))[0].Attributes().AsRaw()
	assert.Equal(t, "good", kept["signals.quality"])
	assert.Equal(t, int64(7), kept["signals.turn_count"])
	assert.NotContains(t, kept, "signals.quality_score")
	assert.Equal(t, "true", kept["signals.escalation.requested"], "what is missing is added")

	config := defaults()
	config.Existing = ExistingRecompute
	recomputed := spansOf(process(t, config, chat(t, attributes)))[0].Attributes().AsRaw()
	assert.Equal(t, "Severe", recomputed["signals.quality"])
	assert.Equal(t, int64(1), recomputed["signals.turn_count"])
}

func TestASecondCollectorChangesNothing(t *testing.T) {
	attributes := map[string]any{"gen_ai.operation.name": "chat", "gen_ai.input.messages": angry}
	once := process(t, defaults(), chat(t, attributes))
	twice := ptrace.NewTraces()
	once.CopyTo(twice)
	require.NotZero(t, spansOf(once)[0].Events().Len())
	require.NoError(t, ptracetest.CompareTraces(once, process(t, defaults(), twice)))

	config := defaults()
	config.Existing = ExistingRecompute
	require.NoError(t, ptracetest.CompareTraces(once, process(t, config, twice)))
}

func TestWrite(t *testing.T) {
	attributes := map[string]any{"gen_ai.operation.name": "chat", "gen_ai.input.messages": angry}
	for family, want := range map[Family][2]string{
		FamilyDocumented: {"signals.quality", "signals.quality_score"},
		FamilyTaxonomy:   {"signals.quality_score", "signals.quality"},
	} {
		config := defaults()
		config.Write = []Family{family}
		config.Summary = false
		config.QualityCase = QualityLower
		span := spansOf(process(t, config, chat(t, attributes)))[0]
		a := span.Attributes().AsRaw()
		assert.Contains(t, a, want[0])
		assert.NotContains(t, a, want[1])
		assert.NotContains(t, a, "signals.summary")
		assert.Zero(t, span.Events().Len())
		if quality, ok := a["signals.quality"]; ok {
			assert.Equal(t, "severe", quality)
		}
	}
}

func TestSnippetsOff(t *testing.T) {
	config := defaults()
	config.Snippets = false
	span := spansOf(process(t, config, chat(t, map[string]any{"gen_ai.operation.name": "chat", "gen_ai.input.messages": angry})))[0]
	require.NotZero(t, span.Events().Len())
	for _, event := range span.Events().All() {
		assert.NotContains(t, event.Attributes().AsRaw(), "signal.snippet")
	}
}

func TestNoContentLeavesTheCollector(t *testing.T) {
	for _, content := range []Content{ContentRedact, ContentDrop} {
		config := defaults()
		config.Content = content
		traces := process(t, config, example(t, "refund.json"))
		quality, _ := lastSpan(traces).Attributes().Get("signals.quality")
		assert.Equal(t, "Severe", quality.Str())
		data, err := (&ptrace.JSONMarshaler{}).MarshalTraces(traces)
		require.NoError(t, err)
		for _, words := range []string{"refund", "ABC123", "RIDICULOUS", "human agent", "transfer you", "Too Many", "airline"} {
			assert.NotContains(t, string(data), words)
		}
	}
}

func TestAgentSpans(t *testing.T) {
	attributes := map[string]any{"gen_ai.operation.name": "invoke_agent", "gen_ai.input.messages": angry}
	assert.NotContains(t, spansOf(process(t, defaults(), chat(t, attributes)))[0].Attributes().AsRaw(), "signals.quality")
	config := defaults()
	config.AgentSpans = true
	assert.Contains(t, spansOf(process(t, config, chat(t, attributes)))[0].Attributes().AsRaw(), "signals.quality")
}

func TestUnreadableContentPassesAndIsCounted(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	p, sink := start(t, defaults(), telemetry)
	attributes := map[string]any{"gen_ai.operation.name": "chat", "gen_ai.input.messages": `{"role":`}
	require.NoError(t, p.ConsumeTraces(t.Context(), chat(t, attributes)))
	assert.Equal(t, map[string]any{"gen_ai.operation.name": "chat", "gen_ai.input.messages": `{"role":`},
		spansOf(sink.AllTraces()[0])[0].Attributes().AsRaw())

	require.NoError(t, p.ConsumeTraces(t.Context(), chat(t, map[string]any{"gen_ai.operation.name": "chat", "gen_ai.input.messages": angry})))
	assert.Equal(t, map[string]int64{"truncated_json": 1}, counted(t, telemetry, "otelcol_processor_planosignals_unreadable", "reason"))
	assert.Equal(t, map[string]int64{"severe": 1}, counted(t, telemetry, "otelcol_processor_planosignals_conversations", "quality"))
	byType := counted(t, telemetry, "otelcol_processor_planosignals_signals", "signal.type")
	assert.Equal(t, int64(1), byType["interaction.disengagement.escalation"])
	require.NoError(t, telemetry.Shutdown(context.Background()))
}

// counted returns the points of a counter by one of their attributes.
func counted(t *testing.T, telemetry *componenttest.Telemetry, name, attribute string) map[string]int64 {
	t.Helper()
	counts := map[string]int64{}
	for _, point := range pointsOf(t, telemetry, name) {
		for _, kv := range point.Attributes.ToSlice() {
			if string(kv.Key) == attribute {
				counts[kv.Value.AsString()] += point.Value
			}
		}
	}
	return counts
}

func TestConcurrentBatches(t *testing.T) {
	p, sink := start(t, defaults(), nil)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 20 {
				assert.NoError(t, p.ConsumeTraces(t.Context(), example(t, "refund.json")))
			}
		})
	}
	wg.Wait()
	for _, traces := range sink.AllTraces() {
		quality, _ := lastSpan(traces).Attributes().Get("signals.quality")
		require.Equal(t, "Severe", quality.Str())
	}
}

func TestSnippetsAreValidUTF8(t *testing.T) {
	span := spansOf(process(t, defaults(), chat(t, map[string]any{
		"gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "I want to speak to a human agent \xff\xfe",
	})))[0]
	require.NotZero(t, span.Events().Len())
	for _, event := range span.Events().All() {
		if snippet, ok := event.Attributes().Get("signal.snippet"); ok {
			assert.Equal(t, strings.ToValidUTF8(snippet.Str(), "?"), snippet.Str())
		}
	}
}

func BenchmarkPlainSpans(b *testing.B) {
	traces := ptrace.NewTraces()
	spans := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for range 1000 {
		span := spans.AppendEmpty()
		for _, key := range []string{
			"http.request.method", "url.path", "server.address", "server.port", "network.protocol.version", "user_agent.original",
			"client.address", "http.route", "thread.id", "code.function", "tenant", "component",
		} {
			span.Attributes().PutStr(key, "value")
		}
	}
	p, err := newProcessor(processortest.NewNopSettings(metadata.Type), defaults())
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		p.process(b.Context(), traces, nil)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/span")
}

// Whoever reads a span as a line sees the verdict before the prompt.
func TestTheVerdictComesFirst(t *testing.T) {
	traces := chat(t, map[string]any{"gen_ai.operation.name": "chat", "gen_ai.input.messages": angry, "zero": "0"})
	before := spansOf(traces)[0].Attributes().AsRaw()
	traces = process(t, defaults(), traces)
	attributes := spansOf(traces)[0].Attributes()
	var keys []string
	for key := range attributes.All() {
		keys = append(keys, key)
	}
	assert.Equal(t, []string{"signals.quality", "signals.summary"}, keys[:2])
	for key, value := range before {
		got, ok := attributes.Get(key)
		require.True(t, ok, key)
		assert.Equal(t, value, got.AsRaw(), key)
	}
}
