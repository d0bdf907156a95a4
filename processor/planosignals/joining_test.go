package planosignals

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
)

// bothPipelines is a processor in a pipeline of traces and one of logs.
type bothPipelines struct {
	traces processor.Traces
	logs   processor.Logs
	spans  *consumertest.TracesSink
	log    *consumertest.LogsSink
}

func startBoth(t *testing.T, set processor.Settings, config *Config, next consumer.Traces) *bothPipelines {
	t.Helper()
	b := &bothPipelines{log: new(consumertest.LogsSink)}
	if next == nil {
		b.spans = new(consumertest.TracesSink)
		next = b.spans
	}
	factory := NewFactory()
	var err error
	b.traces, err = factory.CreateTraces(t.Context(), set, config, next)
	require.NoError(t, err)
	b.logs, err = factory.CreateLogs(t.Context(), set, config, b.log)
	require.NoError(t, err)
	require.NoError(t, b.logs.Start(t.Context(), componenttest.NewNopHost()))
	require.NoError(t, b.traces.Start(t.Context(), componenttest.NewNopHost()))
	return b
}

func (b *bothPipelines) shutdown(t *testing.T) {
	t.Helper()
	require.NoError(t, b.traces.Shutdown(context.Background()))
	require.NoError(t, b.logs.Shutdown(context.Background()))
}

func recordedLogs(t *testing.T, name string) plog.Logs {
	t.Helper()
	return loadLogs(t, filepath.Join("..", "..", "conversation", "testdata", name+".logs.json"))
}

// turnsAndQuality are the turns of the spans that were analysed, and the quality of the one that started last.
func turnsAndQuality(t *testing.T, spans []ptrace.Span) (turns []int64, last string) {
	t.Helper()
	var latest ptrace.Span
	for _, span := range spans {
		n, ok := span.Attributes().Get("signals.turn_count")
		if !ok {
			continue
		}
		turns = append(turns, n.Int())
		if latest == (ptrace.Span{}) || span.StartTimestamp() > latest.StartTimestamp() {
			quality, _ := span.Attributes().Get("signals.quality")
			latest, last = span, quality.Str()
		}
	}
	return turns, last
}

func (b *bothPipelines) received() (all []ptrace.Span) {
	for _, traces := range b.spans.AllTraces() {
		all = append(all, spansOf(traces)...)
	}
	return all
}

// Content in log records joins its span in either order of arrival.
func TestContentInLogRecordsJoinsItsSpan(t *testing.T) {
	for _, name := range []string{
		"otel-openai-0.21.refund", "otel-openai-0.21.happy", "otel-openai-0.5.coding.good", "otel-openai-0.22.coding.good",
	} {
		for _, order := range []string{"logs first", "spans first", "one by one"} {
			t.Run(name+", "+order, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { testJoining(t, name, order) })
			})
		}
	}
}

func testJoining(t *testing.T, name, order string) {
	t.Helper()
	b := startBoth(t, processortest.NewNopSettings(metadata.Type), defaults(), nil)
	defer b.shutdown(t)
	traces, logs := recording(t, name), recordedLogs(t, name)
	if order == "spans first" {
		require.NoError(t, b.traces.ConsumeTraces(t.Context(), copyOf(traces)))
	}
	if order == "one by one" {
		for _, record := range logs.ResourceLogs().All() {
			one := plog.NewLogs()
			record.CopyTo(one.ResourceLogs().AppendEmpty())
			require.NoError(t, b.logs.ConsumeLogs(t.Context(), one))
		}
	} else {
		require.NoError(t, b.logs.ConsumeLogs(t.Context(), logs))
	}
	if order != "spans first" {
		for _, one := range apart(traces) {
			require.NoError(t, b.traces.ConsumeTraces(t.Context(), one))
		}
	}
	time.Sleep(3 * time.Second)
	synctest.Wait()
	got := b.received()
	require.Len(t, got, traces.SpanCount(), "nothing waits any more")
	turns, last := turnsAndQuality(t, got)
	switch name {
	case "otel-openai-0.21.refund": // the last records, with the end of the conversation, are not in the recording
		assert.ElementsMatch(t, []int64{1, 1, 2, 2, 3, 3}, turns)
		assert.Equal(t, "Neutral", last)
	case "otel-openai-0.21.happy":
		assert.Contains(t, []string{"Good", "Excellent"}, last)
	default:
		assert.ElementsMatch(t, []int64{1, 1, 1, 1, 2}, turns)
		assert.Equal(t, "Good", last)
	}
	for _, span := range got {
		for _, event := range span.Events().All() {
			assert.NotContains(t, event.Name(), "gen_ai.", "what was joined is not written")
		}
	}
}

// silentCall is the span of a call without content.
func silentCall(id byte) ptrace.Traces {
	traces := ptrace.NewTraces()
	scope := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	scope.Scope().SetName("openai")
	span := scope.Spans().AppendEmpty()
	span.SetTraceID([16]byte{id})
	span.SetSpanID([8]byte{id})
	span.Attributes().PutStr("gen_ai.operation.name", "chat")
	return traces
}

func answerTo(id byte) plog.Logs {
	logs := plog.NewLogs()
	scope := logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty()
	scope.Scope().SetName("openai")
	for name, body := range map[string]string{"gen_ai.user.message": "This is ridiculous!", "gen_ai.choice": "Sorry."} {
		record := scope.LogRecords().AppendEmpty()
		record.SetTraceID([16]byte{id})
		record.SetSpanID([8]byte{id})
		record.SetEventName(name)
		record.SetTimestamp(1)
		if name == "gen_ai.choice" {
			record.SetTimestamp(2)
		}
		record.Body().SetEmptyMap().PutStr("content", body)
	}
	return logs
}

func TestSpansWaitForTheirContentForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := startBoth(t, processortest.NewNopSettings(metadata.Type), defaults(), nil)
		defer b.shutdown(t)
		require.NoError(t, b.traces.ConsumeTraces(t.Context(), silentCall(1)))
		time.Sleep(9 * time.Second)
		assert.Empty(t, b.received())
		time.Sleep(3 * time.Second)
		synctest.Wait()
		require.Len(t, b.received(), 1)
		assert.NotContains(t, b.received()[0].Attributes().AsRaw(), "signals.quality")
	})
}

func TestSendersThatLogNothingDoNotWaitForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := startBoth(t, processortest.NewNopSettings(metadata.Type), defaults(), nil)
		defer b.shutdown(t)
		for i := range byte(maxVain) {
			require.NoError(t, b.traces.ConsumeTraces(t.Context(), silentCall(i+1)))
			time.Sleep(12 * time.Second)
			synctest.Wait()
		}
		require.Len(t, b.received(), maxVain)
		require.NoError(t, b.traces.ConsumeTraces(t.Context(), silentCall(100)))
		require.Len(t, b.received(), maxVain+1, "at once")
		require.NoError(t, b.logs.ConsumeLogs(t.Context(), answerTo(101)))
		require.NoError(t, b.traces.ConsumeTraces(t.Context(), silentCall(102)))
		require.Len(t, b.received(), maxVain+1, "they log after all")
	})
}

func TestShutdownPassesOnWhatWaits(t *testing.T) {
	b := startBoth(t, processortest.NewNopSettings(metadata.Type), defaults(), nil)
	require.NoError(t, b.traces.ConsumeTraces(t.Context(), silentCall(1)))
	require.Empty(t, b.received())
	b.shutdown(t)
	require.Len(t, b.received(), 1)
}

// busyNext refuses the first batches.
type busyNext struct {
	*consumertest.TracesSink
	left int
	err  error
}

func (r *busyNext) ConsumeTraces(ctx context.Context, traces ptrace.Traces) error {
	if r.left > 0 {
		r.left--
		return r.err
	}
	return r.TracesSink.ConsumeTraces(ctx, traces)
}

func TestRefusedSpansThatWaitedAreSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &busyNext{TracesSink: new(consumertest.TracesSink), left: 2, err: errors.New("busy")}
		b := startBoth(t, processortest.NewNopSettings(metadata.Type), defaults(), next)
		defer b.shutdown(t)
		require.NoError(t, b.traces.ConsumeTraces(t.Context(), silentCall(1)))
		require.NoError(t, b.logs.ConsumeLogs(t.Context(), answerTo(1)))
		assert.Zero(t, next.SpanCount())
		time.Sleep(5 * time.Second)
		synctest.Wait()
		require.Equal(t, 1, next.SpanCount())
		assert.Contains(t, spansOf(next.AllTraces()[0])[0].Attributes().AsRaw(), "signals.quality")

		next.left, next.err = 1, consumererror.NewPermanent(errors.New("malformed"))
		require.NoError(t, b.traces.ConsumeTraces(t.Context(), silentCall(2)))
		require.NoError(t, b.logs.ConsumeLogs(t.Context(), answerTo(2)))
		time.Sleep(5 * time.Second)
		synctest.Wait()
		assert.Equal(t, 1, next.SpanCount())
	})
}

func TestPendingIsBounded(t *testing.T) {
	config := defaults()
	config.Logs.MaxBytes = minLogsBytes
	b := startBoth(t, processortest.NewNopSettings(metadata.Type), config, nil)
	defer b.shutdown(t)
	for i := range byte(60) {
		require.NoError(t, b.traces.ConsumeTraces(t.Context(), silentCall(i+1)))
	}
	waiting := 60 - len(b.received())
	assert.Positive(t, waiting)
	assert.LessOrEqual(t, waiting, minLogsBytes/minSpanBytes, "the oldest make room")
}

func TestContentOfLogRecordsIsTreated(t *testing.T) {
	config := defaults()
	config.Content = ContentDrop
	b := startBoth(t, processortest.NewNopSettings(metadata.Type), config, nil)
	require.NoError(t, b.logs.ConsumeLogs(t.Context(), answerTo(1)))
	require.NoError(t, b.traces.ConsumeTraces(t.Context(), silentCall(1)))
	b.shutdown(t)
	for _, record := range b.log.AllLogs()[0].ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().All() {
		assert.Empty(t, record.Body().AsString())
	}
	assert.Contains(t, b.received()[0].Attributes().AsRaw(), "signals.quality", "after it was read")
}

func TestFailedCallsDoNotWaitForSendersThatLogNothing(t *testing.T) {
	b := startBoth(t, processortest.NewNopSettings(metadata.Type), defaults(), nil)
	defer b.shutdown(t)
	failed := func(id byte) ptrace.Traces {
		traces := silentCall(id)
		spansOf(traces)[0].Attributes().PutInt("http.response.status_code", 429)
		return traces
	}
	require.NoError(t, b.traces.ConsumeTraces(t.Context(), failed(1)))
	require.Len(t, b.received(), 1)
	assert.Contains(t, b.received()[0].Attributes().AsRaw(), "signals.quality")
	require.NoError(t, b.logs.ConsumeLogs(t.Context(), answerTo(2)))
	require.NoError(t, b.traces.ConsumeTraces(t.Context(), failed(3)))
	assert.Len(t, b.received(), 1, "what was asked may come")
}

func TestSpansThatAreRefusedUntilTheEndAreSaidToBeLost(t *testing.T) {
	core, logs := observer.New(zap.ErrorLevel)
	set := processortest.NewNopSettings(metadata.Type)
	set.Logger = zap.New(core)
	next := &busyNext{TracesSink: new(consumertest.TracesSink), left: maxAttempts, err: errors.New("busy")}
	b := startBoth(t, set, defaults(), next)
	require.NoError(t, b.traces.ConsumeTraces(t.Context(), silentCall(1)))
	b.shutdown(t)
	assert.Zero(t, next.SpanCount())
	require.Equal(t, 1, logs.Len())
	assert.Contains(t, logs.All()[0].Message, "is lost")
}
