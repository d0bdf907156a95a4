package planosignals

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-plano/otelcol-plano/conversation"
	"github.com/otelcol-plano/otelcol-plano/processor/planosignals/internal/metadata"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// scene is one scenario of a library.
type scene struct{ library, scenario string }

// allRecorded are the recordings that the tables above tell of.
func allRecorded(t *testing.T) map[scene]emitted {
	t.Helper()
	all := map[scene]emitted{}
	for library := range libraries {
		for scenario := range scripted {
			files, err := filepath.Glob(filepath.Join(emitters, "testdata", library+"."+scenario+".traces.json"))
			require.NoError(t, err)
			for _, file := range files {
				all[scene{library, scenario}] = loadEmitted(t, file)
			}
		}
		require.Contains(t, all, scene{library, "good"})
	}
	return all
}

// found is what spans tell in all.
type found struct {
	finding
	quality string
	session string
}

// emitted are spans, and the log records that belong to them where the library writes some.
type emitted struct {
	traces  ptrace.Traces
	logs    plog.Logs
	hasLogs bool
}

// loadEmitted reads a recording by the file of its traces.
func loadEmitted(t *testing.T, file string) emitted {
	t.Helper()
	e := emitted{traces: load(t, file)}
	files, err := filepath.Glob(strings.Replace(file, ".traces.", ".logs.", 1))
	require.NoError(t, err)
	for _, file := range files {
		e.logs, e.hasLogs = loadLogs(t, file), true
	}
	return e
}

// apart takes a recording apart: each span with its log records.
func (e emitted) apart() (single []emitted) {
	for _, traces := range apart(e.traces) {
		one := emitted{traces: traces, hasLogs: e.hasLogs}
		if e.hasLogs {
			one.logs = e.copyOfLogs()
			of := spansOf(traces)[0].SpanID()
			for _, resource := range one.logs.ResourceLogs().All() {
				for _, scope := range resource.ScopeLogs().All() {
					scope.LogRecords().RemoveIf(func(r plog.LogRecord) bool { return r.SpanID() != of })
				}
			}
		}
		single = append(single, one)
	}
	return single
}

func (e emitted) copyOfLogs() plog.Logs {
	logs := plog.NewLogs()
	e.logs.CopyTo(logs)
	return logs
}

// send sends batches through this processor and planonaming, and returns what the next tier got.
func send(t *testing.T, batches ...emitted) []ptrace.Traces {
	t.Helper()
	tier := &refusing{}
	if batches[0].hasLogs {
		synctest.Test(t, func(t *testing.T) { sendBoth(t, tier, batches) })
	} else {
		p := flagging(t, tier)
		for _, b := range batches {
			require.NoError(t, p.ConsumeTraces(t.Context(), copyOf(b.traces)))
		}
	}
	sent, got := 0, 0
	for _, b := range batches {
		sent += b.traces.SpanCount()
	}
	for _, traces := range tier.got {
		got += traces.SpanCount()
	}
	require.Equal(t, sent, got)
	return tier.got
}

// sendBoth sends the log records of each batch, and its spans when no more records are to come.
func sendBoth(t *testing.T, tier *refusing, batches []emitted) {
	t.Helper()
	p := startBoth(t, processortest.NewNopSettings(metadata.Type), defaults(), named(t, tier))
	defer p.shutdown(t)
	for _, b := range batches {
		require.NoError(t, p.logs.ConsumeLogs(t.Context(), b.copyOfLogs()))
		time.Sleep(2 * time.Second)
		require.NoError(t, p.traces.ConsumeTraces(t.Context(), copyOf(b.traces)))
	}
	time.Sleep(12 * time.Second) // for calls of which no record tells
	synctest.Wait()
}

// find sums up what is found in batches.
func find(t *testing.T, batches ...emitted) (all found) {
	t.Helper()
	leaves := map[string]bool{}
	for _, traces := range send(t, batches...) {
		for _, span := range spansOf(traces) {
			all.add(span, leaves)
		}
	}
	all.leaves = strings.Join(slices.Sorted(maps.Keys(leaves)), " ")
	return all
}

// worst has the qualities that matter most first.
var worst = []string{"Severe", "Poor", "Neutral", "Good", "Excellent"}

func (f *found) add(span ptrace.Span, leaves map[string]bool) {
	a := span.Attributes().AsRaw()
	if quality, ok := a[semconv.SignalsQuality].(string); ok {
		f.turns = max(f.turns, a[semconv.SignalsTurnCount].(int64))
		if f.quality == "" || slices.Index(worst, quality) < slices.Index(worst, f.quality) {
			f.quality = quality
		}
	}
	f.flagged = f.flagged || a["signals.flagged"] == true
	for _, key := range conversation.SessionAttributes() {
		if _, ok := a[key]; ok && f.session == "" {
			f.session = key
		}
	}
	for _, event := range span.Events().All() {
		if leaf, ok := strings.CutPrefix(event.Name(), semconv.SignalNamespace); ok {
			leaves[leaf[strings.LastIndexByte(leaf, '.')+1:]] = true
		}
	}
}
