package text

import (
	"math/bits"

	"github.com/otelcol-plano/otelcol-plano/internal/wire"
)

// AppendBinary appends the set as the gaps between its bits, or as it is where that is shorter.
func (f *Fingerprint) AppendBinary(to []byte) []byte {
	used := f.used()
	to = wire.AppendBool(wire.AppendInt(to, f.Words), f.shift == smallShift)
	size := f.size()
	if size*bytesPerGap >= 8*len(used) {
		to = wire.AppendInt(to, 0)
		for _, word := range used {
			to = wire.AppendUint64(to, word)
		}
		return to
	}
	to = wire.AppendInt(to, size+1)
	last := 0
	for i, word := range used {
		for ; word != 0; word &= word - 1 {
			bit := i<<6 | bits.TrailingZeros64(word)
			to = wire.AppendInt(to, bit-last)
			last = bit
		}
	}
	return to
}

// bytesPerGap is how many bytes a gap takes at most on average where gaps are the shorter form.
const bytesPerGap = 2

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
	if n == 0 {
		for i := range used {
			used[i] = r.Uint64()
		}
		return
	}
	for bit := 0; n > 1; n-- {
		bit += r.Int(64*len(used) - 1)
		if bit >= 64*len(used) {
			r.Fail()
			return
		}
		used[bit>>6] |= 1 << (bit & 63)
	}
}

// maxWords bounds the number of words that is believed.
const maxWords = 1 << 40
