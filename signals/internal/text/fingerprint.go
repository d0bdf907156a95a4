package text

import "math/bits"

// A Fingerprint of a long text has largeBits, of a short one smallBits, so that different trigrams
// seldom share a bit: a similarity is off by less than 0.04.
const (
	largeBits  = 1 << 15
	smallBits  = 1 << 13
	largeShift = 64 - 15
	smallShift = 64 - 13
	// maxSmall is how many bytes a short text has at most.
	maxSmall = 1000
)

// Fingerprint is the set of a text's character trigrams, some of which share a bit.
type Fingerprint struct {
	small [smallBits / 64]uint64
	// large is there once a text needed it.
	large *[largeBits / 64]uint64
	// shift is that of the hash, by the size of the set.
	shift uint8
	// Words is the number of words of the text; a text of 0 words is like no other.
	Words int
	// count is the number of set bits, 0 until it is asked for.
	count int
}

// Reset empties the set for a text of a length in bytes.
func (f *Fingerprint) Reset(length int) {
	f.shift, f.Words, f.count = smallShift, 0, 0
	if length > maxSmall {
		f.shift = largeShift
		if f.large == nil {
			f.large = new([largeBits / 64]uint64)
		}
	}
	clear(f.used())
}

// Clone returns a copy with memory of its own.
func (f *Fingerprint) Clone() Fingerprint {
	c := *f
	if f.large != nil {
		c.large = new(*f.large)
	}
	return c
}

// used returns the part of the set that the text's size asks for.
func (f *Fingerprint) used() []uint64 {
	if f.shift == largeShift {
		return f.large[:]
	}
	return f.small[:]
}

// add puts the trigram of the last three characters, 21 bits each, into the set.
func (f *Fingerprint) add(trigram uint64) {
	bit := (trigram & (1<<63 - 1)) * 0x9e3779b97f4a7c15 >> (f.shift & 63)
	if f.shift == largeShift {
		f.large[bit>>6&(largeBits/64-1)] |= 1 << (bit & 63)
	} else {
		f.small[bit>>6&(smallBits/64-1)] |= 1 << (bit & 63)
	}
}

func (f *Fingerprint) size() int {
	if f.count == 0 {
		f.count = countBits(f.used())
	}
	return f.count
}

func countBits(set []uint64) (n int) {
	for _, word := range set {
		n += bits.OnesCount64(word)
	}
	return n
}

// similarLength says whether one of two texts has at most half as many words again as the other.
// It spares most comparisons.
func similarLength(a, b int) bool { return 2*a <= 3*b && 2*b <= 3*a }

// Jaccard returns the similarity of two sets if it is at least atLeast, else 0.
func (f *Fingerprint) Jaccard(g *Fingerprint, atLeast float64) float64 {
	if f.Words == 0 || !similarLength(f.Words, g.Words) {
		return 0
	}
	a, b := f.used(), g.used()
	sizeA, sizeB := f.size(), g.size()
	if len(a) != len(b) {
		var folded [smallBits / 64]uint64
		if len(a) > len(b) {
			a, sizeA = fold(&folded, a), countBits(folded[:])
		} else {
			b, sizeB = fold(&folded, b), countBits(folded[:])
		}
	}
	small, large := min(sizeA, sizeB), max(sizeA, sizeB)
	if large == 0 || float64(small) < atLeast*float64(large) {
		return 0
	}
	both := 0
	for i, word := range a {
		both += bits.OnesCount64(word & b[i])
	}
	similarity := float64(both) / float64(small+large-both)
	if similarity < atLeast {
		return 0
	}
	return similarity
}

// fold makes a small set of a large one: a bit of it stands for four in a row.
func fold(to *[smallBits / 64]uint64, large []uint64) []uint64 {
	for i, word := range large {
		word |= word >> 1
		word |= word >> 2
		word &= 0x1111111111111111 // every fourth bit, moved together in steps
		word = (word | word>>3) & 0x0303030303030303
		word = (word | word>>6) & 0x000f000f000f000f
		word = (word | word>>12) & 0x000000ff000000ff
		word = (word | word>>24) & 0xffff
		to[i/4] |= word << (16 * (i % 4))
	}
	return to[:]
}
