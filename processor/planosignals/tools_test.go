package planosignals

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

const toolFailure = "Error: invalid argument: invoice_id must be an integer"

// failedTool is a tool's span that failed by the agent's own mistake.
func failedTool(t *testing.T) ptrace.Traces {
	t.Helper()
	traces := chat(t, map[string]any{
		"toolName": "get_invoice", "args": `{"invoice_id":"4711"}`, "status": "failed", "result": toolFailure, "gen_ai.tool.call.id": "call_1",
	})
	span := spansOf(traces)[0]
	span.SetName("Tool Call: get_invoice")
	span.SetTraceID(pcommon.TraceID{1})
	span.SetSpanID(pcommon.SpanID{1})
	span.SetEndTimestamp(10)
	return traces
}

// nextChat is a chat span that began after the tool of failedTool had ended.
func nextChat(t *testing.T, messages string) ptrace.Traces {
	t.Helper()
	traces := chat(t, map[string]any{"gen_ai.operation.name": "chat", "gen_ai.input.messages": messages})
	span := spansOf(traces)[0]
	span.SetTraceID(pcommon.TraceID{1})
	span.SetSpanID(pcommon.SpanID{2})
	span.SetStartTimestamp(11)
	return traces
}

// join puts the spans of several batches into one.
func join(batches ...ptrace.Traces) ptrace.Traces {
	all := ptrace.NewTraces()
	for _, batch := range batches {
		for _, resource := range batch.ResourceSpans().All() {
			resource.CopyTo(all.ResourceSpans().AppendEmpty())
		}
	}
	return all
}

func copyOf(traces ptrace.Traces) ptrace.Traces { return join(traces) }

// failures returns execution.failure's count on each span.
func failures(traces ptrace.Traces) (counts []int64) {
	for _, span := range spansOf(traces) {
		count, ok := span.Attributes().Get("signals.execution.failure.count")
		if ok {
			counts = append(counts, count.Int())
		} else {
			counts = append(counts, 0)
		}
	}
	return counts
}

func TestAFailedToolSaysWhatFailed(t *testing.T) {
	a := spansOf(process(t, defaults(), failedTool(t)))[0].Attributes().AsRaw()
	assert.Equal(t, int64(1), a["signals.execution.failure.count"])
	assert.NotContains(t, a, "signals.environment.exhaustion.count")
}

// chats are what the next model call of failedTool's trace may hold, and whether it tells of the failure.
var chats = map[string]struct {
	messages string
	holds    bool
}{
	"the call by its id": {
		`[{"role":"tool","parts":[{"type":"tool_call_response","id":"call_1","response":"Error: invalid argument: …"}]}]`, true,
	},
	"the call by its result": {
		`[{"role":"tool","parts":[{"type":"tool_call_response","response":"` + toolFailure + `"}]}]`, true,
	},
	"another call with the same result": {
		`[{"role":"tool","parts":[{"type":"tool_call_response","id":"call_0","response":"` + toolFailure + `"}]}]`, false,
	},
	"the call, but no failure": {
		`[{"role":"tool","parts":[{"type":"tool_call_response","id":"call_1","response":"{\"total\":12}"}]}]`, false,
	},
	"no tool": {`[{"role":"user","parts":[{"type":"text","content":"What is the weather in Bern?"}]}]`, false},
}

func TestAFailedToolIsLeftToAChatThatTellsOfIt(t *testing.T) {
	for name, tt := range chats {
		want, other := int64(1), int64(0)
		if tt.holds {
			want, other = 0, 1
		}
		if name == "another call with the same result" {
			other = 1
		}
		tool, next := failedTool(t), nextChat(t, tt.messages)
		assert.Equal(t, []int64{want, other}, failures(process(t, defaults(), join(tool, next))), "%s, one batch", name)
		assert.Equal(t, []int64{other, want}, failures(process(t, defaults(), join(next, tool))), "%s, one batch, the chat first", name)

		p, sink := start(t, defaults(), nil)
		require.NoError(t, p.ConsumeTraces(t.Context(), copyOf(next)))
		require.NoError(t, p.ConsumeTraces(t.Context(), copyOf(tool)))
		assert.Equal(t, []int64{other}, failures(sink.AllTraces()[0]), "%s, the chat a batch before", name)
		assert.Equal(t, []int64{want}, failures(sink.AllTraces()[1]), "%s, the chat a batch before", name)
	}
}

func TestAFailedToolThatWasToldStaysTold(t *testing.T) {
	p, sink := start(t, defaults(), nil)
	tool, next := failedTool(t), nextChat(t, chats["the call by its id"].messages)
	for _, batch := range []ptrace.Traces{tool, next, tool, join(tool, next)} {
		require.NoError(t, p.ConsumeTraces(t.Context(), copyOf(batch)))
	}
	for i, want := range [][]int64{{1}, {1}, {1}, {1, 1}} {
		assert.Equal(t, want, failures(sink.AllTraces()[i]), "batch %d", i)
	}
}

// A chat that speaks for a fault of its own still silences the tool.
func TestAFailedToolIsLeftToAChatThatFailed(t *testing.T) {
	next := nextChat(t, chats["the call by its id"].messages)
	spansOf(next)[0].Attributes().PutInt("http.response.status_code", 429)
	spans := spansOf(process(t, defaults(), join(failedTool(t), next)))
	assert.NotContains(t, spans[0].Attributes().AsRaw(), "signals.quality")
	a := spans[1].Attributes().AsRaw()
	assert.Equal(t, int64(1), a["signals.execution.failure.count"])
	assert.Equal(t, int64(1), a["signals.environment.exhaustion.count"])
}
