package planosignals

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
)

// turnByTurn are the calls of one conversation, each with the whole history, each a batch.
func turnByTurn(tb testing.TB, turns int) []ptrace.Traces {
	tb.Helper()
	type part struct {
		Type    string `json:"type"`
		Content string `json:"content"`
	}
	type message struct {
		Role  string `json:"role"`
		Parts []part `json:"parts"`
	}
	say := func(role, said string) message { return message{role, []part{{"text", said}}} }
	text := func(messages ...message) string {
		data, err := json.Marshal(messages)
		require.NoError(tb, err)
		return string(data)
	}
	r := rand.New(rand.NewPCG(1, 1))
	sentences := func() string {
		words := make([]string, 40)
		for i := range words {
			words[i] = benchWords[r.IntN(len(benchWords))]
		}
		return strings.Join(words, " ") + "."
	}
	var history []message
	var calls []ptrace.Traces
	for i := range turns {
		history = append(history, say("user", sentences()))
		answer := say("assistant", sentences())
		traces := ptrace.NewTraces()
		span := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
		span.SetSpanID([8]byte{byte(i + 1)})
		span.Attributes().PutStr("gen_ai.operation.name", "chat")
		span.Attributes().PutStr("gen_ai.request.model", "gpt-4o-mini")
		span.Attributes().PutStr("gen_ai.input.messages", text(history...))
		span.Attributes().PutStr("gen_ai.output.messages", text(answer))
		history = append(history, answer)
		calls = append(calls, traces)
	}
	return calls
}

// Of a conversation of 100 turns: all calls one by one, as clients send them, and the last one alone.
func BenchmarkTurnByTurn(b *testing.B) {
	calls := turnByTurn(b, 100)
	// What collecting the benchmark's own copies costs is not measured.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(4 << 30))
	for _, bb := range []struct {
		name  string
		calls []ptrace.Traces
	}{{"all", calls}, {"last", calls[len(calls)-1:]}} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			p, err := newProcessor(processortest.NewNopSettings(metadata.Type), defaults())
			require.NoError(b, err)
			for session := 0; b.Loop(); session++ {
				b.StopTimer()
				copies := make([]ptrace.Traces, len(bb.calls))
				for i := range copies {
					copies[i] = copyOf(bb.calls[i])
					spansOf(copies[i])[0].SetTraceID([16]byte{1, byte(i)})
					spansOf(copies[i])[0].Attributes().PutInt("session.id", int64(session))
				}
				b.StartTimer()
				for _, traces := range copies {
					p.process(b.Context(), traces, nil)
				}
			}
		})
	}
}

var benchWords = strings.Fields("the a of to and order parcel " +
	"tracking page warehouse carrier noon Monday evening boots mountains green door " +
	"office address neighbour signs reception express delivery replacement pair charge card bank reservation statement date week " +
	"account building message colleague e-mail trail map weather hut summit rope tent stove bottle jacket socks gloves lamp knife " +
	"route valley river bridge forest meadow village station train bus ticket seat window table chair book letter pen paper")

// Conversations of ten messages, each of a session of its own.
func BenchmarkNewSessions(b *testing.B) {
	p, err := newProcessor(processortest.NewNopSettings(metadata.Type), defaults())
	require.NoError(b, err)
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(4 << 30))
	call := turnByTurn(b, 5)[4]
	b.ReportAllocs()
	for session := 0; b.Loop(); session += spansPerBatch {
		b.StopTimer()
		batch := inSessions(call, session)
		b.StartTimer()
		p.process(b.Context(), batch, nil)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/spansPerBatch, "ns/span")
}

const spansPerBatch = 100

// inSessions returns a batch of copies of a call, each of a session of its own, from a number on.
func inSessions(call ptrace.Traces, first int) ptrace.Traces {
	batch := ptrace.NewTraces()
	scope := batch.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	for i := range spansPerBatch {
		span := scope.Spans().AppendEmpty()
		spansOf(call)[0].CopyTo(span)
		span.SetSpanID([8]byte{byte(i + 1)})
		span.Attributes().PutInt("session.id", int64(first+i))
	}
	return batch
}

// The memory that 100,000 open sessions of ten messages take, in two calls each: the resident set of the process, with all it
// has beside them.
func BenchmarkOpenSessions(b *testing.B) {
	const open = 100_000
	calls := turnByTurn(b, 5)[3:]
	for b.Loop() {
		p, err := newProcessor(processortest.NewNopSettings(metadata.Type), defaults())
		require.NoError(b, err)
		for first := 0; first < open; first += spansPerBatch {
			for _, call := range calls {
				p.process(b.Context(), inSessions(call, first), nil)
			}
		}
		runtime.GC()
		debug.FreeOSMemory()
		sessions, bytes, evicted := p.sessions.Usage()
		require.Equal(b, open, sessions)
		require.Zero(b, evicted)
		b.ReportMetric(float64(bytes)/float64(sessions), "bytes/session")
		b.ReportMetric(residentBytes(b)/(1<<20), "RSS-MiB")
	}
}

// residentBytes is 0 on systems that don't tell.
func residentBytes(tb testing.TB) float64 {
	tb.Helper()
	status, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	pages, err := strconv.Atoi(strings.Fields(string(status))[1])
	require.NoError(tb, err)
	return float64(pages * os.Getpagesize())
}
