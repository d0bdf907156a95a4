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

// silent are the recordings that do not tell the conversation.
var silent = map[string]bool{"openllmetry-bedrock-converse-0.27": true, "otel-aws-sdk-0.78": true}

// manyChats are the recordings in which a call is told by the SDK and by LangSmith.
var manyChats = map[string]int{"langsmith-vercel-ai-5": 10}

// TestRecordingsOfACodingAgent reads conversations in which all went well.
func TestRecordingsOfACodingAgent(t *testing.T) {
	for name, recorded := range emittedAs(t, ".coding.good") {
		if silent[name] {
			continue
		}
		t.Run(name, func(t *testing.T) {
			chats, last := chatsIn(t, recorded)
			require.Equal(t, cmp.Or(manyChats[name], 5), chats)
			assert.Equal(t, int64(2), last.turns)
			assert.Equal(t, "Good", last.quality)
			assert.False(t, last.flagged)
		})
	}
}

// TestRecordingsOfAnAirline reads one conversation that goes well and one that does not.
func TestRecordingsOfAnAirline(t *testing.T) {
	for name, recorded := range emittedAs(t, ".happy") {
		_, last := chatsIn(t, recorded)
		assert.Contains(t, []string{"Good", "Excellent"}, last.quality, name)
		assert.False(t, last.flagged, name)
	}
	for name, recorded := range emittedAs(t, ".refund") {
		chats, last := chatsIn(t, recorded)
		assert.Equal(t, 6, chats, name)
		if name == "otel-openai-0.21" { // the last records, with the end of the conversation, are not in the recording
			assert.Equal(t, found{finding: finding{turns: 3}, quality: "Neutral"}, last)
			continue
		}
		assert.Equal(t, int64(4), last.turns, name)
		assert.Equal(t, "Severe", last.quality, name)
		assert.True(t, last.flagged, name)
	}
}

// emittedAs are the recordings of a scenario by the names of their libraries.
func emittedAs(t *testing.T, scenario string) map[string]emitted {
	t.Helper()
	end := scenario + ".traces.json"
	files, err := filepath.Glob(filepath.Join("..", "..", "conversation", "testdata", "*"+end))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	all := map[string]emitted{}
	for _, file := range files {
		all[strings.TrimSuffix(filepath.Base(file), end)] = loadEmitted(t, file)
	}
	return all
}

// chatsIn counts the chats of a recording that are reported on, and returns what the one that began last tells, without signals.
func chatsIn(t *testing.T, recorded emitted) (chats int, last found) {
	t.Helper()
	var latest ptrace.Span
	for _, traces := range send(t, recorded) {
		for _, span := range spansOf(traces) {
			if _, ok := span.Attributes().Get(semconv.SignalsQuality); !ok {
				continue
			}
			if chats++; chats == 1 || span.StartTimestamp() > latest.StartTimestamp() {
				latest = span
			}
		}
	}
	if chats > 0 {
		last.add(latest, map[string]bool{})
	}
	last.session = ""
	return chats, last
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
