package spanstore

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
)

// headSpans are spans with everything that a span can have.
func headSpans() []*model.Span {
	full := testSpan(1, 1, 2)
	full.Seq = 7
	full.Kind, full.TraceState, full.Flags, full.StatusCode, full.StatusMessage = 3, "a=b", 1<<31, 2, "no"
	full.DroppedAttributes, full.DroppedEvents, full.DroppedLinks, full.HasContent = 1, 2, 1<<32-1, true
	full.Scope = &model.Scope{Name: "scope", Version: "1", SchemaURL: "u", Attributes: []model.Attribute{text("k", "v")}}
	full.Resource.SchemaURL, full.Resource.Attributes = "r", []model.Attribute{{Key: "n", Value: model.Value{Type: model.Int, Bits: 5}}}
	full.Attributes = []model.Attribute{text("a", ""), {Key: "b", Value: model.Value{Type: model.Bool, Bits: 1}}, {Key: "c"}}
	full.Events = []model.Event{{Name: "e", Time: 5, Dropped: 3, Attributes: []model.Attribute{text("x", "y")}}, {}}
	full.Links = []model.Link{{TraceID: traceNumber(4), SpanID: spanNumbered(4), TraceState: "t", Flags: 2, Dropped: 1}}
	same := testSpan(2, 3, 1)
	same.Seq, same.Resource, same.Scope = 8, full.Resource, full.Scope
	bare := &model.Span{Seq: 9}
	return []*model.Span{full, same, bare}
}

func TestHeadRowsAreTheSameThereAndBack(t *testing.T) {
	spans := headSpans()
	decoded, err := decodeHead(encodeHead(nil, spans))
	require.NoError(t, err)
	require.Equal(t, spans, decoded)
	require.Same(t, decoded[0].Resource, decoded[1].Resource)
	require.Same(t, decoded[0].Scope, decoded[1].Scope)
}

func TestDamagedHeadRowsAreAnErrorOrOtherSpans(t *testing.T) {
	whole := encodeHead(nil, headSpans())
	for n := range whole {
		_, err := decodeHead(whole[:n])
		require.ErrorIs(t, err, ErrDamaged)
	}
	random := rand.New(rand.NewPCG(1, 1))
	failed := 0
	for range 2000 {
		data := append([]byte{}, whole...)
		data[random.IntN(len(data))] ^= byte(1 + random.IntN(255))
		spans, err := decodeHead(data)
		if err != nil {
			require.ErrorIs(t, err, ErrDamaged)
			failed++
			continue
		}
		require.Len(t, spans, 3)
	}
	require.Positive(t, failed)
}

func FuzzDecodeHead(f *testing.F) {
	f.Add(encodeHead(nil, headSpans()))
	f.Fuzz(func(t *testing.T, data []byte) {
		spans, err := decodeHead(data)
		if err != nil {
			return
		}
		again, err := decodeHead(encodeHead(nil, spans))
		require.NoError(t, err)
		require.Equal(t, spans, again)
	})
}
