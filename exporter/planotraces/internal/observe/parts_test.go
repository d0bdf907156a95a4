package observe_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/observe"
	"github.com/otelcol-plano/otelcol-plano/internal/traceapi"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

func TestContributions(t *testing.T) {
	for _, c := range []struct {
		summary, reason string
		parts           []traceapi.Contribution
	}{
		{
			"Poor (34): complained 3 times (-17), rate limited (-5), long: 45 messages (-10)", "complained 3 times",
			[]traceapi.Contribution{
				{Text: "complained 3 times", Points: -17}, {Text: "rate limited", Points: -5}, {Text: "long: 45 messages", Points: -10},
			},
		},
		{"Neutral (59): nothing stands out, short: 2 messages (+9)", "", []traceapi.Contribution{{Text: "short: 2 messages", Points: 9}}},
		{"Neutral (50): nothing stands out", "", nil},
		{"Good (62.5): a (b), c (+12.5)", "a (b), c", []traceapi.Contribution{{Text: "a (b), c", Points: 12.5}}},
		{"", "", nil},
		{"written by someone else", "", nil},
		{"x (1): broken (", "", nil},
	} {
		reason, parts := observe.Contributions(c.summary)
		assert.Equal(t, c.reason, reason, c.summary)
		assert.Equal(t, c.parts, parts, c.summary)
	}
}

func TestExplain(t *testing.T) {
	two := 2
	for _, c := range []struct {
		finding observe.Finding
		want    string
	}{
		{observe.Finding{Leaf: signals.Escalation.String()}, "The user asked for a human."},
		{
			observe.Finding{Leaf: signals.Escalation.String(), Metadata: signals.Metadata{Offered: true}},
			"The user accepted the transfer to a human that the agent offered.",
		},
		{
			observe.Finding{Leaf: signals.Repetition.String(), Metadata: signals.Metadata{ComparedWith: &two}},
			"This says much the same as an earlier message.",
		},
		{
			observe.Finding{Leaf: signals.Retry.String(), Metadata: signals.Metadata{Tool: "find", Calls: []int{1, 3, 5}}},
			"The agent made the same call of find again and again. It took 3 calls.",
		},
		{
			observe.Finding{Leaf: signals.RateLimit.String(), Metadata: signals.Metadata{Source: "http.response.status_code=429"}},
			"A limit of requests was reached. The span says http.response.status_code=429.",
		},
		{
			observe.Finding{Leaf: signals.InvalidArgs.String(), Metadata: signals.Metadata{Tool: "a\x1b[2J\nb" + strings.Repeat("x", 200)}},
			"The agent called a\uFFFD[2J b" + strings.Repeat("x", 73) + " with arguments that it refused.",
		},
		{observe.Finding{Leaf: "something.else"}, "Something called something.else was found."},
	} {
		assert.Equal(t, c.want, observe.Explain(&c.finding))
	}
	for leaf := range signals.Leaf(signals.LeafCount) {
		said := observe.Explain(&observe.Finding{Leaf: leaf.String()})
		assert.True(t, strings.HasSuffix(said, ".") && !strings.Contains(said, "%"), said)
	}
}

func TestInstructionsOfRecordings(t *testing.T) {
	reader := newReader(t)
	tools := []string{"read_file", "run_tests", "edit_file"}
	for recording, want := range map[string][]string{
		"openllmetry-sdk-0.27.coding.good": tools, "openllmetry-0.12.good": tools, "openinference-openai-4.2.coding.good": tools,
		"vercel-ai-5.good": tools, "genkit-1.42.coding.good": tools, "google-adk-2.0.coding.good": tools,
		"langsmith-openai-0.12.coding.good": tools, "strands-1.16.coding.good": nil,
	} {
		found := 0
		for _, o := range observeAll(reader, []ptrace.Traces{loadTraces(t, recordings(t)[recording])}) {
			if o.Observation == nil || o.Kind != observe.KindModel {
				continue
			}
			found++
			system, tools := observe.Instructions(reader, o.span)
			assert.Contains(t, system, "You are a coding agent. Use the tools to read files, edit them and run the tests.", recording)
			var names []string
			for _, tool := range tools {
				names = append(names, tool.Name)
				assert.Contains(t, tool.Parameters, "path", recording)
			}
			assert.Equal(t, want, names, recording)
		}
		assert.Positive(t, found, recording)
	}
}

// noImages are libraries that write no images, or on whose spans messages are but a text.
var noImages = map[string]bool{
	"otel-openai-0.22": true, "otel-openai-0.5": true, "google-adk-2.0": true, "strands-1.16": true, "openllmetry-langchain-0.27": true,
}

func TestAttachmentsOfRecordings(t *testing.T) {
	reader := newReader(t)
	for name, file := range recordings(t) {
		library, ok := strings.CutSuffix(name, ".image")
		if !ok {
			continue
		}
		found := 0
		for _, o := range observeAll(reader, []ptrace.Traces{loadTraces(t, file)}) {
			if o.Observation == nil || o.Kind != observe.KindModel {
				continue
			}
			for i, attachments := range observe.Attachments(o.span, o.Messages) {
				assert.Equal(t, "What is broken on this picture?", o.Messages[i].Text, name)
				require.Len(t, attachments, 1, name)
				assert.Equal(t, "image/png", attachments[0].Type, name)
				if !strings.HasPrefix(name, "langfuse") { // which uploads them apart
					assert.Equal(t, 70, attachments[0].Bytes, name)
				}
				found++
			}
		}
		assert.Equal(t, noImages[library], found == 0, name)
	}
}

func TestHostileSpans(t *testing.T) {
	reader, span, resource := newReader(t), ptrace.NewSpan(), pcommon.NewResource()
	a := span.Attributes()
	a.PutStr("signals.quality", "Terrible")
	a.PutDouble("signals.quality_score", -4)
	a.PutStr("signals.turn_count", "9999999999999999999999")
	a.PutStr("signals.summary", "line\nline\x1b[0m"+strings.Repeat("y", 5000))
	a.PutStr("signals.waste.tokens", "12")
	a.PutDouble("signals.waste.usd", 0.25)
	for range 1000 {
		event := span.Events().AppendEmpty()
		event.SetName("signal.execution.loops.retry")
		event.Attributes().PutInt("signal.message_index", -77)
		event.Attributes().PutDouble("signal.confidence", 12)
		event.Attributes().PutStr("signal.snippet", strings.Repeat("ü", 5000))
		event.Attributes().PutStr("signal.metadata", `{"compared_with":-3,"calls":["x"]}`)
	}
	span.Events().AppendEmpty().SetName("signal.unknown.leaf")
	o := observe.Observe(reader, span, resource, "s")
	require.NotNil(t, o)
	assert.False(t, o.Judged)
	assert.Zero(t, o.Score)
	assert.Zero(t, o.Turns)
	assert.EqualValues(t, 12, o.WasteTokens)
	assert.InDelta(t, 0.25, o.WasteUSD, 0)
	assert.LessOrEqual(t, len(o.Summary), 1024)
	assert.NotContains(t, o.Summary, "\n")
	assert.Len(t, o.Findings, 256)
	assert.Equal(t, observe.Finding{
		Leaf: "execution.loops.retry", Message: -1, Confidence: 1, New: true, Snippet: strings.Repeat("ü", 256),
	}, o.Findings[0])
	assert.Equal(t, observe.ContentAbsent, o.Content)
}

func TestVerdictsOfOthers(t *testing.T) {
	for word, want := range map[string]struct {
		quality string
		score   float64
	}{
		"severe": {"Severe", 12}, "Poor": {"Poor", 32}, "NEUTRAL": {"Neutral", 49.5}, "good": {"Good", 67}, "excellent": {"Excellent", 87.5},
		"Error": {"Poor", 32},
	} {
		span := ptrace.NewSpan()
		span.Attributes().PutStr("signals.quality", word)
		o := observe.Observe(newReader(t), span, pcommon.NewResource(), "")
		require.NotNil(t, o)
		assert.Equal(t, want.quality, o.Quality)
		assert.InDelta(t, want.score, o.Score, 0)
	}
}
