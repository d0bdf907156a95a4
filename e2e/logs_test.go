package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// Recordings of a library that writes what is said into log records.
const (
	codingInLogs = "../conversation/testdata/otel-openai-0.22.coding.good"
	refundInLogs = "../conversation/testdata/otel-openai-0.21.refund"
)

func readWithLogs(t *testing.T, name string) (ptrace.Traces, plog.Logs) {
	t.Helper()
	td, ld, err := harness.ReadOTLPWithLogs(name)
	require.NoError(t, err)
	return td, ld
}

// refundWithLogs adds what the recording lacks: what the user says last.
func refundWithLogs(t *testing.T) (ptrace.Traces, plog.Logs) {
	t.Helper()
	td, ld := readWithLogs(t, refundInLogs)
	resources := ld.ResourceLogs()
	records := resources.At(resources.Len() - 1).ScopeLogs().At(0).LogRecords()
	before := records.At(records.Len() - 1)
	last := records.AppendEmpty()
	before.CopyTo(last)
	last.SetTimestamp(before.Timestamp() + 1)
	last.Body().Map().PutStr("content", "Forget it. Please let me talk to a human agent.")
	return td, ld
}

// joined sends spans and the log records that hold what is said, and returns the last call of a model as the backend got it.
func joined(t *testing.T, c *harness.Collector, sink *harness.Sink, td ptrace.Traces, ld plog.Logs, logsFirst bool) ptrace.Span {
	t.Helper()
	if logsFirst {
		require.NoError(t, harness.SendLogs(t.Context(), c.HTTP, ld))
	}
	require.NoError(t, harness.SendHTTP(t.Context(), c.HTTP, td))
	if !logsFirst {
		require.NoError(t, harness.SendLogs(t.Context(), c.HTTP, ld))
	}
	var last ptrace.Span
	var latest int64
	for _, sent := range harness.SpansOf(td) {
		span := arrived(t, sink, sent.SpanID())
		if at := int64(span.StartTimestamp()); text(span, "gen_ai.operation.name") == "chat" && at > latest {
			last, latest = span, at
		}
	}
	require.NotZero(t, latest)
	return last
}

// What is said in log records is judged on the span of the call, whichever comes first.
func TestContentInLogsJoinsItsSpan(t *testing.T) {
	for _, logsFirst := range []bool{false, true} {
		t.Run(fmt.Sprint("logs first: ", logsFirst), func(t *testing.T) {
			t.Parallel()
			c, sink := aloneWithSink(t, nil, "config/logs.yaml", "e2e/testdata/logs.yaml")

			coding, codingLogs := readWithLogs(t, codingInLogs)
			chat := joined(t, c, sink, coding, codingLogs, logsFirst)
			assert.Equal(t, "2", text(chat, "signals.turn_count"))
			assert.Contains(t, []string{"Good", "Excellent"}, text(chat, "signals.quality"))

			refund, refundLogs := refundWithLogs(t)
			chat = joined(t, c, sink, refund, refundLogs, logsFirst)
			assert.Equal(t, "Severe", text(chat, "signals.quality"))
			assert.Equal(t, "true", text(chat, "signals.escalation.requested"))
			assert.True(t, strings.HasSuffix(chat.Name(), marker), chat.Name())
			for _, event := range chat.Events().All() {
				assert.True(t, strings.HasPrefix(event.Name(), "signal."), "%s: content of log records stays there", event.Name())
			}

			sent := len(harness.RecordsOf(codingLogs)) + len(harness.RecordsOf(refundLogs))
			require.Eventually(t, func() bool { return len(sink.Records()) == sent }, arriveTimeout, harness.PollInterval)
			assert.Len(t, sink.Spans(), coding.SpanCount()+refund.SpanCount())
			assert.Zero(t, scrape(t, c).Sum("otelcol_processor_planosignals_unreadable_total"))
			require.NoError(t, c.Stop())
		})
	}
}

// Spans that wait for their content are passed on when the collector stops.
func TestStopPassesOnWhatWaits(t *testing.T) {
	c, sink := aloneWithSink(t, nil, "config/logs.yaml")
	td, _ := readWithLogs(t, codingInLogs)
	require.NoError(t, harness.SendHTTP(t.Context(), c.HTTP, td))
	require.Eventually(t, func() bool { return len(sink.Spans()) > 0 }, arriveTimeout, harness.PollInterval)
	require.Less(t, len(sink.Spans()), td.SpanCount(), "nothing waits: this test proves nothing")
	require.NoError(t, c.Stop())
	assert.Len(t, sink.Spans(), td.SpanCount())
}

// The verdict is the same whatever happens to the text, and no text reaches the backend.
func TestContentOfLogRecords(t *testing.T) {
	const key = "0123456789abcdef"
	for policy, left := range map[string]string{"keep": "", "redact": "characters]", "hash": "hmac:", "drop": ""} {
		t.Run(policy, func(t *testing.T) {
			t.Parallel()
			c, sink := aloneWithSink(t, []string{"E2E_CONTENT=" + policy, "E2E_HASH_KEY=" + key},
				"config/logs.yaml", "e2e/testdata/logs.yaml", "e2e/testdata/content.yaml")
			td, ld := refundWithLogs(t)
			texts := textsOf(ld)
			require.NotEmpty(t, texts)
			chat := joined(t, c, sink, td, ld, true)
			assert.Equal(t, "Severe", text(chat, "signals.quality"))

			require.Eventually(t, func() bool { return len(sink.Records()) == ld.LogRecordCount() }, arriveTimeout, harness.PollInterval)
			got := plog.NewLogs()
			to := got.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
			for _, record := range sink.Records() {
				record.CopyTo(to.AppendEmpty())
			}
			all, err := (&plog.JSONMarshaler{}).MarshalLogs(got)
			require.NoError(t, err)
			for _, text := range texts {
				assert.Equal(t, policy == "keep", strings.Contains(string(all), text), "%s", text)
			}
			assert.Contains(t, string(all), left)
			require.NoError(t, c.Stop())
		})
	}
}

// textsOf returns what users, tools and the assistant say in log records, what JSON writes without escapes.
func textsOf(ld plog.Logs) (texts []string) {
	for _, record := range harness.RecordsOf(ld) {
		content, ok := record.Body().Map().Get("content")
		if ok && len(content.Str()) > 20 && !strings.ContainsAny(content.Str(), "\"\\\n'<>&") {
			texts = append(texts, content.Str())
		}
	}
	return texts
}
