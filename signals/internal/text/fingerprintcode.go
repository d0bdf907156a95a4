package text

import (
	"math/bits"
	"slices"

	"github.com/otelcol-plano/otelcol-plano/internal/wire"
)

// maxGap is a byte of a gap behind which the gap goes on.
const maxGap = 255

// maxWords bounds the number of words that is believed.
const maxWords = 1 << 40

// AppendBinary appends the set as the gaps between its bits.
func (f *Fingerprint) AppendBinary(to []byte) []byte {
	used := f.used()
	to = wire.AppendInt(wire.AppendBool(wire.AppendInt(to, f.Words), f.shift == smallShift), f.size())
	n := len(to)
	to = slices.Grow(to, f.size()+64*len(used)/maxGap)[:n+f.size()+64*len(used)/maxGap]
	last := 0
	for i, word := range used {
		for ; word != 0; word &= word - 1 {
			bit := i<<6 | bits.TrailingZeros64(word)
			gap := bit - last
			for ; gap >= maxGap; gap -= maxGap {
				to[n] = maxGap
				n++
			}
			to[n] = byte(gap)
			n++
			last = bit
		}
	}
	return to[:n]
}

// ReadBinary sets the set to what AppendBinary wrote.
func (f *Fingerprint) ReadBinary(r *wire.Reader) {
	words := r.Int(maxWords)
	length := 0
	if !r.Bool() {
		length = maxSmall + 1
	}
	f.Reset(length)
	f.Words = words
	used := f.used()
	n := r.Count(1)
	bit, size := 0, 64*len(used)
	gaps := r.Rest()
	read := 0
	for ; n > 0 && read < len(gaps); read++ {
		gap := gaps[read]
		if bit += int(gap); bit >= size {
			break
		}
		if gap < maxGap {
			used[bit>>6] |= 1 << (bit & 63)
			n--
		}
	}
	if n > 0 {
		r.Fail()
		return
	}
	r.Skip(read)
}
