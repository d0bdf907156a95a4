package planosignals

import (
	"cmp"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// silent are the recordings whose spans do not tell the conversation: it stands in logs, or nowhere.
var silent = map[string]bool{
	"openllmetry-bedrock-converse-0.27": true, "otel-aws-sdk-0.78": true, "otel-openai-0.5": true, "otel-openai-0.22": true,
}

// manyChats are the recordings in which a call is told by the SDK and by LangSmith.
var manyChats = map[string]int{"langsmith-vercel-ai-5": 10}

// TestRecordingsOfACodingAgent reads conversations in which all went well.
func TestRecordingsOfACodingAgent(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "conversation", "testdata", "*.coding.good.traces.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".coding.good.traces.json")
		if silent[name] {
			continue
		}
		t.Run(name, func(t *testing.T) {
			var last ptrace.Span
			chats := 0
			for _, span := range spansOf(process(t, defaults(), load(t, file))) {
				if _, ok := span.Attributes().Get("signals.quality"); ok {
					assert.NotContains(t, span.Name(), semconv.FlagMarker)
					if chats++; chats == 1 || span.StartTimestamp() > last.StartTimestamp() {
						last = span
					}
				}
			}
			require.Equal(t, cmp.Or(manyChats[name], 5), chats)
			quality, _ := last.Attributes().Get("signals.quality")
			assert.Contains(t, []string{"Good", "Excellent"}, quality.Str())
		})
	}
}

func TestAngryUsersInEvents(t *testing.T) {
	traces := ptrace.NewTraces()
	span := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	for _, said := range [][2]string{
		{"gen_ai.user.message", "No, I meant the reservation under my name, that is not what I asked."},
		{"gen_ai.assistant.message", "I could not find this reservation. Could you give me the code again?"},
		{"gen_ai.user.message", `[{"text":"THIS IS RIDICULOUS, you are not helping at all!!!"}]`},
		{"gen_ai.assistant.message", "I could not find this reservation. Could you give me the code again?"},
		{"gen_ai.user.message", "Forget it, let me talk to a human agent."},
	} {
		event := span.Events().AppendEmpty()
		event.SetName(said[0])
		event.Attributes().PutStr("content", said[1])
	}
	quality, _ := lastSpan(process(t, defaults(), traces)).Attributes().Get("signals.quality")
	assert.Equal(t, "Severe", quality.Str())
}

// TestFailedToolsInEvents has a tool that failed on its own span and in the history of the chat behind it.
func TestFailedToolsInEvents(t *testing.T) {
	traces := ptrace.NewTraces()
	spans := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	tool, chat := spans.AppendEmpty(), spans.AppendEmpty()
	for i, span := range []ptrace.Span{tool, chat} {
		span.SetTraceID([16]byte{1})
		span.SetSpanID([8]byte{byte(i + 1)})
		span.SetStartTimestamp(pcommon.Timestamp(i + 1))
	}
	require.NoError(t, tool.Attributes().FromRaw(map[string]any{
		"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "find", "gen_ai.tool.call.id": "c1", "gen_ai.tool.status": "error",
	}))
	for _, said := range [][2]string{
		{"gen_ai.user.message", "Where is my order?"},
		{"gen_ai.assistant.message", `[{"toolUse":{"toolUseId":"c1","name":"find","input":{"q":1}}}]`},
		{"gen_ai.tool.message", `[{"toolResult":{"toolUseId":"c1","status":"error","content":[{"text":"Error: invalid argument: q"}]}}]`},
	} {
		event := chat.Events().AppendEmpty()
		event.SetName(said[0])
		event.Attributes().PutStr("content", said[1])
	}
	got := spansOf(process(t, defaults(), traces))
	assert.NotContains(t, got[0].Attributes().AsRaw(), "signals.quality", "the chat tells of it")
	assert.Equal(t, int64(1), got[1].Attributes().AsRaw()["signals.execution.failure.count"])
}

func TestAngryUsersInOtherShapes(t *testing.T) {
	const repeated = "I could not find this reservation. Could you give me the code again?"
	for name, attributes := range map[string]map[string]any{
		"sentry": {
			"gen_ai.operation.name": "chat", "gen_ai.response.text": `["` + repeated + `"]`,
			"gen_ai.input.messages": `[{"role":"assistant","content":"` + repeated + `"},
				{"role":"user","content":[{"type":"text","text":"THIS IS RIDICULOUS, you are not helping at all!!!"}]},
				{"role":"user","content":"Forget it, let me talk to a human agent."}]`,
		},
		"genkit": {
			"genkit:type": "action", "genkit:metadata:subtype": "model",
			"genkit:input": `{"messages":[{"role":"model","content":[{"text":"` + repeated + `"}]},
				{"role":"user","content":[{"text":"THIS IS RIDICULOUS, you are not helping at all!!!"}]},
				{"role":"user","content":[{"text":"Forget it, let me talk to a human agent."}]}]}`,
			"genkit:output": `{"message":{"role":"model","content":[{"text":"` + repeated + `"}]}}`,
		},
	} {
		quality, _ := lastSpan(process(t, defaults(), chat(t, attributes))).Attributes().Get("signals.quality")
		assert.Equal(t, "Severe", quality.Str(), name)
	}
}
