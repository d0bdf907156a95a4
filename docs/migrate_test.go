package docs

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/processor/planoheaders"
	"github.com/otelcol-plano/otelcol-plano/processor/planonaming"
	"github.com/otelcol-plano/otelcol-plano/processor/planosignals"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

var attributeName = regexp.MustCompile("`([a-z_]+(?:\\.[a-z_]+)+)`")

// planoAttributes are those that the document says pass unharmed.
func planoAttributes(t *testing.T) []string {
	t.Helper()
	_, section, found := strings.Cut(read(t, "migrate-from-plano.md"), "## Attributes that pass unharmed")
	require.True(t, found)
	var names []string
	for _, match := range attributeName.FindAllStringSubmatch(section, -1) {
		names = append(names, match[1])
	}
	require.Contains(t, names, "plano.route.name")
	require.Contains(t, names, "llm.usage.total_cost_usd")
	return names
}

// processed returns what the default pipeline makes of traces.
func processed(t *testing.T, traces ptrace.Traces) ptrace.Traces {
	t.Helper()
	for _, factory := range []processor.Factory{planoheaders.NewFactory(), planosignals.NewFactory(), planonaming.NewFactory()} {
		sink := new(consumertest.TracesSink)
		settings := processortest.NewNopSettings(factory.Type())
		p, err := factory.CreateTraces(t.Context(), settings, factory.CreateDefaultConfig(), consumer.Traces(sink))
		require.NoError(t, err)
		require.NoError(t, p.Start(t.Context(), nil))
		require.NoError(t, p.ConsumeTraces(t.Context(), traces))
		require.NoError(t, p.Shutdown(t.Context()))
		require.Len(t, sink.AllTraces(), 1)
		traces = sink.AllTraces()[0]
	}
	return traces
}

func TestPlanoAttributesPassUnharmed(t *testing.T) {
	traces := ptrace.NewTraces()
	span := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetTraceID(pcommon.TraceID{1})
	span.SetSpanID(pcommon.SpanID{1})
	attributes := span.Attributes()
	attributes.PutStr("gen_ai.operation.name", "chat")
	attributes.PutStr("gen_ai.input.messages", `[{"role":"user","parts":[{"type":"text","content":"Let me talk to a human"}]}]`)
	names := planoAttributes(t)
	for i, name := range names {
		switch i % 4 {
		case 0:
			attributes.PutStr(name, "code")
		case 1:
			attributes.PutDouble(name, 0.0125)
		case 2:
			attributes.PutInt(name, 42)
		case 3:
			attributes.PutBool(name, true)
		}
	}
	sent := pcommon.NewMap()
	attributes.CopyTo(sent)

	got := processed(t, traces).ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Attributes()
	_, judged := got.Get("signals.quality")
	assert.True(t, judged)
	for _, name := range names {
		want, _ := sent.Get(name)
		value, ok := got.Get(name)
		if assert.True(t, ok, name) {
			assert.Equal(t, want.AsRaw(), value.AsRaw(), name)
		}
	}
}

// What the document says of this collector's signals beside Plano's.
func TestSignalsSideBySide(t *testing.T) {
	analyzer, err := signals.New(signals.DefaultConfig())
	require.NoError(t, err)
	clean := analyzer.Analyze([]signals.Message{
		{Role: signals.RoleUser, Text: "Hello, can you help me with a question?"},
		{Role: signals.RoleAssistant, Text: "Of course, what is your question?"},
	})
	assert.InDelta(t, 59, clean.QualityScore, 0)
	assert.Equal(t, signals.Neutral, clean.Quality)

	call := signals.Message{Role: signals.RoleToolCall, Tool: "check_status", Arguments: `{"id": 1}`}
	result := signals.Message{Role: signals.RoleToolResult, Text: "pending"}
	looped := analyzer.Analyze([]signals.Message{{Role: signals.RoleUser, Text: "Check it"}, call, result, call, result, call, result})
	require.Len(t, looped.Instances, 1)
	assert.Equal(t, signals.Retry, looped.Instances[0].Leaf)
	assert.Equal(t, 5, looped.Instances[0].MessageIndex)
	assert.Equal(t, signals.Metadata{Tool: "check_status", Calls: []int{1, 3, 5}}, looped.Instances[0].Metadata)
}
