package planosignals

import (
	"context"
	"errors"
	"testing"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatatest/ptracetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/processor/planonaming"
)

// refusing is the next tier: it keeps what it is sent, and refuses as many batches as it is told to.
type refusing struct {
	refuse int
	got    []ptrace.Traces
}

func (r *refusing) consume(_ context.Context, traces ptrace.Traces) error {
	r.got = append(r.got, copyOf(traces))
	if r.refuse > 0 {
		r.refuse--
		return errors.New("the next tier is away")
	}
	return nil
}

// named starts planonaming with the next tier behind it.
func named(t *testing.T, tier *refusing) consumer.Traces {
	t.Helper()
	end, err := consumer.NewTraces(tier.consume)
	require.NoError(t, err)
	factory := planonaming.NewFactory()
	p, err := factory.CreateTraces(t.Context(), processortest.NewNopSettings(factory.Type()), factory.CreateDefaultConfig(), end)
	require.NoError(t, err)
	startUntilEnd(t, p)
	return p
}

// flagging starts this processor with planonaming and the next tier behind it.
func flagging(t *testing.T, tier *refusing) consumer.Traces {
	t.Helper()
	factory := NewFactory()
	settings := processortest.NewNopSettings(factory.Type())
	p, err := factory.CreateTraces(t.Context(), settings, factory.CreateDefaultConfig(), named(t, tier))
	require.NoError(t, err)
	startUntilEnd(t, p)
	return p
}

func startUntilEnd(t *testing.T, c component.Component) {
	t.Helper()
	require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() { require.NoError(t, c.Shutdown(context.Background())) })
}

// rateLimited is one span that a model's rate limit ended.
func rateLimited(t *testing.T, trace, span byte) ptrace.Traces {
	t.Helper()
	traces := chat(t, map[string]any{"gen_ai.operation.name": "chat", "http.response.status_code": 429})
	spansOf(traces)[0].SetTraceID(pcommon.TraceID{trace})
	spansOf(traces)[0].SetSpanID(pcommon.SpanID{span})
	return traces
}

func assertFlagged(t *testing.T, span ptrace.Span) {
	t.Helper()
	a := span.Attributes().AsRaw()
	assert.Equal(t, "Poor", a["signals.quality"])
	assert.Equal(t, int64(1), a["signals.environment.exhaustion.count"])
	assert.Equal(t, true, a["signals.flagged"])
	assert.Equal(t, 1, span.Events().Len())
}

func TestARefusedBatchThatIsSentAgainIsFlaggedAgain(t *testing.T) {
	for name, sent := range map[string]ptrace.Traces{
		"one span": rateLimited(t, 1, 1),
		"traces":   example(t, "plano-failures.json"),
		"tool":     join(failedTool(t), nextChat(t, chats["no tool"].messages)),
	} {
		tier := &refusing{refuse: 2}
		p := flagging(t, tier)
		require.Error(t, p.ConsumeTraces(t.Context(), copyOf(sent)), name)
		require.Error(t, p.ConsumeTraces(t.Context(), copyOf(sent)), name)
		require.NoError(t, p.ConsumeTraces(t.Context(), copyOf(sent)), name)
		require.Error(t, ptracetest.CompareTraces(sent, tier.got[0]), "%s: nothing was told", name)
		require.NoError(t, ptracetest.CompareTraces(tier.got[0], tier.got[1]), name)
		require.NoError(t, ptracetest.CompareTraces(tier.got[0], tier.got[2]), name)
	}
}

func TestCopiesOfAFaultySpanAreFlaggedAlike(t *testing.T) {
	tier := &refusing{}
	p := flagging(t, tier)
	sent := rateLimited(t, 1, 1)
	require.NoError(t, p.ConsumeTraces(t.Context(), join(sent, sent)))
	require.NoError(t, p.ConsumeTraces(t.Context(), copyOf(sent)))
	for _, got := range tier.got {
		for _, span := range spansOf(got) {
			assertFlagged(t, span)
		}
	}
}

func TestAFaultSeenByAnotherSpanInALaterBatchIsNotNews(t *testing.T) {
	p, sink := start(t, defaults(), nil)
	require.NoError(t, p.ConsumeTraces(t.Context(), rateLimited(t, 1, 1)))
	require.NoError(t, p.ConsumeTraces(t.Context(), rateLimited(t, 1, 2)))
	assert.Equal(t, 1, spansOf(sink.AllTraces()[0])[0].Events().Len())
	assert.Zero(t, spansOf(sink.AllTraces()[1])[0].Events().Len())
}

func TestSpansWithoutATraceShareNoFaults(t *testing.T) {
	tier := &refusing{}
	p := flagging(t, tier)
	for range 2 {
		require.NoError(t, p.ConsumeTraces(t.Context(), join(rateLimited(t, 0, 1), rateLimited(t, 0, 2), rateLimited(t, 0, 2))))
	}
	for _, got := range tier.got {
		for _, span := range spansOf(got) {
			assertFlagged(t, span)
		}
	}
}
