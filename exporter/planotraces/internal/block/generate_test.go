package block

import (
	"encoding/hex"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/samplespans"
)

func plainSpans(n int) []*model.Span { return samplespans.New(1).Next(n) }

// anything makes spans of all that can be in one.
type anything struct{ *rand.Rand }

func (r anything) spans(n int) []*model.Span {
	resources := []*model.Resource{nil, {}, {Service: "shop", Attributes: r.attributes(5), SchemaURL: "u", Dropped: 1}, {Service: "b"}}
	scopes := []*model.Scope{nil, {Name: "s", Version: "1", Attributes: r.attributes(3), SchemaURL: "u", Dropped: math.MaxUint32}, {}}
	spans := make([]*model.Span, n)
	for i := range spans {
		s := &model.Span{
			Seq: uint64(1000 + i), Name: r.text(), TraceState: r.text(), StatusMessage: r.text(),
			Kind: uint8(r.IntN(7)), StatusCode: uint8(r.IntN(4)), Flags: r.Uint32(), Start: r.number(), End: r.number(),
			Resource: resources[r.IntN(len(resources))], Scope: scopes[r.IntN(len(scopes))], Attributes: r.attributes(20),
			HasContent: r.IntN(2) == 0, DroppedAttributes: r.Uint32(), DroppedEvents: r.Uint32(), DroppedLinks: r.Uint32(),
		}
		if r.IntN(10) > 0 {
			s.TraceID = model.TraceID{byte(r.IntN(20))}
			s.SpanID = model.SpanID{byte(i), byte(i >> 8), 1}
		}
		switch r.IntN(4) {
		case 0:
			s.ParentID = model.SpanID{byte(r.Uint32()), 9}
		case 1, 2:
			s.ParentID = parentAmong(spans[:i], r.IntN(i+1))
		}
		for range r.IntN(3) * r.IntN(2) {
			s.Events = append(s.Events, model.Event{Name: r.text(), Time: r.number(), Attributes: r.attributes(4), Dropped: r.Uint32()})
			s.Links = append(s.Links, model.Link{
				TraceID: model.TraceID{1, byte(i)}, SpanID: model.SpanID{2, byte(i)}, TraceState: r.text(), Flags: r.Uint32(),
				Attributes: r.attributes(4), Dropped: r.Uint32(),
			})
		}
		spans[i] = s
	}
	return spans
}

func parentAmong(before []*model.Span, at int) model.SpanID {
	if at < len(before) {
		return before[at].SpanID
	}
	return model.SpanID{7, 7}
}

func (r anything) number() uint64 {
	switch r.IntN(4) {
	case 0:
		return 0
	case 1:
		return r.Uint64()
	case 2:
		return math.MaxUint64
	default:
		return 1_790_000_000_000_000_000 + uint64(r.IntN(1000))*1_000_000
	}
}

func (r anything) text() string {
	switch r.IntN(8) {
	case 0:
		return ""
	case 1:
		return "größer \U0001F600"
	case 2:
		return string([]byte{0xff, byte(r.Uint32()), 0})
	case 3:
		return hex.EncodeToString(r.bytes(8))
	case 4:
		return "call_" + hex.EncodeToString(r.bytes(6))
	case 5:
		return strings.Repeat("x", r.IntN(300))
	case 6:
		return uuid(r.bytes(16))
	default:
		return "model-" + string(rune('a'+r.IntN(5)))
	}
}

func (r anything) bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func uuid(b []byte) string {
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// attributes have keys of some spelling each, so that columns get all the forms; now and then a key twice, and types that change.
func (r anything) attributes(most int) []model.Attribute {
	var attributes []model.Attribute
	for range r.IntN(most + 1) {
		n := r.IntN(16)
		a := model.Attribute{Key: "key" + hex.EncodeToString([]byte{byte(n)})}
		switch n {
		case 0:
			a.Value = model.Value{Type: model.Int, Bits: r.number()}
		case 1:
			a.Value = model.Value{Type: model.Int, Bits: uint64(r.IntN(5)) * 100}
		case 2:
			a.Value = model.Value{Type: model.Double, Bits: math.Float64bits(float64(r.IntN(1000)) / 100)}
		case 3:
			a.Value = model.Value{Type: model.Double, Bits: math.Float64bits(r.NormFloat64())}
		case 4:
			special := []float64{math.NaN(), math.Inf(1), math.Copysign(0, -1), 1e300, 0.5}
			a.Value = model.Value{Type: model.Double, Bits: math.Float64bits(special[r.IntN(len(special))])}
		case 5:
			a.Value = model.Value{Type: model.Bool, Bits: uint64(r.IntN(2))}
		case 6:
			a.Value = model.Value{Type: model.Bytes, Text: string(r.bytes(r.IntN(5)))}
		case 7:
			a.Value = model.Value{Type: model.Structured, Text: "\x2a\x05\x0a\x03\x0a\x01" + string(rune('a'+r.IntN(9)))}
		case 8:
			a.Value = model.Value{}
		case 9:
			a.Value = model.Value{Type: model.String, Text: hex.EncodeToString(r.bytes(8))}
		case 10:
			a.Value = model.Value{Type: model.String, Text: uuid(r.bytes(16))}
		case 11:
			a.Value = model.Value{Type: model.String, Text: "req_" + hex.EncodeToString(r.bytes(6))}
		case 12:
			a.Value = model.Value{Type: model.String, Text: "GET"}
		case 13:
			a.Value = model.Value{Type: model.String, Text: r.text()}
			a.Key = "own-" + hex.EncodeToString(r.bytes(2))
		default:
			a.Value = model.Value{Type: model.String, Text: r.text()}
		}
		attributes = append(attributes, a)
	}
	return attributes
}
