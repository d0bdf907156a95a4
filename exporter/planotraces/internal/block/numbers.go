package block

import (
	"math/bits"

	"github.com/otelcol-plano/otelcol-plano/internal/wire"
)

// numbers says how a stream of numbers is kept. The count is known where it is read.
type numbers struct {
	count int
	// width is how many planes there are; 0 where all numbers are base.
	width int
	// delta is true for differences to the number before, in zigzag.
	delta bool
	// scale divides, an index of scales.
	scale int
	base  uint64
	at    place
}

// scales are what numbers are divided by: times are often of whole micro- or milliseconds.
var scales = [...]uint64{1, 1_000, 1_000_000, 1_000_000_000}

func zigzag(n uint64) uint64   { return n<<1 ^ uint64(int64(n)>>63) }
func unzigzag(n uint64) uint64 { return n>>1 ^ -(n & 1) }

// writeNumbers puts numbers, which it overwrites, into a stream.
func (w *columnWriter) writeNumbers(values []uint64, delta bool) numbers {
	n := numbers{count: len(values), delta: delta}
	if len(values) == 0 {
		return n
	}
	n.base = values[0]
	if !delta {
		n.base = least(values)
	}
	for i := range values {
		values[i] -= n.base
	}
	n.scale = scaleOf(values, delta)
	if n.scale > 0 {
		divide(values, scales[n.scale], delta)
	}
	if delta {
		differences(values)
	}
	var all uint64
	for _, v := range values {
		all |= v
	}
	n.width = (bits.Len64(all) + 7) / 8
	w.planes = appendPlanes(w.planes[:0], values, n.width)
	n.at = w.put(&w.numbers, w.planes)
	return n
}

// least is the smallest as a signed number.
func least(values []uint64) uint64 {
	low := int64(values[0])
	for _, v := range values {
		low = min(low, int64(v))
	}
	return uint64(low)
}

func scaleOf(values []uint64, signed bool) int {
	for scale := len(scales) - 1; scale > 0; scale-- {
		if divisible(values, scales[scale], signed) {
			return scale
		}
	}
	return 0
}

func divisible(values []uint64, by uint64, signed bool) bool {
	some := false
	for _, v := range values {
		if signed && int64(v) < 0 {
			v = -v
		}
		if v%by != 0 {
			return false
		}
		some = some || v != 0
	}
	return some
}

func divide(values []uint64, by uint64, signed bool) {
	for i, v := range values {
		if signed && int64(v) < 0 {
			values[i] = -(-v / by)
		} else {
			values[i] = v / by
		}
	}
}

func differences(values []uint64) {
	before := uint64(0)
	for i, v := range values {
		values[i] = zigzag(v - before)
		before = v
	}
}

func appendPlanes(to []byte, values []uint64, width int) []byte {
	for plane := range width {
		shift := 8 * plane
		for _, v := range values {
			to = append(to, byte(v>>shift))
		}
	}
	return to
}

func (n *numbers) appendTo(to []byte) []byte {
	to = append(to, byte(n.width), byte(n.scale))
	to = wire.AppendBool(to, n.delta)
	to = wire.AppendUint64(to, n.base)
	return n.at.appendTo(to)
}

func (p place) appendTo(to []byte) []byte {
	return wire.AppendInt(wire.AppendInt(to, p.section), p.offset)
}

func readPlace(r *wire.Reader) place {
	return place{section: r.Int(maxSection), offset: r.Int(maxSection)}
}

func readNumbers(r *wire.Reader, count int) numbers {
	return numbers{
		count: count,
		width: int(r.Byte(8)), scale: int(r.Byte(byte(len(scales) - 1))), delta: r.Bool(),
		base: r.Uint64(), at: readPlace(r),
	}
}

func addPlanes(values []uint64, data []byte, width int) {
	count := len(values)
	if width == 0 {
		clear(values)
		return
	}
	for i, b := range data[:count] {
		values[i] = uint64(b)
	}
	for plane := 1; plane < width; plane++ {
		shift := 8 * plane
		for i, b := range data[plane*count : (plane+1)*count] {
			values[i] |= uint64(b) << shift
		}
	}
}

func (n *numbers) restore(values []uint64) {
	scale := scales[n.scale]
	if !n.delta && scale == 1 && n.base == 0 {
		return
	}
	if !n.delta {
		for i, v := range values {
			values[i] = v*scale + n.base
		}
		return
	}
	sum := uint64(0)
	for i, v := range values {
		sum += unzigzag(v)
		values[i] = sum*scale + n.base
	}
}
