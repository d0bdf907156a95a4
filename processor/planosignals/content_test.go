package planosignals

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// contentKeys are attributes that hold content and that no recording has; all recordings' own are added to them.
var contentKeys = strings.Fields(`
	mcp.request.argument mcp.request.argument.query mcp.response.value mcp.tool.result.content traceloop.prompt.template
	traceloop.prompt.template_variables retrieval.documents.0.document.content retrieval.documents.0.document.metadata
	embedding.embeddings.0.embedding.text embedding.embeddings.0.embedding.vector embedding.text reranker.query
	reranker.input_documents.0.document.content reranker.output_documents.0.document.content llm.prompt_template.template
	llm.prompt_template.variables tool.parameters tool.description tool.json_schema ai.value ai.values ai.schema ai.result.text
	mlflow.chat.messages mlflow.chat.tools mlflow.spanInputs mlflow.spanOutputs gen_ai.retrieval.query.text
	gen_ai.retrieval.documents gen_ai.tool.definitions gen_ai.evaluation.explanation gen_ai.embeddings.input
	gen_ai.request.stop_sequences llm.prompts llm.completions llm.prompts.0.content llm.user_message_preview tfy.input tfy.output
	langfuse.trace.input langfuse.trace.output gen_ai.prompt.0.content gen_ai.completion.0.content input.value output.value
	document.content input.audio.transcript output.images.0.image.url db.query.result.document signal.snippet
	exception.message exception.stacktrace error.message error.stack llm.error agent.error status_message error`)

// hiding are the settings under which nothing can be read.
var hiding = []Content{ContentDrop, ContentRedact, ContentHash}

func hidden(content Content) *Config {
	config := defaults()
	config.Content, config.HashKey = content, "a key that nobody guesses"
	config.AgentSpans = true
	return config
}

// TestNoCanaryIsLeft plants a word of its own into every text of every recording that is no metadata, and into the
// keys above on spans, events, links, scopes and resources, and looks for them in all that leaves the processor: spans, its
// own metrics, its own log. With -v it lists the fields.
func TestNoCanaryIsLeft(t *testing.T) {
	fields := map[string]int{}
	for _, file := range recordings(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".traces.json"), func(t *testing.T) {
			for _, how := range plantings {
				for _, content := range hiding {
					g := newGarden(t, how)
					traces := load(t, file)
					g.plant(traces)
					require.NotEmpty(t, g.planted)
					require.Len(t, g.left(jsonOf(t, traces)), len(g.planted), "not all that is planted is there")

					exported, told := watched(t, hidden(content), traces, plog.NewLogs())
					assert.Empty(t, g.left(exported), "%s, %s", how.name, content)
					assert.Empty(t, g.left(told), "%s, %s: metrics and logs", how.name, content)
					if how.name == plantings[0].name && content == ContentDrop {
						for _, place := range g.places() {
							fields[place]++
						}
					}
				}
			}
		})
	}
	listFields(t, fields)
}

// listFields prints in how many recordings each field holds text.
func listFields(t *testing.T, fields map[string]int) {
	t.Helper()
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		t.Logf("%3d %s", fields[field], field)
	}
}

func jsonOf(t *testing.T, traces ptrace.Traces) string {
	t.Helper()
	data, err := (&ptrace.JSONMarshaler{}).MarshalTraces(traces)
	require.NoError(t, err)
	return string(data)
}

// watched sends traces and log records through a processor in both pipelines and returns what leaves it, and all that it
// tells of itself.
func watched(t *testing.T, config *Config, traces ptrace.Traces, logs plog.Logs) (exported, told string) {
	t.Helper()
	telemetry := componenttest.NewTelemetry()
	core, log := observer.New(zapcore.DebugLevel)
	set := processortest.NewNopSettings(metadata.Type)
	set.TelemetrySettings = telemetry.NewTelemetrySettings()
	set.Logger = zap.New(core)
	b := startBoth(t, set, config, nil)
	require.NoError(t, b.logs.ConsumeLogs(t.Context(), logs))
	require.NoError(t, b.traces.ConsumeTraces(t.Context(), traces))
	b.shutdown(t)
	var metrics metricdata.ResourceMetrics
	require.NoError(t, telemetry.Reader.Collect(t.Context(), &metrics))
	data, err := json.Marshal(metrics)
	require.NoError(t, err)
	told = string(data)
	for _, entry := range log.All() {
		told += fmt.Sprintln(entry.Message, entry.ContextMap())
	}
	require.NoError(t, telemetry.Shutdown(t.Context()))
	require.NotEmpty(t, b.spans.AllTraces())
	for _, traces := range b.spans.AllTraces() {
		exported += jsonOf(t, traces)
	}
	for _, logs := range b.log.AllLogs() {
		exported += jsonOfLogs(t, logs)
	}
	return exported, told
}

func recordings(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "conversation", "testdata", "*.traces.json"))
	require.NoError(t, err)
	require.Greater(t, len(files), 50)
	return files
}

func load(t *testing.T, file string) ptrace.Traces {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(data)
	require.NoError(t, err)
	return traces
}

// TestCanariesShowWhatStays holds the test above against a policy that treats nothing.
func TestCanariesShowWhatStays(t *testing.T) {
	g := newGarden(t, plantings[0])
	traces := load(t, recordings(t)[0])
	g.plant(traces)
	assert.Len(t, g.left(jsonOf(t, process(t, defaults(), traces))), len(g.planted))
}

func failed(message string) ptrace.Traces {
	traces := ptrace.NewTraces()
	span := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetTraceID(pcommon.TraceID{1})
	span.SetSpanID(pcommon.SpanID{1})
	span.Attributes().PutStr("gen_ai.operation.name", "chat")
	span.Attributes().PutStr("gen_ai.input.messages", `[{"role":"user","content":"a secret"}]`)
	span.Status().SetCode(ptrace.StatusCodeError)
	span.Status().SetMessage(message)
	event := span.Events().AppendEmpty()
	event.SetName("exception")
	event.Attributes().PutStr("exception.type", "RateLimitError")
	event.Attributes().PutStr("exception.message", message)
	return traces
}

func TestFaultTextsFollowASettingOfTheirOwn(t *testing.T) {
	const message = "429 rate limit exceeded for 'a secret'"
	for _, tt := range []struct {
		name            string
		content, faults Content
		input           any
		status          string
		exception       any
	}{
		{"as content, kept", ContentKeep, "", `[{"role":"user","content":"a secret"}]`, message, message},
		{"as content, dropped", ContentDrop, "", nil, "", nil},
		{"redacted", ContentKeep, ContentRedact, `[{"role":"user","content":"a secret"}]`, "[38 characters]", "[38 characters]"},
		{"kept", ContentDrop, ContentKeep, nil, message, message},
	} {
		t.Run(tt.name, func(t *testing.T) {
			config := defaults()
			config.Content, config.Faults.Content = tt.content, tt.faults
			span := spansOf(process(t, config, failed(message)))[0]
			assert.Equal(t, tt.input, span.Attributes().AsRaw()["gen_ai.input.messages"])
			assert.Equal(t, tt.status, span.Status().Message())
			exception := span.Events().At(0).Attributes().AsRaw()
			assert.Equal(t, "RateLimitError", exception["exception.type"])
			assert.Equal(t, tt.exception, exception["exception.message"])
			assert.Contains(t, signalMetadata(span), `"source":"exception.type=RateLimitError"`)
		})
	}
}

func TestSourceNamesTheAttributeOnly(t *testing.T) {
	const message = "429 rate limit exceeded for 'a secret'"
	for _, tt := range []struct {
		content Content
		want    string
	}{{ContentKeep, "status=" + message}, {ContentRedact, "status"}, {ContentDrop, "status"}} {
		traces := failed(message)
		spansOf(traces)[0].Events().RemoveIf(func(ptrace.SpanEvent) bool { return true })
		config := defaults()
		config.Faults.Content = tt.content
		assert.Contains(t, signalMetadata(spansOf(process(t, config, traces))[0]), `"source":"`+tt.want+`"`)
	}
}

// signalMetadata returns what the span's signals say beside their type.
func signalMetadata(span ptrace.Span) string {
	var all strings.Builder
	for _, event := range span.Events().All() {
		if metadata, ok := event.Attributes().Get(semconv.SignalMetadata); ok {
			all.WriteString(metadata.Str())
		}
	}
	return all.String()
}
