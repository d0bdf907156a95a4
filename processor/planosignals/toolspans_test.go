package planosignals

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// toldFromTools are the signals that were told for the first time, by leaf, with those that only the spans of tools tell.
func toldFromTools(t *testing.T, batches []ptrace.Traces) (all, fromTools map[string]int) {
	t.Helper()
	all, fromTools = map[string]int{}, map[string]int{}
	for _, b := range batches {
		for _, span := range spansOf(b) {
			for _, event := range span.Events().All() {
				leaf, ok := strings.CutPrefix(event.Name(), semconv.SignalNamespace)
				if !ok {
					continue
				}
				all[leaf]++
				metadata, ok := event.Attributes().Get("signal.metadata")
				require.True(t, ok)
				var m struct{ Source string }
				require.NoError(t, json.Unmarshal([]byte(metadata.AsString()), &m))
				if m.Source == "tool spans" {
					fromTools[leaf]++
				}
			}
		}
	}
	return all, fromTools
}

// sendEach sends batches one after the other.
func sendEach(t *testing.T, batches ...ptrace.Traces) []ptrace.Traces {
	t.Helper()
	p, sink := start(t, defaults(), nil)
	for _, b := range batches {
		require.NoError(t, p.ConsumeTraces(t.Context(), copyOf(b)))
	}
	return sink.AllTraces()
}

// TestLoopsAreToldOnce has recordings in which the conversation holds the calls, and one in which only the spans of tools do.
func TestLoopsAreToldOnce(t *testing.T) {
	const lacksCalls, loop = "openllmetry-sdk-0.14.tool-loop.traces.json", "execution.loops.retry"
	files := recordings(t)
	more, err := filepath.Glob(filepath.Join(emitters, "testdata", "*.traces.json"))
	require.NoError(t, err)
	loops := 0
	for _, file := range append(files, more...) {
		traces, name := load(t, file), filepath.Base(file)
		for how, batches := range map[string][]ptrace.Traces{"whole": {traces}, "span by span": apart(traces)} {
			all, fromTools := toldFromTools(t, sendEach(t, batches...))
			if name == lacksCalls {
				assert.Equal(t, map[string]int{loop: 1}, fromTools, "%s, %s", name, how)
			} else {
				assert.Empty(t, fromTools, "%s, %s", name, how)
			}
			if strings.Contains(name, "tool-loop") && !strings.HasPrefix(name, "otel-openai") {
				assert.Equal(t, 1, all[loop], "%s, %s", name, how)
				loops++
			}
		}
	}
	assert.Equal(t, 12, loops)
}

// A copy of everything, or of a span, is told what the first one was.
func TestCopiesOfToolSpansTellTheSame(t *testing.T) {
	traces := load(t, filepath.Join(emitters, "testdata", "openllmetry-sdk-0.14.tool-loop.traces.json"))
	whole := sendEach(t, traces, traces)
	require.Len(t, whole, 2)
	assert.Equal(t, signalsOfAll(t, whole[0]), signalsOfAll(t, whole[1]))
	var twice []ptrace.Traces
	for _, one := range apart(traces) {
		twice = append(twice, one, one)
	}
	got := sendEach(t, twice...)
	for i := 0; i < len(got); i += 2 {
		assert.Equal(t, signalsOfAll(t, got[i]), signalsOfAll(t, got[i+1]))
	}
}

func signalsOfAll(t *testing.T, traces ptrace.Traces) (all []string) {
	t.Helper()
	for _, span := range spansOf(traces) {
		all = append(all, signalsOf(t, span))
	}
	return all
}

// silentRun is a trace of calls of a model without content, with a tool's span behind each.
func silentRun(t *testing.T, calls ...map[string]any) ptrace.Traces {
	t.Helper()
	traces := ptrace.NewTraces()
	spans := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	add := func(attributes map[string]any) {
		span := spans.AppendEmpty()
		span.SetTraceID(pcommon.TraceID{1})
		span.SetSpanID(pcommon.SpanID{byte(spans.Len())})
		span.SetStartTimestamp(pcommon.Timestamp(10 * spans.Len()))
		span.SetEndTimestamp(pcommon.Timestamp(10*spans.Len() + 5))
		require.NoError(t, span.Attributes().FromRaw(attributes))
	}
	for _, call := range calls {
		add(map[string]any{"gen_ai.operation.name": "chat", "gen_ai.response.finish_reasons": []any{"tool_calls"}})
		add(call)
	}
	add(map[string]any{"gen_ai.operation.name": "chat", "gen_ai.response.finish_reasons": []any{"stop"}})
	return traces
}

func ranTool(arguments, result string) map[string]any {
	return map[string]any{
		"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "find",
		"gen_ai.tool.call.arguments": arguments, "gen_ai.tool.call.result": result,
	}
}

// TestToolSpansTellWhereChatsHoldNoContent tells loops and failures on the next call of the model.
func TestToolSpansTellWhereChatsHoldNoContent(t *testing.T) {
	fails := ranTool(`{"id":"x"}`, "Error: invalid argument: id must be a number")
	hidden := map[string]any{"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "find"}
	for name, tt := range map[string]struct {
		calls []map[string]any
		want  map[string]int
	}{
		"the same again and again": {
			[]map[string]any{fails, fails, fails, fails},
			map[string]int{"execution.loops.retry": 1, "execution.failure.invalid_args": 1},
		},
		"twice is no loop": {[]map[string]any{fails, fails}, map[string]int{"execution.failure.invalid_args": 1}},
		"one after the other": {
			[]map[string]any{
				ranTool(`{"id":1}`, `{"name":"a"}`), ranTool(`{"id":2}`, `{"name":"b"}`), ranTool(`{"id":3}`, `{"name":"c"}`),
			},
			map[string]int{},
		},
		"what they were called with is hidden": {[]map[string]any{hidden, hidden, hidden, hidden}, map[string]int{}},
	} {
		traces := silentRun(t, tt.calls...)
		for how, batches := range map[string][]ptrace.Traces{"whole": {traces}, "span by span": apart(traces)} {
			_, fromTools := toldFromTools(t, sendEach(t, batches...))
			assert.Equal(t, tt.want, fromTools, "%s, %s", name, how)
		}
	}
}

// A chat that began before the call that makes the loop does not tell of it, whenever it comes.
func TestLateChatsTellOfNoLoop(t *testing.T) {
	fails := ranTool(`{"id":"x"}`, "Error: invalid argument: id must be a number")
	single := apart(silentRun(t, fails, fails, fails))
	require.Len(t, single, 7)
	got := sendEach(t, single[1], single[3], single[5], single[4], single[6])
	retries := func(b ptrace.Traces) string {
		return fmt.Sprint(spansOf(b)[0].Attributes().AsRaw()["signals.execution.loops.count"])
	}
	assert.Equal(t, []string{"<nil>", "1"}, []string{retries(got[3]), retries(got[4])})
}

// What came of calls is left to the conversation where there is one, though a gateway's span beside it holds none.
func TestResultsAreLeftToConversations(t *testing.T) {
	traces := silentRun(t, ranTool(`{"id":"x"}`, "Error: invalid argument: id must be a number"))
	spansOf(traces)[0].Attributes().PutStr("gen_ai.input.messages", `[{"role":"user","parts":[{"type":"text","content":"Where is Ann?"}]}]`)
	_, fromTools := toldFromTools(t, sendEach(t, traces))
	assert.Empty(t, fromTools)
}

func TestFailuresFlaggedOnToolSpansAreTheirs(t *testing.T) {
	flagged := ranTool(`{"id":"x"}`, "Error: invalid argument: id must be a number")
	flagged["gen_ai.tool.status"] = "error"
	assert.Equal(t, []int64{0, 1, 0}, failures(sendEach(t, silentRun(t, flagged))[0]))
}

// TestLoopsOfLibraries lets the tools of every library do the same again and again, as their own spans tell it; the conversations
// go on as they were recorded. Those that hold calls speak for themselves.
func TestLoopsOfLibraries(t *testing.T) {
	loop := map[string]int{"execution.loops.retry": 1}
	lackCalls := map[string]bool{"openllmetry-sdk-0.14": true, "mastra-0.24": true}
	for name, recorded := range emittedAs(t, ".coding.good") {
		traces := copyOf(recorded.traces)
		var first ptrace.Span
		for _, span := range spansOf(traces) {
			if !ranATool(span) {
				continue
			}
			if first == (ptrace.Span{}) {
				first = span
				continue
			}
			span.SetName(first.Name())
			first.Attributes().CopyTo(span.Attributes())
			first.Events().CopyTo(span.Events())
		}
		for how, batches := range map[string][]ptrace.Traces{"whole": {traces}, "span by span": apart(traces)} {
			_, fromTools := toldFromTools(t, sendEach(t, batches...))
			if lackCalls[name] || name == "mastra-1.71" && how == "span by span" { // whose span of all calls ends last
				assert.Equal(t, loop, fromTools, "%s, %s", name, how)
			} else {
				assert.Empty(t, fromTools, "%s, %s", name, how)
			}
		}
	}
}

func ranATool(span ptrace.Span) bool {
	facts := conversation.NewReader(conversation.DefaultLimits(), nil).ScanCall(span, "")
	return facts.Kind == spankind.Tool
}
