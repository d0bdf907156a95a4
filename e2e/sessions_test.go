package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/e2e/harness"
)

// arriveTimeout is how long a span may take from the collector to the backend.
const arriveTimeout = 20 * time.Second

const (
	rephrase   = "interaction.misalignment.rephrase"
	stance     = "interaction.disengagement.negative_stance"
	escalation = "interaction.disengagement.escalation"
)

// said are the turns of a session: what the assistant answers, what the user then says, and the one signal that it raises.
var said = []struct{ assistant, user, signal string }{
	{"I booked you a seat on Monday at nine.", "I meant the flight on Friday.", rephrase},
	{"Which airport do you want to leave from?", "THIS IS RIDICULOUS!!!", stance},
	{"There are four airlines to choose among, from 90 euros on.", "Please let me talk to a human agent.", escalation},
}

// aloneWithSink starts a collector of its own, whose spans and log records a sink takes.
func aloneWithSink(t *testing.T, env []string, files ...string) (*harness.Collector, *harness.Sink) {
	t.Helper()
	sink := harness.StartSink(t)
	config := harness.ExportTo(sink.Address, files...)
	config.Env = append(config.Env, env...)
	c, err := harness.StartCollector(t.Context(), config)
	require.NoError(t, err)
	return c, sink
}

// turn is the call that a session's n-th turn makes, from 1 on: its whole history, in a trace of its own.
func turn(t *testing.T, session string, n int) (ptrace.Traces, ptrace.Span) {
	t.Helper()
	type part struct {
		Type    string `json:"type"`
		Content string `json:"content"`
	}
	type message struct {
		Role  string `json:"role"`
		Parts []part `json:"parts"`
	}
	messages := []message{{"user", []part{{"text", "Please book me a flight to Lisbon."}}}}
	for _, s := range said[:n] {
		messages = append(messages, message{"assistant", []part{{"text", s.assistant}}}, message{"user", []part{{"text", s.user}}})
	}
	text, err := json.Marshal(messages)
	require.NoError(t, err)
	td, span := harness.NewSpan("sessions", "chat gpt-4o-mini")
	span.Attributes().PutStr("gen_ai.operation.name", "chat")
	span.Attributes().PutStr("gen_ai.conversation.id", session)
	span.Attributes().PutStr("gen_ai.input.messages", string(text))
	return td, span
}

// sendTurn sends the n-th turn of the test's session and returns its span as the backend got it.
func sendTurn(t *testing.T, c *harness.Collector, sink *harness.Sink, n int) ptrace.Span {
	t.Helper()
	sent, span := turn(t, "session", n)
	require.NoError(t, harness.SendHTTP(t.Context(), c.HTTP, sent))
	return arrived(t, sink, span.SpanID())
}

func arrived(t *testing.T, sink *harness.Sink, id pcommon.SpanID) (found ptrace.Span) {
	t.Helper()
	require.Eventually(t, func() bool {
		for _, span := range sink.Spans() {
			if span.SpanID() == id {
				found = span
				return true
			}
		}
		return false
	}, arriveTimeout, harness.PollInterval)
	return found
}

// told returns the types of the signals that have an event on a span, those that are new and those that are not.
func told(span ptrace.Span) (fresh, old []string) {
	for _, event := range span.Events().All() {
		signalType, ok := event.Attributes().Get("signal.type")
		if !ok {
			continue
		}
		if isNew, ok := event.Attributes().Get("signal.new"); ok && isNew.Bool() {
			fresh = append(fresh, signalType.Str())
		} else {
			old = append(old, signalType.Str())
		}
	}
	return fresh, old
}

// text is empty where there is no such attribute.
func text(span ptrace.Span, key string) string {
	if value, ok := span.Attributes().Get(key); ok {
		return value.AsString()
	}
	return ""
}

// counts are what a collector has counted since its start: conversations that were new to it, and signals.
func counts(t *testing.T, c *harness.Collector) (conversations, signals float64) {
	t.Helper()
	metrics := scrape(t, c)
	return metrics.Sum("otelcol_processor_planosignals_conversations_total", "previous", "none"),
		metrics.Sum("otelcol_processor_planosignals_signals_total")
}

// A session over several traces: the attributes tell of all of it, the events of what is new.
func TestSessionTellsWhatIsNew(t *testing.T) {
	c, sink := aloneWithSink(t, nil)
	for i, s := range said {
		span := sendTurn(t, c, sink, i+1)
		fresh, _ := told(span)
		assert.Equal(t, []string{s.signal}, fresh)
		assert.Equal(t, "1", text(span, "signals.repair.count"), "the rephrase of the first turn")
	}
	span := sendTurn(t, c, sink, len(said))
	fresh, old := told(span)
	assert.Empty(t, fresh, "what is sent again is not new")
	assert.Equal(t, []string{escalation}, old, "a flagged span says what weighs most")
	assert.Equal(t, "Severe", text(span, "signals.quality"))

	conversations, signals := counts(t, c)
	assert.InDelta(t, 1, conversations, 0)
	assert.InDelta(t, len(said), signals, 0)
	assert.InDelta(t, 1, scrape(t, c).Sum("otelcol_processor_planosignals_sessions"), 0)
	require.NoError(t, c.Stop())
}

func TestEventsOfTheWholeSession(t *testing.T) {
	c, sink := aloneWithSink(t, nil, "e2e/testdata/events-all.yaml")
	for n := range said {
		fresh, old := told(sendTurn(t, c, sink, n+1))
		assert.Equal(t, []string{said[n].signal}, fresh)
		assert.Len(t, old, n, "each signal of the conversation has an event")
	}
	_, signals := counts(t, c)
	assert.InDelta(t, len(said), signals, 0, "a signal counts once all the same")
	require.NoError(t, c.Stop())
}

// storages are the extensions of the distribution that can keep sessions.
var storages = []string{"file_storage", "journal_storage"}

func storing(t *testing.T, extension, folder string) (*harness.Collector, *harness.Sink) {
	t.Helper()
	return aloneWithSink(t, []string{"E2E_SESSIONS=" + extension, "E2E_STORAGE=" + folder}, "e2e/testdata/sessions.yaml")
}

// restarts are the ways in which a collector ends and is back.
var restarts = map[string]func(t *testing.T, c *harness.Collector){
	"SIGKILL": func(t *testing.T, c *harness.Collector) {
		t.Helper()
		require.NoError(t, c.Kill())
		require.NoError(t, c.Start(t.Context()))
	},
	"SIGTERM": func(t *testing.T, c *harness.Collector) {
		t.Helper()
		require.NoError(t, c.Stop())
		require.NoError(t, c.Start(t.Context()))
	},
	"SIGHUP": func(t *testing.T, c *harness.Collector) {
		t.Helper()
		const ready = "Everything is ready"
		before := strings.Count(c.Log(), ready)
		require.NoError(t, c.Signal(syscall.SIGHUP))
		require.Eventually(t, func() bool { return strings.Count(c.Log(), ready) > before }, arriveTimeout, harness.PollInterval)
	},
}

// After a restart between two turns only the signal of the second one is new, and the metrics count nothing twice.
func TestSessionsSurviveRestarts(t *testing.T) {
	for _, extension := range storages {
		for name, restart := range restarts {
			t.Run(extension+" "+name, func(t *testing.T) {
				c, sink := storing(t, extension, t.TempDir())
				sendTurn(t, c, sink, 1)
				restart(t, c)
				span := sendTurn(t, c, sink, 2)
				fresh, _ := told(span)
				assert.Equal(t, []string{stance}, fresh)
				assert.Equal(t, "1", text(span, "signals.repair.count"), "the rephrase of the first turn")
				conversations, signals := counts(t, c)
				assert.Zero(t, conversations)
				assert.InDelta(t, 1, signals, 0)
				restart(t, c)
				fresh, _ = told(sendTurn(t, c, sink, 3))
				assert.Equal(t, []string{escalation}, fresh)
				assert.NotContains(t, c.Log(), "Sessions are lost")
				require.NoError(t, c.Stop())
			})
		}
	}
}

func TestWithoutStorageARestartTellsAgain(t *testing.T) {
	c, sink := aloneWithSink(t, nil)
	sendTurn(t, c, sink, 1)
	require.NoError(t, c.Stop())
	require.NoError(t, c.Start(t.Context()))
	fresh, _ := told(sendTurn(t, c, sink, 2))
	assert.ElementsMatch(t, []string{rephrase, stance}, fresh)
	conversations, signals := counts(t, c)
	assert.InDelta(t, 1, conversations, 0)
	assert.InDelta(t, 2, signals, 0)
	require.NoError(t, c.Stop())
}

// What people write is in no file of a store.
func TestStoredSessionsHoldNoText(t *testing.T) {
	for _, extension := range storages {
		folder := t.TempDir()
		c, sink := storing(t, extension, folder)
		for n := range said {
			sendTurn(t, c, sink, n+1)
		}
		require.NoError(t, c.Stop())
		eachFile(t, folder, func(path string, content []byte) {
			for _, s := range said {
				assert.NotContains(t, string(content), s.user, path)
				assert.NotContains(t, string(content), s.assistant, path)
			}
		})
	}
}

// damages are what can happen to a file.
var damages = map[string]func(content []byte) []byte{
	"overwritten": func(content []byte) []byte {
		for i := range content {
			content[i] = byte(i * 7)
		}
		return content
	},
	"overwritten behind": func(content []byte) []byte {
		for i := len(content) / 8; i < len(content); i++ {
			content[i] ^= 0x5a
		}
		return content
	},
	"cut to half":    func(content []byte) []byte { return content[:len(content)/2] },
	"cut to nothing": func([]byte) []byte { return nil },
}

// What can't be read of a store is said once, and the collector works: it tells anew what it does not know, and
// keeps that.
func TestCorruptStoreStartsAnew(t *testing.T) {
	for _, extension := range storages {
		for name, damage := range damages {
			t.Run(extension+" "+name, func(t *testing.T) {
				folder := t.TempDir()
				c, sink := storing(t, extension, folder)
				sendTurn(t, c, sink, 2)
				fill(t, c, sink)
				require.NoError(t, c.Kill())
				damageFiles(t, folder, damage)
				require.NoError(t, c.Start(t.Context()))

				fresh, _ := told(sendTurn(t, c, sink, 3))
				assert.Contains(t, fresh, escalation)
				assert.LessOrEqual(t, strings.Count(c.Log(), "Sessions are lost"), 1)
				if name == "overwritten" {
					assert.Len(t, fresh, 3, "it starts anew")
					assert.Contains(t, c.Log(), "storage", "nothing is said")
				}
				fresh, _ = told(sendTurn(t, c, sink, 3))
				assert.Empty(t, fresh)
				require.NoError(t, c.Kill())
				require.NoError(t, c.Start(t.Context()))
				fresh, _ = told(sendTurn(t, c, sink, 3))
				assert.Empty(t, fresh, "what was started anew is kept")
				require.NoError(t, c.Stop())
			})
		}
	}
}

// fill sends so many sessions that a store takes more than its least size.
func fill(t *testing.T, c *harness.Collector, sink *harness.Sink) {
	t.Helper()
	all := ptrace.NewTraces()
	for n := range 300 {
		sent, _ := turn(t, fmt.Sprint("session ", n), 1)
		sent.ResourceSpans().MoveAndAppendTo(all.ResourceSpans())
	}
	last := harness.SpansOf(all)[all.SpanCount()-1].SpanID()
	require.NoError(t, harness.SendHTTP(t.Context(), c.HTTP, all))
	arrived(t, sink, last)
}

// damageFiles damages every file of a folder.
func damageFiles(t *testing.T, folder string, damage func([]byte) []byte) {
	t.Helper()
	eachFile(t, folder, func(path string, content []byte) { require.NoError(t, os.WriteFile(path, damage(content), 0o600)) })
}

// eachFile calls f with every file of a folder that holds something, of which there is one at least.
func eachFile(t *testing.T, folder string, f func(path string, content []byte)) {
	t.Helper()
	files := 0
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err == nil && len(content) > 0 {
			files++
			f(path, content)
		}
		return err
	}))
	require.Positive(t, files)
}
