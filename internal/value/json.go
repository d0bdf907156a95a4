package value

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-plano/otelcol-plano/internal/jsonread"
)

// JSON writes values as JSON, the fields of a map in the order of their names. Numbers that JSON doesn't know are
// written as the strings NaN, Infinity and -Infinity, as in the JSON of protocol buffers.
type JSON struct {
	// MaxBytes is how much is written of one value; behind it the JSON breaks off.
	MaxBytes int
	// HeaderOnly tells maps of which only what is short is written; nil is none.
	HeaderOnly func(pcommon.Map) bool

	out   []byte
	depth int
	cut   Cut
}

// maxHeader is the length in bytes of a string that is short.
const maxHeader = 256

// Text returns a value as JSON.
func (w *JSON) Text(v pcommon.Value) (string, Cut) {
	w.out, w.depth, w.cut = nil, 0, Whole
	w.value(v)
	if w.full() {
		return string(w.out[:w.MaxBytes]), CutLong
	}
	return string(w.out), w.cut
}

func (w *JSON) full() bool { return len(w.out) > w.MaxBytes }

func (w *JSON) value(v pcommon.Value) {
	switch v.Type() {
	case pcommon.ValueTypeMap:
		w.nested(func() { w.fields(v.Map()) })
	case pcommon.ValueTypeSlice:
		w.nested(func() { w.elements(v.Slice()) })
	case pcommon.ValueTypeStr:
		w.quote(v.Str())
	case pcommon.ValueTypeBytes:
		w.quote(encode(v.Bytes(), w.room()))
	case pcommon.ValueTypeInt:
		w.out = strconv.AppendInt(w.out, v.Int(), 10)
	case pcommon.ValueTypeDouble:
		w.double(v)
	case pcommon.ValueTypeBool:
		w.out = strconv.AppendBool(w.out, v.Bool())
	default:
		w.out = append(w.out, "null"...)
	}
}

func (w *JSON) nested(write func()) {
	if w.depth >= MaxDepth {
		w.cut = CutDeep
		w.quote(TooDeep)
		return
	}
	w.depth++
	write()
	w.depth--
}

// room is how much more is worth writing, one byte beyond the limit.
func (w *JSON) room() int { return max(w.MaxBytes+1-len(w.out), 0) }

func (w *JSON) quote(text string) {
	if room := w.room(); len(text) > room {
		text = text[:room]
	}
	w.out = jsonread.AppendQuote(w.out, text)
}

func (w *JSON) double(v pcommon.Value) {
	switch d := v.Double(); {
	case math.IsNaN(d):
		w.quote("NaN")
	case math.IsInf(d, 1):
		w.quote("Infinity")
	case math.IsInf(d, -1):
		w.quote("-Infinity")
	default:
		w.out = append(w.out, v.AsString()...)
	}
}

func (w *JSON) elements(slice pcommon.Slice) {
	w.out = append(w.out, '[')
	for i, element := range slice.All() {
		if w.full() {
			return
		}
		if i > 0 {
			w.out = append(w.out, ',')
		}
		w.value(element)
	}
	w.out = append(w.out, ']')
}

type field struct {
	key   string
	value pcommon.Value
}

func (w *JSON) fields(m pcommon.Map) {
	headerOnly := w.HeaderOnly != nil && w.HeaderOnly(m)
	sorted := make([]field, 0, m.Len())
	for key, value := range m.All() {
		if !headerOnly || isShort(value) {
			sorted = append(sorted, field{key, value})
		}
	}
	slices.SortStableFunc(sorted, func(a, b field) int { return cmp.Compare(a.key, b.key) })
	w.out = append(w.out, '{')
	for i := range sorted {
		if w.full() {
			return
		}
		if i > 0 {
			w.out = append(w.out, ',')
		}
		w.quote(sorted[i].key)
		w.out = append(w.out, ':')
		w.value(sorted[i].value)
	}
	w.out = append(w.out, '}')
}

func isShort(v pcommon.Value) bool { return len(Scalar(v)) <= maxHeader && !isNested(v) }

func isNested(v pcommon.Value) bool {
	return v.Type() == pcommon.ValueTypeMap || v.Type() == pcommon.ValueTypeSlice || v.Type() == pcommon.ValueTypeBytes
}
