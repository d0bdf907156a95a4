package planosignals

import (
	"encoding/json"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/signals/semconv"
)

// recordedTraces are real traces by their file, those of the failures among them.
func recordedTraces(t *testing.T) map[string]ptrace.Traces {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "conversation", "testdata", "*.traces.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	all := map[string]ptrace.Traces{"plano-failures.json": example(t, "plano-failures.json")}
	for _, file := range files {
		all[filepath.Base(file)] = load(t, file)
	}
	return all
}

// apart takes a batch apart into batches of one span.
func apart(traces ptrace.Traces) (single []ptrace.Traces) {
	for _, resource := range traces.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				one := ptrace.NewTraces()
				r := one.ResourceSpans().AppendEmpty()
				resource.Resource().CopyTo(r.Resource())
				s := r.ScopeSpans().AppendEmpty()
				scope.Scope().CopyTo(s.Scope())
				span.CopyTo(s.Spans().AppendEmpty())
				single = append(single, one)
			}
		}
	}
	return single
}

// signalsOf is what the analysis wrote on a span, with whatever else stands there.
func signalsOf(t *testing.T, span ptrace.Span) string {
	t.Helper()
	written := []any{span.Attributes().AsRaw()}
	for _, event := range span.Events().All() {
		written = append(written, event.Name(), event.Attributes().AsRaw())
	}
	text, err := json.Marshal(written)
	require.NoError(t, err)
	return string(text)
}

func tellsOfSignals(span ptrace.Span) bool {
	for _, event := range span.Events().All() {
		if strings.HasPrefix(event.Name(), semconv.SignalNamespace) {
			return true
		}
	}
	return false
}

// However a recording is shuffled, split, doubled and sent again: all copies of a span get the same.
func TestCopiesOfRecordedSpansGetTheSameInAnyBatches(t *testing.T) {
	for name, traces := range recordedTraces(t) {
		single := apart(traces)
		for seed := range uint64(20) {
			rng := rand.New(rand.NewPCG(seed, 1))
			p, sink := start(t, defaults(), nil)
			for _, batch := range anyBatches(rng, single) {
				require.NoError(t, p.ConsumeTraces(t.Context(), batch))
			}
			written := map[spans.Key]string{}
			telling := map[pcommon.TraceID]map[pcommon.SpanID]bool{}
			for _, batch := range sink.AllTraces() {
				spans.Each(batch, func(span ptrace.Span) {
					key, text := spans.KeyOf(span), signalsOf(t, span)
					if first, ok := written[key]; ok {
						require.Equal(t, first, text, "%s, seed %d", name, seed)
					}
					written[key] = text
					if tellsOfSignals(span) {
						if telling[span.TraceID()] == nil {
							telling[span.TraceID()] = map[pcommon.SpanID]bool{}
						}
						telling[span.TraceID()][span.SpanID()] = true
					}
				})
			}
			if name != "plano-failures.json" {
				continue
			}
			require.Len(t, telling, 3, "seed %d: each failed trace tells", seed)
			for trace, by := range telling {
				assert.Len(t, by, 1, "seed %d: one fault of %s is one signal", seed, trace)
			}
		}
	}
}

// anyBatches puts single spans, and copies of some, into batches at random, and sends some of these again.
func anyBatches(rng *rand.Rand, single []ptrace.Traces) (sent []ptrace.Traces) {
	all := append([]ptrace.Traces(nil), single...)
	for range len(single) / 2 {
		all = append(all, single[rng.IntN(len(single))])
	}
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for len(all) > 0 {
		n := 1 + rng.IntN(len(all))
		sent = append(sent, join(all[:n]...))
		all = all[n:]
		for rng.IntN(2) == 0 {
			sent = append(sent, copyOf(sent[rng.IntN(len(sent))]))
		}
	}
	return sent
}

func TestOrderOfRecordedSpansInABatchChangesNothing(t *testing.T) {
	for name, traces := range recordedTraces(t) {
		var want map[spans.Key]string
		single := apart(traces)
		for seed := range uint64(20) {
			rng := rand.New(rand.NewPCG(seed, 2))
			rng.Shuffle(len(single), func(i, j int) { single[i], single[j] = single[j], single[i] })
			got := map[spans.Key]string{}
			spans.Each(process(t, defaults(), join(single...)), func(span ptrace.Span) { got[spans.KeyOf(span)] = signalsOf(t, span) })
			if want == nil {
				want = got
			}
			require.Equal(t, want, got, "%s, seed %d", name, seed)
		}
	}
}
