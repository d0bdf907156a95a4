package block

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// uncompressed is the same block with all sections as they are, so that what is changed in it is read.
func uncompressed(tb testing.TB, data []byte) []byte {
	tb.Helper()
	b, err := Open(data)
	require.NoError(tb, err)
	var w sectionWriter
	for at := range b.sections {
		full, _, err := b.read(at, nil)
		require.NoError(tb, err)
		w.set(w.reserve(), full, false)
	}
	return w.block(b.header)
}

// sealed has the checksums that fit, as far as its header can be read.
func sealed(data []byte) []byte {
	data = append([]byte(nil), data...)
	if len(data) < prefixSize {
		return data
	}
	length := int(binary.LittleEndian.Uint32(data[len(magic):]))
	if length > len(data)-prefixSize {
		return data
	}
	payload := data[prefixSize : prefixSize+length]
	binary.LittleEndian.PutUint32(data[len(magic)+4:], checksum(payload))
	h, err := readHeader(data)
	if err != nil {
		return data
	}
	var w sectionWriter
	for _, s := range h.sections {
		w.sections = append(w.sections, s)
		kept := data[s.offset : s.offset+s.kept]
		w.sections[len(w.sections)-1].sum = checksum(kept)
		w.data = append(w.data, kept)
	}
	return w.block(h)
}

func TestChangesUnderRightChecksumsAreReadSafely(t *testing.T) {
	r := anything{rand.New(rand.NewPCG(4, 4))}
	data, err := Encode(r.spans(12))
	require.NoError(t, err)
	data = uncompressed(t, data)
	for range 1000 {
		changed := slices.Clone(data)
		for range 1 + r.IntN(3) {
			changed[r.IntN(len(changed))] = byte(r.Uint32())
		}
		if b, err := Open(sealed(changed)); err == nil {
			readAll(t, b)
		}
	}
}

func FuzzOpen(f *testing.F) {
	for seed, n := range []int{1, 3, 20} {
		data, err := Encode(anything{rand.New(rand.NewPCG(uint64(seed), 9))}.spans(n))
		require.NoError(f, err)
		f.Add(data)
		f.Add(uncompressed(f, data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, data := range [][]byte{data, sealed(data)} {
			if b, err := Open(data); err == nil {
				readAll(t, b)
			}
		}
	})
}

// readAll reads whatever a block has, and says of what it could read that it can be written again.
func readAll(t *testing.T, b *Block) {
	t.Helper()
	_, _ = b.SpanIDs()
	_, _ = b.Seqs()
	_, _ = b.TraceIDs()
	_, _ = b.RowsOfTrace(model.TraceID{})
	_, _ = b.HasSpan(model.TraceID{}, model.SpanID{})
	for _, key := range []string{KeyName, KeyStatus, KeyService, "key00", "key02", "key06", "key07", "key0c", "key0e"} {
		rows, err := b.RowsWhere(key, "GET")
		if err == nil && len(rows) > 0 {
			require.Less(t, rows[len(rows)-1], b.Len())
		}
	}
	_, _ = b.Spans([]int{b.Len() - 1})
	spans, err := b.Spans(nil)
	if err != nil {
		return
	}
	require.Len(t, spans, b.Len())
	_, err = Encode(spans)
	require.NoError(t, err)
}

func FuzzOpenFilter(f *testing.F) {
	f.Add(BuildFilter(anything{rand.New(rand.NewPCG(1, 9))}.spans(3)))
	f.Fuzz(func(t *testing.T, data []byte) {
		filter, err := OpenFilter(data)
		if err != nil {
			require.ErrorIs(t, err, ErrDamaged)
			return
		}
		filter.MayHold("key", "value")
		filter.MayHaveSpan(model.SpanID{1})
	})
}
