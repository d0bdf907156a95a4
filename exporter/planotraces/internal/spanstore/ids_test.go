package spanstore

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

func idOf(n uint64) (id model.SpanID) {
	binary.BigEndian.PutUint64(id[:], n)
	return id
}

func spansWithIDs(ids ...uint64) []*model.Span {
	spans := make([]*model.Span, len(ids))
	for i, n := range ids {
		spans[i] = &model.Span{SpanID: idOf(n)}
	}
	return spans
}

func TestIDIndexFindsEveryBlockThatIsThere(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	index := &idIndex{}
	ids := map[int64][]uint64{}
	for block := int64(1); block <= 3*runBlocks+5; block++ {
		for range 20 {
			n := random.Uint64N(2000) // some are in several blocks
			ids[block] = append(ids[block], n)
		}
		index.add(block, spanIDs(spansWithIDs(ids[block]...)))
		if gone := block - 100; gone > 0 && gone%3 > 0 {
			index.remove(gone)
			delete(ids, gone)
		}
	}
	require.Less(t, len(index.runs), 12)
	for n := range uint64(2000) {
		var want []int64
		for block, in := range ids {
			if slices.Contains(in, n) {
				want = append(want, block)
			}
		}
		require.ElementsMatch(t, want, index.blocks(idOf(n)), "id %d", n)
	}
}

func TestIDIndexForgetsWhatIsGone(t *testing.T) {
	index := &idIndex{}
	for block := range int64(200) {
		index.add(block, spanIDs(spansWithIDs(uint64(block))))
	}
	for block := range int64(200) {
		index.remove(block)
	}
	require.Empty(t, index.runs)
	require.Empty(t, index.dead)
	index.remove(1)
	require.Empty(t, index.blocks(idOf(1)))
}

func BenchmarkIDIndex(b *testing.B) {
	index := &idIndex{}
	n := uint64(0)
	for block := range int64(1000) {
		var ids []uint64
		for range 4096 {
			n++
			ids = append(ids, n)
		}
		index.add(block, spanIDs(spansWithIDs(ids...)))
	}
	for b.Loop() {
		n++
		index.blocks(idOf(n))
	}
}
