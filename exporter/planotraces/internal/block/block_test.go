package block

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

func encoded(t *testing.T, spans []*model.Span) *Block {
	t.Helper()
	data, err := Encode(spans)
	require.NoError(t, err)
	b, err := Open(data)
	require.NoError(t, err)
	return b
}

func TestSpansAreTheSameThereAndBack(t *testing.T) {
	for seed := range uint64(30) {
		r := anything{rand.New(rand.NewPCG(seed, 1))}
		spans := r.spans([]int{1, 2, 7, 100, 1000}[seed%5])
		b := encoded(t, spans)

		back, err := b.Spans(nil)
		require.NoError(t, err)
		require.Equal(t, spans, back)

		rows := make([]int, 1+r.IntN(len(spans)))
		for i := range rows {
			rows[i] = r.IntN(len(spans))
		}
		some, err := b.Spans(rows)
		require.NoError(t, err)
		for i, row := range rows {
			require.Equal(t, spans[row], some[i])
		}
	}
}

func TestWhatABlockTellsOfItsSpans(t *testing.T) {
	spans := anything{rand.New(rand.NewPCG(1, 2))}.spans(700)
	b := encoded(t, spans)

	assert.Equal(t, 700, b.Len())
	assert.Equal(t, uint64(1000), b.FirstSeq())
	assert.Equal(t, uint64(1699), b.LastSeq())
	ids, err := b.SpanIDs()
	require.NoError(t, err)
	seqs, err := b.Seqs()
	require.NoError(t, err)
	filter, err := OpenFilter(BuildFilter(spans))
	require.NoError(t, err)
	traces, err := b.TraceIDs()
	require.NoError(t, err)
	for row, s := range spans {
		assert.Equal(t, s.SpanID, ids[row])
		assert.Equal(t, s.Seq, seqs[row])
		rows, err := b.RowsOfTrace(s.TraceID)
		require.NoError(t, err)
		assert.Contains(t, rows, row)
		of, err := b.TracesOf([]int{row})
		require.NoError(t, err)
		assert.Equal(t, []model.TraceID{s.TraceID}, of)
		assert.Contains(t, traces, s.TraceID)
		assert.True(t, filter.MayHaveSpan(s.SpanID))
		has, err := b.HasSpan(s.TraceID, s.SpanID)
		require.NoError(t, err)
		assert.True(t, has)
	}
	rows, err := b.RowsOfTrace(model.TraceID{0xff})
	require.NoError(t, err)
	assert.Empty(t, rows)
	has, err := b.HasSpan(spans[0].TraceID, model.SpanID{0xff, 0xff})
	require.NoError(t, err)
	assert.False(t, has)
	has, err = b.HasSpan(model.TraceID{0xff}, spans[0].SpanID)
	require.NoError(t, err)
	assert.False(t, has)
}

// matches is RowsWhere said simply.
func matches(s *model.Span, key, value string) bool {
	return key == KeyName && s.Name == value || key == KeyStatus && s.StatusText() == value ||
		hasAttribute(s.Attributes, key, value) ||
		s.Resource != nil && (hasAttribute(s.Resource.Attributes, key, value) || key == KeyService && s.Resource.Service == value)
}

func TestRowsWhereFindsWhatHasTheValue(t *testing.T) {
	for seed := range uint64(3) {
		spans := anything{rand.New(rand.NewPCG(seed, 3))}.spans(300)
		b := encoded(t, spans)
		filter, err := OpenFilter(BuildFilter(spans))
		require.NoError(t, err)
		asked := map[[2]string]bool{{KeyStatus, "ok"}: true, {KeyStatus, "error"}: true, {KeyService, "shop"}: true, {"key00", "no"}: true}
		for _, s := range spans {
			asked[[2]string{KeyName, s.Name}] = true
			for _, a := range s.Attributes {
				asked[[2]string{a.Key, a.Value.ValueText()}] = true
			}
		}
		for pair := range asked {
			var want []int
			for row, s := range spans {
				if matches(s, pair[0], pair[1]) {
					want = append(want, row)
				}
			}
			rows, err := b.RowsWhere(pair[0], pair[1])
			require.NoError(t, err)
			require.Equal(t, want, rows, "%q", pair)
			if want != nil {
				require.True(t, filter.MayHold(pair[0], pair[1]), "%q", pair)
			}
		}
	}
}

func TestFilterRulesOutNearlyAllOfTheRest(t *testing.T) {
	spans := plainSpans(4096)
	filter, err := OpenFilter(BuildFilter(spans))
	require.NoError(t, err)
	wrong := 0
	for i := range 10_000 {
		if filter.MayHold("gen_ai.conversation.id", strconv.Itoa(i)) {
			wrong++
		}
		if filter.MayHaveSpan(model.SpanID{byte(i), byte(i >> 8), 0, 0, 0, 0, 0, 3}) {
			wrong++
		}
	}
	assert.Less(t, wrong, 300)
}

func TestWhatDoesNotGoIntoABlock(t *testing.T) {
	_, err := Encode(nil)
	require.ErrorIs(t, err, ErrTooLarge)
	_, err = Encode(make([]*model.Span, MaxSpans+1))
	require.ErrorIs(t, err, ErrTooLarge)
	_, err = Encode([]*model.Span{{Attributes: make([]model.Attribute, maxValues+1)}})
	require.ErrorIs(t, err, ErrTooLarge)
}

func TestRowsThatAreNotThereAreAnError(t *testing.T) {
	b := encoded(t, plainSpans(3))
	for _, row := range []int{-1, 3} {
		_, err := b.Spans([]int{row})
		require.Error(t, err)
		_, err = b.TracesOf([]int{row})
		require.Error(t, err)
	}
	none, err := b.Spans([]int{})
	require.NoError(t, err)
	assert.Empty(t, none)
}

func TestEveryDamageIsFoundOrHarmless(t *testing.T) {
	spans := anything{rand.New(rand.NewPCG(5, 5))}.spans(12)
	data, err := Encode(spans)
	require.NoError(t, err)
	for at := range data {
		damaged := slices.Clone(data)
		damaged[at] ^= 0x41
		b, err := Open(damaged)
		if err == nil {
			_, err = b.Spans(nil)
		}
		require.ErrorIs(t, err, ErrDamaged, "byte %d of %d", at, len(data))
	}
	for length := range data {
		_, err := Open(data[:length])
		require.ErrorIs(t, err, ErrDamaged)
	}
	filter := BuildFilter(spans)
	for at := range filter {
		damaged := slices.Clone(filter)
		damaged[at] ^= 0x41
		_, err := OpenFilter(damaged)
		require.ErrorIs(t, err, ErrDamaged)
	}
}

func TestLongRepetitionsTakeFewBytes(t *testing.T) {
	spans := make([]*model.Span, MaxSpans)
	text := string(make([]byte, 4000))
	for i := range spans {
		spans[i] = &model.Span{Events: []model.Event{{Name: text}}}
	}
	b := encoded(t, spans)
	assert.Less(t, len(b.data), 256<<10)
	back, err := b.Spans([]int{5})
	require.NoError(t, err)
	assert.Equal(t, spans[5], back[0])
}
