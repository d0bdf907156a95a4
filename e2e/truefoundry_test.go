package e2e

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// sendTrueFoundry sends a trace in the shape that TrueFoundry documents for its
// gateway and checks that all of it arrives as it was.
func sendTrueFoundry(t *testing.T, s stack, file string) *harness.Trace {
	t.Helper()
	sent := readTestdata(t, "testdata/truefoundry/"+file)
	trace := s.through(t, sent)
	for _, span := range harness.SpansOf(sent) {
		got := trace.Span(span.SpanID().String())
		require.NotNil(t, got, span.Name())
		assert.Equal(t, span.Name(), strings.TrimSuffix(got.OperationName, marker))
		assertAttributes(t, span.Attributes(), got.Tags, span.Name())
		assertEvents(t, span, got)
	}
	return trace
}

// assertEvents checks that the events that were sent come first, in order;
// signals come behind them.
func assertEvents(t *testing.T, sent ptrace.Span, got *harness.Span) {
	t.Helper()
	if !assert.GreaterOrEqual(t, len(got.Logs), sent.Events().Len(), "events of %s", sent.Name()) {
		return
	}
	for i, event := range sent.Events().All() {
		assert.Equal(t, event.Name(), got.Logs[i].Name())
		assertAttributes(t, event.Attributes(), got.Logs[i].Fields, sent.Name()+": "+event.Name())
	}
}

func TestTrueFoundryAgent(t *testing.T) {
	s := useStack(t)
	trace := sendTrueFoundry(t, s, "agent.json")

	chat := trace.Last("gen_ai.operation.name")
	require.NotNil(t, chat)
	quality, ok := chat.Tags.Get("signals.quality")
	require.True(t, ok, "no signals.quality on the chat span")
	assert.Contains(t, []string{"Excellent", "Good", "Neutral", "Poor", "Severe"}, quality.Text())
	// The prompts are there twice, as attributes and as events.
	assertTag(t, chat, "signals.turn_count", typeInt64, "2")
	// The failed call is there twice, as a span and as a message.
	assertTag(t, chat, "signals.execution.failure.count", typeInt64, "1")
	assert.Equal(t, []string{"execution.failure.invalid_args"}, chat.SignalTypes("execution."))
	assert.Empty(t, trace.SignalTypes("environment."), "nothing around the agent failed")
}

// The handler's span repeats the conversation of the chat spans under it: it has
// their result or none.
func TestTrueFoundryHandlerAgreesWithItsChats(t *testing.T) {
	s := useStack(t)
	trace := sendTrueFoundry(t, s, "agent.json")
	chat, handler := trace.Last("gen_ai.operation.name"), trace.Root()
	require.NotNil(t, chat)
	require.NotNil(t, handler)
	score, ok := chat.Tags.Get("signals.quality_score")
	require.True(t, ok)
	if _, analysed := handler.Tags.Get("signals.quality_score"); analysed {
		assertTag(t, handler, "signals.quality_score", typeFloat64, score.Text())
	}
}

// No model was called: the limiter's span is all the evidence there is.
func TestTrueFoundryRateLimited(t *testing.T) {
	s := useStack(t)
	trace := sendTrueFoundry(t, s, "rate-limited.json")
	assert.Equal(t, []string{"environment.exhaustion.rate_limit"}, trace.SignalTypes(""))
}

// The failed call of the first model and the fallback are one fault.
func TestTrueFoundryFallback(t *testing.T) {
	s := useStack(t)
	trace := sendTrueFoundry(t, s, "fallback.json")
	assert.Equal(t, []string{"environment.exhaustion.api_error"}, trace.SignalTypes(""))
	chat := trace.Last("gen_ai.operation.name")
	require.NotNil(t, chat)
	assertTag(t, chat, "signals.turn_count", typeInt64, "1")
}

// Where the failed call itself says nothing, the fallback still does.
func TestTrueFoundryFallbackIsEvidence(t *testing.T) {
	s := useStack(t)
	sent := readTestdata(t, "testdata/truefoundry/fallback.json")
	for _, span := range harness.SpansOf(sent) {
		span.Status().SetCode(ptrace.StatusCodeUnset)
		span.Status().SetMessage("")
	}
	assert.Equal(t, []string{"environment.exhaustion.api_error"}, s.through(t, sent).SignalTypes(""))
}

// The fixtures hold every attribute of the documentation, and each arrives.
func TestTrueFoundryDocumentedAttributes(t *testing.T) {
	s := useStack(t)
	arrived := map[string]bool{}
	index := regexp.MustCompile(`\.\d+\.`)
	for _, file := range []string{"agent.json", "rate-limited.json", "fallback.json"} {
		trace := sendTrueFoundry(t, s, file)
		for _, span := range trace.Spans {
			for _, tag := range span.Tags {
				arrived[index.ReplaceAllString(tag.Key, ".N.")] = true
			}
		}
	}
	documented, err := os.ReadFile("testdata/truefoundry/documented-attributes.txt")
	require.NoError(t, err)
	assert.Subset(t, slices.Collect(maps.Keys(arrived)), strings.Fields(string(documented)))
}
