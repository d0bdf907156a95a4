package faults

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/conversation/spankind"
	"github.com/otelcol-plano/otelcol-plano/internal/spans"
	"github.com/otelcol-plano/otelcol-plano/signals"
)

// hop is a span of a generated trace.
type hop struct {
	trace, id, parent byte
	start             pcommon.Timestamp
	kind              spankind.Kind
	fault             *Fault // nil where the span is well
	answered          bool
}

// anyHops generates up to three traces. Spans hang under any other, themselves, roots and spans that are
// missing; where apart is set, no faulty span stands above another.
func anyHops(rng *rand.Rand, faults []Fault, apart bool) []hop {
	var hops []hop
	for trace := range byte(1 + rng.IntN(3)) {
		for n := range byte(1 + rng.IntN(8)) {
			h := hop{trace: trace + 1, id: n + 1, start: pcommon.Timestamp(rng.IntN(4)), answered: rng.IntN(2) == 0}
			h.kind = []spankind.Kind{spankind.Other, spankind.Chat, spankind.Agent, spankind.Tool}[rng.IntN(4)]
			h.parent = byte(rng.IntN(int(n) + 1))
			switch rng.IntN(16) {
			case 0, 1:
				h.parent = 100 + n
			case 2:
				h.parent = byte(rng.IntN(8))
			}
			if apart {
				h.parent = 100
			}
			if apart || rng.IntN(3) > 0 {
				fault := faults[rng.IntN(len(faults))]
				fault.Failed, fault.Source = rng.IntN(4) > 0, fmt.Sprint("source ", trace, n)
				h.fault = &fault
			}
			hops = append(hops, h)
		}
	}
	return hops
}

// batchOf makes a batch of hops.
func batchOf(hops []hop) *batch {
	b := newBatch()
	for _, h := range hops {
		if h.fault == nil {
			b.well(h.trace, h.id, h.parent)
			continue
		}
		span := b.add(h.trace, h.id, h.parent, h.kind, h.fault)
		span.SetStartTimestamp(h.start)
		if s := &b.given[len(b.given)-1]; h.answered && s.Kind == spankind.Chat {
			s.Call = CallAnswered
		}
	}
	return b
}

// send resolves hops as one batch, and returns what each tells; all copies of a span tell the same.
func send(t *testing.T, r *Resolver, hops []hop) map[spans.Key]signals.Evidence {
	t.Helper()
	b := batchOf(hops)
	byIndex := map[int]signals.Evidence{}
	r.Resolve(b.traces, b.given, func(i int, evidence signals.Evidence) { byIndex[i] = evidence })
	told := map[spans.Key]signals.Evidence{}
	for i := range byIndex {
		told[spans.KeyOf(b.given[i].Span)] = byIndex[i]
	}
	for i := range b.given {
		evidence, tells := byIndex[i]
		of, copyTells := told[spans.KeyOf(b.given[i].Span)]
		require.Equal(t, copyTells, tells, "a copy in the batch")
		require.Equal(t, of, evidence, "a copy in the batch")
	}
	return told
}

func shuffled(rng *rand.Rand, hops []hop) []hop {
	hops = slices.Clone(hops)
	rng.Shuffle(len(hops), func(i, j int) { hops[i], hops[j] = hops[j], hops[i] })
	return hops
}

// batches splits hops, in any order and with copies of some, at random.
func batches(rng *rand.Rand, hops []hop) [][]hop {
	hops = slices.Clone(hops)
	for range rng.IntN(4) {
		hops = append(hops, hops[rng.IntN(len(hops))])
	}
	hops = shuffled(rng, hops)
	var split [][]hop
	for len(hops) > 0 {
		n := 1 + rng.IntN(len(hops))
		split = append(split, hops[:n])
		hops = hops[n:]
	}
	return split
}

var allFaults = []Fault{vague, bare503, network, rateLimit, {Leaf: signals.Timeout, rank: rankNamed}}

const rounds = 3000

func TestOrderWithinABatchChangesNothing(t *testing.T) {
	for seed := range uint64(rounds) {
		rng := rand.New(rand.NewPCG(seed, 1))
		hops := anyHops(rng, allFaults, false)
		want := send(t, newResolver(), hops)
		got := send(t, newResolver(), shuffled(rng, append(slices.Clone(hops), hops[rng.IntN(len(hops))])))
		require.Equal(t, want, got, "seed %d", seed)
	}
}

// What a span tells is decided when it is first seen, in whatever batch. A leaf is told by one span of a
// trace at most, and a trace with a fault has one that tells.
func TestWhatASpanTellsIsDecidedOnce(t *testing.T) {
	for seed := range uint64(rounds) {
		rng := rand.New(rand.NewPCG(seed, 2))
		hops := anyHops(rng, allFaults, false)
		split := batches(rng, hops)
		r := newResolver()
		decided, tells := map[spans.Key]bool{}, map[spans.Key]signals.Evidence{}
		for _, n := range resent(rng, len(split)) {
			told := send(t, r, split[n])
			for _, h := range split[n] {
				key := spans.Key{TraceID: pcommon.TraceID{h.trace}, SpanID: id(h.id)}
				if evidence, ok := told[key]; ok && !decided[key] {
					tells[key] = evidence
				} else {
					require.Equal(t, tells[key], evidence, "seed %d: %v", seed, h)
				}
			}
			for _, h := range split[n] {
				decided[spans.Key{TraceID: pcommon.TraceID{h.trace}, SpanID: id(h.id)}] = true
			}
		}
		byTrace := leavesByTrace(t, tells)
		for _, h := range hops {
			require.True(t, h.fault == nil || len(byTrace[h.trace]) > 0, "seed %d: trace %d tells nothing", seed, h.trace)
		}
	}
}

// resent returns the numbers below n, in order, each followed at some time by some that are sent again.
func resent(rng *rand.Rand, n int) []int {
	var order []int
	for i := range n {
		order = append(order, i)
		for rng.IntN(2) == 0 {
			order = append(order, rng.IntN(i+1))
		}
	}
	return order
}

// leavesByTrace returns the leaves that are told in each trace; no trace tells one twice.
func leavesByTrace(t *testing.T, told map[spans.Key]signals.Evidence) map[byte]map[signals.Leaf]bool {
	t.Helper()
	leaves := map[byte]map[signals.Leaf]bool{}
	for key, evidence := range told {
		trace := key.TraceID[0]
		if evidence.Leaf == noLeaf {
			continue
		}
		if leaves[trace] == nil {
			leaves[trace] = map[signals.Leaf]bool{}
		}
		require.False(t, leaves[trace][evidence.Leaf], "%v is told twice in trace %d", evidence.Leaf, trace)
		leaves[trace][evidence.Leaf] = true
	}
	return leaves
}

// Faults that are not above one another make as many signals as they name causes, and at least one, however
// they come; where all of them name their cause, the same signals.
func TestUnrelatedFaultsMakeTheSameSignalsInAnyBatches(t *testing.T) {
	for seed := range uint64(rounds) {
		rng := rand.New(rand.NewPCG(seed, 3))
		some, named := allFaults, seed%2 == 0
		if named {
			some = allFaults[2:]
		}
		hops := anyHops(rng, some, true)
		causes := map[byte]map[signals.Leaf]bool{}
		for _, h := range hops {
			if causes[h.trace] == nil {
				causes[h.trace] = map[signals.Leaf]bool{}
			}
			if h.fault.rank == rankNamed {
				causes[h.trace][h.fault.Leaf] = true
			}
		}
		r := newResolver()
		told := map[spans.Key]signals.Evidence{}
		for _, batch := range batches(rng, hops) {
			maps.Copy(told, send(t, r, batch))
		}
		got := leavesByTrace(t, told)
		for trace, leaves := range causes {
			require.Len(t, got[trace], max(1, len(leaves)), "seed %d, trace %d", seed, trace)
			require.True(t, !named || maps.Equal(leaves, got[trace]), "seed %d, trace %d: %v", seed, trace, got[trace])
		}
	}
}

func TestCopiesInConcurrentBatchesTellTheSame(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 4))
		r, hops := newResolver(), anyHops(rng, allFaults, false)
		told := make([]map[spans.Key]signals.Evidence, 8)
		var wg sync.WaitGroup
		for i := range told {
			b := batchOf(shuffled(rng, hops))
			told[i] = map[spans.Key]signals.Evidence{}
			wg.Go(func() {
				r.Resolve(b.traces, b.given, func(n int, evidence signals.Evidence) { told[i][spans.KeyOf(b.given[n].Span)] = evidence })
			})
		}
		wg.Wait()
		for i := range told {
			assert.Equal(t, told[0], told[i], "seed %d", seed)
		}
	}
}
