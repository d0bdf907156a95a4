package block

import (
	"hash/maphash"
	"math"
	"math/bits"

	"github.com/otelcol-plano/otelcol-plano/exporter/planotraces/internal/model"
	"github.com/otelcol-plano/otelcol-plano/internal/wire"
)

// How the values of a column are kept.
const (
	// keptNone is nothing but their count.
	keptNone = iota
	// keptBits is numbers.
	keptBits
	// keptDecimal is doubles as whole numbers of a negative power of ten.
	keptDecimal
	// keptTexts is a text for each.
	keptTexts
	// keptIndexed is each text once, and its index for each value.
	keptIndexed
	keptForms
)

// column says how the values of a key and a type are kept.
type column struct {
	columnKey
	count    int
	form     byte
	decimals byte
	numbers  numbers // or indices
	texts    texts
}

// columnWriter writes columns, with what it needs again and again.
type columnWriter struct {
	sectionWriter
	planes []byte
	heap   []byte
	values []uint64
	slots  []uint32
	seed   maphash.Seed
}

// room returns room for numbers, which the next call gives away again.
func (w *columnWriter) room(n int) []uint64 {
	if cap(w.values) < n {
		w.values = make([]uint64, n)
	}
	return w.values[:n]
}

func (w *columnWriter) writeColumn(b *columnBuilder) column {
	c := column{columnKey: b.columnKey, count: b.count}
	switch b.kind {
	case model.String, model.Bytes, model.Structured:
		w.writeTextColumn(&c, b.texts)
	case model.Double:
		c.form = keptBits
		if decimals, ok := decimalsOf(b.bits); ok {
			c.form, c.decimals = keptDecimal, byte(decimals)
			for i, v := range b.bits {
				b.bits[i] = decimal(v, decimals)
			}
		}
		c.numbers = w.writeNumbers(b.bits, false)
	case model.Int, model.Bool:
		c.form = keptBits
		c.numbers = w.writeNumbers(b.bits, false)
	case model.Empty:
	}
	return c
}

func (w *columnWriter) writeTextColumn(c *column, values []string) {
	if distinct, indices := w.index(values); distinct != nil {
		c.form = keptIndexed
		c.numbers = w.writeNumbers(indices, false)
		c.texts = w.writeTexts(distinct)
		return
	}
	c.form = keptTexts
	c.texts = w.writeTexts(values)
}

const (
	// sample is how many texts are looked at before it is decided that few are equal.
	sample = 256
	// Of sixteen texts at most as many are different where each is kept once.
	maxDistinct = 10
)

// index returns each text once, and its index for each value; nothing where few are equal.
func (w *columnWriter) index(values []string) (distinct []string, indices []uint64) {
	if len(values) == 0 {
		return nil, nil
	}
	size := 1 << bits.Len(uint(2*len(values)))
	if cap(w.slots) < size {
		w.slots = make([]uint32, size)
	}
	slots := w.slots[:size]
	clear(slots)
	indices = w.room(len(values))
	mask := uint64(size - 1)
	for i, value := range values {
		if i > 0 && value == values[i-1] {
			indices[i] = indices[i-1]
			continue
		}
		at := maphash.String(w.seed, value) & mask
		for slots[at] != 0 && distinct[slots[at]-1] != value {
			at = (at + 1) & mask
		}
		if slots[at] == 0 {
			distinct = append(distinct, value)
			slots[at] = uint32(len(distinct))
			if i >= sample && len(distinct) > i*maxDistinct/16 {
				return nil, nil
			}
		}
		indices[i] = uint64(slots[at] - 1)
	}
	if len(distinct) > 1 && len(distinct) > len(values)*maxDistinct/16 {
		return nil, nil
	}
	return distinct, indices
}

var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6}

// maxExact is the first whole number that not all doubles up to it tell from its neighbours.
const maxExact = 1 << 53

// decimalsOf returns how many decimals are enough for all doubles.
func decimalsOf(values []uint64) (int, bool) {
	decimals := 0
	for _, v := range values {
		for !isDecimal(v, decimals) {
			if decimals++; decimals == len(powers) {
				return 0, false
			}
		}
	}
	// An earlier one fits more decimals as well, unless that makes it too large.
	for _, v := range values {
		if !isDecimal(v, decimals) {
			return 0, false
		}
	}
	return decimals, true
}

func isDecimal(v uint64, decimals int) bool {
	scaled := math.Round(math.Float64frombits(v) * powers[decimals])
	return math.Abs(scaled) < maxExact && fromDecimal(uint64(int64(scaled)), decimals) == v
}

func decimal(v uint64, decimals int) uint64 {
	return uint64(int64(math.Round(math.Float64frombits(v) * powers[decimals])))
}

func fromDecimal(n uint64, decimals int) uint64 {
	return math.Float64bits(float64(int64(n)) / powers[decimals])
}

func (c *column) appendTo(to []byte) []byte {
	to = append(wire.AppendText(to, c.key), byte(c.kind), c.form, c.decimals)
	to = wire.AppendInt(to, c.count)
	switch c.form {
	case keptBits, keptDecimal:
		return c.numbers.appendTo(to)
	case keptTexts:
		return c.texts.appendTo(to)
	case keptIndexed:
		to = wire.AppendInt(to, c.texts.lengths.count)
		return c.texts.appendTo(c.numbers.appendTo(to))
	}
	return to
}

// minColumn is how many bytes of the directory a column takes at least.
const minColumn = 5

func readColumn(r *wire.Reader) column {
	c := column{columnKey: columnKey{key: r.Text(), kind: model.Type(r.Byte(byte(model.Structured)))}}
	c.form, c.decimals, c.count = r.Byte(keptForms-1), r.Byte(byte(len(powers)-1)), r.Int(maxValues)
	switch c.form {
	case keptBits, keptDecimal:
		c.numbers = readNumbers(r, c.count)
	case keptTexts:
		c.texts = readTexts(r, c.count)
	case keptIndexed:
		distinct := r.Int(c.count)
		c.numbers = readNumbers(r, c.count)
		c.texts = readTexts(r, distinct)
	}
	if isText := c.form == keptTexts || c.form == keptIndexed; isText != c.isText() || (c.form == keptNone) != (c.kind == model.Empty) {
		r.Fail()
	}
	return c
}

func (c *column) isText() bool {
	return c.kind == model.String || c.kind == model.Bytes || c.kind == model.Structured
}
